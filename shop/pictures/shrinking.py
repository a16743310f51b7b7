"""Draws a picture of pixels in the widths a page uses. Runs in the child (``child.py``).

A picture with transparency becomes WebP and PNG, any other AVIF, WebP and JPEG; none is ever drawn
wider than it is, and a type that saves no bytes is left out.
"""

import io
from itertools import chain
from typing import Any, NamedTuple

from PIL import Image

from shop.pictures.model import Drawn, Rendition
from shop.pictures.raster import FORMATS

# Thumbnails, cards, and a product's own picture: on a phone, and on a screen of fine pixels.
WIDTHS = (180, 360, 720, 1080)
NEARLY = 1.1  # the picture's own width is none to add where it is hardly more than one of these


class Type(NamedTuple):
    """How one type is written; `kind` is its file name ending."""

    mime: str
    kind: str
    options: dict[str, Any]


AVIF = Type("image/avif", "avif", {"quality": 55, "speed": 6, "max_threads": 1})
WEBP = Type("image/webp", "webp", {"quality": 78, "method": 5})
JPEG = Type("image/jpeg", "jpg", {"quality": 80, "optimize": True, "progressive": True})
PNG = Type("image/png", "png", {"optimize": True})


def shrink(content: bytes, kind: str) -> Drawn:
    """The renditions of a clean picture; of one that moves, none: they would stand still."""
    Image.MAX_IMAGE_PIXELS = None  # a clean picture is none too large
    with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as image:
        size = image.size
        if getattr(image, "n_frames", 1) > 1:
            return Drawn(*size)
        plain = _plain(_manageable(image))
    types = (WEBP, PNG) if plain.mode == "RGBA" else (AVIF, WEBP, JPEG)
    drawn = {width: _resized(plain, width, size) for width in widths(size[0])}
    best = [[_written(picture, each, width) for width, picture in drawn.items()] for each in types]
    own = Rendition(types[-1].mime, size[0], b"")
    if kind == types[-1].kind and best[-1][-1].width == size[0]:
        best[-1][-1] = own  # it is there already, and better than drawn once more
    return Drawn(*size, renditions=_worthwhile(best, len(content)))


def widths(own: int) -> list[int]:
    """The widths to draw of a picture that is `own` pixels wide."""
    found = [width for width in WIDTHS if width <= own]
    if own < WIDTHS[-1] and (not found or own > found[-1] * NEARLY):
        found.append(own)
    return found


def _manageable(image: Image.Image) -> Image.Image:
    """A picture much larger than is needed, with fewer pixels from the start: it is copied a few
    times, and the process has a limit."""
    factor = image.width // (2 * WIDTHS[-1])
    if factor < 2:
        return image
    image.draft(None, (image.width // factor, image.height // factor))
    factor = image.width // (2 * WIDTHS[-1])
    return image.reduce(factor) if factor > 1 and image.mode not in {"1", "P", "PA"} else image


def _plain(image: Image.Image) -> Image.Image:
    """In RGB, or in RGBA where something can be seen through it."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    return clear if clear.getchannel("A").getextrema()[0] != 255 else clear.convert("RGB")


def _resized(image: Image.Image, width: int, size: tuple[int, int]) -> Image.Image:
    if image.width == width:
        return image
    height = max(1, round(size[1] * width / size[0]))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _written(image: Image.Image, type: Type, width: int) -> Rendition:  # noqa: A002 - HTML's name
    output = io.BytesIO()
    image.save(output, FORMATS[type.kind], **type.options)
    return Rendition(type.mime, width, output.getvalue())


def _worthwhile(types: list[list[Rendition]], own: int) -> tuple[Rendition, ...]:
    """Each type only where it is smaller than the one that every browser can show."""

    def weight(group: list[Rendition]) -> int:
        return sum(len(each.content) or own for each in group)

    last = types[-1]
    kept = [group for group in types[:-1] if weight(group) < weight(last)]
    found = tuple(chain(*kept, last))
    return found if any(each.content for each in found) else ()
