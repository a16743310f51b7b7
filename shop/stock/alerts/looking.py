"""Looking at the SKUs whose stock has changed, and asking for the mails that follow.

A mail is asked for in the transaction that makes it needless: the one that notes that little is
left, or that takes away somebody's wish. Any number of workers may look at once, and one that is
killed is repeated.
"""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from shop.catalogue.keys import product_key
from shop.clock import Clock
from shop.errors import TransactionCancelled
from shop.ports import Absent, Delete, Item, Json, Put, Store, VersionIs, Write
from shop.pricing.keys import offer_key
from shop.pricing.model import Offer
from shop.stock.alerts.records import ALERT, low_item, low_key, mail_put, waited_key
from shop.stock.holds import stock_key
from shop.stock.looks import PER_LOOK, forget, noted

BATCH = 100  # SKUs that are read at a time


@dataclass(frozen=True, slots=True)
class Goods:
    """An SKU as a look finds it. `level` is what is low; `known` that it was low before."""

    offer: Offer
    on_hand: int
    level: int
    known: bool
    waited: Item | None

    @property
    def sku(self) -> str:
        return self.offer.sku

    @property
    def low(self) -> bool:
        return self.offer.tracked and self.on_hand <= self.level

    @property
    def fallen(self) -> bool:
        return self.low and not self.known

    @property
    def risen(self) -> bool:
        return self.known and not self.low

    @property
    def back(self) -> bool:
        """Whether somebody waits for it who can buy it now."""
        there = self.on_hand > 0 or not self.offer.limited
        return self.waited is not None and self.offer.published and there


def look(store: Store, level: int, clock: Clock) -> int:
    """Looks at everything that was noted; how many mails that asked for.

    `level` is for products that name none: so many pieces or fewer are low.
    """
    asked = 0
    while True:
        found = noted(store)
        for goods in _batches(store, found.skus, level):
            asked += _look_at(store, goods, found.quiet, clock)
        forget(store, found)
        if len(found.notes) < PER_LOOK:
            return asked


def _look_at(store: Store, goods: Sequence[Goods], quiet: frozenset[str], clock: Clock) -> int:
    """What the owner counted low is noted in silence: who wrote it down knows it."""
    fallen = [each for each in goods if each.fallen]
    store.put_many(low_item(each.sku, clock()) for each in fallen if each.sku in quiet)
    store.delete_many(low_key(each.sku) for each in goods if each.risen)
    told = sum(_tell_owner(store, each, clock) for each in fallen if each.sku not in quiet)
    return told + sum(_tell_waiting(store, each, clock) for each in goods if each.back)


def _tell_owner(store: Store, goods: Goods, clock: Clock) -> bool:
    """Once per fall: it is noted as low until it has risen again."""
    note = low_item(goods.sku, clock())
    facts: dict[str, Json] = {"event": "low_stock", "on_hand": goods.on_hand, "level": goods.level}
    mail = mail_put(goods.sku, f"low#{note.data['since']}", facts, clock())
    return _done(store, [Put(note, (Absent(),)), mail])


def _tell_waiting(store: Store, goods: Goods, clock: Clock) -> int:
    asked, after = 0, None
    while True:
        page = store.query(f"SKU#{goods.sku}", ALERT, after=after)
        asked += sum(_tell(store, goods.sku, wish, clock) for wish in page.items)
        after = page.next
        if after is None:
            break
    if goods.waited:  # unless somebody came to wait meanwhile
        _done(store, [Delete(goods.waited.key, (VersionIs(goods.waited.version),))])
    return asked


def _tell(store: Store, sku: str, wish: Item, clock: Clock) -> bool:
    facts = {**wish.data, "event": "back_in_stock"}
    name = f"back#{wish.key.sk.removeprefix(ALERT)}#{wish.data['at']}"
    gone = Delete(wish.key, (VersionIs(wish.version),))
    return _done(store, [gone, mail_put(sku, name, facts, clock())])


def _done(store: Store, writes: Sequence[Write]) -> bool:
    """False where somebody else did it first."""
    with contextlib.suppress(TransactionCancelled):
        store.transact(writes)
        return True
    return False


def _batches(store: Store, skus: Iterable[str], level: int) -> Iterator[list[Goods]]:
    remaining = iter(sorted(skus))
    while batch := list(islice(remaining, BATCH)):
        yield list(_read(store, batch, level))


def _read(store: Store, skus: Sequence[str], level: int) -> Iterator[Goods]:
    """Those of `skus` that the price book knows, with what is left of them now."""
    kinds = (offer_key, stock_key, low_key, waited_key)
    items = store.get_many([key(sku) for sku in skus for key in kinds])
    known = [items[offer_key(sku)] for sku in skus if offer_key(sku) in items]
    offers = [Offer.model_validate(item.data) for item in known]
    products = store.get_many({product_key(offer.handle) for offer in offers})
    for offer in offers:
        yield Goods(
            offer=offer,
            on_hand=_number(items.get(stock_key(offer.sku)), "on_hand", 0),
            level=_number(products.get(product_key(offer.handle)), "low_stock_level", level),
            known=low_key(offer.sku) in items,
            waited=items.get(waited_key(offer.sku)),
        )


def _number(item: Item | None, name: str, otherwise: int) -> int:
    value = item.data.get(name) if item else None
    return value if isinstance(value, int) else otherwise
