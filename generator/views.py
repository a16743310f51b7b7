"""Products as templates see them: plain dicts of finished, translated values.

Money stays ``{"amount", "currency"}``; the theme's filter writes it as the language does.
"""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from generator.source import Entry
from generator.wording import option_name, option_value, picture_view, product_text
from shop.catalogue.model import Picture, Product, Variant
from shop.money import Money, money_json

View = dict[str, Any]


class ProductViews:
    """The views of one language. Cards are made once and reused by every page that shows them."""

    def __init__(self, language: str, default: str) -> None:
        self.language = language
        self.default = default
        self._cards: dict[str, View] = {}

    def card(self, entry: Entry) -> View:
        """What a listing shows of a product."""
        if entry.handle not in self._cards:
            self._cards[entry.handle] = self._card(entry)
        return self._cards[entry.handle]

    def cards(self, entries: Sequence[Entry]) -> list[View]:
        return [self.card(entry) for entry in entries]

    def text(self, product: Product, field: str) -> Any:
        return product_text(product, field, self.language, self.default)

    def product(self, entry: Entry) -> View:
        """Everything the product's own page shows."""
        product = entry.product
        title = self.text(product, "title")
        return {
            "handle": product.handle,
            "title": title,
            # Sanitised when it was imported (shop/catalogue), so it may stand in a page as it is.
            "description": Markup(self.text(product, "description")),  # noqa: S704
            "brand": product.brand,
            "origin": self.text(product, "origin"),
            "tags": list(product.tags),
            "pictures": [self._picture(picture, title) for picture in product.pictures],
            "options": [self._option(product, number) for number in range(len(product.options))],
            "variants": [self._variant(entry, variant, title) for variant in product.variants],
            "attributes": [
                {"name": name, "value": value}
                for name, value in self.text(product, "attributes").items()
            ],
            **price_view(product),
            "sold_out": entry.sold_out,
            "recommended": product.recommended,
            "reason": self.text(product, "reason"),
            "digital": any(variant.digital for variant in product.variants),
        }

    def address(self, entry: Entry) -> str:
        return f"/{self.language}/products/{entry.handle}"

    def picture(self, entry: Entry) -> View | None:
        """The picture that stands for a product: its first, or its first variant's."""
        product = entry.product
        title = self.text(product, "title")
        if product.pictures:
            return self._picture(product.pictures[0], title)
        own = next((variant.picture for variant in product.variants if variant.picture), "")
        return {"src": own, "alt": title} if own else None

    def _card(self, entry: Entry) -> View:
        product = entry.product
        return {
            "handle": product.handle,
            "url": self.address(entry),
            "title": self.text(product, "title"),
            "brand": product.brand,
            "picture": self.picture(entry),
            **price_view(product),
            "sold_out": entry.sold_out,
            "recommended": product.recommended,
        }

    def _picture(self, picture: Picture, title: str) -> View:
        return dict(picture_view(picture, title, self.language, self.default))

    def _option(self, product: Product, number: int) -> View:
        used = dict.fromkeys(v.options[number] for v in product.variants if number < len(v.options))
        return {
            "name": product.options[number].name,
            "label": option_name(product, number, self.language, self.default),
            "values": [{"value": v, "label": self._value(product, number, v)} for v in used],
        }

    def _value(self, product: Product, number: int, value: str) -> str:
        return option_value(product, number, value, self.language, self.default)

    def _variant(self, entry: Entry, variant: Variant, title: str) -> View:
        product = entry.product
        labels = [self._value(product, number, v) for number, v in enumerate(variant.options)]
        sold_out = variant.sku in entry.sold_out_skus
        return {
            "sku": variant.sku,
            "label": " / ".join(labels),
            "options": labels,
            "price": _money(variant.price),
            "compare_at": _money(variant.compare_at if variant.on_sale else None),
            "on_sale": variant.on_sale,
            "sold_out": sold_out,
            "buyable": variant.price is not None and not sold_out,
            "picture": self._variant_picture(product, variant, title),
        }

    def _variant_picture(self, product: Product, variant: Variant, title: str) -> View | None:
        if not variant.picture:
            return None
        known = next((p for p in product.pictures if p.src == variant.picture), None)
        return self._picture(known or Picture(src=variant.picture), title)


def priced(product: Product) -> list[tuple[Money, Variant]]:
    """Variants that have a price, in the currency of the first: others cannot be compared."""
    found = [(v.price, v) for v in product.variants if v.price is not None]
    return [(price, v) for price, v in found if price.currency == found[0][0].currency]


def price_view(product: Product) -> View:
    """The lowest price, whether there are others, and the former price that belongs to it."""
    prices = priced(product)
    lowest = min(prices, key=lambda pair: pair[0].amount, default=None)
    return {
        "price": _money(lowest[0] if lowest else None),
        "price_from": len({price.amount for price, _ in prices}) > 1,
        "compare_at": _money(lowest[1].compare_at if lowest and lowest[1].on_sale else None),
        "on_sale": any(variant.on_sale for _, variant in prices),
    }


def _money(value: Money | None) -> View | None:
    return None if value is None else money_json(value)
