"""Products between being taken in and being printed."""

import os
import pickle
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TypeVar

import orjson

from generator.source import Entries, Entry

T = TypeVar("T")
KEPT = 20_000  # products that a hand keeps as they are


class Taken:
    """The published products of a share. Where there are too many for memory they lie in a file
    without a name: of a large store one read at a time is spread all over, and costs more than the
    page. A disk that has no room for them costs time alone, for then they are read from the store
    again."""

    def __init__(self, folder: Path | None, *, kept: bool) -> None:
        """`folder` is where the file would lie; None where files of no account do."""
        self._entries: dict[str, Entry] | None = {} if kept else None
        self._file: IO[bytes] | None = None if kept else TemporaryFile(dir=folder)  # noqa: SIM115 - for longer than here
        self._places: dict[str, tuple[int, int]] = {}  # where it begins there, and how long it is
        self._end = 0

    def add(self, entry: Entry) -> None:
        if self._entries is not None:
            self._entries[entry.handle] = entry
            return
        content = _packed(entry) if self._file is not None else b""
        self._places[entry.handle] = (self._end, len(content))
        self._end += len(content)
        if self._file is not None:
            try:
                self._file.write(content)
            except OSError:
                self.close()

    def again(self, order: Iterable[str], source: Entries) -> Iterator[Entry]:
        """Those of `order` first, and then the others."""
        if self._entries is not None:
            return _in_order(order, self._entries)
        try:
            if self._file is not None:
                self._file.flush()
        except OSError:
            self.close()
        if self._file is None:
            return source.read(self._places)
        return (_unpacked(self._file, *place) for place in _in_order(order, self._places))

    def close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):  # it cannot write the last of it either
                file.close()


def _in_order(order: Iterable[str], known: Mapping[str, T]) -> Iterator[T]:
    first = {handle: known[handle] for handle in order if handle in known}
    yield from first.values()
    yield from (it for handle, it in known.items() if handle not in first)


def _packed(entry: Entry) -> bytes:
    """Without what was made of it."""
    facts = (entry.sold_out_skus, entry.added, entry.version, entry.shown, entry.lowest)
    return pickle.dumps((orjson.dumps(entry.product), *facts), pickle.HIGHEST_PROTOCOL)


def _unpacked(file: IO[bytes], start: int, length: int) -> Entry:
    product, *facts = pickle.loads(os.pread(file.fileno(), length, start))  # noqa: S301 - our own, from a moment ago
    return Entry(orjson.loads(product), *facts)
