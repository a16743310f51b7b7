"""Sheets of A4 with margins, a running head, page numbers, and blocks that are not torn apart."""

from collections.abc import Callable, Sequence
from datetime import datetime

from shop.papers.pdf import A4, Document, Page
from shop.papers.setting import Style, width, wrapped

LEFT, RIGHT = 54.0, A4[0] - 54.0
TOP, BOTTOM = 60.0, A4[1] - 82.0
FOOT = A4[1] - 52.0
LEADING = 1.42  # Vietnamese carries two marks over a capital

TITLE = Style(25, "semibold", 0.08)
NUMBER = Style(11, "regular", 0.35)
STRONG = Style(9.5, "semibold")
BODY = Style(9.5)
SOFT = Style(8, "regular", 0.42)
LABEL = Style(7.5, "regular", 0.45)
SUM = Style(13, "semibold", 0.08)

Say = Callable[[str], str]


class Sheet:
    """`y` is where the next block begins. `running` stands on top of every page but the first."""

    def __init__(self, title: str, author: str, language: str, created: datetime) -> None:
        self.document = Document(title, author, language, created)
        self.running = title
        self.language = language
        self.page: Page = self.document.page()
        self.y = TOP

    def fits(self, height: float) -> bool:
        return self.y + height <= BOTTOM

    def turn(self) -> None:
        """A new page, with its running head."""
        self.page = self.document.page()
        self.page.text(LEFT, TOP - 12, self.running, SOFT)
        self.y = TOP + 10

    def width(self, text: str, style: Style) -> float:
        return width(text, self.language, style)

    def wrapped(self, text: str, style: Style, room: float) -> list[str]:
        return wrapped(text, self.language, style, room)

    def at(self, x: float, y: float, text: str, style: Style) -> None:
        """With the top of its line at `y`."""
        self.page.text(x, y + style.size, text, style)

    def ending_at(self, x: float, y: float, text: str, style: Style) -> None:
        self.at(x - self.width(text, style), y, text, style)

    def stack(self, x: float, y: float, rows: Sequence[tuple[str, Style]], room: float) -> float:
        """Paragraphs below one another; returns where the next would begin."""
        for text, style in rows:
            for line in self.wrapped(text, style, room):
                self.at(x, y, line, style)
                y += style.size * LEADING
        return y

    def paragraphs(self, rows: Sequence[tuple[str, Style]], above: float) -> None:
        """The next block over the whole width, `above` lower; on a new page if it does not fit."""
        room = RIGHT - LEFT
        lines = [style for text, style in rows for _line in self.wrapped(text, style, room)]
        if not self.fits(above + LEADING * sum(style.size for style in lines)):
            self.turn()
            above = 0
        self.y = self.stack(LEFT, self.y + above, rows, room)

    def content(self, foot: str, page_of: str) -> bytes:
        """The PDF. `page_of` has places for ``page`` and ``pages``."""
        pages = self.document.pages
        for number, page in enumerate(pages, start=1):
            self.page = page
            page.rule(LEFT, FOOT, RIGHT - LEFT, 0.8)
            counted = page_of % {"number": number, "pages": len(pages)} if len(pages) > 1 else ""
            self.ending_at(RIGHT, FOOT + 7, counted, LABEL)
            room = RIGHT - LEFT - self.width(counted, LABEL) - 20
            for place, line in enumerate(self.wrapped(foot, LABEL, room)[:2]):
                self.at(LEFT, FOOT + 7 + place * LABEL.size * LEADING, line, LABEL)
        return self.document.content()
