"""Handles: the names of products in addresses, made of a title in any of the shop's scripts."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

LONGEST = 120  # a file name may have 255 bytes, and languages and page numbers are added

# Letters that Unicode does not take apart into a letter and an accent.
_FOLD = str.maketrans(
    {"đ": "d", "Đ": "d", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
     "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ı": "i", "’": "", "'": ""}
)  # fmt: skip
_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_OTHER = re.compile(r"[^a-z0-9]+")


def slugify(text: str) -> str:
    """``Cà phê Đắk Lắk`` → ``ca-phe-dak-lak``; ``龙井茶`` → ``long-jing-cha``.

    A text in a script that has no such reading gets a short name made of its hash, so that it
    gets the same one every time.
    """
    plain = _pinyin(text) if _HAN.search(text) else text
    unaccented = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", plain.translate(_FOLD))
        if not unicodedata.combining(letter)
    )
    slug = _OTHER.sub("-", unaccented.casefold())[:LONGEST].strip("-")
    if slug or not text.strip():
        return slug
    return "p-" + hashlib.sha256(text.strip().encode()).hexdigest()[:8]


class Names:
    """Names given out, each once: a name that is taken gets the first number that makes it free."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def claim(self, name: str) -> str:
        free, number = name, self._next.get(name, 2)
        while free in self._taken:
            free = f"{name}-{number}"
            number += 1
        self._next[name] = number
        self._taken.add(free)
        return free


def _pinyin(text: str) -> str:
    from pypinyin import lazy_pinyin  # its dictionaries take a moment to load

    return " ".join(lazy_pinyin(text))
