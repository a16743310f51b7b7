"""How statistics lie in the store, and why so.

They are written inside the transactions of orders, unconditionally, so two orders must seldom want
the same item: DynamoDB lets one of two transactions on an item wait. Figures of a day are therefore
spread over shards, by a hash of the order's id that never changes, and summed up when they are
read. A shop with ten orders a day has at most twenty items of that day, however many shards there
are; a busy one has 32 of each kind, which a report of a year still reads in some pages.

An order writes one item for itself and one for each twelve of its lines: five figures of twelve
lines are the 60 fields of one update, and 30 lines make four writes. SKU, product and category of a
line stand in the name of one field, as each of the three reports is a sum of the same fields.

Days of a month are one partition, so that no partition grows for ever and a report names those it
needs. Histories that were loaded from files stand beside the shards under names of their own.
"""

import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from shop.ports import Item, Json, Key, Store
from shop.statistics.facts import Field, Kind, Place

SHARDS = 32
HISTORY = "history-"


class Stored(NamedTuple):
    """An item of statistics, taken apart. `shard` begins with `HISTORY` where a file brought it."""

    key: Key
    day: str
    currency: str
    shard: str
    figures: Mapping[str, Json]
    version: int


def shard_of(order_id: str, part: int = 0) -> str:
    """The shard of a part of an order; parts go to different ones, as each is a write."""
    return f"{(zlib.crc32(order_id.encode()) + part) % SHARDS:02}"


def place_key(place: Place, shard: str) -> Key:
    return Key(f"SALES#{place.day[:7]}", f"{place.kind}#{place.day}#{place.currency}#{shard}")


def named(figures: Mapping[Field, int]) -> dict[str, int]:
    """Fields as they are stored: names are JSON, because an SKU may contain anything."""
    return {_name_of(field): amount for field, amount in figures.items()}


@lru_cache(maxsize=10_000)
def _name_of(field: Field) -> str:
    return json.dumps(field, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=100_000)
def field_of(name: str) -> Field:
    return tuple(json.loads(name))


def figures_of(stored: Stored) -> Counter[Field]:
    """Those that are not zero; a figure that was taken back leaves a zero behind."""
    return Counter(
        {field_of(name): amount for name, amount in stored.figures.items() if _counts(amount)}
    )


def read(store: Store, kind: Kind, since: date, until: date) -> Iterator[Stored]:
    """All items of `kind`, of every day from `since` to `until` inclusive, in order of days."""
    for month in months(since, until):
        after: str | None = f"{kind}#{since.isoformat()}"
        while after is not None:
            page = store.query(f"SALES#{month}", f"{kind}#", after=after)
            for stored in map(_stored, page.items):
                if stored.day > until.isoformat():
                    return
                yield stored
            after = page.next


def months(since: date, until: date) -> Iterator[str]:
    """``2026-11`` and so on, every month that has a day between the two."""
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    for number in range(first, last + 1):
        yield f"{number // 12:04}-{number % 12 + 1:02}"


def _stored(item: Item) -> Stored:
    _kind, day, currency, shard = item.key.sk.split("#", 3)
    return Stored(item.key, day, currency, shard, item.data, item.version)


def _counts(amount: Json) -> bool:
    return isinstance(amount, int) and amount != 0
