"""Which font a character is set in. ``fonts/SOURCES.md`` says where they come from."""

import lzma
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from shop.papers.truetype import MISSING, TrueType

NAME = "veranda_fonts"  # of the folder that stands for it where modules come without it


def _folder(places: Iterable[str]) -> Path:
    """Beside this file, or in one of the `places` that modules come from."""
    own = Path(__file__).parent / "fonts"
    elsewhere = (Path(place) / NAME for place in places)
    return own if own.is_dir() else next(filter(Path.is_dir, elsewhere), own)


FOLDER = _folder(sys.path)

Weight = Literal["regular", "semibold"]

LATIN: dict[Weight, str] = {"regular": "latin-regular", "semibold": "latin-semibold"}

HAN = {
    "zh-Hans": ("han-signs", "han", "han-traditional"),
    "zh-Hant": ("han-traditional", "han"),
}


class Face(NamedTuple):
    """A font as it is used: Han characters look as large as Latin ones at `scale`, and have one
    weight, so that a heavier one is drawn with an outline of `stroke` ems."""

    font: str
    scale: float = 1.0
    stroke: float = 0.0


@cache
def load(font: str) -> TrueType:
    """Unpacked once a process; those with Han characters only when one is met."""
    return TrueType(lzma.decompress((FOLDER / f"{font}.ttf.xz").read_bytes()))


@cache
def face_of(char: str, language: str, weight: Weight) -> Face | None:
    """The first that has the character, in the forms that readers of `language` expect."""
    stroke = 0.022 if weight == "semibold" else 0.0
    chain = HAN["zh-Hant"] if language == "zh-Hant" else HAN["zh-Hans"]
    for face in (Face(LATIN[weight]), *(Face(font, 0.95, stroke) for font in chain)):
        if load(face.font).glyph(char) != MISSING:
            return face
    return None
