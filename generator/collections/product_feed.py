"""The product feed of each language, as Google Merchant Center and those that follow it read it.

RSS 2.0 with Google's namespace (support.google.com/merchants/answer/7052112); one item for each
variant that has a price. Prices and stock are those of the page: both come from the same entry.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import cast

from generator.collections.model import Fragment, Scope, bucket_of, shards
from generator.collections.search_docs import category_paths
from generator.product_data import known_option
from generator.seo import absolute, in_address
from generator.source import Entry
from generator.stored import Price, StoredVariant, on_sale
from generator.views import ProductViews, picture_urls
from generator.wording import option_value, writable
from generator.xml_text import escape
from shop.currencies import decimal_text
from shop.i18n.languages import pick

PER_FILE = 128  # products; a changed price makes its file again in each language
LONGEST_TITLE, LONGEST_TEXT, MOST_PICTURES, MOST_TYPES = 150, 5000, 10, 5  # the specification's
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
        self._title: str = views.text(product, "title")
        self._written_title = _text(self._title[:LONGEST_TITLE])
        self._link = _amp(base_url + views.address(entry))
        self._several = len(product["variants"]) > 1
        self._names = tuple([option["name"] for option in product["options"]])
        self._translated = any(map(itemgetter("values"), product["options"]))
        self._images: dict[str, str] = {}  # by the variant's own picture; most have none

    def shared(self) -> str:
        """What all its variants say."""
        brand = self._product["brand"]
        words = escape(self._views.words(self._entry)[:LONGEST_TEXT]) or _text(self._title)
        paths = category_paths(self._entry, self._views)[:MOST_TYPES]
        return (
            f"<g:description>{words}</g:description><g:condition>new</g:condition>"
            f"{f'<g:brand>{_recurring(brand)}</g:brand>' if brand else ''}"
            f"{f'<g:item_group_id>{self.handle}</g:item_group_id>' if self._several else ''}"
            f"{''.join([_type(tuple(path)) for path in paths])}"
        )

    def variant(self, variant: StoredVariant) -> str:
        sku = variant["sku"]
        address = in_address(sku)
        known = sku if sku == address else _text(sku)
        label, written, details = _labelled(self._names, self._labels(variant))
        fits = len(self._title) + len(label) + 3 <= LONGEST_TITLE
        title = f"{self._written_title}{written}" if fits else self._cut(label)
        link = f"{self._link}#sku={address}" if self._several else self._link
        return (
            f"<g:id>{known}</g:id><g:mpn>{known}</g:mpn>"
            f"<g:title>{title}</g:title><g:link>{link}</g:link>"
            f"{self._pictures(variant['picture'])}{_prices(variant)}{self._facts(variant)}{details}"
        )

    def _cut(self, label: str) -> str:
        """The product's title and the variant's label, as far as there is room."""
        return _text((f"{self._title} – {label}" if label else self._title)[:LONGEST_TITLE])

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

    def _labels(self, variant: StoredVariant) -> tuple[str, ...]:
        """What its options are called, in their order."""
        values = variant["options"][: len(self._names)]
        if not self._translated:
            return tuple(values)
        product, language, default = self._product, self._views.language, self._views.default
        words = (
            option_value(product, number, value, language, default)
            for number, value in enumerate(values)
        )
        return tuple(words)

    def _pictures(self, own: str) -> str:
        if own not in self._images:
            urls = picture_urls(self._base_url, self._entry)
            if own:
                urls = list(dict.fromkeys([absolute(self._base_url, own), *urls]))
            self._images[own] = _links(urls[: MOST_PICTURES + 1])
        return self._images[own]


def _links(urls: Sequence[str]) -> str:
    if not urls:
        return ""
    more = "</g:additional_image_link><g:additional_image_link>".join(urls[1:])
    others = f"<g:additional_image_link>{more}</g:additional_image_link>" if more else ""
    return _amp(f"<g:image_link>{urls[0]}</g:image_link>{others}")


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
def _labelled(names: tuple[str, ...], labels: tuple[str, ...]) -> tuple[str, str, str]:
    """Of a variant's options the label as it is and as it is added to a title, and what they say
    one by one. Many variants of a shop have the same."""
    label = " / ".join(labels)
    return label, f" – {_text(label)}" if label else "", "".join(map(_detail, names, labels))


def _detail(name: str, label: str) -> str:
    known = known_option(name)
    if known:
        return f"<g:{known}>{_text(label)}</g:{known}>"
    return (
        f"<g:product_detail><g:attribute_name>{_text(name)}</g:attribute_name>"
        f"<g:attribute_value>{_text(label)}</g:attribute_value></g:product_detail>"
    )


@lru_cache(maxsize=4096)
def _type(path: tuple[str, ...]) -> str:
    return f"<g:product_type>{_text(' > '.join(path))}</g:product_type>"


@lru_cache(maxsize=4096)
def _recurring(text: str) -> str:
    return _text(text)


def _text(value: str) -> str:
    """Escaped; what XML cannot hold is left out."""
    return escape(writable(value))


def _amp(addresses: str) -> str:
    """All that remains to be escaped where addresses are percent-encoded."""
    return addresses.replace("&", "&amp;")


def _by_number(path: str) -> tuple[int, str]:
    return len(path), path
