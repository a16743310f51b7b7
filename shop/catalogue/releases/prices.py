"""What a variant cost when: written with each release that moves its price.

The EU's Price Indication Directive (98/6/EC, article 6a) wants a reduction to be shown beside the
lowest price of the last 30 days; `lowest_price` is that figure.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from shop.catalogue.model import Variant
from shop.catalogue.releases.model import ProductChange, ProductState
from shop.catalogue.releases.records import every
from shop.clock import timestamp
from shop.money import Money, money_json
from shop.ports import Item, Key, Store

WINDOW = timedelta(days=30)


def price_items(change: ProductChange, release: int, moment: str) -> Iterator[Item]:
    """An entry for each variant whose price this change moves; the same ones when repeated."""
    before, after = _variants(change.before), _variants(change.after)
    for sku, variant in after.items():
        old = before.get(sku)
        if old is None or (old.price, old.compare_at) != (variant.price, variant.compare_at):
            yield Item(
                Key(f"SKU#{sku}", f"PRICE#{moment}"),
                {
                    "at": moment,
                    "release": release,
                    "price": money_json(variant.price) if variant.price else None,
                    "compare_at": money_json(variant.compare_at) if variant.compare_at else None,
                },
            )


def price_history(store: Store, sku: str) -> list[tuple[str, Money | None]]:
    """Moments and the price from then on, oldest first."""
    return [(str(item.data["at"]), _money(item)) for item in every(store, f"SKU#{sku}", "PRICE#")]


def lowest_price(store: Store, sku: str, now: datetime) -> Money | None:
    """The lowest price asked in the 30 days before the price of today began."""
    history = [(at, price) for at, price in price_history(store, sku) if price is not None]
    if len(history) < 2:
        return None
    began = history[-1][0]
    since = timestamp(now - WINDOW)
    asked = [
        price
        for (at, price), (until, _next) in pairwise(history)
        if until >= since and at < began and price.currency == history[-1][1].currency
    ]
    return min(asked, key=lambda price: price.amount, default=None)


def _variants(state: ProductState | None) -> dict[str, Variant]:
    return {variant.sku: variant for variant in state.product.variants} if state else {}


def _money(item: Item) -> Money | None:
    price = item.data["price"]
    return Money.model_validate(price) if price else None
