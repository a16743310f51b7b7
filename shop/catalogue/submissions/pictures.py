"""Picture files of a spreadsheet that is handed in: out of its zip, else those the shop has."""

import hashlib
from collections.abc import Iterable
from functools import cached_property
from pathlib import PurePath

from shop.catalogue.handles import slugify
from shop.catalogue.reading.pictures import Clean
from shop.ports import Media, PictureFolder

LONGEST = 60  # letters of a name in the media


class Kept:
    """shop.ports.PictureFolder over a zip (None: there is none) and the media.

    A spreadsheet that comes back without its zip would otherwise take away every picture it names.
    What the media has under one name twice is not guessed at.
    """

    def __init__(self, folder: PictureFolder | None, media: Media) -> None:
        self._folder = folder
        self._media = media
        self._own: set[bytes] = set()

    def find(self, name: str) -> bytes | None:
        found = self._folder.find(name) if self._folder else None
        return self._kept(name) if found is None else found

    def cleaning(self, clean: Clean) -> Clean:
        """`clean`, which leaves alone what comes out of the media: it was cleaned when it came."""

        def once(content: bytes, name: str) -> bytes:
            own = hashlib.sha256(content).digest() in self._own
            return content if own else clean(content, name)

        return once

    def _kept(self, name: str) -> bytes | None:
        named = self._named.get(_stem(PurePath(name).stem), ())
        content = self._media.read(f"/media/{named[0]}") if len(named) == 1 else None
        if content is not None:
            self._own.add(hashlib.sha256(content).digest())
        return content

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        """Names in the media, by what they were called before."""
        return _by_stem(self._media.names())


def _by_stem(names: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in names:
        stem = PurePath(name).stem.partition("-")[2]
        found.setdefault(stem, []).append(name)
    return found


def _stem(name: str) -> str:
    """As the media calls it, behind the hash."""
    return slugify(name)[:LONGEST].strip("-")
