"""Reads a workbook in a process of its own, so that a hostile file costs a sentence, not the shop.

The child (``xlsx_child``) limits its own memory and processor time before it opens the file, gets
none of this process's environment, and answers with JSON.
"""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from shop.catalogue.reading.problems import refusal

WALL_SECONDS = 60
ADVICE = "Save only the sheet with the products, as .xlsx or as CSV UTF-8, and try again."
CHILD = "shop.catalogue.reading.xlsx_child"


def read_xlsx(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Row numbers and cells of the first sheet with content. Raises InvalidSpreadsheet."""
    output = _ask_child(content, name)
    start = output.rfind(b"\n", 0, -1) + 1
    last = _last_word(output[start:], name)
    if "error" in last:
        raise refusal("workbook", f"{name} {last['error']}")
    return map(_row, io.BytesIO(output[:start]))


def _row(line: bytes) -> tuple[int, list[str]]:
    number, cells = json.loads(line)
    return number, cells


def _last_word(line: bytes, name: str) -> dict[str, Any]:
    """How the child ended; without a last word it was killed by its limits."""
    try:
        word = json.loads(line)
    except ValueError:
        word = None
    if not isinstance(word, dict):
        raise refusal("workbook", f"{name} needs too much memory or time to read. {ADVICE}")
    return word


def _ask_child(content: bytes, name: str) -> bytes:
    try:
        return subprocess.run(  # noqa: S603 - our own module, no shell
            [sys.executable, "-P", "-m", CHILD],
            input=content,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"},
        ).stdout
    except subprocess.TimeoutExpired:
        raise refusal("workbook", f"{name} takes too long to read. {ADVICE}") from None
