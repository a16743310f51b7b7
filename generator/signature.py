"""A digest of everything pages are made from but products: the owner's texts, the theme, the
settings and this program, by name, size and time of change of their files. Cheap enough to take at
every start; where it differs, everything is built anew."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent.parent
OWN = ("generator", "shop")


def signature(base_url: str, folders: Iterable[Path]) -> str:
    """Equal for equal inputs; another for any change that a page could show."""
    digest = hashlib.sha256(base_url.encode())
    for folder in (*folders, *(PROGRAM / name for name in OWN)):
        for fact in sorted(_files(str(folder))):
            digest.update(fact.encode(errors="surrogateescape"))
            digest.update(b"\0")
        digest.update(b"\1")
    return digest.hexdigest()


def _files(folder: str) -> Iterator[str]:
    """Name, size and time of change of each file; caches of Python are not sources."""
    try:
        found = os.scandir(folder)
    except FileNotFoundError:
        return
    with found:
        for entry in found:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            elif not entry.name.startswith("."):
                status = entry.stat()
                yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
