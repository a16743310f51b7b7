"""What each SKU costs and whether it can be bought: as checkout would answer at this moment."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, Protocol

from shop.catalogue.model import Product
from shop.catalogue.records import offer_items, withdrawn
from shop.catalogue.releases.model import ChangeSet
from shop.clock import Clock, now
from shop.money import Money
from shop.ports import Item, Store
from shop.pricing.keys import offer_key
from shop.pricing.model import Offer
from shop.stock.ledger import on_hand


class Sold(NamedTuple):
    """`price` is None where it cannot be bought at any; `left`: there is one to be had, `endless`:
    however many are bought."""

    handle: str
    price: Money | None
    compare_at: Money | None
    published: bool
    left: bool
    endless: bool = False

    @property
    def buyable(self) -> bool:
        return self.published and self.price is not None and self.left

    @property
    def former(self) -> Money | None:
        """The price that is struck through; a sale needs a higher one in the same currency."""
        price, before = self.price, self.compare_at
        alike = price and before and price.currency == before.currency
        return before if alike and price and before and price.amount < before.amount else None


class PriceBook(Protocol):
    def of(self, skus: Iterable[str]) -> Mapping[str, Sold]:
        """Those of `skus` that the shop knows."""


class StoredPrices:
    """The price book of the store. `store` gives the one to read from: another in each process."""

    def __init__(self, store: Callable[[], Store], clock: Clock = now) -> None:
        self._store = store
        self._moment = clock()
        self._offers: dict[str, Offer | None] = {}
        self._pieces: dict[str, int] = {}

    def of(self, skus: Iterable[str]) -> Mapping[str, Sold]:
        wanted = list(dict.fromkeys(skus))
        pieces = self.pieces(wanted)
        known = {sku: offer for sku in wanted if (offer := self._offers[sku])}
        return {sku: sold_as(offer, pieces[sku], self._moment) for sku, offer in known.items()}

    def pieces(self, skus: Iterable[str]) -> Mapping[str, int]:
        """How many the ledger has of each."""
        wanted = list(dict.fromkeys(skus))
        missing = [sku for sku in wanted if sku not in self._offers]
        if missing:
            store = self._store()
            items = store.get_many(map(offer_key, missing))
            found = {sku: items.get(offer_key(sku)) for sku in missing}
            self._offers |= {sku: _offer(item) if item else None for sku, item in found.items()}
            self._pieces |= {**dict.fromkeys(missing, 0), **on_hand(store, missing)}
        return {sku: self._pieces[sku] for sku in wanted}


class ComingPrices:
    """The price book as it will be once `change_set` is published."""

    def __init__(self, stored: StoredPrices, change_set: ChangeSet, clock: Clock = now) -> None:
        self._stored = stored
        self._stock = change_set.stock
        self._former = {new: old for old, new in change_set.renamed.items()}
        self._moment = clock()
        changes = change_set.changes
        self._before = _by_sku(c.before.product for c in changes if c.before)
        self._after = _by_sku(c.after.product for c in changes if c.after)

    def of(self, skus: Iterable[str]) -> Mapping[str, Sold]:
        wanted = list(dict.fromkeys(skus))
        found = dict(self._stored.of(wanted))
        pieces = self._pieces(wanted)
        for sku in wanted:
            written = self._written(sku)
            if written:
                found[sku] = sold_as(_offer(written), pieces[sku], self._moment)
            elif sku in found and sku in self._stock:
                found[sku] = found[sku]._replace(left=found[sku].endless or pieces[sku] > 0)
        return found

    def _written(self, sku: str) -> Item | None:
        """What the release will write into the price book of it."""
        if sku in self._after:
            return _item(self._after[sku], sku)
        return withdrawn(_item(self._before[sku], sku)) if sku in self._before else None

    def _pieces(self, skus: list[str]) -> Mapping[str, int]:
        """Those of a renamed SKU follow it."""
        old = {sku: self._former[sku] for sku in skus if sku in self._former}
        counted = self._stored.pieces([*skus, *old.values()])
        left = {sku: counted[sku] + (counted[old[sku]] if sku in old else 0) for sku in skus}
        return {sku: self._stock.get(sku, count) for sku, count in left.items()}


def sold_as(offer: Offer, pieces: int, moment: datetime) -> Sold:
    offer = offer.at(moment)
    endless = not offer.limited
    left = endless or pieces > 0
    return Sold(offer.handle, offer.price, offer.compare_at, offer.published, left, endless)


def _by_sku(products: Iterable[Product]) -> dict[str, Product]:
    return {variant.sku: product for product in products for variant in product.variants}


def _item(product: Product, sku: str) -> Item:
    return next(item for item in offer_items(product) if item.data["sku"] == sku)


def _offer(item: Item) -> Offer:
    return Offer.model_validate(item.data)
