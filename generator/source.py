"""What the pages are made from: published products as the store holds them, and what is sold out.

Read once per build, in a few queries; nothing of a page's own work goes to the store.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import orjson

from shop.catalogue.model import Product
from shop.catalogue.records import product_from, product_key
from shop.catalogue.rules import as_sold
from shop.clock import Clock, now
from shop.pictures.rules import references, with_paths
from shop.pictures.service import paths
from shop.ports import Item, Store
from shop.stock.holds import stock_key


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
    moment = clock()
    found = [(item, as_sold(product_from(item), moment)) for item in _items(store)]
    fetched = paths(store, {src for _, product in found for src in references(product)})
    published = [(item, with_paths(p, fetched)) for item, p in found if p.published]
    gone = _sold_out(store, [product for _, product in published])
    return tuple(_entry(item, product, gone) for item, product in published)


def _entry(item: Item, product: Product, gone: frozenset[str]) -> Entry:
    sold_out = frozenset(v.sku for v in product.variants) & gone
    added = item.index.sk if item.index else ""
    reduced = [variant.sku for variant in product.variants if variant.on_sale]
    shown = [picture.src for picture in product.pictures]
    facts = [item.data, sorted(sold_out), added, reduced, shown]
    digest = hashlib.sha256(orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return Entry(product, sold_out, added, digest)


def _items(store: Store) -> Iterator[Item]:
    every = product_key("")
    after: str | None = None
    while True:
        page = store.query(every.pk, every.sk, after=after)
        yield from page.items
        if page.next is None:
            return
        after = page.next


def _sold_out(store: Store, products: Iterable[Product]) -> frozenset[str]:
    """SKUs that the ledger limits and of which it has none. No ledger entry counts as none: the
    checkout, too, finds nothing to take there."""
    limited = [
        variant.sku
        for product in products
        for variant in product.variants
        if variant.tracked and variant.stock_policy == "deny"
    ]
    stock = store.get_many(map(stock_key, limited))
    return frozenset(sku for sku in limited if _on_hand(stock.get(stock_key(sku))) <= 0)


def _on_hand(item: Item | None) -> int:
    value = item.data.get("on_hand", 0) if item else 0
    return value if isinstance(value, int) else 0
