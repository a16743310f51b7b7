"""What of a product depends on the moment: sales that begin and end by themselves."""

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a build reads this, so nothing heavy is imported for it
    from shop.catalogue.model import Product, Variant


def as_sold(product: "Product", now: datetime) -> "Product":
    """The product as it is sold at `now`: outside a sale's days the former price is the price."""
    variants = tuple(_as_sold(variant, now) for variant in product.variants)
    if variants == product.variants:
        return product
    return product.model_copy(update={"variants": variants})


def next_change(product: "Product", now: datetime) -> datetime | None:
    """When a sale of the product next begins or ends; None where none does any more. At its last
    moment a sale has still to end."""
    sales = [variant for variant in product.variants if variant.on_sale]
    starts = [v.sale_starts for v in sales if v.sale_starts and v.sale_starts > now]
    ends = [v.sale_ends for v in sales if v.sale_ends and v.sale_ends >= now]
    return min((*starts, *ends), default=None)


def in_window(starts: datetime | None, ends: datetime | None, now: datetime) -> bool:
    """A sale runs from its start, and up to and with its end."""
    return (starts is None or starts <= now) and (ends is None or now <= ends)


def _as_sold(variant: "Variant", now: datetime) -> "Variant":
    if not variant.on_sale or in_window(variant.sale_starts, variant.sale_ends, now):
        return variant
    return variant.model_copy(update={"price": variant.compare_at, "compare_at": None})
