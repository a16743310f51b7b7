"""Addresses that were given out, and must not be forgotten.

``CATALOGUE/MOVED#<handle>`` leads from a handle that a product had to the one it has now; it says
nothing while some product has that handle. ``CATALOGUE/SEEN#<handle>`` says that a product which is
not for sale was once: shoppers and search engines know its page. Releases write them
(`shop.catalogue.releases.moving`); every build reads them, so nothing else is loaded for it.
"""

from collections.abc import Iterable

from shop.catalogue.keys import CATALOGUE
from shop.ports import Item, Key, Store

MOVED = "MOVED#"
SEEN = "SEEN#"


def moved_key(handle: str) -> Key:
    return Key(CATALOGUE, MOVED + handle)


def moved_item(old: str, new: str, release: int) -> Item:
    return Item(moved_key(old), {"to": new, "release": release})


def seen_item(handle: str) -> Item:
    return Item(Key(CATALOGUE, SEEN + handle), {})


def move_items(store: Store) -> list[Item]:
    """Every move there was."""
    keys = (Key(CATALOGUE, name) for name in store.keys(CATALOGUE, MOVED))
    return [*store.get_many(keys).values()]


def moves(items: Iterable[Item]) -> dict[str, str]:
    """Handles that products had, with those they have now."""
    return {item.key.sk.removeprefix(MOVED): str(item.data["to"]) for item in items}


def moves_of(store: Store, handles: Iterable[str]) -> dict[str, str]:
    return moves(store.get_many(map(moved_key, handles)).values())


def seen(store: Store, handles: Iterable[str]) -> frozenset[str]:
    """Those of `handles` that shoppers have seen; asked of what is not for sale."""
    keys = {Key(CATALOGUE, SEEN + handle): handle for handle in handles}
    return frozenset(keys[key] for key in store.get_many(keys)) if keys else frozenset()
