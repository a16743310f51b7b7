"""In which order listings show products, and how they are cut into pages.

The order is the same in every language, so that page 2 shows the same goods in all of them and
`hreflang` tells the truth: what the owner recommends first, as in a shop window; what is sold out
last, because nobody can buy it; between them by name, because that can be predicted ("9 cm" comes
before "12 cm").
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import TypeVar

from generator.source import Entry

PAGE_SIZE = 24
RELATED = 4
HOME_CARDS = 8
HOME_ANNOUNCEMENTS = 3

T = TypeVar("T")

_PARTS = re.compile(r"\d+|\D+")
# Marks that sort as they must: the end of a title before more of it, words before numbers.
_END, _WORDS, _NUMBER = "\x01", "\x02", "\x03"


def cut(things: Sequence[T], size: int = PAGE_SIZE) -> list[Sequence[T]]:
    """Pages of at most `size`; one empty page where there is nothing."""
    return [things[start : start + size] for start in range(0, len(things), size)] or [()]


def pages_of(count: int) -> int:
    """How many pages a listing of `count` things has; an empty one has one."""
    return max(1, -(-count // PAGE_SIZE))


def sort_key(entry: Entry) -> str:
    """Text whose order by code points is the order of listings, for Python and SQLite alike.

    It ends with the handle, so no two products have the same.
    """
    product = entry.product
    group = f"{0 if product['recommended'] else 1}{1 if entry.sold_out else 0}"
    return f"{group}{_natural(product['title'])}{_END}{entry.handle}"


def _natural(title: str) -> str:
    """Sorts "Ấm trà" under A and "Cup 9" before "Cup 12"."""
    letters = title
    if not title.isascii():
        plain = unicodedata.normalize("NFKD", title.replace("đ", "d").replace("Đ", "D"))
        letters = "".join(c for c in plain if not unicodedata.combining(c))
    return "".join(map(_marked, _PARTS.findall(letters.casefold())))


def _marked(part: str) -> str:
    """A number by how many digits it has, then by the digits."""
    if not part.isdecimal():
        return _WORDS + part
    digits = str(int(part[:400]))
    return f"{_NUMBER}{len(digits):03d}{digits}"
