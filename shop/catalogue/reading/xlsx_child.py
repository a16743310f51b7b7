"""The process that opens a workbook: limits itself first, reads stdin, writes JSON to stdout.

A line is a row, ``[number, [text, …]]``; the last one is ``{"end": true}`` or ``{"error": "…rest
of a sentence…"}``. It imports nothing of the shop.
"""

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 40
MAX_UNPACKED = 256 * 1024 * 1024
MAX_PARTS = 2000
LAST_ROW = 1_048_576  # of Excel and LibreOffice
MAX_ROWS = 250_000
MAX_COLUMNS = 1000
MAX_CELLS = 10_000_000
MAX_CHARACTERS = 128 * 1024 * 1024
CHUNK = 1 << 16


class Refused(Exception):
    """The rest of a sentence that begins with the file's name."""


def main() -> None:
    _limit()
    try:
        for row in _read(sys.stdin.buffer.read()):
            print(json.dumps(row, ensure_ascii=False))  # noqa: T201 - the answer is the output
        answer: dict[str, Any] = {"end": True}
    except Refused as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": "needs too much memory to read. Save only the sheet with the products."}
    except Exception as error:  # noqa: BLE001 - whatever the library throws at a damaged file
        answer = {
            "error": f"cannot be read as a workbook ({type(error).__name__}). Open it in a "
            "spreadsheet program, save it again as .xlsx or as CSV UTF-8, and try again."
        }
    print(json.dumps(answer, ensure_ascii=False))  # noqa: T201 - as above


def _limit() -> None:
    """Caps memory, processor time and file writing. Windows has no such limits to set."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _read(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that has any."""
    _check_parts(content)
    import openpyxl

    book = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a file says of its own size may be wrong
        rows = _rows(sheet)
        first = next(rows, None)
        if first:
            yield first
            yield from rows
            return


def _check_parts(content: bytes) -> None:
    """Refuses what unpacks to too much, by the directory and by the bytes, and any DTD."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise Refused("is not a workbook, or it is cut off. Save or upload it again.") from None
    parts = archive.infolist()
    declared = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or declared > MAX_UNPACKED:
        raise Refused(f"unpacks to more than {MAX_UNPACKED >> 20} MB. Split it.")
    if "xl/workbook.xml" not in archive.namelist():
        raise Refused("is not an Excel workbook. Save it as .xlsx or as CSV UTF-8.")
    unpacked = 0
    for part in parts:
        for chunk in _chunks(archive, part):
            unpacked += len(chunk)
            if unpacked > MAX_UNPACKED:
                raise Refused(f"unpacks to more than {MAX_UNPACKED >> 20} MB. Split it.")
            if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
                raise Refused("declares XML entities, which no spreadsheet program writes.")


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes, with the end of one chunk repeated in the next: no word is split."""
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            yield tail + chunk
            tail = chunk[-16:]


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    cells = characters = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [_text(value) for value in values] if values else []
        while texts and not texts[-1]:
            texts.pop()
        if number > LAST_ROW:
            raise Refused("names rows that no spreadsheet has. Save it again as CSV UTF-8.")
        if not texts:
            continue
        if number > MAX_ROWS or len(texts) > MAX_COLUMNS:
            raise Refused(
                f"has a value in row {number:,}, column {len(texts):,}: beyond {MAX_ROWS:,} rows "
                f"and {MAX_COLUMNS:,} columns. Delete what is not part of the table."
            )
        cells += len(texts)
        characters += sum(map(len, texts))
        if cells > MAX_CELLS or characters > MAX_CHARACTERS:
            raise Refused("has too many cells. Split it.")
        yield number, texts


def _text(value: Any) -> str:
    """As a person sees it: 12.0 is "12", a date is ISO, a long code keeps its digits."""
    if isinstance(value, str) or value is None:
        return value or ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: float) -> str:
    """Fifteen significant digits, as spreadsheets show them, never in exponents."""
    plain = format(Decimal(format(value, ".15g")), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


if __name__ == "__main__":
    main()
