"""What a product says in a language, with the fallbacks of `shop.i18n.languages.pick`."""

import re
from html import unescape
from typing import Any

from generator.stored import StoredPicture, StoredProduct
from shop.i18n.languages import pick

DESCRIPTION_LENGTH = 160  # what a search result shows of a description
_BLOCK = re.compile(
    r"</?(?:p|div|br|h[1-6]|[uo]l|li|d[lte]|table|t[rhd]|blockquote)\b", re.IGNORECASE
)
_TAG = re.compile(r"""<!--.*?-->|</?[a-zA-Z](?:[^"'>]|"[^"]*"|'[^']*')*>""", re.DOTALL)


def product_text(product: StoredProduct, field: str, language: str, default: str) -> Any:
    """`title`, `description`, `attributes`, `origin` or `reason` in the best language there is."""
    own = product[field]  # type: ignore[literal-required] # one of those above
    if not product["texts"]:
        return own
    values = {default: own}
    for code, text in product["texts"].items():
        values[code] = text[field] or values.get(code)  # type: ignore[literal-required]
    spoken = {code: code for code, value in values.items() if value}
    return values[pick(spoken, language, default) or default]


def option_name(product: StoredProduct, number: int, language: str, default: str) -> str:
    option = product["options"][number]
    return pick({default: option["name"], **option["names"]}, language, default)


def option_value(
    product: StoredProduct, number: int, value: str, language: str, default: str
) -> str:
    """A variant's value in words: "Small" as "Nhỏ"."""
    if number >= len(product["options"]):
        return value
    known = product["options"][number]["values"]
    words = {code: translated.get(value, "") for code, translated in known.items()}
    return pick({default: value, **words}, language, default)


def picture_view(picture: StoredPicture, title: str, language: str, default: str) -> dict[str, Any]:
    """A picture that says nothing of itself is described by what it belongs to."""
    alt = pick({default: picture["alt"], **picture["alts"]}, language, default)
    return {"src": picture["src"], "alt": alt or title}


def plain(html: str) -> str:
    """The text of some HTML that is well formed, on one line; paragraphs stay apart."""
    spaced = _TAG.sub("", _BLOCK.sub(r" \g<0>", str(html)))  # Markup would escape what is joined
    return " ".join(unescape(spaced).split())


def shortened(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """At most `length` characters, ending after a whole word where words are spaced."""
    if len(text) <= length:
        return text
    start = text[: length - 1]
    words, space, _ = start.rpartition(" ")
    return (words if space and len(words) > length // 2 else start).rstrip(" ,;:–-") + "…"
