"""What the pages are made from: published products as the store holds them, and what is sold out.

Read once per build, in a few queries; nothing of a page's own work goes to the store.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import orjson

from shop.catalogue.model import Product
from shop.catalogue.records import product_from, product_key
from shop.catalogue.releases.records import every
from shop.catalogue.rules import as_sold
from shop.clock import Clock, now
from shop.pictures.rules import references, with_paths
from shop.pictures.service import paths
from shop.ports import Store
from shop.stock.ledger import on_hand

NOTHING: Mapping[str, int] = MappingProxyType({})


class Arrival(NamedTuple):
    """A product of the catalogue, and the moment it came to the shop."""

    product: Product
    added: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A published product and the SKUs of it that cannot be bought now.

    `added` is the moment it came to the shop, as the place of its record in the store's index
    says; empty where it has none.
    """

    product: Product
    sold_out_skus: frozenset[str]
    added: str
    digest: str

    @property
    def handle(self) -> str:
        return self.product.handle

    @property
    def sold_out(self) -> bool:
        """No variant is left; a product without variants has nothing to run out of."""
        variants = self.product.variants
        return bool(variants) and all(v.sku in self.sold_out_skus for v in variants)


def read_entries(store: Store, clock: Clock = now) -> tuple[Entry, ...]:
    """Every published product as it is sold now, by handle, with its sold-out SKUs."""
    prefix = product_key("")
    arrivals = [
        Arrival(product_from(item), item.index.sk if item.index else "")
        for item in every(store, prefix.pk, prefix.sk)
    ]
    return entries_of(store, arrivals, clock)


def entries_of(
    store: Store, arrivals: Iterable[Arrival], clock: Clock, counted: Mapping[str, int] = NOTHING
) -> tuple[Entry, ...]:
    """The published ones of `arrivals` as pages show them: at the price of the moment, with the
    pictures the shop has stored. `counted` is stock that goes before the ledger's."""
    moment = clock()
    sold = [
        Arrival(as_sold(arrival.product, moment), arrival.added)
        for arrival in arrivals
        if arrival.product.published
    ]
    fetched = paths(store, {src for arrival in sold for src in references(arrival.product)})
    gone = _sold_out(store, [arrival.product for arrival in sold], counted)
    return tuple(
        _entry(with_paths(arrival.product, fetched), arrival.added, gone) for arrival in sold
    )


def _entry(product: Product, added: str, gone: frozenset[str]) -> Entry:
    sold_out = frozenset(v.sku for v in product.variants) & gone
    facts = [product.model_dump_json(), sorted(sold_out), added]
    return Entry(product, sold_out, added, hashlib.sha256(orjson.dumps(facts)).hexdigest())


def _sold_out(
    store: Store, products: Iterable[Product], counted: Mapping[str, int]
) -> frozenset[str]:
    """SKUs that the ledger limits and of which it has none. No ledger entry counts as none: the
    checkout, too, finds nothing to take there."""
    limited = [v.sku for product in products for v in product.variants if v.limited]
    stock = {**on_hand(store, limited), **counted}
    return frozenset(sku for sku in limited if stock.get(sku, 0) <= 0)
