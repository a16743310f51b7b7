"""Delivery slots: which a shopper can choose, and taking one inside the order's transaction.

A slot's counter says how many orders still fit (`left`) and for how many it was made (`capacity`).
It is made by the first order, under the condition that no other has made it; every later one
takes from it under the condition that something is left. So no slot is ever overbooked, and
capacities may be changed in the settings at any time: the next order brings the counter along.
Counters stay when their day is past, so that an old order can still be cancelled.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from shop.delivery.days import ONE, is_open
from shop.delivery.settings import WEEKDAYS, Days, ShippingMethod, SlotPlan, SlotTime
from shop.i18n.formats import format_date
from shop.ports import (
    Absent,
    Delete,
    FieldAtLeast,
    FieldIs,
    Item,
    Json,
    Key,
    Present,
    Put,
    Store,
    Update,
    Write,
)


class Slot(BaseModel):
    """A window on one day, in the shop's own time. `id` is what carts and orders remember.

    `counted` is the capacity its counter was made for, None where no order has taken it yet.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    day: date
    starts: time
    ends: time
    capacity: int
    left: int
    counted: int | None = None


def counter_key(slot: str) -> Key:
    """``courier/2026-11-24T09:00-12:00``: counters of a method lie together, sorted by time."""
    method, _, moment = slot.partition("/")
    return Key(f"SLOTS#{method}", moment)


def taken_key(slot: str, order_id: str) -> Key:
    """Which orders come in a slot, for whoever packs them."""
    return Key(f"SLOT#{slot}", f"ORDER#{order_id}")


def slot_words(slot: str, language: str) -> str:
    """``24 November 2026, 09:00–12:00`` for people who chose it; "" where there is none."""
    moment = slot.partition("/")[2]
    day, _, hours = moment.partition("T")
    if not hours:
        return ""
    return f"{format_date(date.fromisoformat(day), language)}, {hours.replace('-', '–')}"


def open_slots(
    method: ShippingMethod, days: Days, now: datetime, first: date, counters: Mapping[str, Item]
) -> tuple[Slot, ...]:
    """Slots from the day `first` on that can still be chosen, full ones included.

    `counters` are by the second part of a slot's id.
    """
    plan = method.slots
    if plan is None:
        return ()
    found = (
        _slot(method.id, day, window, counters) for day, window in _windows(plan, days, now, first)
    )
    return tuple(sorted(found, key=lambda slot: (slot.day, slot.starts, slot.ends)))


def _windows(
    plan: SlotPlan, days: Days, now: datetime, first: date
) -> Iterator[tuple[date, SlotTime]]:
    zone = ZoneInfo(days.timezone)
    day = now.astimezone(zone).date()
    for _ in range(plan.days_ahead):
        if day >= first and is_open(day, days):
            for window in plan.times:
                begins = datetime.combine(day, window.starts, zone)
                on_time = now.astimezone(UTC) < begins.astimezone(UTC) - plan.cut_off
                if WEEKDAYS[day.weekday()] in window.weekdays and on_time:
                    yield day, window
        day += ONE


def _slot(method: str, day: date, window: SlotTime, counters: Mapping[str, Item]) -> Slot:
    moment = f"{day}T{window.starts:%H:%M}-{window.ends:%H:%M}"
    counter = counters.get(moment)
    counted = int(str(counter.data["capacity"])) if counter else None
    left = int(str(counter.data["left"])) if counter else 0
    return Slot(
        id=f"{method}/{moment}",
        day=day,
        starts=window.starts,
        ends=window.ends,
        capacity=window.capacity,
        left=max(0, left + window.capacity - (counted or 0)),
        counted=counted,
    )


def read_counters(store: Store, method: str, now: datetime) -> dict[str, Item]:
    """Those of `method` from yesterday on (in the shop's own time it may still be that day), by
    the second part of their slots' ids."""
    page = store.query(f"SLOTS#{method}", after=str(now.date() - ONE))
    return {item.key.sk: item for item in page.items}


def slot_writes(slot: str, order_id: str, seen: Slot | None = None) -> list[Write]:
    """Takes a place in `slot` for an order. `seen` is the slot as the quote offered it; without
    it the counter must be there already (an order that comes back to its slot).

    The transaction is cancelled where the slot is full by now.
    """
    taken: dict[str, Json] = {"order": order_id, "slot": slot}
    return [_take(slot, seen), Put(Item(taken_key(slot, order_id), taken), (Absent(),))]


def _take(slot: str, seen: Slot | None) -> Write:
    key = counter_key(slot)
    if seen and seen.counted is None:
        data: dict[str, Json] = {"left": seen.capacity - 1, "capacity": seen.capacity}
        return Put(Item(key, data), (Absent(),))
    if seen and seen.counted is not None and seen.counted != seen.capacity:
        more = seen.capacity - seen.counted
        return Update(
            key,
            add={"left": more - 1},
            set={"capacity": seen.capacity},
            conditions=(FieldIs("capacity", seen.counted), FieldAtLeast("left", 1 - more)),
        )
    return Update(key, add={"left": -1}, conditions=(FieldAtLeast("left", 1),))


def free_slot_writes(slot: str, order_id: str) -> list[Write]:
    """Gives the place of an expired or cancelled order back, once."""
    return [
        Update(counter_key(slot), add={"left": 1}, conditions=(Present(),)),
        Delete(taken_key(slot, order_id), (Present(),)),
    ]
