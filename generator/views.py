"""Products as templates see them: plain dicts of finished, translated values.

Money stays ``{"amount", "currency"}``; the theme's filter writes it as the language does.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from markupsafe import Markup

from generator.source import Entry
from generator.stored import Price, StoredPicture, StoredProduct, StoredVariant, on_sale
from generator.wording import option_name, option_value, picture_view, plain, product_text
from shop.pictures.shown import with_sources

View = dict[str, Any]
Made = TypeVar("Made")


class ProductViews:
    """Makes the views of one language. Those of the product at hand are made once, because several
    ask for them: its page, its card, what search and feeds say of it."""

    def __init__(self, language: str, default: str) -> None:
        self.language = language
        self.default = default
        self._at_hand: Entry | None = None
        self._made: dict[str, Any] = {}

    def card(self, entry: Entry) -> View:
        """What a listing shows of a product."""
        return self._once("card", entry, self._card)

    def product(self, entry: Entry) -> View:
        """Everything the product's own page shows."""
        return self._once("product", entry, self._product)

    def words(self, entry: Entry) -> str:
        """The description without its tags."""
        return self._once("words", entry, self._words)

    def _once(self, name: str, entry: Entry, make: Callable[[Entry], Made]) -> Made:
        if self._at_hand is not entry:
            self._at_hand = entry
            self._made = {}
        if name not in self._made:
            self._made[name] = make(entry)
        made: Made = self._made[name]
        return made

    def text(self, product: StoredProduct, field: str) -> Any:
        if not product["texts"]:
            return product[field]  # type: ignore[literal-required] # one that has translations
        return product_text(product, field, self.language, self.default)

    def _words(self, entry: Entry) -> str:
        return plain(self.text(entry.product, "description"))

    def _price(self, entry: Entry) -> View:
        return self._once("price", entry, lambda entry: price_view(entry.product))

    def _product(self, entry: Entry) -> View:
        product = entry.product
        title = self.text(product, "title")
        return {
            "handle": product["handle"],
            "title": title,
            # Sanitised when it was imported (shop/catalogue), so it may stand in a page as it is.
            "description": Markup(self.text(product, "description")),  # noqa: S704
            "brand": product["brand"],
            "origin": self.text(product, "origin"),
            "tags": list(product["tags"]),
            "pictures": [self._shown(entry, picture, title) for picture in product["pictures"]],
            "options": [self._option(product, number) for number in range(len(product["options"]))],
            "variants": [self._variant(entry, variant, title) for variant in product["variants"]],
            "attributes": [
                {"name": name, "value": value}
                for name, value in self.text(product, "attributes").items()
            ],
            **self._price(entry),
            "lowest": self._lowest(entry),
            "sold_out": entry.sold_out,
            "recommended": product["recommended"],
            "reason": self.text(product, "reason"),
            "digital": any(variant["digital"] for variant in product["variants"]),
        }

    def address(self, entry: Entry) -> str:
        return f"/{self.language}/products/{entry.handle}"

    def picture(self, entry: Entry) -> View | None:
        """The picture that stands for a product: its first, or its first variant's."""
        product = entry.product
        title = self.text(product, "title")
        if product["pictures"]:
            return self._shown(entry, product["pictures"][0], title)
        own = next(
            (variant["picture"] for variant in product["variants"] if variant["picture"]), ""
        )
        return with_sources({"src": own, "alt": title}, entry.shown) if own else None

    def _card(self, entry: Entry) -> View:
        product = entry.product
        return {
            "handle": product["handle"],
            "url": self.address(entry),
            "title": self.text(product, "title"),
            "brand": product["brand"],
            "picture": self.picture(entry),
            **self._price(entry),
            "sold_out": entry.sold_out,
            "recommended": product["recommended"],
        }

    def _shown(self, entry: Entry, picture: StoredPicture, title: str) -> View:
        view = self._picture(picture, title)
        return with_sources(view, entry.shown) if entry.shown else view

    def _picture(self, picture: StoredPicture, title: str) -> View:
        return picture_view(picture, title, self.language, self.default)

    def _option(self, product: StoredProduct, number: int) -> View:
        used = dict.fromkeys(
            v["options"][number] for v in product["variants"] if number < len(v["options"])
        )
        return {
            "name": product["options"][number]["name"],
            "label": option_name(product, number, self.language, self.default),
            "values": [{"value": v, "label": self._value(product, number, v)} for v in used],
        }

    def _value(self, product: StoredProduct, number: int, value: str) -> str:
        return option_value(product, number, value, self.language, self.default)

    def _variant(self, entry: Entry, variant: StoredVariant, title: str) -> View:
        product = entry.product
        labels = [self._value(product, number, v) for number, v in enumerate(variant["options"])]
        sold_out = variant["sku"] in entry.sold_out_skus
        reduced = on_sale(variant)
        return {
            "sku": variant["sku"],
            "label": " / ".join(labels),
            "options": labels,
            "price": variant["price"],
            "compare_at": variant["compare_at"] if reduced else None,
            "on_sale": reduced,
            "lowest": entry.lowest.get(variant["sku"]),
            "sold_out": sold_out,
            "buyable": variant["price"] is not None and not sold_out,
            "picture": self._variant_picture(product, variant, title),
        }

    def _lowest(self, entry: Entry) -> Price | None:
        """Of the variant whose price stands for the product."""
        if not entry.lowest:
            return None
        cheapest = min(priced(entry.product), key=lambda pair: pair[0]["amount"], default=None)
        return entry.lowest.get(cheapest[1]["sku"]) if cheapest else None

    def _variant_picture(
        self, product: StoredProduct, variant: StoredVariant, title: str
    ) -> View | None:
        if not variant["picture"]:
            return None
        known = next((p for p in product["pictures"] if p["src"] == variant["picture"]), None)
        return self._picture(known or {"src": variant["picture"], "alt": "", "alts": {}}, title)


def priced(product: StoredProduct) -> list[tuple[Price, StoredVariant]]:
    """Variants that have a price, in the currency of the first: others cannot be compared."""
    found = [(v["price"], v) for v in product["variants"] if v["price"] is not None]
    if len(found) < 2:
        return found
    return [(price, v) for price, v in found if price["currency"] == found[0][0]["currency"]]


def price_view(product: StoredProduct) -> View:
    """The lowest price, whether there are others, and the former price that belongs to it."""
    prices = priced(product)
    if not prices:
        return {"price": None, "price_from": False, "compare_at": None, "on_sale": False}
    amounts = [price["amount"] for price, _variant in prices]
    least = min(amounts)
    reduced = [on_sale(variant) for _price, variant in prices]
    place = amounts.index(least)
    price, variant = prices[place]
    return {
        "price": price,
        "price_from": max(amounts) != least,
        "compare_at": variant["compare_at"] if reduced[place] else None,
        "on_sale": any(reduced),
    }
