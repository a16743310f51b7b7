"""Cleans a picture of pixels with Pillow. Runs in the child (``child.py``), which has the limits.

What can be taken out of the file without touching its pixels is taken out so (``stripping/``);
a picture that lies on its side, or has other colours than sRGB, is drawn anew.
"""

import io
from itertools import islice
from typing import Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from shop.i18n.messages import Message, translatable
from shop.pictures.colours import foreign_profile, to_srgb
from shop.pictures.model import Cleaned, Refused
from shop.pictures.stripping import avif, gif, jpeg, png, webp

MAX_SIDE = 16_383  # WebP has no larger ones
MAX_PIXELS = 64_000_000  # a picture's, all frames together if it must be drawn anew
MAX_ANIMATED_PIXELS = 256_000_000
ORIENTATION = 0x0112
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "avif": "AVIF"}
STRIP = {"jpg": jpeg, "png": png, "webp": webp, "gif": gif, "avif": avif}
SAVE: dict[str, dict[str, Any]] = {
    "jpg": {"quality": 90, "optimize": True, "progressive": True},
    "png": {"compress_level": 6},
    "webp": {"quality": 90, "method": 4},
    "gif": {},
    "avif": {"quality": 85, "speed": 8},
}
METADATA = {"exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop", "icc_profile"}
ADVICE = Message(
    translatable("Save it as a JPEG, PNG, WebP or AVIF of at most 8000 pixels a side.")
)


def clean(content: bytes, kind: str) -> Cleaned:
    """Raises Refused for what is too large, cut off or no picture."""
    Image.MAX_IMAGE_PIXELS = None  # our own limits follow
    with _open(content, kind) as image:
        _check_size(image)
        redraw = _needs_redraw(image)
        stripped = None if redraw else STRIP[kind].strip(content)
        if stripped is not None and _is_clean(stripped, kind, image.size):
            return _cleaned(stripped, kind, image, redrawn=False)
        drawn = _redrawn(image, kind, content)
    with _open(drawn, kind) as image:
        return _cleaned(drawn, kind, image, redrawn=True)


def _cleaned(content: bytes, kind: str, image: Image.Image, *, redrawn: bool) -> Cleaned:
    return Cleaned(content, kind, *image.size, animated=_frames(image) > 1, redrawn=redrawn)


def _open(content: bytes, kind: str) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=[FORMATS[kind]])
    except UnidentifiedImageError:
        raise Refused(translatable("is cut off or damaged. Save or upload it again.")) from None


def _frames(image: Image.Image) -> int:
    """One for a camera's JPEG with further images behind it ("MPO"): they are no animation."""
    return 1 if image.format == "MPO" else int(getattr(image, "n_frames", 1))


def _check_size(image: Image.Image) -> None:
    """By what the header says, before anything is unpacked."""
    width, height = image.size
    if width * height > MAX_PIXELS or max(image.size) > MAX_SIDE:
        raise Refused(
            translatable(
                "has %(width)s × %(height)s pixels, which is too large. %(advice)s",
                width=width,
                height=height,
                advice=ADVICE,
            )
        )
    if width * height * _frames(image) > MAX_ANIMATED_PIXELS:
        raise Refused(
            translatable(
                "moves through %(frames)s frames, which is too many. Shorten it.",
                frames=_frames(image),
            )
        )


def _needs_redraw(image: Image.Image) -> bool:
    return (
        image.mode == "CMYK"  # for printers; browsers disagree about it
        or image.getexif().get(ORIENTATION, 1) != 1
        or foreign_profile(image) is not None
    )


def _is_clean(content: bytes, kind: str, size: tuple[int, int]) -> bool:
    """Unpacks every frame, which shows that the file is whole, and looks for what is left."""
    with _open(content, kind) as image:
        for frame in ImageSequence.Iterator(image):
            frame.load()
        return image.size == size and not METADATA & image.info.keys() and not image.getexif()


def _redrawn(image: Image.Image, kind: str, content: bytes) -> bytes:
    if image.width * image.height * _frames(image) > MAX_PIXELS:
        raise Refused(
            translatable(
                "has too many pixels in %(frames)s frames. Shorten it.", frames=_frames(image)
            )
        )
    durations, frames = [], []
    for frame in islice(ImageSequence.Iterator(image), _frames(image)):
        durations.append(frame.info.get("duration", 100))
        frames.append(_drawn(frame, kind))
    options = dict(SAVE[kind])
    if kind == "webp" and b"VP8L" in content[:64]:
        options["lossless"] = True
    if len(frames) > 1:
        options |= {
            "save_all": True,
            "append_images": frames[1:],
            "duration": durations,
            "loop": image.info.get("loop", 0),
        }
    output = io.BytesIO()
    frames[0].save(output, FORMATS[kind], **options)
    return output.getvalue()


def _drawn(frame: Image.Image, kind: str) -> Image.Image:
    """Upright, in sRGB, in a mode the format can hold, and with nothing beside its pixels."""
    upright = ImageOps.exif_transpose(frame)
    if upright.mode in {"P", "PA"} and kind != "gif":
        upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    drawn = to_srgb(upright)
    if kind == "jpg" and drawn.mode not in {"L", "RGB"}:
        drawn = drawn.convert("RGB")
    drawn.info = {k: v for k, v in drawn.info.items() if k in {"transparency", "background"}}
    return drawn
