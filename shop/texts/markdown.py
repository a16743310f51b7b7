"""Markdown of the desk as HTML: by the library and the extensions that read the files of
``content/``, but of somebody nobody knows. HTML in it is shown as it was typed, and what comes out
holds nothing that runs, and no link but to the web, to an address of the shop's own or to a mail.
"""

import logging
import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from typing import Any

# What Pelican reads Markdown with (its setting MARKDOWN), without the head of a file, and with the
# parts of "extra" but the one for HTML.
EXTENSIONS = {
    "codehilite": {"css_class": "highlight"},
    "fenced_code": {},
    "footnotes": {},
    "attr_list": {},
    "def_list": {},
    "tables": {},
    "abbr": {},
}
TAGS = {
    "p", "br", "hr", "div", "span", "strong", "em", "sub", "sup", "h1", "h2", "h3", "h4", "h5",
    "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code", "abbr", "a", "img",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
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
    return html if is_harmless(html) else _cleaned(html)


def is_harmless(html: str) -> bool:
    """Whether it holds only what Markdown is for."""
    looking = _Looking()
    looking.feed(html)
    looking.close()
    return looking.harmless


def _as_typed(text: str) -> str:
    return f"<pre>{escape(text)}</pre>"


def _converted(text: str) -> str:
    from markdown import Markdown  # with its extensions it takes longer to load than a small build

    known = {f"markdown.extensions.{name}": config for name, config in EXTENSIONS.items()}
    reader = Markdown(extensions=[*known], extension_configs=known, output_format="html")
    reader.preprocessors.deregister("html_block")
    reader.inlinePatterns.deregister("html")
    fences: Any = reader.preprocessors["fenced_code_block"]
    fences.handle_attrs = _narrowed(fences.handle_attrs)
    return str(reader.convert(text))


def _narrowed(handle: Callable[[Any], tuple[str, list[str], dict[str, Any]]]) -> Callable[..., Any]:
    def handle_attrs(attrs: Any) -> tuple[str, list[str], dict[str, Any]]:
        name, classes, config = handle(attrs)
        return name, classes, {key: config[key] for key in config if key in OF_CODE}

    return handle_attrs


def _cleaned(html: str) -> str:
    import nh3

    return nh3.clean(
        html,
        tags=TAGS,
        attributes={
            "*": EVERYWHERE,
            **{tag: names - {"style"} for tag, names in ATTRIBUTES.items()},
        },
        url_schemes=SCHEMES,
        link_rel=None,
    )


class _Looking(HTMLParser):
    """Reads what was made, as a browser would."""

    def __init__(self) -> None:
        super().__init__()
        self.harmless = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS or not all(_may_stand(tag, name, value or "") for name, value in attrs):
            self.harmless = False

    def handle_endtag(self, tag: str) -> None:
        self.harmless &= tag in TAGS

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
