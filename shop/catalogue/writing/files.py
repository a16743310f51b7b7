"""Rows of cells as a file: csv (RFC 4180) or xlsx, so that a spreadsheet program shows the texts.

A file is there whole or not at all.
"""

import codecs
import csv
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from shop.catalogue.escaping import guarded
from shop.catalogue.writing.goods import Cell
from shop.errors import InvalidInput
from shop.i18n.messages import translatable


def write_rows(
    rows: Iterable[list[Cell]],
    path: Path,
    format: str,  # noqa: A002
    *,
    bom: bool = True,
    title: str = "Products",
) -> None:
    """The file's type is its suffix. `format` says which columns get dropdowns (xlsx), `title` what
    the sheet is called."""
    suffix = path.suffix.lower()
    if suffix not in {".csv", ".xlsx"}:
        raise InvalidInput(
            translatable(
                "%(name)s must end in .csv or .xlsx, which says how to write it.", name=path.name
            )
        )
    with replacing(path) as stream:
        if suffix == ".csv":
            write_csv(rows, stream, bom=bom)
        else:
            from shop.catalogue.writing.xlsx import write_xlsx

            write_xlsx(rows, stream, format, title)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` that takes its place once everything is in it."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise InvalidInput(
            translatable(
                "%(path)s cannot be written: %(reason)s.",
                path=str(path),
                reason=str(error.strerror),
            )
        ) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_csv(rows: Iterable[list[Cell]], stream: BinaryIO, *, bom: bool = True) -> None:
    """UTF-8, comma, CRLF. Cells that look like a formula are guarded."""
    if bom:
        stream.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(stream, "utf-8", newline="", write_through=True)
    csv.writer(text).writerows([guarded(_plain(cell)) for cell in row] for row in rows)
    text.detach()


def _plain(cell: Cell) -> str:
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
