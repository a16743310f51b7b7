"""``shop import --annotate``: the owner's own spreadsheet with its faults shown where they are.

A workbook is a stranger's file, so it is opened in a process of its own (``annotating_child``),
as when it is read. A file that is no xlsx, or one the library cannot open, becomes a new workbook
with the same cells as text.
"""

import io
import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from shop.catalogue.reading.charsets import decode
from shop.catalogue.reading.problems import refusal
from shop.catalogue.reading.separated import records
from shop.catalogue.reading.workbook import read_workbook
from shop.catalogue.writing.files import replacing
from shop.catalogue.writing.goods import Cell
from shop.catalogue.writing.xlsx import LONGEST, write_xlsx
from shop.children import ask_child
from shop.errors import InvalidInput
from shop.i18n.messages import translatable

WALL_SECONDS = 120
CHILD = "shop.catalogue.writing.annotating_child"
ZIP = b"PK\x03\x04"


def annotate(
    source: bytes, name: str, problems: Iterable[Mapping[str, Any]], out_path: Path
) -> None:
    """Writes `source` to `out_path` (.xlsx) with `problems`, as ``Problems.as_json`` has them.

    Raises InvalidSpreadsheet where the file cannot be read at all, InvalidInput for another suffix.
    """
    if out_path.suffix.lower() != ".xlsx":
        raise InvalidInput(
            translatable(
                "%(name)s must end in .xlsx: notes and colours need a workbook.", name=out_path.name
            )
        )
    if source.lstrip()[:1] == b"<":
        raise InvalidInput(
            translatable(
                "%(name)s is a feed, which has no cells to mark. Its problems are listed.",
                name=name,
            )
        )
    order = {"file": name, "problems": [p for p in problems if p.get("file", name) == name]}
    marked = _ask_child(source, order) if source.startswith(ZIP) else b""
    if not marked.startswith(ZIP):
        marked = _ask_child(_as_workbook(source, name), order)
    if not marked.startswith(ZIP):
        raise refusal(
            "annotate",
            translatable("%(name)s is too large to be marked. Its problems are listed.", name=name),
        )
    with replacing(out_path) as stream:
        stream.write(marked)


def _as_workbook(source: bytes, name: str) -> bytes:
    """The same cells in the same places, as text."""
    if source.startswith(ZIP):
        numbered = read_workbook(source, name)
    else:
        numbered = records(decode(source, name)[0], name)
    stream = io.BytesIO()
    write_xlsx(_in_place(numbered), stream)
    return stream.getvalue()


def _in_place(numbered: Iterable[tuple[int, list[str]]]) -> Iterator[list[Cell]]:
    """Rows that were left out stay empty; what no Excel cell can hold is cut for the eye."""
    expected = 1
    for number, texts in numbered:
        yield from ([] for _ in range(expected, number))
        yield [text[: LONGEST // 2] for text in texts]
        expected = number + 1


def _ask_child(content: bytes, order: Mapping[str, Any]) -> bytes:
    try:
        said = json.dumps(order).encode() + b"\n"
        return ask_child(CHILD, content=said + content, seconds=WALL_SECONDS)
    except subprocess.TimeoutExpired:
        return b""
