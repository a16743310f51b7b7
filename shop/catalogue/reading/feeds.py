"""RSS and Atom product feeds as a table: one row per item, one column per element.

Read with expat, which is told to stop at a document type: without one there are no entities to
expand and no other files to fetch.
"""

import xml.parsers.expat
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from shop.catalogue.reading.problems import refusal
from shop.i18n.messages import translatable

ITEMS = {"item", "entry"}
REPEATED = "additional_image_link"  # separated by commas in the tabular form
MAX_ITEMS = 250_000
MAX_ELEMENTS = 1000  # different ones: they become columns
CHUNK = 1 << 16


def is_feed(content: bytes) -> bool:
    """Whether it begins as XML does; what it holds is found out by reading it."""
    head = content[:512].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith((b"<?xml", b"<rss", b"<feed", b"<!--", b"<!DOCTYPE"))


def feed_records(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """The elements' names as row 1, then the items. Raises InvalidSpreadsheet."""
    feed = _Feed(name)
    try:
        feed.parse(content)
    except ExpatError as error:
        raise refusal(
            "feed",
            translatable(
                "%(name)s is not well-formed XML (line %(line)s). Export it again.",
                name=name,
                line=str(error.lineno),
            ),
        ) from None
    if not feed.items:
        raise refusal(
            "feed",
            translatable(
                "%(name)s is XML without items. It reads RSS and Atom product feeds.", name=name
            ),
        )
    columns = list(dict.fromkeys(column for item in feed.items for column in item))
    yield 1, columns
    for number, item in enumerate(feed.items, start=2):
        yield number, [",".join(item.get(column, ())) for column in columns]


class _Feed:
    """Collects the texts of the elements directly inside an item; deeper ones are left out."""

    def __init__(self, name: str) -> None:
        self.items: list[dict[str, list[str]]] = []
        self._name = name
        self._elements: set[str] = set()
        self._depth = 0  # 0 outside an item, 1 in it, 2 in one of its elements
        self._text: list[str] = []

    def parse(self, content: bytes) -> None:
        parser = xml.parsers.expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        for start in range(0, len(content), CHUNK):
            parser.Parse(content[start : start + CHUNK], start + CHUNK >= len(content))

    def _refuse(self, *_declared: object) -> None:
        raise refusal(
            "entities",
            translatable(
                "%(name)s declares a document type or entities, which no product feed "
                "needs. Remove them.",
                name=self._name,
            ),
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._depth:
            self._depth += 1
            self._text = [attributes["href"]] if tag == "link" and "href" in attributes else []
        elif tag.rpartition(":")[2] in ITEMS:
            if len(self.items) >= MAX_ITEMS:
                raise refusal(
                    "too_long",
                    translatable(
                        "%(name)s has more than %(items)s items.",
                        name=self._name,
                        items=MAX_ITEMS,
                    ),
                )
            self._depth = 1
            self.items.append({})

    def _data(self, text: str) -> None:
        if self._depth == 2:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        if self._depth == 2:
            self._keep(tag.rpartition(":")[2].lower())
        self._depth = max(0, self._depth - 1)

    def _keep(self, column: str) -> None:
        """Only pictures may be repeated; of anything else the first text counts."""
        self._elements.add(column)
        if len(self._elements) > MAX_ELEMENTS:
            raise refusal(
                "too_wide",
                translatable(
                    "%(name)s has more than %(elements)s elements.",
                    name=self._name,
                    elements=str(MAX_ELEMENTS),
                ),
            )
        text = "".join(self._text).strip()
        found = self.items[-1].setdefault(column, [])
        if text and (not found or column == REPEATED):
            found.append(text)
