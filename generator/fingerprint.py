"""A digest of everything pages are made from, cheap enough to take at every start.

Products by their content and what is sold out of them; the owner's texts, the theme, the settings
and this program by name, size and time of change of their files.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.site import Site
from generator.source import Entry

PROGRAM = Path(__file__).resolve().parent.parent


def fingerprint(site: Site, entries: Iterable[Entry]) -> str:
    """Equal for equal inputs; another for any change that a page could show."""
    digest = hashlib.sha256()
    for fact in _facts(site, entries):
        digest.update(fact.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def _facts(site: Site, entries: Iterable[Entry]) -> Iterator[str]:
    yield site.base_url
    yield site.profile.model_dump_json()
    for entry in entries:
        yield entry.digest
    for folder in (site.content, site.theme.root, site.conf):
        yield from _files(folder, "*")
    for package in ("generator", "shop"):
        yield from _files(PROGRAM / package, "*.py")


def _files(folder: Path, pattern: str) -> Iterator[str]:
    """Name, size and time of change of each file; caches of Python are not sources."""
    for path in sorted(folder.rglob(pattern)):
        if path.is_file() and "__pycache__" not in path.parts:
            status = path.stat()
            yield f"{path.relative_to(folder)} {status.st_size} {status.st_mtime_ns}"
