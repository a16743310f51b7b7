"""Days as banks write them, and which of two numbers is the month. Pure."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

Order = Literal["dmy", "mdy"]

_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<![\d:])(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")


def day_order(texts: Iterable[str]) -> Order:
    """Day before month, unless a date of the file can only be the other way round."""
    for text in texts:
        found = None if _YEAR_FIRST.search(text) else _YEAR_LAST.search(text)
        if found and int(found[3]) > 12:
            return "mdy"
    return "dmy"


def iso_day(text: str, order: Order) -> str:
    """``2026-11-22``; the text itself where it is no date that is known here."""
    found = _YEAR_FIRST.search(text)
    if found:
        year, month, day = map(int, found.groups())
    elif found := _YEAR_LAST.search(text):
        first, second, year = map(int, found.group(1, 3, 4))
        day, month = (first, second) if order == "dmy" else (second, first)
        year += 2000 if year < 100 else 0
    else:
        return text
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text
