"""The blast radius of a change: which pages would come out differently.

The build itself is asked: it runs against the catalogue as it would be, over an index that is put
back as it was, into an edition that is never shown. So a preview and the publishing that follows
cannot disagree.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, cast

from generator.source import Arrival, Entry, StoredEntries, entries_of
from generator.stored import StoredProduct
from shop.catalogue.releases.model import ChangeSet
from shop.catalogue.releases.moving import forwarding, newly_seen
from shop.ports import Store
from shop.stock.ledger import on_hand

LATER = "9999"  # a product that is not there yet came after all others


class Impact(NamedTuple):
    """`affected` pages are written, added or deleted; `total` is how many there are afterwards."""

    affected: int
    total: int


class Coming:
    """The catalogue as it will be."""

    def __init__(self, stored: StoredEntries, change_set: ChangeSet) -> None:
        self._stored = stored
        self._change_set = change_set
        self._changes = {change.handle: change for change in change_set.changes}
        self.forwarded = forwarding(stored.store(), change_set.moved)

    def handles(self) -> list[str]:
        gone = {handle for handle, change in self._changes.items() if change.after is None}
        return sorted({*self._stored.handles(), *self._changes} - gone)

    def read(self, handles: Iterable[str]) -> Iterator[Entry]:
        """Those of `handles` that will have a page, in their order."""
        store, clock = self._stored.store(), self._stored.clock
        arrivals = self._arrivals(list(handles))
        known = newly_seen(store, self._change_set)
        yield from entries_of(store, arrivals, clock, self._stock(store), known)

    def moves(self, handles: Iterable[str] | None = None) -> Mapping[str, str]:
        wanted = None if handles is None else {*handles}
        there = self._stored.moves(wanted)
        leading = {
            old: new
            for old, new in self.forwarded.leading.items()
            if wanted is None or old in wanted
        }
        kept = {old: new for old, new in there.items() if old not in self.forwarded.gone}
        return kept | leading

    def _stock(self, store: Store) -> dict[str, int]:
        """Pieces as they will be counted: those of a renamed SKU follow it."""
        renamed = self._change_set.renamed
        left = on_hand(store, [*renamed, *renamed.values()]) if renamed else {}
        for old, new in renamed.items():
            left |= {new: left.get(new, 0) + left.get(old, 0), old: 0}
        return {**left, **self._change_set.stock}

    def _arrivals(self, handles: list[str]) -> Iterator[Arrival]:
        same = [handle for handle in handles if handle not in self._changes]
        stored = {arrival.product["handle"]: arrival for arrival in self._stored.arrivals(same)}
        for handle in handles:
            change = self._changes.get(handle)
            if change and change.after:
                product = cast("StoredProduct", change.after.product.model_dump(mode="json"))
                yield Arrival(product, change.after.added or LATER)
            elif handle in stored:
                yield stored[handle]
