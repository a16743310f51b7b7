"""Files an owner hands over with a spreadsheet, out of a folder or a zip."""

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from shop.errors import InvalidInput, InvalidPicture
from shop.pictures.names import NameIndex, is_junk
from shop.ports import PictureFolder

MAX_FILES = 200_000
MAX_BYTES = 50 * 1024 * 1024  # of one file: downloads come this way too


class Folder:
    """shop.ports.PictureFolder over one or several folders; the first that has a file wins.

    `depth` says how many floors of folders count, the topmost included; None: all. Nothing is
    listed before something is looked for: most spreadsheets name no files.
    """

    def __init__(self, *roots: Path, depth: int | None = None) -> None:
        self._roots = [root.resolve() for root in roots]
        self._depth = depth

    @cached_property
    def _indexes(self) -> list[NameIndex]:
        return [_index(root, self._depth) for root in self._roots]

    def find(self, name: str) -> bytes | None:
        for index in self._indexes:
            file = index.find(name)
            if file is not None:
                return _content(Path(file), name)
        return None


def beside(file: Path) -> Folder:
    """Where a spreadsheet's files are looked for if nobody says where: ``pictures/`` next to it,
    and its own folder, which may be somebody's whole disk and so is not searched through."""
    return Folder(file.parent / "pictures", file.parent, depth=2)


def open_pictures(path: Path) -> PictureFolder:
    """What ``--pictures`` names. Raises InvalidInput if it is neither folder nor zip, or unsafe."""
    if path.is_dir():
        return Folder(path)
    if path.is_file():
        from shop.adapters.picture_zip import Zip

        return Zip(path)
    raise InvalidInput(f"There is neither a folder nor a zip file “{path}”.")


def _index(root: Path, depth: int | None) -> NameIndex:
    index = NameIndex()
    for file in _files(root, depth):
        index.add(str(file), [str(file.relative_to(root))])
    return index


def _files(root: Path, depth: int | None) -> Iterator[Path]:
    """In the order of their names. Links count only where they stay inside."""
    count = 0
    for folder, subfolders, names in os.walk(root):
        floor = len(Path(folder).relative_to(root).parts) + 1
        deeper = [] if floor == depth else subfolders
        subfolders[:] = sorted(name for name in deeper if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            count += 1
            if count > MAX_FILES:
                raise InvalidInput(f"“{root.name}” holds more than {MAX_FILES:,} files.")
            if not is_junk(str(file.relative_to(root))) and _stays_inside(file, root):
                yield file


def _stays_inside(file: Path, root: Path) -> bool:
    return not file.is_symlink() or file.resolve().is_relative_to(root)


def _content(file: Path, name: str) -> bytes:
    try:
        if not file.is_file():
            raise InvalidPicture(f"“{name}” is no file.")
        if file.stat().st_size > MAX_BYTES:
            raise InvalidPicture(f"“{name}” has more than {MAX_BYTES >> 20} MB.")
        return file.read_bytes()
    except OSError as error:
        raise InvalidPicture(f"“{name}” cannot be opened: {error.strerror}.") from None
