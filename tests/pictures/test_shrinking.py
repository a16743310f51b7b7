"""Renditions: in the widths of the pages, never wider than the picture, and only where they save
bytes."""

import io
from typing import Any

import pytest
from PIL import Image, ImageDraw

from shop.errors import InvalidPicture
from shop.pictures.drawing import draw_renditions
from shop.pictures.model import Drawn
from shop.pictures.shrinking import WIDTHS, shrink, widths


def scene(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """Something like a photo: soft colours, an edge, some grain."""
    grain = Image.effect_noise(size, 24)
    image = Image.merge(
        "RGB",
        (Image.linear_gradient("L").resize(size), grain, Image.radial_gradient("L").resize(size)),
    )
    ImageDraw.Draw(image).ellipse((size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2), "white")
    return image.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    output = io.BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def by_type(drawn: Drawn) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for each in drawn.renditions:
        found.setdefault(each.type, []).append(each.width)
    return found


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (4000, [180, 360, 720, 1080]),
        (1080, [180, 360, 720, 1080]),
        (1000, [180, 360, 720, 1000]),
        (730, [180, 360, 720]),
        (700, [180, 360, 700]),
        (190, [180]),
        (120, [120]),
    ],
)
def test_no_width_is_more_than_the_picture_has(own: int, expected: list[int]) -> None:
    assert widths(own) == expected
    assert max(expected) <= own


def test_a_photo_becomes_avif_webp_and_jpeg_in_the_widths_of_the_pages() -> None:
    content = encoded(scene((1400, 1000)), quality=92)
    drawn = shrink(content, "jpg")
    assert (drawn.width, drawn.height) == (1400, 1000)
    assert by_type(drawn) == {
        "image/avif": [*WIDTHS],
        "image/webp": [*WIDTHS],
        "image/jpeg": [*WIDTHS],
    }
    for each in drawn.renditions:
        with Image.open(io.BytesIO(each.content)) as image:
            assert image.get_format_mimetype() == each.type
            assert image.size == (each.width, round(1000 * each.width / 1400))
            assert not image.getexif()
            assert "icc_profile" not in image.info
    assert len(drawn.renditions[3].content) < len(content) / 3


def test_transparency_stays() -> None:
    image = scene((380, 300), "RGBA")
    image.putalpha(Image.radial_gradient("L").resize((380, 300)))
    drawn = shrink(encoded(image, "PNG"), "png")
    assert by_type(drawn) == {"image/webp": [180, 360], "image/png": [180, 360]}
    for each in drawn.renditions:
        with Image.open(io.BytesIO(each.content)) as small:
            assert small.getpixel((90, 10))[3] != small.getpixel((each.width // 2, 60))[3]


@pytest.mark.parametrize("mode", ["RGBA", "L", "P", "LA", "1"])
def test_what_nothing_can_be_seen_through_is_a_photo(mode: str) -> None:
    drawn = shrink(encoded(scene((400, 300)).convert(mode), "PNG"), "png")
    assert drawn.renditions[-1].type == "image/jpeg"


def test_a_moving_picture_goes_on_moving() -> None:
    frames = [scene((300, 300)), Image.new("RGB", (300, 300), "red")]
    content = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert shrink(content, "gif") == Drawn(300, 300)


def test_a_small_jpeg_stands_for_itself() -> None:
    content = encoded(scene((500, 500)), quality=80)
    jpegs = [each for each in shrink(content, "jpg").renditions if each.type == "image/jpeg"]
    assert [(each.width, bool(each.content)) for each in jpegs] == [
        (180, True),
        (360, True),
        (500, False),
    ]


def test_a_type_that_saves_nothing_is_left_out() -> None:
    flat = encoded(Image.new("RGB", (16, 16), "teal"), quality=30)
    drawn = shrink(flat, "jpg")
    smallest = len(flat)
    assert all(len(each.content) < smallest for each in drawn.renditions)


def test_they_come_from_a_process_of_their_own() -> None:
    content = encoded(scene((800, 600)), quality=90)
    assert draw_renditions(content, "cup.jpg") == shrink(content, "jpg")


@pytest.mark.parametrize("content", [b"<svg/>", b"text", b"\xff\xd8\xff\xe0 cut off"])
def test_what_is_no_picture_of_pixels_costs_a_sentence(content: bytes) -> None:
    with pytest.raises(InvalidPicture, match=r"“cup\.jpg” is"):
        draw_renditions(content, "cup.jpg")
