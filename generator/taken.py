"""Products between being taken in and being printed."""

import pickle
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import orjson

from generator.source import Entries, Entry

KEPT = 20_000  # products that a hand keeps as they are


class Taken:
    """The published products of a share. Where there are too many for memory they lie in a file
    without a name, in the order in which they came: of a large store one read at a time is spread
    all over, and costs more than the page. A disk that has no room for them costs time alone, for
    then they are read from the store again."""

    def __init__(self, folder: Path | None, *, kept: bool) -> None:
        """`folder` is where the file would lie; None where files of no account do."""
        self._entries: list[Entry] | None = [] if kept else None
        self._file: IO[bytes] | None = None if kept else TemporaryFile(dir=folder)  # noqa: SIM115 - for longer than here
        self._handles: list[str] = []

    def add(self, entry: Entry) -> None:
        if self._entries is not None:
            self._entries.append(entry)
            return
        self._handles.append(entry.handle)
        if self._file is not None:
            try:
                self._file.write(_packed(entry))
            except OSError:
                self.close()

    def again(self, source: Entries) -> Iterable[Entry]:
        if self._entries is not None:
            return self._entries
        try:
            if self._file is not None:
                self._file.seek(0)  # what was not yet written is
        except OSError:
            self.close()
        return source.read(self._handles) if self._file is None else _unpacked(self._file)

    def close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):  # it cannot write the last of it either
                file.close()


def _packed(entry: Entry) -> bytes:
    """Without what was made of it."""
    facts = (entry.sold_out_skus, entry.added, entry.version, entry.shown, entry.lowest)
    return pickle.dumps((orjson.dumps(entry.product), *facts), pickle.HIGHEST_PROTOCOL)


def _unpacked(file: IO[bytes]) -> Iterator[Entry]:
    while True:
        try:
            product, *facts = pickle.load(file)  # noqa: S301 - our own, from a moment ago
        except EOFError:
            return
        yield Entry(orjson.loads(product), *facts)
