"""What an owner once said about the columns of a table, remembered for the next file like it."""

import hashlib
from collections.abc import Iterable, Mapping

from shop.catalogue.reading.cells import folded
from shop.ports import Item, Key, Store


def map_key(header: Iterable[str]) -> Key:
    """One key for a set of column names, in whatever order and case they come."""
    names = sorted({folded(name) for name in header} - {""})
    digest = hashlib.sha256("\n".join(names).encode()).hexdigest()[:32]
    return Key(f"IMPORTMAP#{digest}", "MAP")


def load_map(store: Store, header: Iterable[str]) -> dict[str, str]:
    """Fields by column; empty where nothing was said yet."""
    item = store.get(map_key(header))
    columns = item.data["columns"] if item else {}
    if not isinstance(columns, dict):
        return {}
    return {str(column): str(field) for column, field in columns.items()}


def save_map(store: Store, header: Iterable[str], mapping: Mapping[str, str]) -> None:
    """What is said now goes before what was said earlier."""
    names = list(header)
    columns = {**load_map(store, names), **mapping}
    store.put_many([Item(map_key(names), {"columns": dict(columns)})])
