"""Which postcodes a pattern of ``shipping.toml`` means.

``BT`` a postal area: letters, then anything but a letter (``B`` is ``B1 1AA``, not ``BT1 5GS``)
``10`` what the code begins with; in Great Britain whole districts (``HS1`` is not ``HS10``)
``PH17-PH50`` and ``10000-14999`` from one to the other, both included
``GB:BT`` the same for one country of the zone; other countries are not asked for a postcode

Blanks, hyphens and small letters make no difference in what a shopper types. British codes are
read by their outward part, which is all but the last three characters once they are complete
(Royal Mail, Programmers' Guide: https://www.poweredbypaf.com).
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

BRITISH = frozenset({"GB", "JE", "GG", "IM"})
_NOISE = re.compile(r"[\s\-–]+")
_COMPLETE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_PARTS = re.compile(r"([A-Z]*)([0-9]*)")


class Parts(NamedTuple):
    letters: str
    digits: str


def concerning(patterns: Iterable[str], country: str) -> list[str]:
    """Those of `patterns` that say something about `country`, without its name."""
    pairs = (pattern.rpartition(":") for pattern in patterns)
    return [pattern for of, _, pattern in pairs if of in ("", country)]


def matches_any(patterns: Iterable[str], postcode: str, country: str) -> bool:
    code = _NOISE.sub("", postcode.upper())
    if country in BRITISH and _COMPLETE.fullmatch(code):
        code = code[:-3]
    return any(_matches(pattern.upper().replace(" ", ""), code, country) for pattern in patterns)


def _matches(pattern: str, code: str, country: str) -> bool:
    low, _, high = pattern.replace("–", "-").partition("-")
    if high or (country in BRITISH and low[-1:].isdigit()):
        return _between(_parts(low), _parts(high or low), _parts(code), country)
    following = code[len(low) : len(low) + 1]
    return code.startswith(low) and not (low[-1:].isalpha() and following.isalpha())


def _between(low: Parts, high: Parts, code: Parts, country: str) -> bool:
    if low.letters != code.letters or not code.digits:
        return False
    digits = code.digits if country in BRITISH else code.digits[: len(low.digits)]
    if country not in BRITISH and len(digits) < len(low.digits):
        return False
    return int(low.digits or 0) <= int(digits) <= int(high.digits or 0)


def _parts(code: str) -> Parts:
    match = _PARTS.match(code)
    return Parts(*match.groups()) if match else Parts("", "")
