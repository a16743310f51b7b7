"""A TrueType font: which glyph a character has, how wide it is, and a font of only some glyphs.

As much of OpenType 1.9 (learn.microsoft.com/typography/opentype/spec) as the fonts in ``fonts/``
need, which ``infra/fonts.py`` has made: one character map of format 4, glyphs in ``glyf``.
"""

import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence

MISSING = 0  # the glyph that stands for a character the font has not
WORDS, MORE, SCALE, XY_SCALE, TWO_BY_TWO = 0x1, 0x20, 0x8, 0x40, 0x80  # of a compound glyph
_TABLES = ("glyf", "head", "hhea", "hmtx", "loca", "maxp")


class TrueType:
    def __init__(self, content: bytes) -> None:
        self._tables = _directory(content)
        head, hhea = self._tables["head"], self._tables["hhea"]
        self.em = _u16(head, 18)
        self.box = struct.unpack_from(">4h", head, 36)
        self.ascent, self.descent = struct.unpack_from(">2h", hhea, 4)
        self.cap_height = struct.unpack_from(">h", self._tables["OS/2"], 88)[0]
        self._long_metrics = _u16(hhea, 34)
        self._places = _glyph_places(self._tables["loca"], long=bool(_u16(head, 50)))
        self._map = _Map(self._tables["cmap"])

    def glyph(self, char: str) -> int:
        return self._map.glyph(ord(char))

    def advance(self, glyph: int) -> int:
        """How far the pen moves, in units of the em square."""
        return _u16(self._tables["hmtx"], 4 * min(glyph, self._long_metrics - 1))

    def subset(self, glyphs: Sequence[int]) -> bytes:
        """A font with `glyphs` under new numbers, which begin with 1, and what they are made of.
        The one for what is missing is the first of every font; it may be among `glyphs`, too."""
        kept = [MISSING, *self._with_parts(glyphs)]
        numbers = {glyph: number for number, glyph in enumerate(kept)}
        outlines = bytearray()
        places = array("I", [0])
        for glyph in kept:
            outlines += _renumbered(self._outline(glyph), numbers)
            outlines += bytes(-len(outlines) % 4)
            places.append(len(outlines))
        metrics = b"".join(struct.pack(">Hh", self.advance(g), self._bearing(g)) for g in kept)
        tables = self._tables
        return _font(
            {
                "glyf": bytes(outlines),
                "head": tables["head"][:8] + bytes(4) + tables["head"][12:50] + b"\0\1\0\0",
                "hhea": tables["hhea"][:34] + struct.pack(">H", len(kept)),
                "hmtx": metrics,
                "loca": _big_endian(places),
                "maxp": tables["maxp"][:4] + struct.pack(">H", len(kept)) + tables["maxp"][6:],
            }
        )

    def _with_parts(self, glyphs: Sequence[int]) -> list[int]:
        kept = dict.fromkeys(glyphs)
        waiting = list(kept)
        while waiting:
            parts = (part for _place, part in _parts(self._outline(waiting.pop())))
            new = [part for part in parts if part not in kept]
            kept.update(dict.fromkeys(new))
            waiting += new
        return list(kept)

    def _outline(self, glyph: int) -> bytes:
        return self._tables["glyf"][self._places[glyph] : self._places[glyph + 1]]

    def _bearing(self, glyph: int) -> int:
        """The left side bearing; glyphs behind the last long metric have only that."""
        after = glyph - self._long_metrics
        place = 4 * glyph + 2 if after < 0 else 4 * self._long_metrics + 2 * after
        bearing: int = struct.unpack_from(">h", self._tables["hmtx"], place)[0]
        return bearing


class _Map:
    """The segments of ``cmap`` format 4."""

    def __init__(self, table: bytes) -> None:
        start = next(
            offset
            for i in range(_u16(table, 2))
            for offset in struct.unpack_from(">I", table, 8 + 8 * i)
            if _u16(table, offset) == 4
        )
        count = _u16(table, start + 6) // 2
        self._ends = _words(table, start + 14, count)
        self._starts = _words(table, start + 16 + 2 * count, count)
        self._deltas = _words(table, start + 16 + 4 * count, count)
        self._ranges_at = start + 16 + 6 * count
        self._table = table

    def glyph(self, code: int) -> int:
        segment = bisect_left(self._ends, code)
        if code > 0xFFFF or self._starts[segment] > code:
            return MISSING
        place = self._ranges_at + 2 * segment
        offset = _u16(self._table, place)
        if not offset:
            return (code + self._deltas[segment]) & 0xFFFF
        glyph = _u16(self._table, place + offset + 2 * (code - self._starts[segment]))
        return (glyph + self._deltas[segment]) & 0xFFFF if glyph else MISSING


def _parts(outline: bytes) -> Iterable[tuple[int, int]]:
    """Where a compound glyph names another one, and which."""
    if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
        return
    place, more = 10, True
    while more:
        flags, glyph = struct.unpack_from(">2H", outline, place)
        yield place + 2, glyph
        place += 8 if flags & WORDS else 6
        place += 2 if flags & SCALE else 4 if flags & XY_SCALE else 8 if flags & TWO_BY_TWO else 0
        more = bool(flags & MORE)


def _renumbered(outline: bytes, numbers: dict[int, int]) -> bytes:
    changed = bytearray(outline)
    for place, glyph in _parts(outline):
        struct.pack_into(">H", changed, place, numbers[glyph])
    return bytes(changed)


def _directory(content: bytes) -> dict[str, bytes]:
    tables = {}
    for i in range(_u16(content, 4)):
        tag, _sum, offset, length = struct.unpack_from(">4s3I", content, 12 + 16 * i)
        tables[tag.decode("ascii")] = content[offset : offset + length]
    return tables


def _font(tables: dict[str, bytes]) -> bytes:
    """Checksums are left 0: nobody reads those of a font inside a PDF."""
    power = len(tables).bit_length() - 1
    span = 16 << power
    out = bytearray(struct.pack(">I4H", 0x10000, len(tables), span, power, 16 * len(tables) - span))
    offset = 12 + 16 * len(tables)
    for tag, content in sorted(tables.items()):
        out += struct.pack(">4s3I", tag.encode("ascii"), 0, offset, len(content))
        offset += len(content) + -len(content) % 4
    for _tag, content in sorted(tables.items()):
        out += content + bytes(-len(content) % 4)
    return bytes(out)


def _glyph_places(loca: bytes, *, long: bool) -> Sequence[int]:
    if not long:
        return [2 * place for place in _words(loca, 0, len(loca) // 2)]
    places = array("I", loca)
    return _native(places)


def _words(table: bytes, offset: int, count: int) -> "array[int]":
    return _native(array("H", table[offset : offset + 2 * count]))


def _native(numbers: "array[int]") -> "array[int]":
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _big_endian(numbers: "array[int]") -> bytes:
    return _native(array(numbers.typecode, numbers)).tobytes()


def _u16(table: bytes, offset: int) -> int:
    number: int = struct.unpack_from(">H", table, offset)[0]
    return number
