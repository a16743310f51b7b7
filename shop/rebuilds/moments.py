"""Moments that are known beforehand at which pages outside of the catalogue say something else."""

from collections.abc import Iterable
from datetime import datetime

from shop.clock import Clock, timestamp
from shop.ports import Delete, IndexKey, Item, Key, Put, Store
from shop.rebuilds.service import mark_item

MOMENTS = "MOMENTS"


def expect(store: Store, room: str, moments: Iterable[datetime], clock: Clock) -> None:
    """Has `room` looked at when each of `moments` has come; those that have passed are passed."""
    now = clock()
    coming = {moment for moment in moments if moment > now}
    store.put_many(moment_put(room, moment).item for moment in sorted(coming))


def moment_put(room: str, moment: datetime) -> Put:
    """The same of one moment, for a transaction of the caller's."""
    text = timestamp(moment)
    return Put(Item(Key(MOMENTS, f"{text}#{room}"), {"room": room}, IndexKey(MOMENTS, text)))


def moments_due(store: Store, clock: Clock) -> None:
    """Leaves marks for the rooms whose moment has come."""
    now = timestamp(clock())
    for item in store.query_index(MOMENTS).items:
        if item.index and item.index.sk <= now:
            mark = mark_item(rooms=[str(item.data["room"])], clock=clock)
            store.transact([Put(mark), Delete(item.key)])
