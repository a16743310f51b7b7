"""A table that goes on over pages: its head is repeated, and no row is torn in two."""

from collections.abc import Sequence
from dataclasses import dataclass

from shop.papers.setting import Style
from shop.papers.sheet import BODY, LABEL, LEADING, LEFT, RIGHT, SOFT, Sheet

PADDING = 6.5


@dataclass(frozen=True, slots=True)
class Column:
    """Text begins at `x`, or ends there where it is `right`; the first has `room` to wrap in."""

    name: str
    x: float
    right: bool = False
    room: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` for every column; `small` stands below the first one. `tick` draws an empty box."""

    cells: tuple[str, ...]
    small: str = ""
    tick: bool = False


def draw(sheet: Sheet, columns: Sequence[Column], rows: Sequence[Row], below: float) -> None:
    """`below` is how high what follows is: the last row stays on the same page with it."""
    if rows:
        _head(sheet, columns)
    for place, row in enumerate(rows, start=1):
        main = sheet.wrapped(row.cells[0], BODY, columns[0].room)
        small = sheet.wrapped(row.small, SOFT, columns[0].room)
        height = (len(main) * BODY.size + len(small) * SOFT.size) * LEADING + 2 * PADDING
        if not sheet.fits(height + (below if place == len(rows) else 0)):
            sheet.turn()
            _head(sheet, columns)
        _row(sheet, columns, row, [*_styled(main, BODY), *_styled(small, SOFT)])
        sheet.y += height
        sheet.page.rule(LEFT, sheet.y, RIGHT - LEFT, 0.85, 0.4)


def _styled(lines: Sequence[str], style: Style) -> list[tuple[str, Style]]:
    return [(line, style) for line in lines]


def _head(sheet: Sheet, columns: Sequence[Column]) -> None:
    for column in columns:
        place = sheet.ending_at if column.right else sheet.at
        place(column.x, sheet.y, column.name, LABEL)
    sheet.y += LABEL.size * LEADING + 4
    sheet.page.rule(LEFT, sheet.y, RIGHT - LEFT, 0.15, 0.8)


def _row(
    sheet: Sheet, columns: Sequence[Column], row: Row, first: Sequence[tuple[str, Style]]
) -> None:
    top = sheet.y + PADDING
    if row.tick:
        sheet.page.box(LEFT, top + 1, 9, 0.35)
    sheet.stack(columns[0].x, top, first, columns[0].room + 1)
    for column, text in zip(columns[1:], row.cells[1:], strict=True):
        place = sheet.ending_at if column.right else sheet.at
        place(column.x, top, text, BODY)
