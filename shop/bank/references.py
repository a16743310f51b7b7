"""Which order a transfer is for: order numbers found in what people and banks make of them. Pure.

"HN-2611-7KQ2M" arrives as "hn2611 7kq2m thanh toan", "MBVCB.5521.HN 2611 7KQ2M.CT tu 0123…" or with
the letter o for its zero.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# What a person may read or type for a character (Crockford's base 32: order numbers have no I, L,
# O or U of their own; a prefix may, and is changed the same way).
_ALIKE = str.maketrans("OILU", "011V")
SHORTEST = 9  # year, month and five random characters: fewer would be found by chance


def referenced(text: str, numbers: Iterable[str]) -> tuple[str, ...]:
    """Those of `numbers` that `text` contains, in their order.

    Without the shop's prefix a number counts only where no whole one is found.
    """
    told = squeezed(text)
    numbers = tuple(dict.fromkeys(numbers))
    whole = tuple(number for number in numbers if _whole(number) in told)
    return whole or tuple(number for number in numbers if (tail := _tail(number)) and tail in told)


def squeezed(text: str) -> str:
    """Capital letters and digits alone, those that look alike made one."""
    folded = unicodedata.normalize("NFKD", text.upper().replace("Đ", "D"))
    letters = "".join(char for char in folded if char.isascii() and char.isalnum())
    return letters.translate(_ALIKE)


@lru_cache(maxsize=20_000)
def _whole(number: str) -> str:
    """Each row of a statement is held against the same numbers."""
    return squeezed(number)


@lru_cache(maxsize=20_000)
def _tail(number: str) -> str:
    """The number without what stands before its first dash; empty where too little is left."""
    tail = squeezed(number.partition("-")[2])
    return tail if len(tail) >= SHORTEST else ""
