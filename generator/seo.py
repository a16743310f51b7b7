"""What search engines read: JSON-LD (schema.org, as JSON in the page) and language alternates."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import orjson
from markupsafe import Markup

_SAFE = "/:?&=#%+,;@~!$'()*[]"
_PLAIN = re.compile(r"[A-Za-z0-9._\-/:?&=#%+,;@~!$'()*\[\]]*")  # what `quote` leaves as it is
_UNRESERVED = re.compile(r"[A-Za-z0-9._\-~]*")  # the same where nothing else is safe
# A script element ends at "</script" wherever that stands, even inside a JSON string, and "<!--"
# changes how the rest is read (HTML, "Restrictions for contents of script elements"). As JSON
# escapes, these characters mean the same and end nothing.
NEXT = '","'  # between two texts of a list
_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def json_ld(*things: Mapping[str, Any]) -> Markup:
    """Several things as one JSON-LD text that is safe between script tags."""
    return as_json_ld(*(_escaped(orjson.dumps(thing).decode()) for thing in things))


def as_json_ld(*things: str) -> Markup:
    """The same of things that are JSON already, their texts written by `in_json`."""
    return marked(f'{{"@context":"https://schema.org","@graph":[{",".join(things)}]}}')


def marked(text: str) -> Markup:
    """`text` as a page may show it as it is: `Markup`, without its looking for ``__html__``."""
    return str.__new__(Markup, text)


def in_json(*texts: str) -> list[str]:
    """As they stand between the quotes of JSON, and between script tags.

    They are written as one list, which is taken apart again: inside a text no quote follows a
    comma, because there each has a backslash before it.
    """
    return _escaped(orjson.dumps(texts).decode())[2:-2].split(NEXT)


def _escaped(text: str) -> str:
    for character, escaped in _ESCAPES.items():
        if character in text:
            text = text.replace(character, escaped)
    return text


def url_in_json(*urls: str) -> str:
    """Complete URLs as they stand between the quotes of JSON, `NEXT` between them. What `absolute`
    gives holds nothing else that would have to be escaped."""
    return NEXT.join(urls).replace("&", "\\u0026")


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


def crumb(position: int, title: str, url: str) -> str:
    """One of `breadcrumb_list`, as JSON; title and address are as `in_json` writes them."""
    return f'{{"@type":"ListItem","position":{position},"name":"{title}","item":"{url}"}}'


def breadcrumb_list(*crumbs: str) -> str:
    return f'{{"@type":"BreadcrumbList","itemListElement":[{",".join(crumbs)}]}}'
