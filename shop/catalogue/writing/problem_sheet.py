"""The sheet that lists a workbook's problems, each with a link to its cell."""

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from shop.catalogue.escaping import xml_text

TITLE = "Problems"
HEADER = ("Row", "Column", "Severity", "What to do", "Code")
WIDTHS = (8, 24, 12, 100, 24)
MAX_LISTED = 20_000
LINK = Font(color="FF0563C1", underline="single")

Located = tuple[Mapping[str, Any], tuple[int, int] | None]


def remove_problem_sheet(book: Workbook) -> None:
    """One that an earlier import added."""
    if TITLE in book.sheetnames and len(book.sheetnames) > 1:
        sheet = book[TITLE]
        if tuple(cell.value for cell in sheet[1][: len(HEADER)]) == HEADER:
            book.remove(sheet)


def add_problem_sheet(book: Workbook, target: Worksheet | None, located: Sequence[Located]) -> None:
    sheet = book.create_sheet(TITLE)
    sheet.append(HEADER)
    for column, width in enumerate(WIDTHS, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    for number, (problem, place) in enumerate(located[:MAX_LISTED], start=2):
        _add_line(sheet, number, problem)
        if target is not None and place:
            _link(sheet, number, target, place)
    if len(located) > MAX_LISTED:
        _text(sheet, MAX_LISTED + 2, 4, f"… and {len(located) - MAX_LISTED:,} more.")
    sheet.auto_filter.ref = f"A1:E{sheet.max_row}"


def _add_line(sheet: Worksheet, number: int, problem: Mapping[str, Any]) -> None:
    if problem["row"]:
        sheet.cell(number, 1, problem["row"])
    for column, name in enumerate(("column", "severity", "message", "code"), start=2):
        _text(sheet, number, column, str(problem[name]))
    sheet.cell(number, 4).alignment = Alignment(wrap_text=True, vertical="top")


def _link(sheet: Worksheet, number: int, target: Worksheet, place: tuple[int, int]) -> None:
    row, column = place
    cell = sheet.cell(number, 1)
    where = f"{quote_sheetname(target.title)}!{get_column_letter(column)}{row}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=where)
    cell.font = LINK


def _text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """A column's name, and so a message, may begin like a formula."""
    cell = sheet.cell(row, column)
    cell.value = xml_text(text)
    cell.data_type = "s"
