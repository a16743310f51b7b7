"""What stands where, as pages ask for it; whatever is asked is noted as a source of the page.

Names of sources: ``card:H`` what listings show of a product, ``picture:H`` only its picture;
``slice:P:N`` which products page N of a listing shows; ``next:P:H`` what follows a product on a
shelf; ``count:P`` how many stand there; ``list:L`` a list of the home page. P is a category's path
as JSON.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

from generator.categories import Category, CategoryTree, Path, clean_paths, deepest_path
from generator.departures import alternatives, standing
from generator.index.database import Database
from generator.listings import HOME_CARDS, RELATED
from generator.source import Entry
from generator.views import View

MANY = 20_000  # cards kept in memory

Members = list[tuple[str, str]]  # sort key and handle, in the order of the shelf

LISTS = {
    "featured": "SELECT handle FROM entry WHERE recommended ORDER BY sort LIMIT ?",
    "on_sale": "SELECT handle FROM entry WHERE reduced ORDER BY sort LIMIT ?",
    "newest": "SELECT handle FROM entry ORDER BY added DESC, sort LIMIT ?",
}


@lru_cache(maxsize=16_384)
def path_text(path: Path) -> str:
    return orjson.dumps(path).decode()


def path_from(text: str) -> Path:
    return tuple(orjson.loads(text))


class Shelves:
    """Reads the index; `sources` collects what was read since somebody last emptied it."""

    def __init__(self, database: Database, tree: CategoryTree) -> None:
        self._execute = database.connection.execute
        self.tree = tree
        self.sources: set[str] = set()
        self._cards: dict[str, dict[str, View]] = {}
        self._most = MANY
        self._slices: dict[tuple[str, int], Members] = {}

    def cards(self, handles: Sequence[str], language: str) -> list[View]:
        """The cards of those that are there; the same objects each time, so that what was rendered
        of one can be used again."""
        self.sources.update(["card:" + handle for handle in handles])
        return self._of(handles, language)

    def pictures(self, handles: Sequence[str], language: str) -> list[View]:
        """Those of the cards that have one, for who shows nothing else of them."""
        self.sources.update(["picture:" + handle for handle in handles])
        return [card["picture"] for card in self._of(handles, language) if card["picture"]]

    def _of(self, handles: Sequence[str], language: str) -> list[View]:
        cards = self._cards
        if len(cards) > self._most:
            cards = self._cards = {}
        try:
            return [cards[handle][language] for handle in handles]
        except KeyError:
            self._load([handle for handle in handles if handle not in cards])
        return [cards[handle][language] for handle in handles if handle in cards]

    def slice(self, path: Path, number: int) -> list[str]:
        """The products that page `number` of a listing shows."""
        text = path_text(path)
        self.sources.add(f"slice:{text}:{number}")
        return [handle for _sort, handle in self._members(text, number)]

    def count(self, path: Path) -> int:
        """How many products stand there, and below."""
        self.sources.add(f"count:{path_text(path)}")
        return self.tree[path].count

    def note_count(self, path: Path) -> None:
        """For who knows the count from elsewhere."""
        self.sources.add(f"count:{path_text(path)}")

    def related(self, entry: Entry) -> list[str]:
        """Neighbours in the deepest category, then, if there are too few, in those above.

        Neighbours, not the first of the category: so that each product is somebody's relative. Of
        one that is no longer sold, and has none, what there is instead.
        """
        if entry.discontinued:
            return alternatives(self.standing(entry), lambda path: self.slice(path, 1), RELATED)
        path = deepest_path(entry.product)
        found: list[str] = []
        while path and len(found) < RELATED:
            following = self._following(path_text(path), entry.handle)
            found += [handle for handle in following if handle not in found]
            path = path[:-1]
        return found[:RELATED]

    def standing(self, entry: Entry) -> Path:
        """The category a product belongs to for its page: its first, or what is left of those it
        stood in."""
        paths = clean_paths(entry.product)
        if entry.discontinued:
            return standing(paths, self.tree.__contains__)
        return tuple(next(iter(paths), ()))

    def title(self, handle: str, language: str) -> str:
        """Of a product that has a page, whether it is sold or not."""
        for card in self.cards([handle], language):
            return str(card["title"])
        titles = self._execute("SELECT titles FROM departed WHERE handle = ?", (handle,)).get
        return str(orjson.loads(titles)[language])

    def featured(self, chosen: Sequence[str] = ()) -> list[str]:
        """The owner's choice in the owner's order; without one, what is recommended."""
        self.sources.update(f"card:{handle}" for handle in chosen)
        return self._known(chosen) or self.top("featured", HOME_CARDS)

    def newest(self, shown: Iterable[str] = ()) -> list[str]:
        """The latest arrivals but those the page has `shown` before; among arrivals of one moment
        the order of listings decides."""
        known = set(shown)
        latest = self.top("newest", HOME_CARDS * 2)
        return [handle for handle in latest if handle not in known][:HOME_CARDS]

    def top(self, name: str, length: int = HOME_CARDS) -> list[str]:
        self.sources.add(f"list:{name}")
        return [handle for (handle,) in self._execute(LISTS[name], (length,))]

    def noted(self, name: str) -> Any:
        """A fact of the index that is not about products; None where there is none."""
        self.sources.add(name)
        value = self._execute("SELECT value FROM fact WHERE name = ?", (name,)).get
        return None if value is None else orjson.loads(value)

    def _known(self, handles: Sequence[str]) -> list[str]:
        self._load(handles)
        return [handle for handle in handles if handle in self._cards]

    def _load(self, handles: Sequence[str]) -> None:
        marks = ",".join("?" * len(handles))
        rows = self._execute(f"SELECT handle, cards FROM entry WHERE handle IN ({marks})", handles)  # noqa: S608 - marks only
        for handle, cards in rows:
            self._cards[handle] = orjson.loads(cards)

    def _following(self, path: str, handle: str) -> list[str]:
        """The next ones on a shelf, which is a ring here."""
        self.sources.add(f"next:{path}:{handle}")
        number, members = self._slice_of(path, handle)
        handles = [other for _sort, other in members]
        start = handles.index(handle) + 1
        found = handles[start : start + RELATED]
        while len(found) < RELATED:
            number += 1
            members = self._members(path, number)
            if not members:  # behind the last one comes the first
                number, members = 1, self._members(path, 1)
            found += [other for _sort, other in members]
            if handle in found:
                return found[: found.index(handle)][:RELATED]
        return found[:RELATED]

    def _slice_of(self, path: str, handle: str) -> tuple[int, Members]:
        sort = self._execute("SELECT sort FROM entry WHERE handle = ?", (handle,)).get
        number = locate(self._execute, path, sort)
        return number, self._members(path, number)

    def _members(self, path: str, number: int) -> Members:
        key = (path, number)
        if key not in self._slices:
            row = self._execute(
                "SELECT members FROM slice WHERE path = ? AND number = ?", key
            ).fetchone()
            self._slices[key] = orjson.loads(row[0]) if row else []
        return self._slices[key]


def locate(execute: Any, path: str, sort: str) -> int:
    """The number of the slice that `sort` stands in, or would."""
    row = execute(
        "SELECT number FROM slice WHERE path = ? AND first <= ? ORDER BY first DESC LIMIT 1",
        (path, sort),
    ).fetchone()
    return int(row[0]) if row else 1


def read_tree(database: Database) -> CategoryTree:
    rows = database.connection.execute("SELECT path, slugs, count, namers FROM category")
    return CategoryTree(_category(*row) for row in rows)


def _category(path: str, slugs: bytes, count: int, namers: bytes) -> Category:
    names: Mapping[str, Any] = orjson.loads(namers)
    return Category(
        path_from(path),
        tuple(orjson.loads(slugs)),
        count,
        {code: (handle, name) for code, (handle, name) in names.items()},
    )
