"""The bytes of a csv, tsv or xlsx file as a header and rows of text.

Text stays text: no cell becomes a number here, so leading zeros and long codes survive.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from shop.catalogue.reading.problems import Problem, Problems, refusal
from shop.catalogue.reading.xlsx import read_xlsx

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 250_000
MAX_COLUMNS = 1000
MAX_FIELD = 1_000_000  # characters; csv's own limit of 131,072 cuts off real descriptions
DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the record's number as a spreadsheet shows it: the header is row 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Every row has as many cells as the header. `records` also counts blank and refused rows.

    `encoding` is None for a workbook, which has none of its own.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str | None
    records: int


def read_sheet(content: bytes, name: str, problems: Problems) -> Sheet:
    """Raises InvalidSpreadsheet where the file cannot be read at all.

    A row that does not fit the header becomes a problem and is left out.
    """
    if len(content) > MAX_BYTES:
        raise refusal("too_large", f"{name} is larger than {MAX_BYTES >> 20} MB. Split it.")
    if content.startswith(b"PK\x03\x04"):
        return _sheet(read_xlsx(content, name), name, None, problems, padded=True)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise refusal(
            "old_excel",
            f"{name} is in the old Excel format or has a password. Save it as .xlsx without one.",
        )
    if name.lower().endswith((".xlsx", ".xlsm")):
        raise refusal("not_a_workbook", f"{name} is not an Excel workbook, or it is cut off.")
    text, encoding = decode(content, name)
    return _sheet(_csv_records(text, name), name, encoding, problems, padded=False)


def decode(content: bytes, name: str) -> tuple[str, str]:
    """The text and the name of its encoding: UTF-8 with or without BOM, UTF-16 with one.

    Other encodings are to be tried here, in the place of the refusal.
    """
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encoding = "utf-16" if utf16 else "utf-8"
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refusal(
            "encoding",
            f"{name} is not written in UTF-8 (line {line}). Save it as “CSV UTF-8” and try again.",
        ) from None
    if "\0" in text:
        raise refusal("not_text", f"{name} is not a text file. Save it as .csv or .xlsx.")
    return text, encoding


def _csv_records(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_FIELD)
    first, _, rest = text.partition("\n")
    if first.strip().lower() in {f"sep={mark}" for mark in DELIMITERS} | {"sep="}:
        text = rest  # Excel's own line; Excel does not show it as a row either
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            yield number, record
    except csv.Error as error:
        raise refusal(
            "csv",
            f"{name} cannot be read from row {number + 1} on ({error}). Is a quotation mark open?",
            number + 1,
        ) from None


def _delimiter(text: str) -> str:
    """The one that splits the header into the most fields; a comma where none splits it."""

    def fields(delimiter: str) -> int:
        head = io.StringIO(text[:MAX_FIELD], newline="")
        try:
            return len(next(csv.reader(head, delimiter=delimiter), []))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=fields)


def _sheet(
    records: Iterator[tuple[int, list[str]]],
    name: str,
    encoding: str | None,
    problems: Problems,
    *,
    padded: bool,
) -> Sheet:
    top, header = next(
        ((n, cells) for n, cells in records if any(c.strip() for c in cells)), (0, [])
    )
    if not header:
        raise refusal("empty", f"{name} is empty. The first row must name the columns.")
    if len(header) > MAX_COLUMNS:
        raise refusal("too_wide", f"{name} has more than {MAX_COLUMNS} columns.")
    rows: list[Row] = []
    last = top
    for number, cells in records:
        if not any(cells):
            continue
        last = number
        if number - top > MAX_ROWS:
            raise refusal("too_long", f"{name} has more than {MAX_ROWS:,} rows. Split it.")
        fitted = _fitted(cells, len(header), padded=padded)
        if fitted is None:
            problems.add(_misfit(number, len(cells), len(header)))
        else:
            rows.append(Row(number, fitted))
    return Sheet(tuple(cell.strip() for cell in header), tuple(rows), encoding, last - top)


def _fitted(cells: list[str], width: int, *, padded: bool) -> tuple[str, ...] | None:
    """Cells beyond the header are let go where they are empty, or were never named (xlsx)."""
    if len(cells) == width:
        return tuple(cells)
    if len(cells) > width:
        return tuple(cells[:width]) if padded or not any(cells[width:]) else None
    return tuple(cells) + ("",) * (width - len(cells)) if padded else None


def _misfit(number: int, found: int, expected: int) -> Problem:
    return Problem(
        number,
        "",
        "field_count",
        "error",
        f"Row {number} has {found} fields instead of {expected}. Look for a missing or extra "
        "separator, or a quotation mark that is not closed.",
    )
