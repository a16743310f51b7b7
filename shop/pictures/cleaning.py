"""Opens a picture in a process of its own, so that a hostile one costs a sentence, not the shop.

The child (``child``) limits its memory and processor time, gets none of this process's
environment, and can write no file.
"""

import json
import os
import subprocess
from threading import BoundedSemaphore
from typing import Any

from shop.children import ask_child
from shop.errors import InvalidPicture
from shop.i18n.messages import from_json, translatable
from shop.pictures.model import Cleaned

MAX_BYTES = 20 * 1024 * 1024
WALL_SECONDS = 30
CHILD = "shop.pictures.child"
# Of all threads together: a child may take a gigabyte, and more of them than cores gain nothing.
_CHILDREN = BoundedSemaphore(os.cpu_count() or 1)


def clean_picture(content: bytes, name: str) -> Cleaned:
    """A picture fit to be shown. Raises InvalidPicture, whose sentence begins with `name`."""
    if len(content) > MAX_BYTES:
        raise InvalidPicture(
            translatable(
                "“%(name)s” has more than %(megabytes)s MB. Save it smaller.",
                name=name,
                megabytes=MAX_BYTES >> 20,
            )
        )
    facts, cleaned = ask_darkroom(content, name, "clean")
    return Cleaned(content=cleaned, **facts)


def ask_darkroom(content: bytes, name: str, task: str) -> tuple[dict[str, Any], bytes]:
    """What the child says and sends of a picture. Raises InvalidPicture."""
    answer, _, made = _ask_child(content, name, task).partition(b"\n")
    facts = _facts(answer, name)
    if "error" in facts:
        raise InvalidPicture(
            translatable("“%(name)s” %(fault)s", name=name, fault=from_json(facts["error"]))
        )
    return facts, made


def _facts(line: bytes, name: str) -> dict[str, Any]:
    """The child's answer; without one it was killed by its limits."""
    try:
        facts = json.loads(line)
    except ValueError:
        facts = None
    if not isinstance(facts, dict):
        raise InvalidPicture(
            translatable(
                "“%(name)s” needs too much memory or time. Save it with fewer pixels.", name=name
            )
        )
    return facts


def _ask_child(content: bytes, name: str, task: str) -> bytes:
    try:
        with _CHILDREN:
            return ask_child(CHILD, task, content=content, seconds=WALL_SECONDS)
    except subprocess.TimeoutExpired:
        raise InvalidPicture(
            translatable("“%(name)s” takes too long to read. Save it anew.", name=name)
        ) from None
