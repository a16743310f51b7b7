"""What a variant cost when: written with each release that moves its price.

The EU's Price Indication Directive (98/6/EC, article 6a) wants a reduction to be shown beside the
lowest price of the 30 days before it began. Those days are settled when the reduction is announced,
so the figure is written down once, by the release that does (``LOWEST``).
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from shop.catalogue.model import Variant
from shop.catalogue.releases.asked import PriceEntry, entry_of, lowest_before_reduction
from shop.catalogue.releases.lowest import lowest_key
from shop.catalogue.releases.model import ProductChange, ProductState
from shop.catalogue.releases.records import every
from shop.clock import timestamp
from shop.money import Money
from shop.ports import Item, Json, Key, Store

ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def price_items(change: ProductChange, release: int, moment: str) -> Iterator[Item]:
    """An entry for each variant whose price this change moves; the same ones when repeated."""
    for variant in _moved(change):
        yield Item(
            Key(f"SKU#{variant.sku}", f"PRICE#{moment}"),
            {
                "at": moment,
                "release": release,
                "price": _json(variant.price),
                "compare_at": _json(variant.compare_at),
                "sale_starts": timestamp(variant.sale_starts) if variant.sale_starts else None,
                "sale_ends": timestamp(variant.sale_ends) if variant.sale_ends else None,
            },
        )


def lowest_items(store: Store, changes: Iterable[ProductChange], moment: datetime) -> list[Item]:
    """What `lowest_prices` says from `moment` on of each variant that is announced as reduced. It
    means nothing for a variant that is not reduced."""
    reduced = (v for change in changes for v in _moved(change) if v.on_sale)
    return [
        Item(lowest_key(variant.sku), {"price": _json(_lowest(store, variant, moment))})
        for variant in reduced
    ]


def _lowest(store: Store, variant: Variant, moment: datetime) -> Money | None:
    entries = [_entry(item) for item in every(store, f"SKU#{variant.sku}", "PRICE#")]
    earlier = [entry for entry in entries if entry.at < moment]
    return lowest_before_reduction([*earlier, entry_of(variant, moment)])


def _moved(change: ProductChange) -> Iterator[Variant]:
    """Variants of which this change says another price, or other days for it."""
    before, after = _variants(change.before), _variants(change.after)
    for sku, variant in after.items():
        old = before.get(sku)
        if old is None or entry_of(old, ANY_TIME) != entry_of(variant, ANY_TIME):
            yield variant


def _variants(state: ProductState | None) -> dict[str, Variant]:
    return {variant.sku: variant for variant in state.product.variants} if state else {}


def _entry(item: Item) -> PriceEntry:
    return PriceEntry(
        datetime.fromisoformat(str(item.data["at"])),
        _money(item, "price"),
        _money(item, "compare_at"),
        _moment(item.data.get("sale_starts")),
        _moment(item.data.get("sale_ends")),
    )


def _moment(text: Json) -> datetime | None:
    return datetime.fromisoformat(str(text)) if text else None


def _money(item: Item, field: str) -> Money | None:
    price = item.data[field]
    return Money.model_validate(price) if price else None


def _json(money: Money | None) -> Json:
    return money.model_dump() if money else None
