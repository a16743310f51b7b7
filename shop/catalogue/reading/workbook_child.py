"""The process that opens a workbook: limits itself first, reads stdin, writes JSON to stdout.

Its argument is the engine, ``openpyxl`` or ``calamine``. A line is a row, ``[number, [text, …]]``;
the last one is ``{"end": true}``, or ``{"error": "…rest of a sentence…", "final": bool}``, where
`final` says that another engine would find the same.
"""

import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from shop.catalogue.reading.limits import limit
from shop.catalogue.reading.workbook_parts import Refused, check_parts
from shop.i18n.messages import to_json, translatable

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 40
LAST_ROW = 1_048_576  # of Excel and LibreOffice
MAX_ROWS = 250_000
MAX_COLUMNS = 1000
MAX_CELLS = 10_000_000
MAX_CHARACTERS = 128 * 1024 * 1024
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # ECMA-376 part 1, 22.9.2.19

TOO_MUCH = translatable("needs too much memory to read. Save only the sheet with the products.")
DAMAGED = translatable(
    "cannot be read as a workbook (%(error)s). Open it in a spreadsheet program, save it again "
    "as .xlsx or as CSV UTF-8, and try again."
)

Rows = Iterator[tuple[int, list[str]]]
Values = Iterable[tuple[int, Iterable[Any]]]


def main() -> None:
    limit(MEMORY, CPU_SECONDS)
    try:
        for row in _read(sys.stdin.buffer.read(), sys.argv[1]):
            print(json.dumps(row, ensure_ascii=False))  # noqa: T201 - the answer is the output
        answer: dict[str, Any] = {"end": True}
    except Refused as error:
        answer = {"error": to_json(error.args[0]), "final": True}
    except MemoryError:
        answer = {
            "error": to_json(TOO_MUCH),
            "final": False,
        }
    except Exception as error:  # noqa: BLE001 - whatever the library throws at a damaged file
        answer = {
            "error": to_json(translatable(DAMAGED, error=type(error).__name__)),
            "final": False,
        }
    print(json.dumps(answer, ensure_ascii=False))  # noqa: T201 - as above


def _read(content: bytes, engine: str) -> Rows:
    """The rows of the first sheet that has any; hidden ones come last."""
    check_parts(content)
    sheets = _calamine(content) if engine == "calamine" else _openpyxl(content)
    for sheet in sheets:
        rows = _checked(sheet)
        first = next(rows, None)
        if first:
            yield first
            yield from rows
            return


def _openpyxl(content: bytes) -> Iterator[Values]:
    """Exact, and reads row after row, however far they lie apart; but strict."""
    import openpyxl

    book = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    for sheet in sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible"):
        sheet.reset_dimensions()  # what a file says of its own size may be wrong
        yield (
            (number, map(_with_escapes, values))
            for number, values in enumerate(sheet.iter_rows(values_only=True), start=1)
        )


def _calamine(content: bytes) -> Iterator[Values]:
    """Lenient, and reads ods too; but it holds a sheet as one block from corner to corner, and a
    failed formula is an empty cell to it."""
    import python_calamine

    book = python_calamine.load_workbook(io.BytesIO(content))
    visible = python_calamine.SheetVisibleEnum.Visible
    sheets = [s for s in book.sheets_metadata if s.typ == python_calamine.SheetTypeEnum.WorkSheet]
    for about in sorted(sheets, key=lambda sheet: sheet.visible != visible):
        yield _placed(book.get_sheet_by_name(about.name))


def _placed(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """The engine leaves out what is empty above and to the left of the first cell."""
    above, left = sheet.start or (0, 0)
    for number, values in enumerate(sheet.iter_rows(), start=above + 1):
        yield number, [None] * left + values


def _checked(rows: Values) -> Rows:
    budget = _Budget()
    for number, values in rows:
        if number > LAST_ROW:
            raise Refused(
                translatable("names rows that no spreadsheet has. Save it again as CSV UTF-8.")
            )
        texts = _trimmed(values)
        if texts:
            budget.spend(number, texts)
            yield number, texts


def _trimmed(values: Iterable[Any]) -> list[str]:
    """The row's texts up to the last that is not empty."""
    texts = list(map(_text, values))
    while texts and not texts[-1]:
        texts.pop()
    return texts


class _Budget:
    """What one table may have of rows, columns, cells and characters."""

    def __init__(self) -> None:
        self._cells = 0
        self._characters = 0

    def spend(self, number: int, texts: list[str]) -> None:
        if number > MAX_ROWS or len(texts) > MAX_COLUMNS:
            raise Refused(
                translatable(
                    "has a value in row %(number)s, column %(texts)s: beyond %(rows)s rows "
                    "and %(columns)s columns. Delete what is not part of the table.",
                    number=number,
                    texts=len(texts),
                    rows=MAX_ROWS,
                    columns=MAX_COLUMNS,
                )
            )
        self._cells += len(texts)
        self._characters += sum(map(len, texts))
        if self._cells > MAX_CELLS or self._characters > MAX_CHARACTERS:
            raise Refused(translatable("has too many cells. Split it."))


def _text(value: Any) -> str:
    """As a person sees it: 12.0 is "12", a date is ISO, a long code keeps its digits."""
    match value:
        case None | str():
            return value or ""
        case bool():
            return str(value).lower()
        case float():
            return _number(value)
        case datetime(hour=0, minute=0, second=0, microsecond=0):
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _with_escapes(value: Any) -> Any:
    """A carriage return is written ``_x000D_``. What no text may contain is left out."""
    return _ESCAPED.sub(_unescaped, value) if isinstance(value, str) else value


def _unescaped(escape: re.Match[str]) -> str:
    letter = chr(int(escape[1], 16))
    return letter if letter.isprintable() or letter in "\t\r\n" else ""


def _number(value: float) -> str:
    """Fifteen significant digits, as spreadsheets show them, never in exponents."""
    plain = format(Decimal(format(value, ".15g")), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


if __name__ == "__main__":
    main()
