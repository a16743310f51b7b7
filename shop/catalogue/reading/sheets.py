"""The bytes of a file as a header and rows of text: csv, tsv, txt, xlsx, ods, RSS, Atom.

Text stays text: no cell becomes a number here, so leading zeros and long codes survive.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from shop.catalogue.escaping import unguarded
from shop.catalogue.reading.charsets import decode
from shop.catalogue.reading.feeds import feed_records, is_feed
from shop.catalogue.reading.problems import Problem, Problems, refusal
from shop.catalogue.reading.separated import records as separated_records
from shop.catalogue.reading.workbook import read_workbook
from shop.i18n.messages import translatable

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 250_000
MAX_COLUMNS = 1000
MOST_TITLES = 5  # lines that may stand above the header, with a single cell each
WORKBOOKS = (".xlsx", ".xlsm", ".ods")
# What a text may not contain in XML, and so in no feed, sitemap or workbook.
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_JSON = re.compile(r"\s*(\[\s*[\[{]|\{\s*\")")

Records = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the record's number as a spreadsheet shows it: the header is row 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Every row has as many cells as the header; `misfits` are those that had not.

    `records` also counts blank rows and misfits.
    `encoding` is None for a workbook, which has none of its own.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str | None
    records: int
    misfits: tuple[Row, ...] = ()


def read_sheet(content: bytes, name: str, problems: Problems) -> Sheet:
    """Raises InvalidSpreadsheet where the file cannot be read at all.

    A row that does not fit the header becomes a problem and is left out.
    """
    if len(content) > MAX_BYTES:
        raise refusal(
            "too_large",
            translatable(
                "%(name)s is larger than %(megabytes)s MB. Split it.",
                name=name,
                megabytes=MAX_BYTES >> 20,
            ),
        )
    if content.startswith(b"PK\x03\x04"):
        return _sheet(read_workbook(content, name), name, None, problems, padded=True)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise refusal(
            "old_excel",
            translatable(
                "%(name)s is in the old Excel format or has a password. Save it as "
                ".xlsx without one.",
                name=name,
            ),
        )
    if name.lower().endswith(WORKBOOKS):
        raise refusal(
            "not_a_workbook",
            translatable("%(name)s is not an Excel workbook, or it is cut off.", name=name),
        )
    if is_feed(content):
        return _sheet(feed_records(content, name), name, None, problems, padded=True)
    text, encoding = decode(content, name)
    if _JSON.match(text):
        raise refusal(
            "not_a_table",
            translatable("%(name)s is JSON data, not a table. Export it as CSV.", name=name),
        )
    return _sheet(separated_records(text, name), name, encoding, problems, padded=False)


def _sheet(
    records: Records, name: str, encoding: str | None, problems: Problems, *, padded: bool
) -> Sheet:
    top, header, below = find_header(records, name)
    unnamed = _Unnamed(header)
    rows: list[Row] = []
    misfits: list[Row] = []
    last = top
    for number, cells in below:
        if _blank(cells):
            continue
        last = number
        if number - top > MAX_ROWS:
            raise refusal(
                "too_long",
                translatable(
                    "%(name)s has more than %(rows)s rows. Split it.", name=name, rows=MAX_ROWS
                ),
            )
        fitted = _fitted(cells, len(header), padded=padded)
        if fitted is None:
            problems.add(_misfit(number, len(cells), len(header)))
            misfits.append(Row(number, tuple(map(_cell, cells))))
        else:
            unnamed.look(cells)
            rows.append(Row(number, tuple(map(_cell, fitted))))
    if last == top:
        problems.warn(
            None,
            "",
            "no_rows",
            translatable("%(name)s has no rows below its header to import.", name=name),
        )
    unnamed.tell(top, problems)
    names = tuple(_cell(cell.strip()) for cell in header)
    return Sheet(names, tuple(rows), encoding, last - top, tuple(misfits))


def find_header(
    records: Records, name: str
) -> tuple[int, list[str], Iterable[tuple[int, list[str]]]]:
    """The first row that is not blank, with its number, and what follows.

    Rows of a single cell above a row of at least three are a title over the table.
    """
    seen: list[tuple[int, list[str]]] = []
    for number, cells in records:
        if len(cells) > MAX_COLUMNS:
            raise refusal(
                "too_wide",
                translatable(
                    "%(name)s has more than %(columns)s columns.",
                    name=name,
                    columns=str(MAX_COLUMNS),
                ),
            )
        if not _blank(cells):
            seen.append((number, cells))
            if _filled(cells) > 1 or len(seen) > MOST_TITLES:
                break
    if not seen:
        raise refusal(
            "empty",
            translatable("%(name)s is empty. The first row must name the columns.", name=name),
        )
    place = len(seen) - 1 if _filled(seen[-1][1]) > 2 else 0
    return *seen[place], chain(seen[place + 1 :], records)


class _Unnamed:
    """Columns that hold something and have no name in the header."""

    def __init__(self, header: Sequence[str]) -> None:
        self._width = len(header)
        self._blank = [index for index, name in enumerate(header) if not name.strip()]
        self._found: set[int] = set()

    def look(self, cells: Sequence[str]) -> None:
        for index in chain(self._blank, range(self._width, len(cells))):
            if "".join(cells[index : index + 1]):
                self._found.add(index)

    def tell(self, top: int, problems: Problems) -> None:
        if self._found:
            letters = ", ".join(map(_letters, sorted(self._found)[:10]))
            problems.info(
                top,
                "",
                "columns_unnamed",
                translatable(
                    "Columns without a name in the header are not used: %(letters)s.",
                    letters=letters,
                ),
            )


def _letters(index: int) -> str:
    """The column as a spreadsheet program calls it: A, B, … Z, AA."""
    rest, last = divmod(index, 26)
    return (_letters(rest - 1) if rest else "") + chr(ord("A") + last)


def _filled(cells: Sequence[str]) -> int:
    return sum(map(bool, map(str.strip, cells)))


def _cell(text: str) -> str:
    return unguarded(text if text.isprintable() else _CONTROL.sub(" ", text))


def _blank(cells: list[str]) -> bool:
    return not any(map(str.strip, cells))


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
        translatable(
            "Row %(number)s has %(found)s fields instead of %(expected)s. Look for "
            "a missing or extra separator, or a quotation mark that is not closed.",
            number=str(number),
            found=str(found),
            expected=str(expected),
        ),
    )
