"""Makes the fonts of PDFs (``shop/papers/fonts``) anew from the packages they come from.

    python -m infra.fonts FOLDER

`FOLDER` holds the packages named in ``shop/papers/fonts/SOURCES.md``, unpacked side by side as
``source-sans-3/``, ``noto-sans-sc/``, ``noto-sans-tc/`` and ``droid/``. The same packages make the
same bytes. Needs fontTools, which nothing else of the shop does.
"""

import io
import lzma
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

from shop.papers.faces import FOLDER

KEPT = {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "OS/2"}
MERGED = {"GlyphOrder", "name", "post"}  # the merger asks for them
DAY = 3_800_000_000  # in June 2024, as the seconds since 1904 that fonts count
EVERYDAY = range(0xA1, 0xC9)  # lead bytes of Big5's signs and of its 5,401 everyday characters


def latin(folder: Path, weight: int) -> TTFont:
    """Latin, Vietnamese, Greek and Cyrillic, which the package has in a file each."""
    files = sorted(folder.rglob(f"source-sans-3-*-{weight}-normal.woff"))
    return _merged([_subset(font, set(font.getBestCmap())) for font in map(TTFont, files)])


def traditional(folder: Path) -> TTFont:
    """Han and signs as Taiwan writes them; what is rarer comes from the other font.

    The package has everyday characters in one file, and all others, some signs among them, in
    files by number.
    """
    everyday = next(folder.rglob("noto-sans-tc-chinese-traditional-400-normal.woff"))
    parts: list[TTFont] = []
    have: set[int] = set()
    for file in (everyday, *sorted(folder.rglob("noto-sans-tc-[0-9]*-400-normal.woff"))):
        font = TTFont(file)
        wanted = _is_everyday if file == everyday else _is_sign
        codes = {code for code in font.getBestCmap() if wanted(code)} - have
        if codes:
            parts.append(_subset(font, codes))
            have |= codes
    return _merged(parts)


def signs(folder: Path) -> TTFont:
    """Punctuation as the mainland sets it, in the lower left corner."""
    font = TTFont(next(folder.rglob("noto-sans-sc-chinese-simplified-400-normal.woff")))
    return _subset(font, {code for code in font.getBestCmap() if _is_sign(code)})


def han(folder: Path) -> TTFont:
    """Everything Unicode calls CJK in its first version, kana and signs, as the mainland writes."""
    (file,) = folder.rglob("DroidSansFallbackFull.ttf")
    font = TTFont(file)
    return _subset(font, {code for code in font.getBestCmap() if _is_cjk(code)})


def _is_everyday(code: int) -> bool:
    if not _is_cjk(code):
        return False
    try:
        return chr(code).encode("big5")[0] in EVERYDAY
    except UnicodeEncodeError:
        return not 0x3400 <= code < 0xA000


def _is_sign(code: int) -> bool:
    return 0x3000 <= code < 0x3040 or 0xFF00 <= code < 0xFFF0


def _is_cjk(code: int) -> bool:
    ranges = (
        (0x2E80, 0x3130),
        (0x3190, 0x3400),
        (0x4E00, 0xA000),
        (0xF900, 0xFB00),
        (0xFE30, 0xFFF0),
    )
    return any(first <= code < end for first, end in ranges)


def _merged(fonts: Iterable[TTFont]) -> TTFont:
    files = []
    for font in fonts:
        files.append(io.BytesIO())
        font.save(files[-1])
        files[-1].seek(0)
    return Merger().merge(files)


def _subset(font: TTFont, codes: set[int]) -> TTFont:
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables = [tag for tag in font if tag not in KEPT | MERGED]
    options.legacy_cmap = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font.flavor = None
    return font


def _packed(font: TTFont) -> bytes:
    """Compressed better than a zip would; unpacking takes a tenth of a second once."""
    for tag in set(font.keys()) - KEPT - {"GlyphOrder"}:
        del font[tag]
    font["head"].created = font["head"].modified = DAY
    font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out)
    return lzma.compress(out.getvalue(), preset=9 | lzma.PRESET_EXTREME)


def main(folder: Path) -> None:
    made = {
        "latin-regular": latin(folder / "source-sans-3", 400),
        "latin-semibold": latin(folder / "source-sans-3", 600),
        "han-traditional": traditional(folder / "noto-sans-tc"),
        "han-signs": signs(folder / "noto-sans-sc"),
        "han": han(folder / "droid"),
    }
    for name, font in made.items():
        (FOLDER / f"{name}.ttf.xz").write_bytes(_packed(font))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
