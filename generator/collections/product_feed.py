"""The product feed of each language, as Google Merchant Center and those that follow it read it.

RSS 2.0 with Google's namespace (support.google.com/merchants/answer/7052112); one item for each
variant that has a price. Prices and stock are those of the page: both come from the same entry.
"""

import re
from collections.abc import Iterable, Mapping
from typing import cast
from urllib.parse import quote
from xml.sax.saxutils import escape

from generator.collections.model import Fragment, Scope, bucket_of, shards
from generator.collections.search_docs import category_paths
from generator.seo import KNOWN_OPTIONS, absolute
from generator.source import Entry
from generator.stored import Price, StoredVariant, on_sale
from generator.views import ProductViews
from generator.wording import option_value, plain
from shop.currencies import decimal_text
from shop.i18n.languages import pick

PER_FILE = 250  # products; a changed price makes its file again in each language
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
        """``[what all variants say, [what each says]]``, as XML."""
        product = entry.product
        sold = [variant for variant in product["variants"] if variant["price"]]
        if not sold:
            return {}
        item = _Item(self._scope.base_url, entry, views)
        each = [item.variant(variant) for variant in sold]
        return {bucket_of(entry.handle, self._count): [item.shared(), each]}

    def files(
        self, language: str, bucket: str, fragments: Mapping[str, Fragment]
    ) -> Mapping[str, bytes]:
        parts = [_HEAD, self._channel(language)]
        for _handle, (shared, variants) in sorted(fragments.items()):
            parts += [f"<item>{variant}{shared}</item>\n" for variant in variants]
        return {self._path(language, bucket): "".join([*parts, _TAIL]).encode()}

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
        self._title: str = views.card(entry)["title"]
        self._url = absolute(base_url, views.address(entry))
        self._several = len(entry.product["variants"]) > 1
        self._pictures = [picture["src"] for picture in entry.product["pictures"]]

    def shared(self) -> str:
        product = self._entry.product
        words = plain(self._views.text(product, "description"))[:LONGEST_TEXT]
        parts = [_tag("description", words or self._title), _tag("condition", "new")]
        if product["brand"]:
            parts.append(_tag("brand", product["brand"]))
        if self._several:
            parts.append(_tag("item_group_id", product["handle"]))
        paths = category_paths(self._entry, self._views)
        parts += [_tag("product_type", " > ".join(path)) for path in paths[:MOST_TYPES]]
        return "".join(parts)

    def variant(self, variant: StoredVariant) -> str:
        sku = _text(variant["sku"])
        options = self._options(variant)
        label = " / ".join(label for _name, label in options)
        title = f"{self._title} – {label}" if label else self._title
        link = f"{self._url}#sku={quote(variant['sku'], safe='')}" if self._several else self._url
        parts = [
            f"<g:id>{sku}</g:id><g:mpn>{sku}</g:mpn>",
            _tag("title", title[:LONGEST_TITLE]),
            _tag("link", link),
            self._images(variant["picture"]),
            _prices(variant),
            self._facts(variant),
            *(_detail(name, label) for name, label in options),
        ]
        return "".join(parts)

    def _facts(self, variant: StoredVariant) -> str:
        gone = variant["sku"] in self._entry.sold_out_skus
        found = f"<g:availability>{'out_of_stock' if gone else 'in_stock'}</g:availability>"
        if variant["barcode"]:
            found += _tag("gtin", variant["barcode"])
        elif not self._entry.product["brand"]:
            found += "<g:identifier_exists>no</g:identifier_exists>"
        if variant["weight_grams"]:
            found += f"<g:shipping_weight>{variant['weight_grams']} g</g:shipping_weight>"
        return found

    def _options(self, variant: StoredVariant) -> list[tuple[str, str]]:
        product, views = self._entry.product, self._views
        options = zip(product["options"], variant["options"], strict=False)
        return [
            (option["name"], option_value(product, number, value, views.language, views.default))
            for number, (option, value) in enumerate(options)
        ]

    def _images(self, own: str) -> str:
        sources = self._pictures
        if own:
            sources = list(dict.fromkeys([own, *sources]))
        urls = [absolute(self._base_url, src) for src in sources[: MOST_PICTURES + 1]]
        more = "".join([_tag("additional_image_link", url) for url in urls[1:]])
        return _tag("image_link", urls[0]) + more if urls else ""


def _prices(variant: StoredVariant) -> str:
    """Of a sale the former price is the price; its days where both are known."""
    price = cast("Price", variant["price"])
    if not on_sale(variant):
        return f"<g:price>{written(price)}</g:price>"
    former = written(cast("Price", variant["compare_at"]))
    found = f"<g:price>{former}</g:price><g:sale_price>{written(price)}</g:sale_price>"
    if variant["sale_starts"] and variant["sale_ends"]:
        days = f"{variant['sale_starts']}/{variant['sale_ends']}"
        found += _tag("sale_price_effective_date", days)
    return found


def written(price: Price) -> str:
    """``12.50 USD``."""
    return f"{decimal_text(**price)} {price['currency']}"


def _detail(name: str, label: str) -> str:
    known = KNOWN_OPTIONS.get(name.casefold())
    if known:
        return _tag(known, label)
    detail = _tag("attribute_name", name) + _tag("attribute_value", label)
    return f"<g:product_detail>{detail}</g:product_detail>"


def _tag(name: str, value: str) -> str:
    return f"<g:{name}>{_text(value)}</g:{name}>"


def _text(value: str) -> str:
    """Escaped; what XML cannot hold is left out. Most texts need neither."""
    if value.isprintable() and "&" not in value and "<" not in value and ">" not in value:
        return value
    return escape(_FORBIDDEN.sub("", value))


def _by_number(path: str) -> tuple[int, str]:
    return len(path), path
