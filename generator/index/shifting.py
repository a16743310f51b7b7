"""Changing what stands on the shelves of the index, and saying which sources that stirs: so the
pages that read them can be found."""

from bisect import bisect_left, insort
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from generator.categories import EVERYTHING, CategoryTree, Path, names_given, nodes
from generator.index.database import Database
from generator.index.shelves import Members, locate, path_text
from generator.index.stocking import PUT_ENTRY, Stir, compare_slices, write_lists
from generator.listings import RELATED, cut
from generator.projection import Projection

Standing = Mapping[str, Projection]


class Moves(NamedTuple):
    """Who goes where, by shelf."""

    leaving: dict[Path, Members]
    joining: dict[Path, Members]

    def shelves(self) -> set[Path]:
        return {*self.leaving, *self.joining}

    def add(self, handle: str, old: Projection | None, new: Projection | None) -> None:
        before, after = _places_of(old), _places_of(new)
        for path, sort in before.items():
            if after.get(path) != sort:
                self.leaving.setdefault(path, []).append((sort, handle))
        for path, sort in after.items():
            if before.get(path) != sort:
                self.joining.setdefault(path, []).append((sort, handle))


def shift(database: Database, tree: CategoryTree, before: Standing, after: Standing) -> Stir:
    """Replaces `before` by `after`. Where it asks to `replant`, the index is to be filled anew."""
    stir = Stir(came={*after} - {*before}, left={*before} - {*after})
    moves = Moves({}, {})
    for handle in {*before, *after}:
        old, new = before.get(handle), after.get(handle)
        _compare(stir, handle, old, new)
        moves.add(handle, old, new)
    stir.replant = _tree_changes(tree, moves) or _names_change(tree, before, after)
    if stir.replant:
        return stir
    gone = [(handle,) for handle in stir.left]
    database.connection.executemany("DELETE FROM entry WHERE handle = ?", gone)
    database.connection.executemany(PUT_ENTRY, list(after.values()))
    for path in moves.shelves():
        _recut(database, tree, stir, path, moves)
    stir.sources.update(f"list:{name}" for name in write_lists(database))
    return stir


def _places_of(product: Projection | None) -> dict[Path, str]:
    """Where it stands: its sort key, by shelf."""
    return dict.fromkeys(nodes(product.standing()), product.sort) if product else {}


def _compare(stir: Stir, handle: str, old: Projection | None, new: Projection | None) -> None:
    if old is None or new is None or old.cards != new.cards:
        stir.sources.add(f"card:{handle}")
        if _pictures(old) != _pictures(new):
            stir.sources.add(f"picture:{handle}")
    if old and new and old.digest != new.digest:
        stir.sources.add(f"product:{handle}")


def _pictures(product: Projection | None) -> dict[str, Any]:
    """That of its card, by language."""
    cards = orjson.loads(product.cards) if product else {}
    return {language: card["picture"] for language, card in cards.items()}


def _tree_changes(tree: CategoryTree, moves: Moves) -> bool:
    """Whether a category appears, or loses its last product."""
    for path in moves.shelves() - {EVERYTHING}:
        if path not in tree:
            return True
        joining, leaving = (len(some.get(path, ())) for some in (moves.joining, moves.leaving))
        if tree[path].count + joining == leaving:
            return True
    return False


def _names_change(tree: CategoryTree, before: Standing, after: Standing) -> bool:
    """Whether a category might get another name."""
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
    if any(_counts(tree, handle, *place, name) for place, name in given.items()):
        return True
    return any(
        tree[path].namers.get(language, ("",))[0] == handle
        for path, language in {*taken} - {*given}
    )


def _counts(tree: CategoryTree, handle: str, path: Path, language: str, name: str) -> bool:
    """Whether this name takes the place of another, or another product's."""
    first, current = tree[path].namers.get(language, ("", None))
    if current is None:
        return True
    return handle < first or (handle == first and name != current)


def _recut(database: Database, tree: CategoryTree, stir: Stir, path: Path, moves: Moves) -> None:
    """Takes members off a shelf and puts others on it, from the first slice this touches on."""
    text = path_text(path)
    leaving, joining = moves.leaving.get(path, []), moves.joining.get(path, [])
    execute = database.connection.execute
    first = min(locate(execute, text, sort) for sort, _handle in (*leaving, *joining))
    first = max(1, first - 1)
    slices = _slices(database, text, first)
    old = [member for members in slices.values() for member in members]
    new = list(old)
    for member in leaving:
        del new[bisect_left(new, member)]
    for member in joining:
        insort(new, member)
    stir.sources |= _neighbours(text, old, leaving) | _neighbours(text, new, joining)
    compare_slices(database, stir, text, slices, dict(enumerate(cut(new), start=first)))
    if len(old) != len(new):
        count = tree[path].count
        stir.resized[path] = (count, count + len(new) - len(old))
        tree[path].count = stir.resized[path][1]
        execute("UPDATE category SET count = ? WHERE path = ?", (tree[path].count, text))
        stir.sources.add(f"count:{text}")


def _slices(database: Database, path: str, first: int) -> dict[int, Members]:
    rows = database.connection.execute(
        "SELECT number, members FROM slice WHERE path = ? AND number >= ? ORDER BY number",
        (path, first),
    )
    return {number: [(s, h) for s, h in orjson.loads(members)] for number, members in rows}


def _neighbours(path: str, members: Members, spots: Members) -> set[str]:
    """Those before each spot: what follows them has changed. A shelf is a ring."""
    found = set()
    for spot in spots:
        place = bisect_left(members, spot)
        found |= {members[place - step][1] for step in range(1, min(RELATED, len(members)) + 1)}
    return {f"next:{path}:{handle}" for handle in found}
