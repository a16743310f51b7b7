"""Products to build pages of."""

from typing import Any, cast

from generator.source import Entry
from generator.stored import StoredProduct
from shop.catalogue.model import Product, ProductText, Variant
from shop.money import Money


def usd(amount: int) -> Money:
    return Money.of(amount, "USD")


def variant(sku: str, price: int | None = 1200, **changes: Any) -> Variant:
    return Variant(sku=sku, price=None if price is None else usd(price), **changes)


def stored(it: Product) -> StoredProduct:
    """A product as the store holds it."""
    return cast("StoredProduct", it.model_dump(mode="json"))


def entry(it: Product, gone: frozenset[str] = frozenset(), added: str = "") -> Entry:
    """A product as pages are made of it; of the SKUs in `gone` there is none left."""
    return Entry(stored(it), gone.intersection(v.sku for v in it.variants), added)


def product(handle: str = "green-tea", **changes: Any) -> Product:
    values: dict[str, Any] = {
        "handle": handle,
        "title": handle.replace("-", " ").capitalize(),
        "description": "<p>From the hills.</p>",
        "categories": (("Tea", "Green tea"),),
        "variants": (variant(handle.upper()),),
    }
    return Product(**{**values, **changes})


def translated(handle: str = "green-tea", **changes: Any) -> Product:
    """A product that speaks Vietnamese and traditional Chinese, three categories deep."""
    texts = {
        "vi": ProductText(title="Trà xanh", categories=(("Trà", "Trà xanh", "Trà hái xuân"),)),
        "zh-Hant": ProductText(title="綠茶", categories=(("茶", "綠茶", "春茶"),)),
    }
    categories = (("Tea", "Green tea", "Spring picking"),)
    return product(handle, categories=categories, texts=texts, **changes)
