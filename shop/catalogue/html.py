"""Descriptions as safe HTML: an owner's spreadsheet may come from anywhere."""

import html
import re
from functools import cache

import nh3

_TAG = re.compile(r"<\s*[a-zA-Z!/][^>]*>")
_BLOCK = re.compile(
    r"<\s*(?:p|br|hr|div|h[1-6]|ul|ol|dl|blockquote|pre|figure|table|section|article|script|style)\b",
    re.IGNORECASE,
)
TAGS = {
    "p", "br", "hr", "div", "span", "strong", "b", "em", "i", "u", "s", "sub", "sup",
    "small", "mark", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd",
    "blockquote", "pre", "code", "a", "img", "figure", "figcaption", "table", "caption",
    "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
PASSES = 10  # each takes away what the one before laid bare; most texts need two
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}


def clean_description(text: str) -> str:
    """Only harmless elements. Text without paragraphs of its own, as WooCommerce keeps it, gets
    them at its empty lines, and ``<br>`` at single line breaks.

    What comes out goes in again as it is: otherwise an export, imported again, would be a change.
    """
    for _ in range(PASSES):
        before, text = text, _cleaned(text)
        if text == before:
            break
    return text


def _cleaned(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    if not _TAG.search(text):
        return _paragraphs(html.escape(html.unescape(text), quote=False))
    if "\n" in text and not _BLOCK.search(text):
        text = _paragraphs(text)
    return _cleaner().clean(text).strip()


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    )


def _paragraphs(text: str) -> str:
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        f"<p>{block.strip().replace(chr(10), '<br>')}</p>" for block in blocks if block.strip()
    )
