"""What search engines read: JSON-LD (schema.org, as JSON in the page) and language alternates."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import orjson
from markupsafe import Markup

from generator.source import Entry
from generator.views import View, priced
from shop.catalogue.model import Variant
from shop.money import Money

# A script element ends at "</script" wherever that stands, even inside a JSON string, and "<!--"
# changes how the rest is read (HTML, "Restrictions for contents of script elements"). As JSON
# escapes, these characters mean the same and end nothing.
_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def json_ld(*things: Mapping[str, Any]) -> Markup:
    """Several things as one JSON-LD text that is safe between script tags."""
    text = orjson.dumps({"@context": "https://schema.org", "@graph": things}).decode()
    for character, escaped in _ESCAPES.items():
        text = text.replace(character, escaped)
    return Markup(text)  # noqa: S704 - nothing left that HTML would read


def absolute(base_url: str, address: str) -> str:
    """`address` as a complete URL; one that is complete already stays so."""
    encoded = quote(address, safe="/:?&=#%+,;@~!$'()*[]")
    return encoded if "://" in address else base_url + encoded


def alternates(base_url: str, addresses: Mapping[str, str], default: str) -> list[dict[str, str]]:
    """The same page in each language, and which of them is for everybody else.

    For the home pages that is the language chooser (developers.google.com/search/docs/specialty/
    international/localized-versions).
    """
    found = [
        {"lang": code, "url": absolute(base_url, address)} for code, address in addresses.items()
    ]
    fallback = addresses.get(default) or next(iter(addresses.values()))
    chooser = "/" if fallback == f"/{default}/" else fallback
    return [*found, {"lang": "x-default", "url": absolute(base_url, chooser)}]


def breadcrumb_list(base_url: str, breadcrumbs: Sequence[View]) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": crumb["title"],
                "item": absolute(base_url, crumb["url"]),
            }
            for position, crumb in enumerate(breadcrumbs, start=1)
        ],
    }


def product_data(base_url: str, entry: Entry, view: View, words: str, url: str) -> View:
    """schema.org Product; `words` describe it. Without a price it has no offer."""
    product = entry.product
    data: dict[str, Any] = {
        "@type": "Product",
        "name": view["title"],
        "description": words,
        "url": url,
        "image": [absolute(base_url, picture["src"]) for picture in view["pictures"]],
        "brand": {"@type": "Brand", "name": product.brand} if product.brand else None,
        "sku": product.variants[0].sku if len(product.variants) == 1 else None,
        "offers": _offers(entry, url),
    }
    return {name: value for name, value in data.items() if value}


def _offers(entry: Entry, url: str) -> dict[str, Any] | None:
    prices = priced(entry.product)
    offers = [_offer(price, variant, entry, url) for price, variant in prices]
    if len(offers) <= 1:
        return offers[0] if offers else None
    lowest, highest = _ends(price for price, _ in prices)
    return {
        "@type": "AggregateOffer",
        "lowPrice": str(lowest.to_decimal()),
        "highPrice": str(highest.to_decimal()),
        "priceCurrency": lowest.currency,
        "offerCount": len(offers),
        "offers": offers,
    }


def _offer(price: Money, variant: Variant, entry: Entry, url: str) -> dict[str, Any]:
    sold_out = variant.sku in entry.sold_out_skus
    return {
        "@type": "Offer",
        "sku": variant.sku,
        "price": str(price.to_decimal()),
        "priceCurrency": price.currency,
        "availability": f"https://schema.org/{'OutOfStock' if sold_out else 'InStock'}",
        "url": url,
    }


def _ends(prices: Iterable[Money]) -> tuple[Money, Money]:
    ordered = sorted(prices, key=lambda price: price.amount)
    return ordered[0], ordered[-1]
