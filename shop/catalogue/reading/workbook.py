"""Reads a workbook in a process of its own, so that a hostile file costs a sentence, not the shop.

The child (``workbook_child``) limits its own memory and processor time before it opens the file,
gets none of this process's environment, and answers with JSON. Two engines, because each fails
where the other does not: openpyxl 3.1 cannot open what Shopee writes, nor ods; calamine aborts its
process on a sheet whose cells lie far apart.
"""

import io
import json
import subprocess
from collections.abc import Iterator
from typing import Any

from shop.catalogue.reading.problems import refusal
from shop.children import ask_child
from shop.i18n.messages import Message, from_json, translatable

SECONDS = 10  # for any file; more for a large one
SECONDS_PER_MB = 2
MOST_SECONDS = 30
ADVICE = Message(
    translatable("Save only the sheet with the products, as .xlsx or as CSV UTF-8, and try again.")
)
CHILD = "shop.catalogue.reading.workbook_child"
ENGINES = ("openpyxl", "calamine")


def read_workbook(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Row numbers and cells of the first sheet with content. Raises InvalidSpreadsheet."""
    fault: Message | None = None
    for engine in ENGINES:
        output = _ask_child(content, name, engine)
        start = output.rfind(b"\n", 0, -1) + 1
        last = _last_word(output[start:])
        if "end" in last:
            return map(_row, io.BytesIO(output[:start]))
        fault = from_json(last["error"]) if "error" in last else None
        if last.get("final"):
            break
    raise refusal(
        "workbook",
        translatable(
            "%(file)s %(fault)s",
            file=name,
            fault=fault
            or translatable("needs too much memory or time to read. %(advice)s", advice=ADVICE),
        ),
    )


def _row(line: bytes) -> tuple[int, list[str]]:
    number, cells = json.loads(line)
    return number, cells


def _last_word(line: bytes) -> dict[str, Any]:
    """How the child ended; without a last word it was killed by its limits."""
    try:
        word = json.loads(line)
    except ValueError:
        return {}
    return word if isinstance(word, dict) else {}


def _ask_child(content: bytes, name: str, engine: str) -> bytes:
    seconds = min(MOST_SECONDS, SECONDS + SECONDS_PER_MB * (len(content) >> 20))
    try:
        return ask_child(CHILD, engine, content=content, seconds=seconds)
    except subprocess.TimeoutExpired:
        raise refusal(
            "workbook",
            translatable("%(name)s takes too long to read. %(advice)s", name=name, advice=ADVICE),
        ) from None
