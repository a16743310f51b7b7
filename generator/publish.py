"""A built tree becomes the published one: only bytes that differ are written.

Order: what pages need (assets, pictures), pages, listings that link to pages, feeds and sitemap;
what is gone is deleted last. So a reader never meets a link to something that is not there yet.
Each file appears whole (`os.replace`).

Beside the folder lies a manifest: which files are the shop's, and the fingerprint of what they
were made from. Only files it names are ever deleted. While publishing it has no fingerprint, so
that a build that was interrupted is known as such.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import orjson

LISTINGS = frozenset({"categories", "announcements"})


@dataclass(frozen=True, slots=True)
class Published:
    """`pages` counts HTML files, `bytes_written` every file's bytes."""

    pages_written: int
    pages_deleted: int
    bytes_written: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """`fingerprint` is None while publishing."""

    files: frozenset[str]
    fingerprint: str | None
    pages: int

    @classmethod
    def of(cls, public: Path) -> "Manifest":
        """Of the published folder; empty where there is none, or none that can be read."""
        try:
            values = orjson.loads(_manifest_path(public).read_bytes())
            return cls(frozenset(values["files"]), values["fingerprint"], values["pages"])
        except (FileNotFoundError, orjson.JSONDecodeError, KeyError, TypeError):
            return cls(frozenset(), None, 0)

    def save(self, public: Path) -> None:
        values = {
            "fingerprint": self.fingerprint,
            "pages": self.pages,
            "files": sorted(self.files),
        }
        _replace(_manifest_path(public), orjson.dumps(values))


def publish(tree: Path, public: Path, fingerprint: str | None = None) -> Published:
    """Makes `public` equal to `tree`, apart from files that were never the shop's."""
    public.mkdir(parents=True, exist_ok=True)
    before = Manifest.of(public)
    names = frozenset(_names(tree))
    pages = sum(map(_is_page, names))
    Manifest(before.files | names, None, pages).save(public)
    written = [name for name in sorted(names, key=_turn) if _update(tree / name, public / name)]
    stale = sorted(name for name in before.files - names if _delete(public, name))
    Manifest(names, fingerprint, pages).save(public)
    return Published(
        pages_written=sum(map(_is_page, written)),
        pages_deleted=sum(map(_is_page, stale)),
        bytes_written=sum((tree / name).stat().st_size for name in written),
    )


def _manifest_path(public: Path) -> Path:
    return public.with_name(f"{public.name}.manifest.json")


def _names(tree: Path) -> Iterable[str]:
    return (path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file())


def _is_page(name: str) -> bool:
    return name.endswith(".html")


def _turn(name: str) -> tuple[int, str]:
    """Assets 0, pages 1, listings and home pages 2, feeds and sitemap 3."""
    path = PurePosixPath(name)
    if not _is_page(name):
        return (3 if path.suffix in {".xml", ".txt"} else 0), name
    listing = (
        path.name == "index.html" or path.stem in LISTINGS or path.parts[1:2] == ("categories",)
    )
    return (2 if listing else 1), name


def _update(source: Path, target: Path) -> bool:
    """Whether the file differed, and so was written."""
    content = source.read_bytes()
    try:
        if target.stat().st_size == len(content) and target.read_bytes() == content:
            return False
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
    _replace(target, content)
    return True


def _replace(target: Path, content: bytes) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        temporary.write_bytes(content)
        temporary.replace(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _delete(public: Path, name: str) -> bool:
    """Deletes a file and the folders it leaves empty."""
    path = public / name
    existed = path.is_file()
    path.unlink(missing_ok=True)
    for folder in path.relative_to(public).parents[:-1]:
        try:
            (public / folder).rmdir()
        except OSError:
            break  # not empty: others live there
    return existed
