"""Putting products on the shelves of the index: all of them, or those that changed.

`fill` makes everything anew. `shift` changes what must change and says which sources are stirred
by it, so that the pages that read them can be found; both leave the same index.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import orjson

from generator.categories import EVERYTHING, CategoryTree, Path, Places, grow, names_given, nodes
from generator.index.database import Database
from generator.index.shelves import LISTS, Members, locate, path_text
from generator.listings import HOME_CARDS, RELATED, cut
from generator.projection import Projection

COLUMNS = "handle, sort, added, recommended, reduced, digest, places, cards, buckets"
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


def fill(database: Database, batches: Iterable[Sequence[Projection]]) -> tuple[CategoryTree, int]:
    """The index of exactly these products, in whatever order they come, and how many they are.

    Of each batch only what the shelves need is kept in memory.
    """
    standing: list[tuple[str, str, Places]] = []
    for batch in batches:
        database.connection.executemany(PUT_ENTRY, batch)
        standing += [(row.handle, row.sort, row.standing()) for row in batch]
    standing.sort()
    tree = grow((handle, places) for handle, _sort, places in standing)
    tree[EVERYTHING].count = len(standing)
    shelves: dict[Path, Members] = {}
    for handle, sort, places in sorted(standing, key=lambda each: each[1]):
        for path in nodes(places):
            shelves.setdefault(path, []).append((sort, handle))
    for path, members in shelves.items():
        _write_slices(database, path_text(path), members)
    _write_categories(database, tree)
    _write_lists(database)
    return tree, len(standing)


def known(database: Database, handles: Sequence[str]) -> dict[str, Projection]:
    """What the index has of these products."""
    query = f"SELECT {COLUMNS} FROM entry WHERE handle = ?"  # noqa: S608 - our own names
    rows = database.connection.executemany(query, [(handle,) for handle in handles])
    found = (Projection._make(row) for row in rows)
    return {
        each.handle: each._replace(recommended=bool(each.recommended), reduced=bool(each.reduced))
        for each in found
    }


def shift(
    database: Database,
    tree: CategoryTree,
    before: Mapping[str, Projection],
    after: Mapping[str, Projection],
) -> Stir:
    """Replaces `before` by `after`. Where it asks to `replant`, the index is to be filled anew."""
    stir = Stir(came={*after} - {*before}, left={*before} - {*after})
    leaving: dict[Path, Members] = {}
    joining: dict[Path, Members] = {}
    for handle in {*before, *after}:
        old, new = before.get(handle), after.get(handle)
        _compare(stir, handle, old, new)
        old_nodes = nodes(old.standing()) if old else {}
        new_nodes = nodes(new.standing()) if new else {}
        moved = old is None or new is None or old.sort != new.sort
        for path in old_nodes:
            if old and (moved or path not in new_nodes):
                leaving.setdefault(path, []).append((old.sort, handle))
        for path in new_nodes:
            if new and (moved or path not in old_nodes):
                joining.setdefault(path, []).append((new.sort, handle))
    stir.replant = _tree_changes(tree, before, after, leaving, joining)
    if stir.replant:
        return stir
    gone = [(handle,) for handle in stir.left]
    database.connection.executemany("DELETE FROM entry WHERE handle = ?", gone)
    database.connection.executemany(PUT_ENTRY, list(after.values()))
    for path in {*leaving, *joining}:
        _recut(database, tree, stir, path, leaving.get(path, []), joining.get(path, []))
    stir.sources.update(f"list:{name}" for name in _write_lists(database))
    return stir


def _compare(stir: Stir, handle: str, old: Projection | None, new: Projection | None) -> None:
    if old is None or new is None or old.cards != new.cards:
        stir.sources.add(f"card:{handle}")
    if old and new and old.digest != new.digest:
        stir.sources.add(f"product:{handle}")


def _tree_changes(
    tree: CategoryTree,
    before: Mapping[str, Projection],
    after: Mapping[str, Projection],
    leaving: Mapping[Path, Members],
    joining: Mapping[Path, Members],
) -> bool:
    """Whether a category appears, loses its last product, or might get another name."""
    for path in {*leaving, *joining} - {EVERYTHING}:
        if path not in tree:
            return True
        if tree[path].count + len(joining.get(path, ())) == len(leaving.get(path, ())):
            return True
    changed = (h for h in {*before, *after} if _places(before.get(h)) != _places(after.get(h)))
    return any(_renames(tree, h, before.get(h), after.get(h)) for h in changed)


def _places(projection: Projection | None) -> bytes:
    return projection.places if projection else b""


def _renames(
    tree: CategoryTree, handle: str, old: Projection | None, new: Projection | None
) -> bool:
    """A name counts if no product before this one, by handle, has one for that category."""
    given = names_given(new.standing()) if new else {}
    taken = names_given(old.standing()) if old else {}
    for (path, language), name in given.items():
        first, current = tree[path].namers.get(language, ("", None))
        if (current is None or handle <= first) and name != current:
            return True
        if current is not None and handle < first:
            return True  # the name stays, but another product gives it
    return any(
        tree[path].namers.get(language, ("",))[0] == handle
        for path, language in {*taken} - {*given}
    )


def _recut(  # noqa: PLR0913, PLR0917 - the shelf, and what happens to it
    database: Database,
    tree: CategoryTree,
    stir: Stir,
    path: Path,
    leaving: Members,
    joining: Members,
) -> None:
    """Takes members off a shelf and puts others on it, from the first slice this touches on."""
    text = path_text(path)
    execute = database.connection.execute
    first = min(locate(execute, text, sort) for sort, _handle in (*leaving, *joining))
    first = max(1, first - 1)
    rows = execute(
        "SELECT number, members FROM slice WHERE path = ? AND number >= ? ORDER BY number",
        (text, first),
    )
    slices: dict[int, Members] = {n: [(s, h) for s, h in orjson.loads(m)] for n, m in rows}
    old = [member for members in slices.values() for member in members]
    new = list(old)
    for member in leaving:
        del new[bisect_left(new, member)]
    for member in joining:
        insort(new, member)
    stir.sources |= _neighbours(text, old, leaving) | _neighbours(text, new, joining)
    _compare_slices(database, stir, text, slices, dict(enumerate(cut(new), start=first)))
    if len(old) != len(new):
        count = execute("SELECT count FROM category WHERE path = ?", (text,)).get
        stir.resized[path] = (count, count + len(new) - len(old))
        execute("UPDATE category SET count = ? WHERE path = ?", (stir.resized[path][1], text))
        tree[path].count = stir.resized[path][1]
        stir.sources.add(f"count:{text}")


def _neighbours(path: str, members: Members, spots: Members) -> set[str]:
    """Those before each spot: what follows them has changed. A shelf is a ring."""
    found = set()
    for spot in spots:
        place = bisect_left(members, spot)
        found |= {members[place - step][1] for step in range(1, min(RELATED, len(members)) + 1)}
    return {f"next:{path}:{handle}" for handle in found}


def _compare_slices(
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


def _write_slices(database: Database, path: str, members: Members) -> None:
    slices = enumerate(cut(members), start=1)
    rows = [_slice(path, number, some) for number, some in slices if some]
    database.connection.executemany(PUT_SLICE, rows)


def _write_categories(database: Database, tree: CategoryTree) -> None:
    rows = [
        (path_text(c.path), orjson.dumps(c.slugs), c.count, orjson.dumps(c.namers))
        for c in (tree[EVERYTHING], *tree)
    ]
    database.connection.executemany(PUT_CATEGORY, rows)


def _write_lists(database: Database) -> list[str]:
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
