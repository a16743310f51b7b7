"""Text as glyphs: how wide it is, and where its lines break."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from shop.papers.faces import LATIN, Face, Weight, face_of, load

UNKNOWN = "\u25a1"  # what is read for a character that no font has; each font draws one for it
# What no line begins or ends with (W3C, Requirements for Chinese Text Layout, 3.1.4).
_NOT_FIRST = set("、。，．·：；？！％…—）〉》」』】〕〗”’)]},.:;?!%‰℃/")
_NOT_LAST = set("（〈《「『【〔〖“‘([{$£¥€₫")
_INVISIBLE = {"Cc", "Cf", "Cs", "Mn", "Me"}  # a mark that NFC leaves alone has no place to stand


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one face; `text` has a character for each. `width` is in ems of the text's size."""

    face: Face
    glyphs: tuple[int, ...]
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Style:
    """`size` in points; `shade` from 0 (black) to 1 (white)."""

    size: float
    weight: Weight = "regular"
    shade: float = 0.1


@lru_cache(maxsize=4096)
def runs(text: str, language: str, weight: Weight) -> tuple[Run, ...]:
    """Letters with several marks are single glyphs (NFC); what cannot be seen is left out."""
    found: list[Run] = []
    face: Face | None = None
    piece = ""
    for char in _visible(text):
        known = face_of(char, language, weight)
        own, shown = (known, char) if known else (Face(LATIN[weight]), UNKNOWN)
        if own != face and face is not None:
            found.append(_run(face, piece))
            piece = ""
        face = own
        piece += shown
    return (*found, _run(face, piece)) if face else ()


def width(text: str, language: str, style: Style) -> float:
    return style.size * sum(run.width for run in runs(text, language, style.weight))


def wrapped(text: str, language: str, style: Style, room: float) -> list[str]:
    """Lines of at most `room` points. Han text breaks between characters, other between words, and
    a word that is wider than the line where it must."""
    lines: list[str] = []
    line = ""
    for part in _breakable(" ".join(text.split())):
        if width((line + part).rstrip(), language, style) <= room:
            line += part
            continue
        if line.strip():
            lines.append(line.rstrip())
        *full, line = _cut(part.lstrip(), language, style, room)
        lines += full
    return [*lines, line.rstrip()] if line.strip() else lines


def _cut(part: str, language: str, style: Style, room: float) -> list[str]:
    pieces = [""]
    for char in part:
        if pieces[-1] and width(pieces[-1] + char, language, style) > room:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _breakable(text: str) -> Iterator[str]:
    """The parts between which a line may end."""
    part = ""
    for char in text:
        if part and _may_break(part[-1], char):
            yield part
            part = ""
        part += char
    if part:
        yield part


def _may_break(before: str, after: str) -> bool:
    if before == " " or after == " ":
        return before == " " and after != " "
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return _is_wide(before) or _is_wide(after)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _visible(text: str) -> Iterator[str]:
    for char in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(char)
        if kind == "Zs":
            yield "\u00a0" if char in "\u00a0\u202f" else " "
        elif char == "\u2011":
            yield "-"
        elif kind not in _INVISIBLE:
            yield char


def _run(face: Face, text: str) -> Run:
    font = load(face.font)
    glyphs = tuple(map(font.glyph, text))
    ems = sum(map(font.advance, glyphs)) / font.em * face.scale
    return Run(face, glyphs, text, ems)
