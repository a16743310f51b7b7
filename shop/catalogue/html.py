"""Descriptions as safe HTML: an owner's spreadsheet may come from anywhere."""

import html
import re

import nh3

_TAG = re.compile(r"<\s*[a-zA-Z!/][^>]*>")
TAGS = {
    "p", "br", "hr", "div", "span", "strong", "b", "em", "i", "u", "s", "sub", "sup",
    "small", "mark", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd",
    "blockquote", "pre", "code", "a", "img", "figure", "figcaption", "table", "caption",
    "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}


def clean_description(text: str) -> str:
    """Only harmless elements; plain text becomes paragraphs, its single line breaks ``<br>``."""
    text = text.strip()
    if not text:
        return ""
    if not _TAG.search(text):
        return _paragraphs(html.unescape(text))
    return nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    ).strip()


def plain_text(text: str) -> str:
    """Without any element, on one line."""
    return " ".join(html.unescape(nh3.clean(text, tags=set())).split())


def _paragraphs(text: str) -> str:
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        f"<p>{html.escape(block.strip(), quote=False).replace(chr(10), '<br>')}</p>"
        for block in blocks
        if block.strip()
    )
