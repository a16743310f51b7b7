"""What a page, mail or file says to whoever reads it: its words, and apart from them its shape.

Where words are only words, the shape is the same whatever they are.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pypdf

LINKS = {"href", "src", "action", "formaction", "srcset", "poster", "data", "content"}
SAFE = ("https://", "http://", "/", "#", "?", "mailto:", "tel:", "data:image/", "")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(slots=True)
class Said:
    """`shape` in the order of reading; `links` lead somewhere; `texts` are what is read; `forms`
    are where one posts to, and its fields with what they are."""

    shape: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    forms: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def add(self, other: "Said", name: str = "") -> None:
        self.shape += [f"{name}{each}" for each in other.shape]
        self.texts += other.texts
        self.links += other.links
        self.faults += other.faults


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said = Said()
        self._words: list[str] = []
        self._script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.finish()
        self._form(tag, {name: value or "" for name, value in attrs})
        self.said.shape.append(" ".join([tag, *(name for name, _value in attrs)]))
        self._script = next((value or "js" for name, value in attrs if name == "type"), "js")
        self._script = self._script if tag == "script" else ""
        for name, value in attrs:
            if name.startswith("on"):
                self.said.faults.append(f"<{tag} {name}={value!r}>")
            into = self.said.links if name in LINKS else self.said.texts
            into.append(value or "")
            if name in LINKS - {"content"} and not _is_safe(value or ""):
                self.said.faults.append(f"<{tag} {name}={value!r}>")

    def _form(self, tag: str, attrs: dict[str, str]) -> None:
        if tag == "form" and attrs.get("method", "").lower() == "post":
            self.said.forms.append((attrs.get("action", ""), {}))
        elif tag in {"input", "textarea", "select"} and self.said.forms and attrs.get("name"):
            kind = attrs.get("type", "text") if tag == "input" else tag
            self.said.forms[-1][1][attrs["name"]] = kind

    def handle_endtag(self, tag: str) -> None:
        self.finish()
        self.said.shape.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_comment(self, data: str) -> None:
        self.said.shape.append("comment")
        self.said.texts.append(data)

    def finish(self) -> None:
        words, self._words = "".join(self._words), []
        if "json" in self._script:
            self.said.add(_json(words.encode()), "ld ")
        elif words.strip():
            self.said.texts.append(words)
        self._script = ""


def _is_safe(address: str) -> bool:
    scheme, colon, _rest = address.strip().partition(":")
    return not colon or not scheme.isalpha() or address.strip().lower().startswith(SAFE[:-1])


def html(content: bytes) -> Said:
    parser = _Html()
    parser.feed(content.decode())
    parser.close()
    parser.finish()
    return parser.said


def xml(content: bytes) -> Said:
    """Of feeds: what is HTML in one of their texts is read as such."""
    said = Said()
    for element in ET.fromstring(content).iter():  # noqa: S314 - the shop's own
        said.shape.append(" ".join([str(element.tag), *sorted(element.attrib)]))
        words = element.text or ""
        if element.attrib.get("type") == "html" or str(element.tag) == "description":
            said.add(html(words.encode()), "html ")
        else:
            said.texts.append(words)
        said.texts += element.attrib.values()
    return said


def _json(content: bytes) -> Said:
    said = Said()
    for path, text in _strings(json.loads(content), ""):
        said.shape.append(path)
        said.texts.append(text)
    return said


def _strings(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _strings(item, f"{path}.{name}")
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, f"{path}[]")
    elif isinstance(value, str):
        yield path, value


def table(content: bytes) -> Said:
    said = Said()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    said.shape = [f"row {len(row)}" for row in rows]
    said.texts = [_plain(cell) for row in rows for cell in row]
    said.faults = [c for row in rows for c in row if c.startswith(FORMULA) and not _number(c)]
    return said


def workbook(content: bytes) -> Said:
    """Cells that hold words cannot be formulas, whatever they begin with."""
    said = Said()
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        said.shape.append(f"sheet {sheet.max_row}")
        said.texts += [_plain(str(cell.value)) for cell in cells]
        said.faults += [str(cell.value) for cell in cells if cell.data_type == "f"]
    return said


def _plain(cell: str) -> str:
    """Without the sign that keeps spreadsheet programs from reckoning."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _number(cell: str) -> bool:
    return cell.lstrip("+-").replace(".", "").isdigit()


def paper(content: bytes) -> Said:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return Said(texts=[page.extract_text() for page in pages])


def text(content: bytes) -> Said:
    return Said(texts=[content.decode()])


def mail(content: bytes) -> Said:
    message = message_from_bytes(content, policy=policy.default)
    said = Said(shape=list(message.keys()), texts=[_header(each) for each in message.values()])
    for part in message.iter_parts():
        body = part.get_content().encode()
        said.add(html(body) if part.get_content_subtype() == "html" else text(body))
    return said


def _header(value: Any) -> str:
    """As a mail program shows it."""
    people = getattr(value, "addresses", ())
    return " ".join(f"{each.display_name} {each.addr_spec}" for each in people) or str(value)


READERS: dict[str, Callable[[bytes], Said]] = {
    "sheet": workbook,
    "html": html,
    "xml": xml,
    "atom": xml,
    "json": _json,
    "csv": table,
    "xlsx": workbook,
    "pdf": paper,
    "txt": text,
    "plain": text,
    "mail": mail,
}


def read(name: str, kind: str, content: bytes) -> Said:
    """`kind` is a content type or the name of a file."""
    for sign, reader in READERS.items():
        if sign in kind.rpartition(".")[2] or sign in kind.partition(";")[0]:
            return reader(content)
    raise AssertionError(f"{name}: nobody reads {kind}")
