"""What a paper shows is what is read from it: under each code lies the outline of its text."""

import io
import lzma
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from factories import MOMENT
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from shop.papers.faces import FOLDER
from shop.papers.pdf import Document
from shop.papers.setting import UNKNOWN, Style

NAMES = {
    path.name.removesuffix(".ttf.xz").title().replace("-", ""): path for path in FOLDER.glob("*.xz")
}
CODE = re.compile(rb"^<(?!0000)([0-9A-F]{4})> <([0-9A-F]+)>$", re.MULTILINE)


@cache
def own_font(name: str) -> TTFont:
    """As it is packed with the shop."""
    return TTFont(io.BytesIO(lzma.decompress(NAMES[name].read_bytes())))


def outline(font: TTFont, glyph: int) -> list[Any]:
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[font.getGlyphName(glyph)].draw(pen)
    return pen.value


def embedded(content: bytes) -> Iterator[tuple[str, TTFont, dict[int, str]]]:
    """Name, program, and the text of each code, of every font of a paper."""
    for page in PdfReader(io.BytesIO(content)).pages:
        fonts: Any = page["/Resources"]
        for font in fonts["/Font"].values():
            font = font.get_object()  # noqa: PLW2901
            program = font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"].get_data()
            codes = {
                int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
                for code, text in CODE.findall(font["/ToUnicode"].get_data())
            }
            yield font["/BaseFont"].partition("Paper-")[2], TTFont(io.BytesIO(program)), codes


@pytest.mark.parametrize(
    "text",
    ["Nguyễn Thị Phượng 12 Trần Phú", "A🙂B", "🙂A", "A🙂", "茶🙂 Trà 茶", "𝚃𝚑𝚎 quick 🙂 brown"],
)
@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_each_code_draws_its_text_whatever_else_is_on_the_paper(text: str, language: str) -> None:
    document = Document("A paper", "A shop", language, MOMENT)
    page = document.page()
    page.text(50, 50, text, Style(9))
    page.text(50, 80, f"{text} once more", Style(9, weight="semibold"))
    drawn = set()
    for name, font, codes in embedded(document.content()):
        source = own_font(name)
        for code, meant in codes.items():
            wanted = 0 if meant == UNKNOWN else source.getGlyphID(source.getBestCmap()[ord(meant)])
            assert outline(font, code) == outline(source, wanted), (name, meant)
            assert (
                font["hmtx"].metrics[font.getGlyphName(code)]
                == (source["hmtx"].metrics[source.getGlyphName(wanted)])
            )
            drawn.add(meant)
    shown = {UNKNOWN if char in "🙂𝚃𝚑𝚎" else char for char in text}
    assert drawn >= shown
