"""How products, offers and costs lie in the store.

The catalogue is one partition of whole products; the price book has an entry per SKU, so that a
cart is priced without reading products; costs lie apart, so that nothing public can show them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from shop.catalogue.keys import product_key
from shop.catalogue.model import Product, Variant
from shop.money import Money
from shop.ports import IndexKey, Item, Json, Key
from shop.pricing.keys import offer_key


def cost_key(sku: str) -> Key:
    """What the shop itself pays: read by the owner's side only."""
    return Key(f"SKU#{sku}", "COST")


def product_item(product: Product, added: str = "") -> Item:
    """`added` is the moment the product first came to the shop; the index lists products by it."""
    index = IndexKey("PRODUCTS", added) if added else None
    return Item(product_key(product.handle), product.model_dump(mode="json"), index)


def product_from(item: Item) -> Product:
    return Product.model_validate(dict(item.data))


def offer_items(product: Product) -> list[Item]:
    """The price book's entries for every variant of `product`."""
    titles: dict[str, Json] = {
        code: text.title for code, text in product.texts.items() if text.title
    }
    shown = product.pictures[0].src if product.pictures else ""
    return [
        Item(offer_key(variant.sku), _offer(product, variant, titles, shown))
        for variant in product.variants
    ]


def withdrawn(offer: Item) -> Item:
    """The entry of a variant that its product no longer has: known, and not for sale."""
    return Item(offer.key, {**offer.data, "published": False})


def cost_items(costs: Iterable[tuple[str, Money]]) -> list[Item]:
    return [Item(cost_key(sku), {"sku": sku, **cost.model_dump()}) for sku, cost in costs]


def _offer(
    product: Product, variant: Variant, titles: dict[str, Json], picture: str
) -> dict[str, Json]:
    return {
        "sku": variant.sku,
        "handle": product.handle,
        "title": product.title,
        "titles": titles,
        "options": list(variant.options),
        "label": _label(variant.options),
        "labels": _labels(product, variant),
        "price": _money(variant.price),
        "compare_at": _money(variant.compare_at),
        "member_price": _money(variant.member_price),
        "categories": [list(path) for path in product.categories],
        "weight_grams": variant.weight_grams,
        "picture": variant.picture or picture,
        "tracked": variant.tracked,
        "stock_policy": variant.stock_policy,
        "digital": variant.digital,
        "sale_starts": _moment(variant.sale_starts),
        "sale_ends": _moment(variant.sale_ends),
        "published": product.published,
    }


def _label(values: Sequence[str]) -> str:
    return " / ".join(values)


def _labels(product: Product, variant: Variant) -> dict[str, Json]:
    """The label in every language that has a word of its own for one of the values."""
    pairs = list(zip(product.options, variant.options, strict=False))
    codes = dict.fromkeys(code for option, _ in pairs for code in option.values)
    return {
        code: _label([option.values.get(code, {}).get(value, value) for option, value in pairs])
        for code in codes
    }


def _moment(moment: datetime | None) -> Json:
    return moment.isoformat() if moment else None


def _money(money: Money | None) -> Json:
    return money.model_dump() if money else None
