"""What search engines read: JSON-LD (schema.org, as JSON in the page) and language alternates."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import orjson
from markupsafe import Markup

from generator.source import Entry
from generator.stored import StoredVariant
from generator.views import View, priced
from generator.wording import shortened
from shop.currencies import decimal_text

_SAFE = "/:?&=#%+,;@~!$'()*[]"
_PLAIN = re.compile(r"[A-Za-z0-9._\-/:?&=#%+,;@~!$'()*\[\]]*")  # what `quote` leaves as it is
_UNRESERVED = re.compile(r"[A-Za-z0-9._\-~]*")  # the same where nothing else is safe
# Options that schema.org's Product (and Google's feed) has a property for, by the names shops give
# them in the base language.
KNOWN_OPTIONS = {
    "color": "color", "colour": "color", "size": "size", "material": "material",
    "pattern": "pattern",
}  # fmt: skip
# A script element ends at "</script" wherever that stands, even inside a JSON string, and "<!--"
# changes how the rest is read (HTML, "Restrictions for contents of script elements"). As JSON
# escapes, these characters mean the same and end nothing.
_ESCAPES = {
    character.encode(): f"\\u{ord(character):04x}".encode() for character in "<>&\u2028\u2029"
}
LONGEST_WORDS = 500  # of a description: Google asks for no length, and a page carries it twice


def json_ld(*things: Mapping[str, Any]) -> Markup:
    """Several things as one JSON-LD text that is safe between script tags."""
    text = orjson.dumps({"@context": "https://schema.org", "@graph": things})
    for character, escaped in _ESCAPES.items():
        text = text.replace(character, escaped)
    return Markup(text.decode())  # noqa: S704 - nothing left that HTML would read


def in_address(sku: str) -> str:
    """As a product's address names one of its variants, behind ``#sku=``."""
    return sku if _UNRESERVED.fullmatch(sku) else quote(sku, safe="")


def absolute(base_url: str, address: str) -> str:
    """`address` as a complete URL; one that is complete already stays so."""
    encoded = address if _PLAIN.fullmatch(address) else quote(address, safe=_SAFE)
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


def crumb(position: int, title: str, url: str) -> View:
    """One of `breadcrumb_list`."""
    return {"@type": "ListItem", "position": position, "name": title, "item": url}


def breadcrumb_list(crumbs: Sequence[View]) -> View:
    return {"@type": "BreadcrumbList", "itemListElement": crumbs}


def product_data(base_url: str, entry: Entry, view: View, words: str, url: str) -> View:
    """schema.org Product, or a ProductGroup of its variants; the first of `words` describe it. Of a
    variant without a price there is no offer."""
    product = entry.product
    several = len(view["variants"]) > 1
    data: dict[str, Any] = {
        "@type": "ProductGroup" if several else "Product",
        "name": view["title"],
        "description": shortened(words, LONGEST_WORDS),
        "url": url,
        "image": [absolute(base_url, picture["src"]) for picture in view["pictures"]],
        "brand": {"@type": "Brand", "name": product["brand"]} if product["brand"] else None,
        "aggregateRating": _rating(view.get("rating")),
    }
    if several:
        data |= _group(base_url, entry, view, url)
    else:
        data |= next(_variants(base_url, entry, view, url), {})
    return {name: value for name, value in data.items() if value}


def _group(base_url: str, entry: Entry, view: View, url: str) -> View:
    known = [_known(option) for option in view["options"]]
    return {
        "productGroupID": view["handle"],
        "variesBy": [f"https://schema.org/{name}" for name in known if name],
        "hasVariant": [
            {"@type": "Product", "name": _variant_name(view, variant), **facts}
            for variant, facts in zip(
                view["variants"], _variants(base_url, entry, view, url), strict=True
            )
        ],
    }


def _variants(base_url: str, entry: Entry, view: View, url: str) -> Iterator[View]:
    """What only one variant says. Offers are of one currency: others cannot be compared."""
    offered = priced(entry.product)
    currency = offered[0][0]["currency"] if offered else ""
    several = len(view["variants"]) > 1
    names = _names(view)
    for stored, shown in zip(entry.product["variants"], view["variants"], strict=True):
        sku = shown["sku"]
        address = f"{url}#sku={in_address(sku)}" if several else url
        facts: View = {"sku": sku}
        if stored["barcode"]:
            facts["gtin"] = stored["barcode"]
        if several:
            facts |= _own(base_url, names, shown)
        price = stored["price"]
        if price and price["currency"] == currency:
            facts["offers"] = _offer(stored, shown, address, gone=bool(view.get("discontinued")))
        yield facts


def _names(view: View) -> list[tuple[str, str]]:
    """Of each option: schema.org's, and what the page calls it."""
    return [(_known(option), option["label"]) for option in view["options"]]


def _known(option: View) -> str:
    """schema.org's name for an option, if it has one."""
    return KNOWN_OPTIONS.get(option["name"].casefold(), "")


def _own(base_url: str, names: Sequence[tuple[str, str]], shown: View) -> View:
    """How it differs from its sisters."""
    facts = _options(names, shown["options"])
    if shown["picture"]:
        facts["image"] = absolute(base_url, shown["picture"]["src"])
    return facts


def _options(names: Sequence[tuple[str, str]], labels: Sequence[str]) -> View:
    """The options schema.org has a name for, by it; the others as properties."""
    found: View = {}
    others = []
    for (name, title), label in zip(names, labels, strict=False):
        if name:
            found[name] = label
        else:
            others.append({"@type": "PropertyValue", "name": title, "value": label})
    return {**found, "additionalProperty": others} if others else found


def _variant_name(view: View, variant: View) -> str:
    return f"{view['title']} – {variant['label']}" if variant["label"] else view["title"]


def _offer(stored: StoredVariant, shown: View, url: str, *, gone: bool) -> View:
    """The price of the page; of a sale also the former price, struck through, and its last day."""
    price = shown["price"]
    available = "Discontinued" if gone else "OutOfStock" if shown["sold_out"] else "InStock"
    offer: View = {
        "@type": "Offer",
        "price": decimal_text(**price),
        "priceCurrency": price["currency"],
        "availability": f"https://schema.org/{available}",
        "itemCondition": "https://schema.org/NewCondition",
        "url": url,
    }
    if shown["compare_at"]:
        offer["priceSpecification"] = {
            "@type": "UnitPriceSpecification",
            "priceType": "https://schema.org/StrikethroughPrice",
            "price": decimal_text(**shown["compare_at"]),
            "priceCurrency": price["currency"],
        }
        if stored["sale_ends"]:
            offer["priceValidUntil"] = stored["sale_ends"]
    return offer


def _rating(rating: Mapping[str, Any] | None) -> View | None:
    """`rating` is ``{"value", "count"}``; a product that nobody has rated says nothing."""
    if not rating or not rating["count"]:
        return None
    value, count = str(rating["value"]), rating["count"]
    return {"@type": "AggregateRating", "ratingValue": value, "reviewCount": count}
