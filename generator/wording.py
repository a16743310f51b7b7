"""What a product says in a language, with the fallbacks of `shop.i18n.languages.pick`."""

import re
from html import unescape
from typing import Any

from generator.stored import StoredPicture, StoredProduct
from shop.i18n.languages import pick

DESCRIPTION_LENGTH = 160  # what a search result shows of a description
_PARTING = "(?i:p|div|br|h[1-6]|[uo]l|li|d[lte]|table|t[rhd]|blockquote)"  # paragraphs
_OFTEN = "p>|li>|[uo]l>|br>"  # of these; written like this they are found in half the time
_REST = """[^"'>]*(?:(?:"[^"]*"|'[^']*')[^"'>]*)*>"""  # of a tag; in a value, ">" does not end it
# A tag that parts paragraphs, which is remembered, and such behind it; a comment; any other tag.
_TAG = re.compile(
    rf"<(?:/?({_OFTEN}|{_PARTING}\b{_REST})\s*(?:</?(?:{_OFTEN})\s*)*|!--.*?-->|/?[a-zA-Z]{_REST})",
    re.DOTALL,
)

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, §2.2


def product_text(product: StoredProduct, field: str, language: str, default: str) -> Any:
    """`title`, `description`, `attributes`, `origin` or `reason` in the best language there is."""
    own = product[field]  # type: ignore[literal-required] # one of those above
    if not product["texts"]:
        return own
    spoken = product["texts"].get(language)
    if spoken and spoken[field]:  # type: ignore[literal-required]
        return spoken[field]  # type: ignore[literal-required]
    values = {default: own}
    for code, text in product["texts"].items():
        values[code] = text[field] or values.get(code)  # type: ignore[literal-required]
    said = {code: code for code, value in values.items() if value}
    return values[pick(said, language, default) or default]


def option_name(product: StoredProduct, number: int, language: str, default: str) -> str:
    option = product["options"][number]
    if not option["names"]:
        return option["name"]
    return pick({default: option["name"], **option["names"]}, language, default)


def option_value(
    product: StoredProduct, number: int, value: str, language: str, default: str
) -> str:
    """A variant's value in words: "Small" as "Nhỏ"."""
    known = product["options"][number]["values"] if number < len(product["options"]) else None
    if not known:
        return value
    words = {code: translated.get(value, "") for code, translated in known.items()}
    return pick({default: value, **words}, language, default)


def picture_view(picture: StoredPicture, title: str, language: str, default: str) -> dict[str, Any]:
    """A picture that says nothing of itself is described by what it belongs to."""
    alt = picture["alt"]
    if picture["alts"]:
        alt = pick({default: alt, **picture["alts"]}, language, default)
    return {"src": picture["src"], "alt": alt or title}


def plain(html: str) -> str:
    """The text of some HTML that is well formed, on one line; paragraphs stay apart. Characters
    that XML cannot hold are left out, so that a feed may carry it."""
    text = str(html)  # Markup would escape what is joined
    if "<" in text:
        parts = _TAG.split(text)  # a text, whether it is parted from what follows, a text …
        parts[1::2] = [" " if parting else "" for parting in parts[1::2]]
        text = "".join(parts)
    if "&" in text:
        alone = text.count("&") == text.count("&amp;")
        text = text.replace("&amp;", "&") if alone else unescape(text)
    tidy = text.isprintable() and "  " not in text  # mostly; then it need not be taken apart
    return text.strip() if tidy else writable(" ".join(text.split()))


def writable(text: str) -> str:
    """Without what XML cannot hold. Most texts hold nothing of it."""
    return text if text.isprintable() else _UNWRITABLE.sub("", text)


def shortened(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """At most `length` characters, ending after a whole word where words are spaced."""
    if len(text) <= length:
        return text
    start = text[: length - 1]
    words, space, _ = start.rpartition(" ")
    return (words if space and len(words) > length // 2 else start).rstrip(" ,;:–-") + "…"
