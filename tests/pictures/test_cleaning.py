"""Pictures come out upright, in sRGB and with nothing beside their pixels; hostile ones cost a
sentence. Each goes through the real child process."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms, PngImagePlugin

from shop.errors import InvalidPicture
from shop.pictures import child, raster
from shop.pictures.cleaning import clean_picture
from shop.pictures.model import Cleaned, Refused

SECRET = b"Secret Camera 9000"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + SECRET + b"</x:xmpmeta>"


def photo(size: tuple[int, int] = (96, 64), mode: str = "RGB") -> Image.Image:
    """Colours that change in both directions, so that turning and mixing up show."""
    red = Image.linear_gradient("L").resize(size)
    green = red.transpose(Image.Transpose.ROTATE_90).resize(size)
    return Image.merge("RGB", (red, green, Image.new("L", size, 90))).convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    data = Image.Exif()
    data[0x0110] = SECRET.decode()
    data[0x0112] = orientation
    data.get_ifd(0x8825)[1] = "N"
    return data


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    output = io.BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def opened(cleaned: Cleaned) -> Image.Image:
    image = Image.open(io.BytesIO(cleaned.content))
    image.load()
    return image


def difference(one: Image.Image, other: Image.Image) -> int:
    """The largest of any channel of any pixel."""
    extrema = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getextrema()
    return max(high for _, high in extrema)


def swapped_profile() -> bytes:
    """A profile in which red means green: sRGB's with its two primaries exchanged."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {
        bytes(data[at : at + 4]): at
        for at in range(132, 132 + 12 * int.from_bytes(data[128:132]), 12)
    }
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    data[red + 4 : red + 12], data[green + 4 : green + 12] = (
        data[green + 4 : green + 12],
        data[red + 4 : red + 12],
    )
    return bytes(data)


def jpeg() -> bytes:
    plain = encoded(photo(), "JPEG", quality=92, exif=exif(), xmp=XMP, comment=SECRET)
    iptc = b"Photoshop 3.0\0" + SECRET
    segment = b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc
    return plain[:2] + segment + plain[2:] + b"behind the end: " + SECRET


def png() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=False)
    texts.add(b"prVt", SECRET)
    return encoded(photo(mode="RGBA"), "PNG", pnginfo=texts, exif=exif()) + SECRET


def webp() -> bytes:
    return encoded(photo(), "WEBP", quality=80, exif=exif(), xmp=XMP)


def gif() -> bytes:
    return encoded(photo(mode="P"), "GIF", comment=SECRET)


def avif() -> bytes:
    return encoded(photo(), "AVIF", quality=90, exif=exif(), xmp=XMP)


@pytest.mark.parametrize("make", [jpeg, png, webp, gif, avif])
def test_nothing_but_the_pixels_stays(make: Callable[[], bytes]) -> None:
    dirty = make()
    assert SECRET in dirty
    cleaned = clean_picture(dirty, "a")
    assert SECRET not in cleaned.content
    image = opened(cleaned)
    assert not image.getexif()
    assert not {"exif", "xmp", "comment", "photoshop"} & image.info.keys()
    assert (cleaned.kind, cleaned.width, cleaned.height) == (
        make.__name__.replace("jpeg", "jpg"),
        96,
        64,
    )


@pytest.mark.parametrize("make", [jpeg, png, webp, gif])
def test_pixels_are_not_touched_where_only_metadata_goes(make: Callable[[], bytes]) -> None:
    dirty = make()
    cleaned = clean_picture(dirty, "a")
    assert not cleaned.redrawn
    assert difference(opened(cleaned), Image.open(io.BytesIO(dirty))) == 0


def test_an_avif_without_metadata_is_kept_as_it_is() -> None:
    plain = encoded(photo(), "AVIF", quality=90)
    assert clean_picture(plain, "a.avif").content == plain


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_blocks": 1}])
def test_every_kind_of_jpeg_keeps_its_pixels(options: dict[str, Any]) -> None:
    dirty = encoded(photo(), "JPEG", exif=exif(), **options)
    cleaned = clean_picture(dirty, "a.jpg")
    assert not cleaned.redrawn
    assert difference(opened(cleaned), Image.open(io.BytesIO(dirty))) == 0


def test_a_camera_s_own_data_are_gone_from_a_real_picture(shared: Path) -> None:
    file = shared / "data" / "images" / "sabaceramics" / "hero.jpg"
    if not file.is_file():
        pytest.skip("../shared has no hero.jpg")
    dirty = file.read_bytes()
    assert Image.open(io.BytesIO(dirty)).getexif()
    cleaned = clean_picture(dirty, file.name)
    assert b"SONY" not in cleaned.content
    assert b"ZV-1" not in cleaned.content
    assert not opened(cleaned).getexif()
    assert difference(opened(cleaned), Image.open(io.BytesIO(dirty))) == 0
    again = clean_picture(cleaned.content, file.name)
    assert again.content == cleaned.content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_lies_on_its_side_is_put_upright(kind: str) -> None:
    dirty = encoded(photo(), kind, exif=exif(orientation=6), quality=95)
    cleaned = clean_picture(dirty, "a")
    assert (cleaned.width, cleaned.height, cleaned.redrawn) == (64, 96, True)
    assert SECRET not in cleaned.content
    assert difference(opened(cleaned), photo().transpose(Image.Transpose.ROTATE_270)) < 40


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_other_colours_become_srgb(kind: str) -> None:
    red = Image.new("RGB", (32, 32), (230, 20, 20))
    dirty = encoded(red, kind, icc_profile=swapped_profile())
    image = opened(clean_picture(dirty, "a"))
    assert "icc_profile" not in image.info
    shown = image.convert("RGB").getpixel((16, 16))
    assert isinstance(shown, tuple)
    assert shown[1] > 150 > shown[0]


def test_srgb_keeps_its_pixels_and_loses_its_profile() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    dirty = encoded(photo(), "JPEG", icc_profile=profile)
    cleaned = clean_picture(dirty, "a.jpg")
    assert not cleaned.redrawn
    assert b"ICC_PROFILE" not in cleaned.content
    assert difference(opened(cleaned), Image.open(io.BytesIO(dirty))) == 0


def test_a_printer_s_colours_become_a_screen_s() -> None:
    cleaned = clean_picture(encoded(photo(mode="CMYK"), "JPEG"), "a.jpg")
    assert opened(cleaned).mode == "RGB"


def test_transparency_stays() -> None:
    image = photo(mode="RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    for kind in ("PNG", "WEBP"):
        dirty = encoded(image, kind, exif=exif(orientation=3), lossless=True)
        alpha = opened(clean_picture(dirty, "a")).getchannel("A")
        assert alpha.getextrema() == image.getchannel("A").getextrema()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_still_moves(kind: str) -> None:
    frames = [photo(), photo().transpose(Image.Transpose.ROTATE_180), photo((96, 64), "L")]
    dirty = encoded(
        frames[0], kind, save_all=True, append_images=frames[1:], duration=[80, 120, 200], loop=0
    )
    cleaned = clean_picture(dirty, "a")
    image = opened(cleaned)
    assert cleaned.animated
    assert image.n_frames == 3  # type: ignore[attr-defined]
    assert image.info["loop"] == 0


def test_further_pictures_behind_a_camera_s_own_are_dropped() -> None:
    dirty = encoded(photo(), "MPO", save_all=True, append_images=[photo((48, 32))])
    cleaned = clean_picture(dirty, "a.jpg")
    assert not cleaned.animated
    assert cleaned.content.count(b"\xff\xd8\xff") == 1


def bomb(width: int, height: int) -> bytes:
    """A PNG of any size in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    rows = zlib.compress(bytes(1 + width // 8) * 2000, 9)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def test_fifty_thousand_pixels_square_are_refused_by_their_header() -> None:
    with pytest.raises(InvalidPicture, match="50,000 × 50,000 pixels"):
        clean_picture(bomb(50_000, 50_000), "huge.png")


def test_an_animation_of_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raster, "MAX_ANIMATED_PIXELS", 96 * 64 * 2)
    frames = [photo(), photo().transpose(Image.Transpose.ROTATE_180), photo(mode="L")]
    dirty = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    with pytest.raises(Refused, match="3 frames"):
        raster.clean(dirty, "gif")


@pytest.mark.parametrize("make", [jpeg, png, webp, avif])
def test_what_is_cut_off_is_refused(make: Callable[[], bytes]) -> None:
    dirty = make()
    with pytest.raises(InvalidPicture, match="“a” is cut off or damaged"):
        clean_picture(dirty[: len(dirty) // 2], "a")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><title>Not found</title>",
        b"%PDF-1.7",
        b"II*\0" + bytes(100),
        b"\xff\xd8\xff",
        b"RIFF\xff\xff\xff\xffWEBPVP8X",
        b"GIF89a\xff\xff\xff\xff\xff",
        b"\0\0\0\x1cftypavif" + bytes(20),
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 40,
    ],
)
def test_what_is_no_picture_is_refused_with_its_name(content: bytes) -> None:
    with pytest.raises(InvalidPicture, match=r"^“a\.jpg” "):
        clean_picture(content, "a.jpg")


def test_too_many_bytes_are_not_even_looked_at() -> None:
    with pytest.raises(InvalidPicture, match="20 MB"):
        clean_picture(bytes(20 * 1024 * 1024 + 1), "a.jpg")


def test_a_child_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shop.pictures.cleaning.CHILD", "this")
    with pytest.raises(InvalidPicture, match="too much memory or time"):
        clean_picture(png(), "a.png")


def test_a_child_that_takes_too_long_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shop.pictures.cleaning.WALL_SECONDS", 0.001)
    with pytest.raises(InvalidPicture, match="too long"):
        clean_picture(png(), "a.png")


def test_the_child_s_memory_is_limited() -> None:
    import subprocess
    import sys

    code = f"import {child.__name__} as child; child._limit(); bytearray(child.MEMORY)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert b"MemoryError" in run.stderr
