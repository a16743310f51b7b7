"""Pictures and downloads in a folder: the embedded shop's media."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from shop.adapters.media_names import PREFIX, name_of, stored_name


class DirMedia:
    """shop.ports.Media over one folder. A `trial` names everything as it would be named and writes
    nothing, so that a preview shows the addresses that publishing would give.
    """

    def __init__(self, root: Path, *, trial: bool = False) -> None:
        self._root = root
        self._trial = trial

    def put(self, name: str, content: bytes) -> str:
        """Raises InvalidInput for anything but pictures and the usual kinds of download."""
        stored = stored_name(name, content)
        target = self._root / stored
        if not self._trial and not target.exists():
            self._write(target, content)
        return PREFIX + stored

    def read(self, path: str) -> bytes | None:
        name = name_of(path)
        if name is None:
            return None
        try:
            return (self._root / name).read_bytes()
        except (FileNotFoundError, IsADirectoryError):
            return None

    def names(self) -> Iterator[str]:
        if self._root.is_dir():
            yield from (path.name for path in self._root.iterdir() if path.name[0] != ".")

    def _write(self, target: Path, content: bytes) -> None:
        self._root.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
