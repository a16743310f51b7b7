"""Markdown of the desk as HTML: by the library and the extensions that read the files of
``content/``, but of somebody nobody knows. HTML in it is shown as it was typed, and what comes out
holds nothing that runs, and no link but to the web, to an address of the shop's own or to a mail.
"""

import logging
import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown.extensions import Extension

HIGHLIGHT = "highlight"  # as Pelican calls blocks of code

TAGS = {
    "p", "br", "hr", "div", "span", "strong", "em", "sub", "sup", "h1", "h2", "h3", "h4", "h5",
    "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code", "abbr", "a", "img",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
VOID = {"br", "hr", "img"}
EVERYWHERE = {"class", "id", "title", "lang", "dir"}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"style", "colspan", "rowspan"},
    "th": {"style", "colspan", "rowspan", "scope"},
}
SCHEMES = {"http", "https", "mailto"}
# What may be said of a block of code. More would reach the highlighter, which can write files.
OF_CODE = {"hl_lines", "linenums", "use_pygments"}
# The library looks for the end of each from there to the end of the text: 20,000 take 40 seconds.
MOST_BRACKETS = 1000

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_ALIGNED = re.compile(r"text-align: (left|right|center);")
_BEFORE = "".join(map(chr, range(0x21)))
_WITHIN = str.maketrans("", "", "\t\n\r")

log = logging.getLogger(__name__)


def rendered(text: str) -> str:
    """HTML that may stand on any page of the shop."""
    if text.count("[") > MOST_BRACKETS:
        return _as_typed(text)
    try:
        html = _converted(text)
    except Exception:  # a text that a library stumbles over keeps no page from being built
        log.exception("A text could not be read as Markdown.")
        return _as_typed(text)
    found = _Reader(html)
    return html if found.harmless else found.text()


def is_harmless(html: str) -> bool:
    """Whether it holds only what Markdown is for."""
    return _Reader(html).harmless


def _as_typed(text: str) -> str:
    return f"<pre>{escape(text)}</pre>"


def _converted(text: str) -> str:
    from markdown import Markdown  # with its extensions it takes longer to load than a small build

    reader = Markdown(extensions=extensions(), output_format="html")
    reader.preprocessors.deregister("html_block")
    reader.inlinePatterns.deregister("html")
    fences: Any = reader.preprocessors["fenced_code_block"]
    fences.handle_attrs = _narrowed(fences.handle_attrs)
    return str(reader.convert(text))


def extensions() -> "list[Extension]":
    """What Pelican reads Markdown with (its setting MARKDOWN), without the head of a file, and with
    the parts of "extra" but the one for HTML. Imported, not named: what a function on AWS carries
    is found by its imports."""
    from markdown.extensions.abbr import AbbrExtension
    from markdown.extensions.attr_list import AttrListExtension
    from markdown.extensions.codehilite import CodeHiliteExtension
    from markdown.extensions.def_list import DefListExtension
    from markdown.extensions.fenced_code import FencedCodeExtension
    from markdown.extensions.footnotes import FootnoteExtension
    from markdown.extensions.tables import TableExtension

    return [
        CodeHiliteExtension(css_class=HIGHLIGHT),
        FencedCodeExtension(),
        FootnoteExtension(),
        AttrListExtension(),
        DefListExtension(),
        TableExtension(),
        AbbrExtension(),
    ]


def _narrowed(handle: Callable[[Any], tuple[str, list[str], dict[str, Any]]]) -> Callable[..., Any]:
    def handle_attrs(attrs: Any) -> tuple[str, list[str], dict[str, Any]]:
        name, classes, config = handle(attrs)
        return name, classes, {key: config[key] for key in config if key in OF_CODE}

    return handle_attrs


class _Reader(HTMLParser):
    """Reads what was made as a browser would, and writes anew what may stand: `harmless` says
    whether that was all of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.harmless = True
        self._kept: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def text(self) -> str:
        return "".join([*self._kept, *(f"</{tag}>" for tag in reversed(self._open))])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.harmless = False
            return
        known = [(name, value or "") for name, value in attrs]
        kept = [(name, value) for name, value in known if _may_stand(tag, name, value)]
        self.harmless &= kept == known
        said = "".join(f' {name}="{escape(value)}"' for name, value in kept)
        self._kept.append(f"<{tag}{said}>")
        self._open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            self.harmless &= tag in VOID
            return
        while self._open:
            last = self._open.pop()
            self._kept.append(f"</{last}>")
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        self._kept.append(escape(data, quote=False))

    def handle_comment(self, data: str) -> None:
        del data
        self.harmless = False

    def handle_decl(self, decl: str) -> None:
        del decl
        self.harmless = False

    def handle_pi(self, data: str) -> None:
        del data
        self.harmless = False

    def unknown_decl(self, data: str) -> None:
        del data
        self.harmless = False


def _may_stand(tag: str, name: str, value: str) -> bool:
    if name in EVERYWHERE:
        return True
    if name not in ATTRIBUTES.get(tag, ()):
        return False
    if name == "style":
        return _ALIGNED.fullmatch(value) is not None
    return name not in {"href", "src"} or _leads_well(value)


def _leads_well(address: str) -> bool:
    """What browsers leave out of an address must not hide where it leads (URL Standard, 4.4)."""
    found = _SCHEME.match(address.lstrip(_BEFORE).translate(_WITHIN))
    return found is None or found.group(1).casefold() in SCHEMES
