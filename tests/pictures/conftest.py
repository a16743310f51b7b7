"""A darkroom without web and without processes."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from factories import MOMENT

from shop.adapters.dir_media import DirMedia
from shop.errors import InvalidPicture
from shop.pictures.lab import Lab
from shop.pictures.model import Cleaned, Drawn, Rendition
from shop.ports import Fetched, Store

PNG = b"\x89PNG\r\n\x1a\n"
A, B, C = (f"https://pictures.example/{name}.png" for name in "abc")


class Web:
    """Pictures by URL; an error instead of bytes is raised."""

    def __init__(self, pages: dict[str, bytes | Exception]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def fetch(self, url: str) -> Fetched:
        self.asked.append(url)
        found = self.pages[url]
        if isinstance(found, Exception):
            raise found
        return Fetched(found, '"v1"')


class Clock:
    def __init__(self) -> None:
        self.now = MOMENT

    def __call__(self) -> datetime:
        return self.now


def clean(content: bytes, name: str) -> Cleaned:
    if not content.startswith(PNG):
        raise InvalidPicture(f"“{name}” is not a picture.")
    return Cleaned(content.replace(b"EXIF", b""), "png", 3, 2)


def draw(content: bytes, name: str) -> Drawn:
    """One rendition of another content, and the picture itself."""
    if content.endswith(b"damaged"):
        raise InvalidPicture(f"“{name}” is cut off.")
    small = Rendition("image/webp", 180, b"RIFF....WEBP" + content)
    return Drawn(400, 300, (small, Rendition("image/png", 180, PNG + b"small" + content)))


@pytest.fixture
def lab(store: Store, tmp_path: Path) -> Callable[..., Lab]:
    def lab(web: Web, clock: Callable[[], datetime] = lambda: MOMENT) -> Lab:
        return Lab(store, DirMedia(tmp_path / "media"), web, clock, clean, draw)

    return lab
