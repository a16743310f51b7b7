"""The published site as a plain tree: flat files that any web host can serve.

Written in the order in which readers need things (assets, pages, listings, sitemap), each file
whole (`os.replace`), what is gone deleted last. Beside the folder lies a list of the files that
are the shop's: only those are ever deleted. While writing, it names the old ones and the new.
"""

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import orjson

from shop.ports import SiteFiles
from shop.published.addresses import checked
from shop.published.kinds import is_page, turn


@dataclass(frozen=True, slots=True)
class Exported:
    """`pages` count HTML files, `bytes_written` are those of all files that differed."""

    pages_total: int
    pages_written: int
    pages_deleted: int
    bytes_written: int


def export(site: SiteFiles, folder: Path) -> Exported:
    """Makes `folder` equal to the site, apart from files that were never the shop's."""
    folder.mkdir(parents=True, exist_ok=True)
    live = site.live()
    ours = _ours(folder)
    _save(folder, ours | live.keys())
    order = sorted(live, key=lambda path: (turn(path), path))
    written = [path for path in order if _update(folder / checked(path), site.read(live[path]))]
    stale = [path for path in sorted(ours - live.keys()) if _delete(folder, checked(path))]
    _save(folder, live.keys())
    return Exported(
        pages_total=sum(map(is_page, live)),
        pages_written=sum(map(is_page, written)),
        pages_deleted=sum(map(is_page, stale)),
        bytes_written=sum(live[path].size for path in written),
    )


def _list_path(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.manifest.json")


def _ours(folder: Path) -> frozenset[str]:
    """Files that an export wrote; none where there is no list, or none that can be read."""
    try:
        return frozenset(orjson.loads(_list_path(folder).read_bytes())["files"])
    except (FileNotFoundError, orjson.JSONDecodeError, KeyError, TypeError):
        return frozenset()


def _save(folder: Path, paths: Collection[str]) -> None:
    _replace(_list_path(folder), orjson.dumps({"files": sorted(paths)}))


def _update(target: Path, content: bytes) -> bool:
    """Whether the file differed, and so was written."""
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


def _delete(folder: Path, path: str) -> bool:
    """Deletes a file and the folders it leaves empty."""
    file = folder / path
    existed = file.is_file()
    file.unlink(missing_ok=True)
    for parent in Path(path).parents[:-1]:
        try:
            (folder / parent).rmdir()
        except OSError:
            break  # not empty: others live there
    return existed
