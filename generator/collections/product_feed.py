"""The product feed of each language, as Google Merchant Center and those that follow it read it.

RSS 2.0 with Google's namespace (support.google.com/merchants/answer/7052112); one item for each
variant that has a price. Prices and stock are those of the page: both come from the same entry.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import cast

from generator.collections.model import Fragment, Scope, bucket_of, shards
from generator.collections.search_docs import category_paths
from generator.product_data import KNOWN_OPTIONS
from generator.seo import absolute, in_address
from generator.source import Entry
from generator.stored import Price, StoredVariant, on_sale
from generator.views import ProductViews
from generator.wording import option_value
from generator.xml_text import escape
from shop.currencies import decimal_text
from shop.i18n.languages import pick

PER_FILE = 128  # products; a changed price makes its file again in each language
LONGEST_TITLE, LONGEST_TEXT, MOST_PICTURES, MOST_TYPES = 150, 5000, 10, 5  # the specification's
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, §2.2
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
)
_TAIL = "</channel>\n</rss>\n"


class ProductFeed:
    name = "product-feed"
    by_product = True

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._count = self.buckets(scope.products)

    def buckets(self, products: int) -> int:
        return shards(products, PER_FILE)

    def fragments(self, entry: Entry, views: ProductViews) -> Mapping[str, Fragment]:
        """What all variants say, and what each says, as XML between zero bytes."""
        product = entry.product
        sold = [variant for variant in product["variants"] if variant["price"]]
        if not sold:
            return {}
        item = _Item(self._scope.base_url, entry, views)
        parts = [item.shared(), *map(item.variant, sold)]
        return {bucket_of(item.handle, self._count): "\0".join(parts).encode()}

    def files(
        self, language: str, bucket: str, fragments: Mapping[str, Fragment]
    ) -> Mapping[str, bytes]:
        parts = [_HEAD.encode(), self._channel(language).encode()]
        for _handle, fragment in sorted(fragments.items()):
            shared, *variants = fragment.split(b"\0")
            for variant in variants:
                parts += (b"<item>", variant, shared, b"</item>\n")
        return {self._path(language, bucket): b"".join([*parts, _TAIL.encode()])}

    def overview(self, language: str, buckets: Iterable[str]) -> Mapping[str, bytes]:
        """The addresses of the feed's files, one a line, to be given to a merchant centre."""
        paths = sorted((self._path(language, bucket) for bucket in buckets), key=_by_number)
        urls = [absolute(self._scope.base_url, f"/{path}") for path in paths]
        return {f"feeds/{language}/products.txt": "".join(f"{url}\n" for url in urls).encode()}

    def _path(self, language: str, bucket: str) -> str:
        name = "products" if self._count == 1 else f"products-{int(bucket, 16) + 1}"
        return f"feeds/{language}/{name}.xml"

    def _channel(self, language: str) -> str:
        profile = self._scope.profile
        default = profile.default_language
        texts = {
            "title": pick(profile.name, language, default),
            "link": absolute(self._scope.base_url, f"/{language}/"),
            "description": pick(profile.tagline, language, default),
        }
        return "".join(f"<{name}>{_text(value)}</{name}>\n" for name, value in texts.items())


class _Item:
    """Writes the items of one product in one language."""

    def __init__(self, base_url: str, entry: Entry, views: ProductViews) -> None:
        self._base_url = base_url
        self._entry = entry
        self._views = views
        self._product = product = entry.product
        self.handle = product["handle"]
        self._title: str = views.card(entry)["title"]
        self._written_title = _text(self._title[:LONGEST_TITLE])
        self._link = _amp(base_url + views.address(entry))
        self._several = len(product["variants"]) > 1
        self._names = [option["name"] for option in product["options"]]
        self._translated = any(option["values"] for option in product["options"])
        self._sources = [picture["src"] for picture in product["pictures"]]
        self._images: dict[str, str] = {}  # by the variant's own picture; most have none

    def shared(self) -> str:
        """What all its variants say."""
        brand = self._product["brand"]
        words = self._views.words(self._entry)[:LONGEST_TEXT] or self._title
        paths = category_paths(self._entry, self._views)[:MOST_TYPES]
        types = [f"<g:product_type>{_text(' > '.join(path))}</g:product_type>" for path in paths]
        return (
            f"<g:description>{_text(words)}</g:description><g:condition>new</g:condition>"
            f"{f'<g:brand>{_text(brand)}</g:brand>' if brand else ''}"
            f"{f'<g:item_group_id>{self.handle}</g:item_group_id>' if self._several else ''}"
            f"{''.join(types)}"
        )

    def variant(self, variant: StoredVariant) -> str:
        sku = in_address(variant["sku"])
        known = sku if sku == variant["sku"] else _text(variant["sku"])
        labels = self._labels(variant)
        link = f"{self._link}#sku={sku}" if self._several else self._link
        return (
            f"<g:id>{known}</g:id><g:mpn>{known}</g:mpn>"
            f"<g:title>{self._titled(labels)}</g:title><g:link>{link}</g:link>"
            f"{self._pictures(variant['picture'])}{_prices(variant)}{self._facts(variant)}"
            f"{''.join(map(_detail, self._names, labels))}"
        )

    def _titled(self, labels: list[str]) -> str:
        """The product's title and the variant's label, as far as there is room."""
        label = " / ".join(labels)
        if not label:
            return self._written_title
        if len(self._title) + len(label) + 3 <= LONGEST_TITLE:
            return f"{self._written_title} – {_label(label)}"
        return _text(f"{self._title} – {label}"[:LONGEST_TITLE])

    def _facts(self, variant: StoredVariant) -> str:
        gone = variant["sku"] in self._entry.sold_out_skus
        found = f"<g:availability>{'out_of_stock' if gone else 'in_stock'}</g:availability>"
        if variant["barcode"]:
            found += f"<g:gtin>{_text(variant['barcode'])}</g:gtin>"
        elif not self._product["brand"]:
            found += "<g:identifier_exists>no</g:identifier_exists>"
        if variant["weight_grams"]:
            found += f"<g:shipping_weight>{variant['weight_grams']} g</g:shipping_weight>"
        return found

    def _labels(self, variant: StoredVariant) -> list[str]:
        """What its options are called, in their order."""
        values = variant["options"][: len(self._names)]
        if not self._translated:
            return values
        product, language, default = self._product, self._views.language, self._views.default
        return [
            option_value(product, number, value, language, default)
            for number, value in enumerate(values)
        ]

    def _pictures(self, own: str) -> str:
        if own not in self._images:
            sources = list(dict.fromkeys([own, *self._sources])) if own else self._sources
            self._images[own] = self._links(sources[: MOST_PICTURES + 1])
        return self._images[own]

    def _links(self, sources: list[str]) -> str:
        if not sources:
            return ""
        first, *others = [absolute(self._base_url, source) for source in sources]
        more = [f"<g:additional_image_link>{url}</g:additional_image_link>" for url in others]
        return _amp(f"<g:image_link>{first}</g:image_link>{''.join(more)}")


def _prices(variant: StoredVariant) -> str:
    """Of a sale the former price is the price; its days where both are known."""
    price = written(cast("Price", variant["price"]))
    if not on_sale(variant):
        return f"<g:price>{price}</g:price>"
    former = written(cast("Price", variant["compare_at"]))
    found = f"<g:price>{former}</g:price><g:sale_price>{price}</g:sale_price>"
    if variant["sale_starts"] and variant["sale_ends"]:
        days = f"{variant['sale_starts']}/{variant['sale_ends']}"
        found += f"<g:sale_price_effective_date>{days}</g:sale_price_effective_date>"
    return found


def written(price: Price) -> str:
    """``12.50 USD``."""
    currency = price["currency"]
    return f"{decimal_text(price['amount'], currency)} {currency}"


@lru_cache(maxsize=4096)
def _label(label: str) -> str:
    """Many variants of a shop have the same."""
    return _text(label)


@lru_cache(maxsize=4096)
def _detail(name: str, label: str) -> str:
    """Many variants of a shop have the same."""
    known = KNOWN_OPTIONS.get(name.casefold())
    if known:
        return f"<g:{known}>{_text(label)}</g:{known}>"
    return (
        f"<g:product_detail><g:attribute_name>{_text(name)}</g:attribute_name>"
        f"<g:attribute_value>{_text(label)}</g:attribute_value></g:product_detail>"
    )


def _text(value: str) -> str:
    """Escaped; what XML cannot hold is left out. Most texts hold nothing of it."""
    return escape(value if value.isprintable() else _FORBIDDEN.sub("", value))


def _amp(addresses: str) -> str:
    """All that remains to be escaped where addresses are percent-encoded."""
    return addresses.replace("&", "&amp;")


def _by_number(path: str) -> tuple[int, str]:
    return len(path), path
