"""The fonts that are packed with the shop: what they are, and that no name is left with boxes."""

import hashlib
import re

import pytest

from shop.papers.faces import FOLDER, face_of, load

VIETNAMESE = "ĂÂĐÊÔƠƯăâđêôơưẮằẲẵẶấẦẩẪậẾềỂễỆốỒổỖộỚờỞỡỢứỪửỮựÝỳỶỹỴ₫"


def test_every_font_is_the_one_its_source_says() -> None:
    sources = (FOLDER / "SOURCES.md").read_text()
    told = {name: told for told, name in re.findall(r"`([0-9a-f]{64})` \| `([\w.-]+)`", sources)}
    files = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.xz")
    }
    assert files == told


def test_the_fonts_leave_room_in_the_bundle() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2_300_000


@pytest.mark.parametrize("weight", ["regular", "semibold"])
def test_vietnamese_is_set_in_one_font_in_both_weights(weight: str) -> None:
    fonts = {face.font for char in VIETNAMESE if (face := face_of(char, "vi", weight))}  # type: ignore[arg-type]
    assert fonts == {f"latin-{weight}"}
    assert all(load(f"latin-{weight}").glyph(char) for char in VIETNAMESE)


def test_every_han_character_of_the_first_unicode_has_a_glyph() -> None:
    missing = [
        code for code in range(0x4E00, 0x9FA6) if face_of(chr(code), "zh-Hans", "regular") is None
    ]
    assert missing == []


def test_readers_of_traditional_characters_get_their_own_forms() -> None:
    for char in "骨令直角船臺灣，。":
        hans, hant = (face_of(char, language, "regular") for language in ("zh-Hans", "zh-Hant"))
        assert hant is not None
        assert hans is not None
        assert hant.font == "han-traditional"
        assert hans.font in {"han", "han-signs"}
