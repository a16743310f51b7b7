"""Colour profiles: pictures without one are sRGB to every browser, so all become that."""

import io
import itertools
from typing import TYPE_CHECKING

from PIL import Image, ImageCms

if TYPE_CHECKING:
    from PIL.ImageCms import ImageCmsProfile

SPACES = {"RGB": {"RGB", "RGBA"}, "GRAY": {"L"}, "CMYK": {"CMYK"}}
CONVERTIBLE = {mode for modes in SPACES.values() for mode in modes} | {"P", "PA"}
STEPS = range(0, 256, 51)
INVISIBLE = 3  # of 255


def foreign_profile(image: Image.Image) -> "ImageCmsProfile | None":
    """The picture's profile if it makes other colours of its numbers than sRGB does.

    None too for a profile that is damaged or for another kind of picture: browsers ignore it.
    """
    data = image.info.get("icc_profile")
    if not data or image.mode not in CONVERTIBLE:
        return None
    mode = "RGB" if image.mode in {"P", "PA"} else image.mode
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        fits = mode in SPACES.get(profile.profile.xcolor_space.strip(), set())
        return profile if fits and not (mode in {"RGB", "RGBA"} and _is_srgb(profile)) else None
    except (ImageCms.PyCMSError, OSError):
        return None


def to_srgb(image: Image.Image) -> Image.Image:
    """The picture in sRGB; one that is so already comes back as it is."""
    profile = foreign_profile(image)
    if profile is None:
        return image.convert("RGB") if image.mode == "CMYK" else image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    converted = ImageCms.profileToProfile(
        image,
        profile,
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode=mode,
    )
    return image.convert(mode) if converted is None else converted


def _is_srgb(profile: "ImageCmsProfile") -> bool:
    """By what it does to colours: names of profiles lie ("sRGB" in linear light, copies of it)."""
    colours = bytes(itertools.chain.from_iterable(itertools.product(STEPS, repeat=3)))
    probe = Image.frombytes("RGB", (len(colours) // 3, 1), colours)
    moved = ImageCms.profileToProfile(
        probe,
        profile,
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )
    return moved is not None and all(
        abs(before - after) <= INVISIBLE
        for before, after in zip(colours, moved.tobytes(), strict=True)
    )
