"""The pages of a rehearsal, kept to be read."""

import os
import pickle
import zlib
from collections.abc import Container, Iterable
from heapq import nsmallest
from pathlib import Path

from generator.publishing.publisher import Publisher
from generator.trial import Trial
from shop.published.kinds import is_page

MANY = 2000  # changed pages, above which a sample is looked at
SAMPLE = 1000
Page = tuple[str, bytes]  # a path, and content made small


class Proof(Trial):
    """A trial that keeps pages to be read: of many, those of `first` and then a sample that is the
    same every time, in which a page stands together with its sisters in other languages."""

    def __init__(self, publisher: Publisher, first: Container[str], folder: Path) -> None:
        super().__init__(publisher)
        self._first = first
        self._folder = folder
        self._owner = os.getpid()
        self._pages: list[Page] = []

    def write(self, path: str, content: bytes) -> str:
        if is_page(path):
            self._pages.append((path, zlib.compress(content, 1)))
            if len(self._pages) > 2 * MANY:
                self._pages = self._foremost(self._pages, MANY)
        return super().write(path, content)

    def flush(self) -> None:
        """What a forked process kept is left for its parent to find."""
        if os.getpid() != self._owner:
            kept = pickle.dumps(self._foremost(self._pages, MANY))
            (self._folder / str(os.getpid())).write_bytes(kept)

    def changed(self) -> dict[str, bytes]:
        """The pages that would come out differently, or a sample of them."""
        others = {change.path for change in self.changes if change.after and is_page(change.path)}
        files = sorted(self._folder.iterdir())
        parts = [pickle.loads(file.read_bytes()) for file in files]  # noqa: S301 - our children's
        pages = [page for part in [self._pages, *parts] for page in part if page[0] in others]
        chosen = self._foremost(pages, MANY if len(others) <= MANY else SAMPLE)
        return {path: zlib.decompress(content) for path, content in chosen}

    def _foremost(self, pages: Iterable[Page], most: int) -> list[Page]:
        return nsmallest(most, pages, key=self._rank)

    def _rank(self, page: Page) -> tuple[bool, int, str]:
        path = page[0]
        return path not in self._first, zlib.crc32(path.partition("/")[2].encode()), path
