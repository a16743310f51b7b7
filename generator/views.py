"""Products as templates see them: plain dicts of finished, translated values.

Money stays ``{"amount", "currency"}``; the theme's filter writes it as the language does.
"""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from generator.seo import absolute, marked
from generator.source import Entry
from generator.stored import Price, StoredPicture, StoredProduct, StoredVariant, on_sale
from generator.wording import option_name, option_value, picture_view, plain, product_text
from shop.pictures.shown import with_sources

View = dict[str, Any]
SAID = ("title", "description", "origin", "attributes", "reason")


class ProductViews:
    """Makes the views of one language. What several ask for (a product's page, its card, what
    search and feeds say of it) is made once, and stays with the product."""

    def __init__(self, language: str, default: str) -> None:
        self.language = language
        self.default = default
        self._card_name = ("card", language, default)
        self._words_name = ("words", language, default)

    def card(self, entry: Entry) -> View:
        """What a listing shows of a product."""
        made = entry.made
        if self._card_name not in made:
            made[self._card_name] = self._card(entry)
        card: View = made[self._card_name]
        return card

    def product(self, entry: Entry) -> View:
        """Everything the product's own page shows."""
        return self._product(entry)

    def words(self, entry: Entry) -> str:
        """The description without its tags."""
        made = entry.made
        name: Any = self._words_name if entry.product["texts"] else "words"
        if name not in made:
            made[name] = plain(self.text(entry.product, "description"))
        words: str = made[name]
        return words

    def text(self, product: StoredProduct, field: str) -> Any:
        if not product["texts"]:
            return product[field]  # type: ignore[literal-required] # one that has translations
        return product_text(product, field, self.language, self.default)

    def _said(self, product: StoredProduct) -> Mapping[str, Any]:
        """What a product says of itself, in the best language there is."""
        if not product["texts"]:
            return product
        return {field: self.text(product, field) for field in SAID}

    def _price(self, entry: Entry) -> View:
        made = entry.made
        if "price" not in made:
            made["price"] = price_view(entry.product)
        price: View = made["price"]
        return price

    def _product(self, entry: Entry) -> View:
        product = entry.product
        said = self._said(product)
        title, options, variants = said["title"], product["options"], product["variants"]
        return {
            "handle": product["handle"],
            "title": title,
            # Sanitised when it was imported (shop/catalogue), so it may stand in a page as it is.
            "description": marked(said["description"]),
            "brand": product["brand"],
            "origin": said["origin"],
            "tags": product["tags"],
            "pictures": self._pictures(entry, title),
            "options": [self._option(product, number) for number in range(len(options))],
            "variants": self._variants(entry, title),
            "attributes": [{"name": n, "value": value} for n, value in said["attributes"].items()],
            **self._price(entry),
            "lowest": self._lowest(entry),
            "sold_out": entry.sold_out,
            "recommended": product["recommended"],
            "reason": said["reason"],
            "digital": any(map(itemgetter("digital"), variants)),
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

    def _pictures(self, entry: Entry, title: str) -> list[View]:
        pictures = entry.product["pictures"]
        if entry.shown or any(map(itemgetter("alts"), pictures)):
            return [self._shown(entry, picture, title) for picture in pictures]
        return [{"src": picture["src"], "alt": picture["alt"] or title} for picture in pictures]

    def _shown(self, entry: Entry, picture: StoredPicture, title: str) -> View:
        view = self._picture(picture, title)
        return with_sources(view, entry.shown) if entry.shown else view

    def _picture(self, picture: StoredPicture, title: str) -> View:
        return picture_view(picture, title, self.language, self.default)

    def _option(self, product: StoredProduct, number: int) -> View:
        option = product["options"][number]
        chosen = [v["options"][number] for v in product["variants"] if number < len(v["options"])]
        labels = dict(zip(chosen, chosen, strict=True))
        if option["values"]:
            labels = {value: self._value(product, number, value) for value in labels}
        return {
            "name": option["name"],
            "label": option_name(product, number, self.language, self.default),
            "values": [{"value": value, "label": label} for value, label in labels.items()],
        }

    def _value(self, product: StoredProduct, number: int, value: str) -> str:
        return option_value(product, number, value, self.language, self.default)

    def _variants(self, entry: Entry, title: str) -> list[View]:
        product, gone, lowest = entry.product, entry.sold_out_skus, entry.lowest
        translated = any(map(itemgetter("values"), product["options"]))
        found = []
        for variant in product["variants"]:
            sku, price, labels = variant["sku"], variant["price"], variant["options"]
            if translated:
                labels = [self._value(product, number, v) for number, v in enumerate(labels)]
            reduced = on_sale(variant)
            sold_out = sku in gone
            picture = variant["picture"] and self._variant_picture(product, variant, title)
            view = {
                "sku": sku,
                "label": " / ".join(labels),
                "options": labels,
                "price": price,
                "compare_at": variant["compare_at"] if reduced else None,
                "on_sale": reduced,
                "lowest": lowest.get(sku),
                "sold_out": sold_out,
                "buyable": price is not None and not sold_out,
                "picture": picture or None,
            }
            found.append(view)
        return found

    def _lowest(self, entry: Entry) -> Price | None:
        """Of the variant whose price stands for the product."""
        if not entry.lowest:
            return None
        cheapest = min(priced(entry.product), key=lambda pair: pair[0]["amount"], default=None)
        return entry.lowest.get(cheapest[1]["sku"]) if cheapest else None

    def _variant_picture(self, product: StoredProduct, variant: StoredVariant, title: str) -> View:
        known = next((p for p in product["pictures"] if p["src"] == variant["picture"]), None)
        return self._picture(known or {"src": variant["picture"], "alt": "", "alts": {}}, title)


def picture_urls(base_url: str, entry: Entry) -> list[str]:
    """Complete, in their order. Made once for all that names them."""
    urls: list[str] | None = entry.made.get("picture urls")
    if urls is None:
        sources = [picture["src"] for picture in entry.product["pictures"]]
        urls = entry.made["picture urls"] = [absolute(base_url, source) for source in sources]
    return urls


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
