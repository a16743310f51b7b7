"""Putting products on the shelves of the index: all of them, or those that changed.

`fill` makes everything anew. `shift` (``shifting.py``) changes what must change; both leave the
same index.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from generator.categories import EVERYTHING, CategoryTree, Path, Places, grow_from_groups, nodes
from generator.index.database import Database
from generator.index.shelves import LISTS, Members, path_text
from generator.listings import HOME_CARDS, cut
from generator.projection import Projection

COLUMNS = "handle, sort, added, recommended, reduced, digest, places, cards, buckets"
HANDLE, SORT, PLACES = map(Projection._fields.index, ("handle", "sort", "places"))
PUT_ENTRY = "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
PUT_SLICE = "INSERT OR REPLACE INTO slice VALUES (?, ?, ?, ?)"
PUT_CATEGORY = "INSERT OR REPLACE INTO category VALUES (?, ?, ?, ?)"


@dataclass(slots=True)
class Stir:
    """What a change reaches. `replant` says that categories came, went or were renamed: they are
    in the menu of every page. `resized` are shelves that held the first number of products and now
    hold the second."""

    sources: set[str] = field(default_factory=set)
    came: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    resized: dict[Path, tuple[int, int]] = field(default_factory=dict)
    replant: bool = False


def fill(
    database: Database, batches: Iterable[Sequence[tuple[Any, ...]]]
) -> tuple[CategoryTree, int]:
    """The index of exactly these products, in whatever order they come, and how many they are;
    of each what a `Projection` holds."""
    tree, count, shelves = stock(database, batches)
    write_slices(database, shelves)
    return tree, count


class Stock(NamedTuple):
    """What stands on each of the `shelves`, in its order, and how many `products` there are."""

    tree: CategoryTree
    products: int
    shelves: dict[Path, Members]

    def orders(self) -> bytes:
        """The handles on each shelf, as JSON, by the path's text."""
        found = {path_text(path): [it[1] for it in some] for path, some in self.shelves.items()}
        return orjson.dumps(found)


def stock(database: Database, batches: Iterable[Sequence[tuple[Any, ...]]]) -> Stock:
    """`fill` without what only later builds read: slices, which `write_slices` writes.

    Of each batch only what the shelves need is kept in memory. Many products stand alike: what
    follows from where they stand is found once for all of them.
    """
    alike: dict[bytes, Members] = {}  # by their places
    count = 0
    for batch in batches:
        database.connection.executemany(PUT_ENTRY, batch)
        count += len(batch)
        for row in batch:
            alike.setdefault(row[PLACES], []).append((row[SORT], row[HANDLE]))
    tree, shelves = _sorted_in(alike)
    tree[EVERYTHING].count = count
    _write_categories(database, tree)
    write_lists(database)
    return Stock(tree, count, shelves)


def write_slices(database: Database, shelves: Mapping[Path, Members]) -> None:
    rows = [
        _slice(path_text(path), number, some)
        for path, members in shelves.items()
        for number, some in enumerate(cut(members), start=1)
        if some
    ]
    database.connection.executemany(PUT_SLICE, rows)


def _sorted_in(alike: Mapping[bytes, Members]) -> tuple[CategoryTree, dict[Path, Members]]:
    """The tree of categories, and what stands in each of them in its order."""
    groups: list[tuple[str, Places, int]] = []
    shelves: dict[Path, Members] = {EVERYTHING: []}
    for packed, members in alike.items():
        places: Places = orjson.loads(packed)
        groups.append((min(handle for _sort, handle in members), places, len(members)))
        for path in nodes(places):
            shelves.setdefault(path, []).extend(members)
    for members in shelves.values():
        members.sort()
    groups.sort(key=itemgetter(0))
    return grow_from_groups(groups), shelves


def known(database: Database, handles: Sequence[str]) -> dict[str, Projection]:
    """What the index has of these products."""
    query = f"SELECT {COLUMNS} FROM entry WHERE handle = ?"  # noqa: S608 - our own names
    rows = database.connection.executemany(query, [(handle,) for handle in handles])
    found = (Projection._make(row) for row in rows)
    return {
        each.handle: each._replace(recommended=bool(each.recommended), reduced=bool(each.reduced))
        for each in found
    }


def compare_slices(
    database: Database,
    stir: Stir,
    path: str,
    old: Mapping[int, Sequence[tuple[str, str]]],
    new: Mapping[int, Sequence[tuple[str, str]]],
) -> None:
    execute = database.connection.execute
    for number in {*old, *new}:
        before, after = old.get(number), new.get(number)
        if before == after:
            continue
        if not after:
            execute("DELETE FROM slice WHERE path = ? AND number = ?", (path, number))
        else:
            execute(PUT_SLICE, _slice(path, number, after))
        if _handles(before) != _handles(after):
            stir.sources.add(f"slice:{path}:{number}")


def _handles(members: Sequence[tuple[str, str]] | None) -> list[str]:
    return [handle for _sort, handle in members or ()]


def _slice(path: str, number: int, members: Sequence[tuple[str, str]]) -> tuple[object, ...]:
    return path, number, members[0][0], orjson.dumps(members)


def _write_categories(database: Database, tree: CategoryTree) -> None:
    rows = [
        (path_text(c.path), orjson.dumps(c.slugs), c.count, orjson.dumps(c.namers))
        for c in (tree[EVERYTHING], *tree)
    ]
    database.connection.executemany(PUT_CATEGORY, rows)


def write_lists(database: Database) -> list[str]:
    """Notes what the lists of the home pages hold now; the names of those that have changed."""
    execute = database.connection.execute
    now = {
        name: [handle for (handle,) in execute(query, (HOME_CARDS * 2,))]
        for name, query in LISTS.items()
    }
    before = database.fact("lists") or {}
    if now != before:
        database.state("lists", now)
    return [name for name in now if now[name] != before.get(name)]
