"""The process that opens a picture: limits itself, reads stdin, writes what it made to stdout.

Its argument says what to make: ``clean`` or ``renditions``. The first line of the answer is JSON,
``{"width", …}`` or ``{"error": "…rest of a sentence…"}``; the bytes that were made follow.
"""

import json
import os
import sys
from dataclasses import asdict
from typing import Any

from shop.i18n.messages import to_json, translatable
from shop.pictures.kinds import sniff
from shop.pictures.model import Refused

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 15
OPEN_FILES = 64
PATIENCE = 10  # of renditions, which nobody waits for: whoever serves a page goes first

TOO_MUCH = translatable("needs too much memory. Save it with fewer pixels.")
DAMAGED = translatable("is cut off or damaged (%(error)s). Save it again.")


def main() -> None:
    _limit()
    content = b""
    answer: dict[str, Any]
    try:
        answer, content = TASKS[sys.argv[1]](sys.stdin.buffer.read())
    except Refused as error:
        answer = {"error": to_json(error.args[0])}
    except MemoryError:
        answer = {"error": to_json(TOO_MUCH)}
    except Exception as error:  # noqa: BLE001 - whatever the library throws at a damaged file
        answer = {"error": to_json(translatable(DAMAGED, error=type(error).__name__))}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)


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
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))


def _clean(content: bytes) -> tuple[dict[str, Any], bytes]:
    kind = sniff(content)
    if kind is None:
        raise Refused(translatable("is not a picture (jpg, png, webp, avif, gif, svg)."))
    if kind == "svg":
        from shop.pictures import svg

        cleaned = svg.clean(content)
    else:
        from shop.pictures import raster

        cleaned = raster.clean(content, kind)
    facts = asdict(cleaned)
    return facts, facts.pop("content")


def _renditions(content: bytes) -> tuple[dict[str, Any], bytes]:
    from shop.pictures.drawing import listed
    from shop.pictures.shrinking import shrink

    if hasattr(os, "nice"):
        os.nice(PATIENCE)
    kind = sniff(content)
    if kind in {None, "svg"}:
        raise Refused(translatable("is no picture of pixels."))
    return listed(shrink(content, str(kind)))


TASKS = {"clean": _clean, "renditions": _renditions}


if __name__ == "__main__":
    main()
