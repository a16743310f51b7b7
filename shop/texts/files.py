"""Texts of the desk as files that ``content/`` takes: whoever leaves takes their words along, and a
file makes the same page."""

import re
from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import NamedTuple

from shop.texts.markdown import HIGHLIGHT, MOST_BRACKETS, rendered
from shop.texts.model import Text, Words

FOLDERS = {"announcement": "announcements", "page": "pages"}
# What Pelican reads files with, beside their heads.
EXTENSIONS = ["markdown.extensions.codehilite", "markdown.extensions.extra"]
CONFIG = {"markdown.extensions.codehilite": {"css_class": HIGHLIGHT}}
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?:(?!\1).)+?\1")
_OF_PELICANS = re.compile(r"""(?:href|src)=["'][{|]""")  # it looks for a file of that name


class File(NamedTuple):
    """`path` is below ``content/``. `same`: whether the page is the same to the last letter."""

    path: str
    content: str
    same: bool


def files_of(text: Text) -> Iterator[File]:
    """One for each language it is written in."""
    for language, words in sorted(text.written().items()):
        body, same = _body(words.body)
        plain = escape(words.title, quote=False) == words.title
        path = f"{FOLDERS[text.kind]}/{text.handle}.{language}.md"
        yield File(path, f"{_head(text, language, words)}\n{body}\n", same and plain)


def _head(text: Text, language: str, words: Words) -> str:
    page, dated = text.kind == "page", text.dated or text.begins or text.at
    lines = {
        "Title": words.title,
        "Date": "" if page else _written(dated),
        "Slug": text.handle,
        "Lang": language,
        "Summary": words.summary,
        "Status": "" if text.status == "published" else "draft",
        "Begins": _written(text.begins),
        "Ends": _written(text.ends),
        "Banner": "" if text.banner or page else "no",
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items() if value)


def _written(moment: datetime | None) -> str:
    return moment.isoformat(timespec="minutes") if moment else ""


def _body(body: str) -> tuple[str, bool]:
    """The Markdown as it is; where a file would take HTML in it for HTML, with that escaped."""
    wanted = rendered(body)
    if body.count("[") > MOST_BRACKETS or _OF_PELICANS.search(wanted):
        return body, False
    for words in (body, _escaped(body), wanted):
        if _as_a_file(words) == wanted:
            return words, True
    return _escaped(body), False


def _as_a_file(body: str) -> str:
    from markdown import Markdown

    reader = Markdown(extensions=EXTENSIONS, extension_configs=CONFIG, output_format="html")
    return str(reader.convert(body))


def _escaped(body: str) -> str:
    """With ``<`` written as HTML has it, but in code, where Markdown does so itself."""
    lines, fence = [], ""
    for line in body.split("\n"):
        found = _FENCE.match(line)
        if found and (not fence or found.group(1).startswith(fence)):
            fence = "" if fence else found.group(1)
            lines.append(line)
        elif fence or line.startswith(("    ", "\t")):
            lines.append(line)
        else:
            lines.append(_outside_code(line))
    return "\n".join(lines)


def _outside_code(line: str) -> str:
    parts, end = [], 0
    for code in _CODE.finditer(line):
        parts += [line[end : code.start()].replace("<", "&lt;"), code.group()]
        end = code.end()
    return "".join([*parts, line[end:].replace("<", "&lt;")])
