"""Shelves for builds of everything, where every place will be asked for: their order comes whole,
and so do cards, as they lie in the index. Read, they are kept if they are not too many."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain

import orjson

from generator.categories import EVERYTHING, CategoryTree, Path
from generator.index.database import Database
from generator.index.shelves import MANY, Shelves, path_from, path_text
from generator.listings import PAGE_SIZE, RELATED

SOME = 2_000  # cards kept read of a large shop, of which a page needs those of its neighbours

Orders = Mapping[str, Sequence[str]]  # by path, as sources have it: the handles on a shelf


class WholeShelves(Shelves):
    def __init__(self, database: Database, tree: CategoryTree, orders: Orders) -> None:
        super().__init__(database, tree)
        self._orders = orders
        self._places: dict[str, dict[str, int]] = {}
        self._most = MANY if tree[EVERYTHING].count <= MANY else SOME

    def slice(self, path: Path, number: int) -> list[str]:
        text = path_text(path)
        self.sources.add(f"slice:{text}:{number}")
        start = (number - 1) * PAGE_SIZE
        return [*self._orders.get(text, ())[start : start + PAGE_SIZE]]

    @cached_property
    def _raw(self) -> dict[str, bytes]:
        return dict(self._execute("SELECT handle, cards FROM entry"))

    def _load(self, handles: Sequence[str]) -> None:
        for handle in handles:
            if handle in self._raw:
                self._cards[handle] = orjson.loads(self._raw[handle])

    def _following(self, path: str, handle: str) -> list[str]:
        self.sources.add(f"next:{path}:{handle}")
        order, places = self._orders[path], self._places.get(path)
        if places is None:
            places = self._places[path] = {other: place for place, other in enumerate(order)}
        length = min(RELATED, len(order) - 1)
        start = places[handle] + 1
        found = order[start : start + length]
        return [*found, *order[: length - len(found)]]


def shelf_order(orders: Orders) -> Iterable[str]:
    """The handles of all shelves, the deepest first, each as often as it stands somewhere:
    neighbours on a page come one after the other, and what was made of a card is used while it is
    at hand."""
    paths = sorted(orders, key=lambda path: (-len(path_from(path)), path))
    return chain.from_iterable(orders[path] for path in paths)
