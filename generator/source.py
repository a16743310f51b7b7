"""What the pages are made from: published products as the store holds them, and what is sold out.

Read in batches, each in a few queries; nothing of a page's own work goes to the store.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol, TypeVar, cast

import orjson

from generator.fetched import picture_sources, with_pictures
from generator.stored import Price, StoredProduct, as_sold, limited, on_sale
from shop.catalogue.former import move_items, moves, moves_of, seen
from shop.catalogue.keys import CATALOGUE, PRODUCT, product_key
from shop.catalogue.releases.lowest import lowest_prices
from shop.clock import Clock, now
from shop.pictures.shown import Shown
from shop.pictures.shown import paths as stored_pictures
from shop.pictures.shown import shown as pictures_shown
from shop.ports import Item, Store
from shop.stock.holds import STOCK

ACTIVE, ARCHIVED = "active", "archived"
BATCH = 500
NOTHING: Mapping[str, int] = MappingProxyType({})
Fact = TypeVar("Fact")


class Arrival(NamedTuple):
    """A product of the catalogue, the moment it came to the shop, and the version of its record;
    0 for one that is only thought of."""

    product: StoredProduct
    added: str
    version: int = 0


@dataclass(slots=True)  # not frozen: that costs as much again as reading the product
class Entry:
    """A product that has a page, as it is sold now, and the SKUs of it that cannot be bought.

    `added` is the moment it came to the shop, as the place of its record in the store's index
    says; empty where it has none. `shown` is known of its pictures, `lowest` the lowest price
    before a reduction, by SKU. `made` keeps what several ask for (`generator.views`).
    """

    product: StoredProduct
    sold_out_skus: frozenset[str]
    added: str
    version: int = 0
    shown: Mapping[str, Shown] = field(default_factory=dict)
    lowest: Mapping[str, Price] = field(default_factory=dict)
    made: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def handle(self) -> str:
        return self.product["handle"]

    @property
    def discontinued(self) -> bool:
        """No longer sold: only its page is left, because others link to it."""
        return self.product["status"] == ARCHIVED

    @property
    def sold_out(self) -> bool:
        """No variant is left; a product without variants has nothing to run out of."""
        if not self.sold_out_skus:
            return False
        variants = self.product["variants"]
        return bool(variants) and all(v["sku"] in self.sold_out_skus for v in variants)

    def digest(self) -> bytes:
        """Another for anything that the product's page could show. What lies in the store is known
        by its version; it need not be read through again."""
        variants = self.product["variants"]
        facts: Any = [
            self.version or self.product,
            [(variant["price"], variant["picture"]) for variant in variants],
            [picture["src"] for picture in self.product["pictures"]],
            sorted(self.sold_out_skus),
            self.added,
            self.shown,
            self.lowest,
        ]
        return hashlib.blake2b(orjson.dumps(facts), digest_size=16).digest()


class Entries(Protocol):
    """A catalogue to build: that of the store, or one that is only thought of."""

    def handles(self) -> list[str]:
        """Of every product, published or not, in their order."""

    def read(self, handles: Iterable[str]) -> Iterator[Entry]:
        """Those of `handles` that have a page, in their order: published ones as they are sold now,
        and those that were and are no longer."""

    def moves(self, handles: Iterable[str] | None = None) -> Mapping[str, str]:
        """Handles that products had, with those they have now: all, or those of `handles`."""


class Some:
    """Of a catalogue, the products of some handles."""

    def __init__(self, entries: Entries, handles: Iterable[str]) -> None:
        self._entries = entries
        self._handles = frozenset(handles)

    def handles(self) -> list[str]:
        return [handle for handle in self._entries.handles() if handle in self._handles]

    def read(self, handles: Iterable[str]) -> Iterator[Entry]:
        return self._entries.read(handle for handle in handles if handle in self._handles)

    def moves(self, handles: Iterable[str] | None = None) -> Mapping[str, str]:
        return self._entries.moves(handles)


class StoredEntries:
    """The catalogue of the store. `store` gives the one to read from: another in each process."""

    def __init__(self, store: Callable[[], Store], clock: Clock = now) -> None:
        self.store = store
        self.clock = clock

    def handles(self) -> list[str]:
        return [key.removeprefix(PRODUCT) for key in self.store().keys(CATALOGUE, PRODUCT)]

    def read(self, handles: Iterable[str]) -> Iterator[Entry]:
        store = self.store()
        remaining = iter(handles)
        while batch := list(islice(remaining, BATCH)):
            yield from entries_of(store, _arrivals(store, batch), self.clock)

    def moves(self, handles: Iterable[str] | None = None) -> Mapping[str, str]:
        store = self.store()
        return moves(move_items(store)) if handles is None else moves_of(store, handles)

    def arrivals(self, handles: Iterable[str]) -> Iterator[Arrival]:
        return _arrivals(self.store(), handles)


def _arrivals(store: Store, handles: Iterable[str]) -> Iterator[Arrival]:
    keys = [product_key(handle) for handle in handles]
    found = store.get_many(keys)
    return (arrival_of(found[key]) for key in keys if key in found)


def arrival_of(item: Item) -> Arrival:
    product = cast("StoredProduct", item.data)
    return Arrival(product, item.index.sk if item.index else "", item.version)


def entries_of(
    store: Store,
    arrivals: Iterable[Arrival],
    clock: Clock,
    counted: Mapping[str, int] = NOTHING,
    known: Collection[str] = (),
) -> list[Entry]:
    """Those of `arrivals` that have a page, as it shows them: at the price of the moment, with the
    pictures the shop has stored. `counted` is stock that goes before the ledger's, `known` are
    handles that shoppers have seen beside those the store says it of."""
    moment = clock()
    found = list(arrivals)
    kept = _kept(store, (arrival.product for arrival in found)).union(known)
    shown = [arrival for arrival in found if _has_page(arrival.product, kept)]
    products = [_as_sold(arrival.product, moment) for arrival in shown]
    products, pictures = _with_pictures(store, products)
    gone = _sold_out(store, (it for it in products if it["status"] == ACTIVE), counted)
    reduced = chain.from_iterable(map(_reduced, products))
    lowest = cast("dict[str, Price]", lowest_prices(store, reduced))
    facts = _Facts(gone, pictures, lowest)
    return [_entry(*pair, facts) for pair in zip(products, shown, strict=True)]


class _Facts(NamedTuple):
    """Of many products: SKUs that cannot be bought, what is known of pictures by their address, and
    the lowest prices before a reduction by SKU."""

    gone: frozenset[str]
    pictures: Mapping[str, Shown]
    lowest: Mapping[str, Price]


def _entry(product: StoredProduct, arrival: Arrival, facts: _Facts) -> Entry:
    gone, pictures, lowest = facts
    return Entry(
        product,
        _sold_out_of(product, gone) if gone else gone,
        arrival.added,
        arrival.version,
        _those(pictures, picture_sources(product)) if pictures else {},
        _those(lowest, _reduced(product)) if lowest else {},
    )


def _with_pictures(
    store: Store, products: list[StoredProduct]
) -> tuple[list[StoredProduct], Mapping[str, Shown]]:
    """The products with what the shop has stored of their pictures, and what is known of those."""
    sources = set(chain.from_iterable(map(picture_sources, products)))
    own = {source for source in sources if source.startswith("/")}
    fetched = stored_pictures(store, sources - own)
    if fetched:
        products = [with_pictures(product, fetched) for product in products]
        own |= {*fetched.values()}
    return products, pictures_shown(store, own)


def _sold_out_of(product: StoredProduct, gone: frozenset[str]) -> frozenset[str]:
    return gone.intersection([variant["sku"] for variant in product["variants"]])


def _kept(store: Store, products: Iterable[StoredProduct]) -> frozenset[str]:
    """Handles of those that are no longer sold, and that shoppers have seen."""
    return seen(store, [product["handle"] for product in products if product["status"] == ARCHIVED])


def _has_page(product: StoredProduct, kept: Collection[str]) -> bool:
    """`kept` are archived products that shoppers have seen."""
    status = product["status"]
    return status == ACTIVE or (status == ARCHIVED and product["handle"] in kept)


def _as_sold(product: StoredProduct, moment: datetime) -> StoredProduct:
    if not any(variant["sale_starts"] or variant["sale_ends"] for variant in product["variants"]):
        return product
    variants = [as_sold(variant, moment) for variant in product["variants"]]
    return product if variants == product["variants"] else {**product, "variants": variants}


def _those(facts: Mapping[str, Fact], names: list[str]) -> dict[str, Fact]:
    return {name: facts[name] for name in names if name in facts}


def _reduced(product: StoredProduct) -> list[str]:
    return [variant["sku"] for variant in product["variants"] if on_sale(variant)]


def _sold_out(
    store: Store, products: Iterable[StoredProduct], counted: Mapping[str, int]
) -> frozenset[str]:
    """SKUs that the ledger limits and of which it has none. No ledger entry counts as none: the
    checkout, too, finds nothing to take there."""
    skus = [v["sku"] for product in products for v in product["variants"] if limited(v)]
    places = {f"SKU#{sku}": sku for sku in skus}
    found = store.get_across(places, STOCK) if places else {}
    stock = {places[place]: data["on_hand"] for place, data in found.items()}
    left = cast("dict[str, int]", {**stock, **counted} if counted else stock)
    return frozenset([sku for sku in skus if left.get(sku, 0) <= 0])
