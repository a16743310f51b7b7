"""What is handed over at the desk, in a folder: the embedded shop's uploads."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from shop.errors import NoSpace, NotFound
from shop.i18n.messages import translatable

GONE = translatable("This file is not kept any more. Hand it over once more.")


class DirUploads:
    """shop.ports.Uploads over one folder, which no server shows."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, name: str, source: BinaryIO) -> None:
        target = self._root / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = target.with_name(f".{target.name}")
        try:
            with temporary.open("wb") as file:
                shutil.copyfileobj(source, file)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise NoSpace(translatable("The disk is full; the file was not kept.")) from None
            raise
        temporary.replace(target)

    def read(self, name: str) -> bytes:
        with self.file(name) as path:
            return path.read_bytes()

    @contextmanager
    def file(self, name: str) -> Iterator[Path]:
        path = self._root / name
        if not path.is_file():
            raise NotFound(GONE)
        yield path

    def forget(self, id: str) -> None:  # noqa: A002 - as the port has it
        shutil.rmtree(self._root / id, ignore_errors=True)

    def forget_before(self, moment: datetime) -> None:
        if self._root.is_dir():
            for folder in self._root.iterdir():
                if folder.stat().st_mtime < moment.timestamp():
                    shutil.rmtree(folder, ignore_errors=True)
