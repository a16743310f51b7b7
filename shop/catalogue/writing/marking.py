"""Problems shown in a workbook: coloured cells, notes, a list with links, dropdowns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from shop.catalogue.escaping import xml_text
from shop.catalogue.reading.cells import folded
from shop.catalogue.reading.formats import AUTO, choose
from shop.catalogue.reading.sheets import find_header
from shop.catalogue.reading.shopify import COLUMNS as SHOPIFY
from shop.catalogue.reading.table_columns import COLUMNS as TABLE
from shop.catalogue.reading.table_columns import split_language
from shop.catalogue.reading.woocommerce_columns import columns as woocommerce_columns
from shop.catalogue.writing.choices import CHOICES, MARGIN, add_dropdowns
from shop.catalogue.writing.problem_sheet import add_problem_sheet, remove_problem_sheet
from shop.errors import InvalidInput, InvalidSpreadsheet

AUTHOR = "The shop"
COLOURS = {"error": "FFFFC7CE", "warning": "FFFFEB9C", "info": "FFDDEBF7"}
SEVERITIES = list(COLOURS)
MAX_NOTES = 5000
LONGEST_NOTE = 2000
LAST_ROW = 1_048_576

# What the reader of Shopify calls fields that our table calls otherwise.
ELSEWHERE = {"pictures": "picture", "weight": "grams"}

Problem = Mapping[str, Any]
Place = tuple[int, int]


class Table(NamedTuple):
    """Where the products are: the sheet the reader reads, and its header's row."""

    sheet: Worksheet
    top: int
    header: list[str]


def mark(book: Workbook, problems: Sequence[Problem], file: str) -> None:
    remove_problem_sheet(book)
    table = _table(book)
    if table is None:
        add_problem_sheet(book, None, [(problem, None) for problem in problems])
        return
    _clear(table.sheet)
    columns = _columns(table.header)
    located = [(problem, _place(problem, table, columns)) for problem in problems]
    _mark_cells(table.sheet, located)
    if not table.sheet.freeze_panes:
        table.sheet.freeze_panes = f"A{table.top + 1}"
    last = max(table.sheet.max_row, table.top) + MARGIN
    add_dropdowns(table.sheet, table.header, _choices(table.header, file), (table.top + 1, last))
    add_problem_sheet(book, table.sheet, located)


def _table(book: Workbook) -> Table | None:
    """The sheet and the header that the reader finds."""
    for sheet in sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible"):
        try:
            top, header, _below = find_header(_texts(sheet), sheet.title)
        except InvalidSpreadsheet:
            continue
        return Table(sheet, top, header)
    return None


def _texts(sheet: Worksheet) -> Iterator[tuple[int, list[str]]]:
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, ["" if value is None else str(value).strip() for value in values]


def _clear(sheet: Worksheet) -> None:
    """What an earlier import marked: the file may be corrected and come back."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.comment and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = PatternFill()


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Places by folded name; a field's name in our table leads to what the file calls it."""
    found: dict[str, int] = {}
    for index, name in enumerate(header, start=1):
        base, code = split_language(name)
        for written in (name, f"{base}[{code}]" if code else name):
            if written:
                found.setdefault(folded(written), index)
    woocommerce = woocommerce_columns(header)
    for field, names in TABLE.items():
        shopify = SHOPIFY.get(ELSEWHERE.get(field, field), ())
        others = (*names, *shopify, *woocommerce.get(field, ()))
        place = next((found[n] for n in map(folded, others) if n in found), None)
        if place:
            found.setdefault(folded(names[0]), place)
    return found


def _place(problem: Problem, table: Table, columns: Mapping[str, int]) -> Place | None:
    """The cell; the row's first one where the problem is of the whole row."""
    row = problem["row"]
    if row is None or not 1 <= row <= LAST_ROW:
        return None
    return max(row, table.top), columns.get(folded(problem["column"]), 1)


def _mark_cells(sheet: Worksheet, located: Iterable[tuple[Problem, Place | None]]) -> None:
    by_place: dict[Place, list[Problem]] = {}
    for problem, place in located:
        if place:
            by_place.setdefault(place, []).append(problem)
    for number, (place, problems) in enumerate(sorted(by_place.items(), key=_weight)):
        cell = _cell(sheet, place)
        worst = min((problem["severity"] for problem in problems), key=SEVERITIES.index)
        cell.fill = PatternFill("solid", fgColor=COLOURS[worst])
        if number < MAX_NOTES:
            cell.comment = _note(problems, cell.comment)


def _weight(entry: tuple[Place, list[Problem]]) -> tuple[int, Place]:
    place, problems = entry
    return min(SEVERITIES.index(problem["severity"]) for problem in problems), place


def _cell(sheet: Worksheet, place: Place) -> Cell:
    """The cell that shows, where several were merged."""
    cell = sheet.cell(*place)
    if isinstance(cell, MergedCell):
        merged = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
        cell = sheet.cell(merged.min_row, merged.min_col)
    return cell  # type: ignore[return-value]  # the first cell of an area is none of the merged


def _note(problems: Sequence[Problem], owners: Comment | None) -> Comment:
    """The reasons, then what the owner had noted there."""
    lines = [f"{problem['severity'].upper()}: {problem['message']}" for problem in problems]
    text = xml_text("\n".join(dict.fromkeys(lines))[:LONGEST_NOTE])
    author = AUTHOR
    if owners:
        text, author = f"{text}\n\n{owners.text}", owners.author or ""
    height = 40 + 18 * (text.count("\n") + len(text) // 45 + 1)
    return Comment(text, author, height=min(height, 400), width=320)


def _choices(header: Sequence[str], file: str) -> Mapping[str, Sequence[str]]:
    try:
        return CHOICES.get(choose(AUTO, tuple(header), file).name, {})
    except InvalidInput:
        return {}
