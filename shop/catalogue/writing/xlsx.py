"""Rows of cells as a workbook, written row by row. Loads openpyxl: import it where it is used."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from shop.catalogue.escaping import FORMULA, guarded_if_typed, xml_text
from shop.catalogue.writing.choices import CHOICES, MARGIN, add_dropdowns
from shop.catalogue.writing.goods import Cell
from shop.errors import InvalidInput
from shop.i18n.messages import translatable

LONGEST = 32_767  # UTF-16 units that Excel keeps of a cell
TYPED = frozenset(FORMULA + "'#")  # a program could take such a text for something else


def write_xlsx(
    rows: Iterable[list[Cell]],
    stream: BinaryIO,
    format: str = "",  # noqa: A002
    title: str = "Products",
) -> None:
    """One sheet with a frozen header. `format` says which columns get dropdowns."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    numbered = enumerate(rows, start=1)
    number, header = next(numbered, (1, []))
    sheet.append([_heading(sheet, str(name)) for name in header])
    try:
        for number, row in numbered:
            sheet.append([_cell(sheet, cell, (number, place)) for place, cell in enumerate(row, 1)])
    except BaseException:
        sheet.close()  # else the sheet's half-written file is closed under it
        raise
    add_dropdowns(sheet, list(map(str, header)), CHOICES.get(format, {}), (2, number + MARGIN))
    book.save(stream)


def _heading(sheet: Any, name: str) -> Any:
    heading = _text(sheet, xml_text(guarded_if_typed(name)))
    heading.font = Font(bold=True)
    return heading


def _cell(sheet: Any, cell: Cell, place: tuple[int, int]) -> Any:
    """Plain where the library cannot mistake it, else typed by hand."""
    if isinstance(cell, Decimal):
        return _number(sheet, cell)
    if isinstance(cell, int):
        return cell
    text = xml_text(guarded_if_typed(cell))
    _check_length(text, place)
    return _text(sheet, text) if text[:1] in TYPED else text or None


def _text(sheet: Any, text: str) -> Any:
    """Text by its type, which a spreadsheet program keeps when the cell is edited."""
    typed = WriteOnlyCell(sheet, text or None)
    if text:
        typed.data_type = "s"
        typed.quotePrefix = text[:1] in TYPED
    return typed


def _number(sheet: Any, value: Decimal) -> Any:
    """As many decimals as its currency has. Fifteen digits fit, and no price has more."""
    number = WriteOnlyCell(sheet, float(value))
    places = -int(value.as_tuple().exponent)
    number.number_format = "0." + "0" * places if places > 0 else "0"
    return number


def _check_length(text: str, place: tuple[int, int]) -> None:
    if len(text) > LONGEST // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST:
        raise InvalidInput(
            translatable(
                "Cell %(place)s would hold more than %(longest)s "
                "characters, which no Excel file can. Export to a .csv file instead.",
                place=f"{get_column_letter(place[1])}{place[0]}",
                longest=LONGEST,
            )
        )
