"""What was asked for a variant at which moment, and the lowest of it before a reduction.

Pure: from the entries that releases leave (``prices``) to the figure that the EU's Price Indication
Directive (98/6/EC, article 6a) wants beside a reduction.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from shop.catalogue.model import Variant
from shop.money import Money

WINDOW = timedelta(days=30)


class PriceEntry(NamedTuple):
    """What a release said of a variant's price, from `at` until the next one said something."""

    at: datetime
    price: Money | None
    compare_at: Money | None = None
    starts: datetime | None = None
    ends: datetime | None = None


class Asked(NamedTuple):
    """The price asked from a moment on; `former` stands beside it where it is a reduction."""

    since: datetime
    price: Money | None
    former: Money | None


def entry_of(variant: Variant, at: datetime) -> PriceEntry:
    return PriceEntry(at, variant.price, variant.compare_at, variant.sale_starts, variant.sale_ends)


def lowest_before_reduction(entries: Sequence[PriceEntry]) -> Money | None:
    """The lowest price of the 30 days before the reduction that the last of `entries` announces;
    None where nothing was asked then. `entries` are in the order of their moments."""
    last = entries[-1]
    history = asked(entries)
    reductions = [
        each.since for each in history if (each.price, each.former) == (last.price, last.compare_at)
    ]
    if not last.price or not reductions:
        return None
    prices = _of_window(history, reductions[-1])
    same = [price for price in prices if price.currency == last.price.currency]
    return min(same, key=lambda price: price.amount, default=None)


def asked(entries: Sequence[PriceEntry]) -> list[Asked]:
    """Every change of the price asked, sales that begin and end by themselves included. What only
    says the same once more is no change: a reduction whose end is put off goes on."""
    found = [
        _asked_at(entry, moment)
        for entry, following in zip(entries, [*entries[1:], None], strict=True)
        for moment in _moments(entry)
        if following is None or moment < following.at
    ]
    return [
        each
        for before, each in pairwise([None, *found])
        if each and (before is None or before[1:] != each[1:])
    ]


def _of_window(history: Sequence[Asked], began: datetime) -> list[Money]:
    """Prices asked at some moment of the 30 days before `began`."""
    before = [each for each in history if each.since < began]
    ends = [*(each.since for each in before), began][1:]
    return [
        each.price
        for each, until in zip(before, ends, strict=True)
        if each.price and until > began - WINDOW
    ]


def _moments(entry: PriceEntry) -> Iterator[datetime]:
    """When an entry may change what is asked, from its own moment on."""
    yield entry.at
    yield from sorted(each for each in (entry.starts, entry.ends) if each and each > entry.at)


def _asked_at(entry: PriceEntry, moment: datetime) -> Asked:
    if not entry.price or not entry.compare_at or not entry.price < entry.compare_at:
        return Asked(moment, entry.price, None)
    begun = entry.starts is None or entry.starts <= moment
    if begun and (entry.ends is None or moment < entry.ends):
        return Asked(moment, entry.price, entry.compare_at)
    return Asked(moment, entry.compare_at, None)
