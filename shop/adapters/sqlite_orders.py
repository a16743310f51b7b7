"""The two orders in which a query walks through items of the SQLite file."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from shop.adapters.paging import behind, check_after
from shop.ports import Item, Page

# Bounds are half open. A blob sorts behind every text.
BEHIND_ALL = b""


class Order(NamedTuple):
    """One way through items: a partition by `sk`, or one of the secondary index. `width` is how
    many columns a place in it has."""

    ascending: str
    descending: str
    width: int
    place: Callable[[str | None], tuple[str, ...] | None]
    page: Callable[[Sequence[Item], int], Page]


def key_place(after: str | None) -> tuple[str, ...] | None:
    place = check_after(after)
    return (place,) if place else None


def bounds(
    prefix: str, place: tuple[str, ...] | None, width: int, *, descending: bool
) -> tuple[tuple[str | bytes, ...], tuple[str | bytes, ...]]:
    """Where to begin, and before what to end. A place's successor is the place + NUL."""
    rest = ("",) * (width - 1)
    lower: tuple[str, ...] = (prefix, *rest)
    end = behind(prefix)
    upper: tuple[str, ...] | None = None if end is None else (end, *rest)
    if place and descending:
        upper = place if upper is None else min(upper, place)
    elif place:
        lower = max(lower, (*place[:-1], place[-1] + "\0"))
    return lower, upper or (BEHIND_ALL, *rest)
