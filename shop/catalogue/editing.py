"""A product as somebody typed it into a form: what the form does not have stays as it was."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from shop.catalogue.html import clean_description
from shop.catalogue.model import Product, ProductText, Status, Variant
from shop.catalogue.reading.assembly import MAX_PRODUCT, MAX_TEXT
from shop.catalogue.releases.model import ProductState
from shop.catalogue.releases.partial import completed
from shop.errors import InvalidInput
from shop.i18n.messages import translatable
from shop.money import Money

NO_TITLE = translatable("Every product needs a title.")
TOO_LONG = translatable("The texts of this product are too long. Shorten them.")
PRODUCT_FIELDS = (
    "title", "description", "brand", "origin", "status", "categories", "tags", "recommended",
    "low_stock_level",
)  # fmt: skip
MOST_CATEGORIES = 20
MOST_TAGS = 50


class Prices(NamedTuple):
    """None and 0 both mean that there is none."""

    price: Money | None
    compare_at: Money | None


@dataclass(frozen=True, slots=True)
class Typed:
    """`texts` are titles and descriptions by language, `prices` by SKU; categories are paths."""

    title: str
    description: str
    brand: str
    origin: str
    status: Status
    categories: tuple[tuple[str, ...], ...]
    tags: tuple[str, ...]
    recommended: bool
    low_stock_level: int | None
    texts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    prices: Mapping[str, Prices] = field(default_factory=dict)


def fingerprint(state: ProductState) -> str:
    """The same only for the same product: whoever edits says by it what they saw."""
    return hashlib.sha256(state.model_dump_json().encode()).hexdigest()[:32]


def edited(state: ProductState, typed: Typed) -> ProductState:
    """Raises InvalidInput."""
    if not typed.title:
        raise InvalidInput(NO_TITLE)
    texts = {"": (typed.title, typed.description), **typed.texts}
    if any(len(text.encode()) > MAX_TEXT for pair in texts.values() for text in pair):
        raise InvalidInput(TOO_LONG)
    given = state.model_copy(update={"product": _given(state.product, typed)})
    after = completed(state, given, _fields(typed), {}).state
    if len(after.product.model_dump_json().encode()) > MAX_PRODUCT:
        raise InvalidInput(TOO_LONG)
    return ProductState.model_validate(after.model_dump())


def _fields(typed: Typed) -> frozenset[str]:
    own = [f"texts.{code}.{name}" for code in typed.texts for name in ("title", "description")]
    prices = ("variant.price", "variant.compare_at", "categories.all")
    return frozenset((*PRODUCT_FIELDS, *own, *prices))


def _given(product: Product, typed: Typed) -> Product:
    updates = {name: getattr(typed, name) for name in PRODUCT_FIELDS}
    updates["description"] = clean_description(typed.description)
    updates["variants"] = tuple(_variant(each, typed.prices) for each in product.variants)
    updates["texts"] = {
        code: ProductText(title=title, description=clean_description(description))
        for code, (title, description) in typed.texts.items()
    }
    return product.model_copy(update=updates)


def _variant(variant: Variant, prices: Mapping[str, Prices]) -> Variant:
    if variant.sku not in prices:
        return variant
    typed = prices[variant.sku]
    return variant.model_copy(
        update={"price": _positive(typed.price), "compare_at": _positive(typed.compare_at)}
    )


def _positive(money: Money | None) -> Money | None:
    return money if money and money.amount > 0 else None
