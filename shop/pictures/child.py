"""The process that opens a picture: limits itself, reads stdin, writes the clean one to stdout.

The first line of the answer is JSON, ``{"kind", "width", …}`` or ``{"error": "…rest of a
sentence…"}``; the picture's bytes follow.
"""

import json
import sys
from dataclasses import asdict

from shop.pictures.kinds import sniff
from shop.pictures.model import Cleaned, Refused

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 15
OPEN_FILES = 64


def main() -> None:
    _limit()
    content = b""
    try:
        cleaned = _clean(sys.stdin.buffer.read())
        content = cleaned.content
        answer = {name: value for name, value in asdict(cleaned).items() if name != "content"}
    except Refused as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": "needs too much memory. Save it with fewer pixels."}
    except Exception as error:  # noqa: BLE001 - whatever the library throws at a damaged file
        answer = {"error": f"is cut off or damaged ({type(error).__name__}). Save it again."}
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


def _clean(content: bytes) -> Cleaned:
    kind = sniff(content)
    if kind is None:
        raise Refused("is not a picture (jpg, png, webp, avif, gif, svg).")
    if kind == "svg":
        from shop.pictures import svg

        return svg.clean(content)
    from shop.pictures import raster

    return raster.clean(content, kind)


if __name__ == "__main__":
    main()
