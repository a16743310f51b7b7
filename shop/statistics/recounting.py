"""Statistics counted anew from the orders themselves, and what differs put right."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, timedelta, tzinfo

from shop.clock import Clock, now
from shop.errors import StoreBusy, TransactionCancelled
from shop.i18n.messages import translatable
from shop.orders.model import Order
from shop.orders.records import order_from
from shop.ports import Item, Key, Put, Store, VersionIs
from shop.statistics.facts import Field, Kind, facts
from shop.statistics.records import (
    HISTORY,
    Stored,
    figures_of,
    named,
    place_key,
    read,
    shard_of,
)

KINDS: tuple[Kind, ...] = ("ORDERS", "LINES")
ATTEMPTS = 5
PAGE = 200
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recounted:
    """How many orders were counted, and the items whose figures were not theirs."""

    orders: int
    items: int
    wrong: tuple[Key, ...]


def recount(
    store: Store, zone: tzinfo = UTC, *, mend: bool = True, clock: Clock = now
) -> Recounted:
    """Compares the running statistics with all orders; with `mend` makes them equal.

    Orders may go on meanwhile: an item is replaced only if nothing was added to it since it was
    read, which was before the orders were. The list of orders is DynamoDB's index, though, which
    may miss those of the last second. Needed after the shop's time zone was changed. Raises
    StoreBusy where the orders never rest for as long as counting takes.
    """
    for _attempt in range(ATTEMPTS):
        found = _found(store, clock)
        orders, wanted = _wanted(store, zone)
        wrong = [
            key
            for key in sorted(found.keys() | wanted.keys())
            if wanted.get(key, {}) != (figures_of(found[key]) if key in found else {})
        ]
        told = Recounted(orders, len(found), tuple(wrong))
        lost = [key for key in wrong if mend and not _mended(store, key, found, wanted)]
        if not lost:
            return told
    raise StoreBusy(
        translatable("Orders kept coming while they were counted. Try again at a quieter time.")
    )


def _found(store: Store, clock: Clock) -> dict[Key, Stored]:
    """The running statistics since the first order."""
    first = store.query_index("ORDERS", limit=1).items
    if not first or first[0].index is None:
        return {}
    day = date.fromisoformat(first[0].index.sk[:10]) - A_DAY  # it may be yesterday in the shop
    since = day.replace(day=1)
    until = clock().date() + A_DAY
    return {
        stored.key: stored
        for kind in KINDS
        for stored in read(store, kind, since, until)
        if not stored.shard.startswith(HISTORY)
    }


def _wanted(store: Store, zone: tzinfo) -> tuple[int, dict[Key, Counter[Field]]]:
    sums: dict[Key, Counter[Field]] = {}
    orders = 0
    for order in all_orders(store):
        orders += 1
        for place, figures in facts(order, zone).items():
            key = place_key(place, shard_of(order.id, place.part))
            sums.setdefault(key, Counter()).update(figures)
    return orders, {key: _without_zeros(figures) for key, figures in sums.items()}


def all_orders(store: Store) -> Iterator[Order]:
    """Every order as it is now, by the time it was placed."""
    after: str | None = None
    while True:
        page = store.query_index("ORDERS", after=after, limit=PAGE)
        current = store.get_many(item.key for item in page.items)  # the index may lag
        yield from (order_from(current[item.key]) for item in page.items if item.key in current)
        after = page.next
        if after is None:
            return


def _mended(
    store: Store, key: Key, found: Mapping[Key, Stored], wanted: Mapping[Key, Counter[Field]]
) -> bool:
    version = found[key].version if key in found else 0
    item = Item(key, named(wanted.get(key, {})))
    try:
        store.transact([Put(item, (VersionIs(version),))])
    except TransactionCancelled:
        return False
    return True


def _without_zeros(figures: Counter[Field]) -> Counter[Field]:
    return Counter({field: amount for field, amount in figures.items() if amount})
