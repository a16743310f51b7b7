"""Whatever happens to orders, the running figures are those of counting them all again."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from aws_double import new_table
from contracts.arrange import together
from factories import MOMENT, usd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sold_orders import DAY, keep, keep_steps, line, order, paid_order, refunded

from shop.adapters.sqlite_store import SqliteStore
from shop.clock import now
from shop.errors import NotPossible
from shop.orders.model import Order
from shop.orders.refunds import refund_asked, refund_ended
from shop.orders.transitions import (
    cancelled,
    capture_failed,
    lost,
    paid,
)
from shop.ports import Absent, Item, Key, Put, Store, Update
from shop.statistics.recounting import recount
from shop.statistics.service import By, report, sales_writes

STORES = ["sqlite", pytest.param("ministack", marks=pytest.mark.network)]


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        yield SqliteStore(tmp_path / "shop.db")
        return
    with new_table(request.getfixturevalue("ministack_url"), now) as opened:
        yield opened


LINES = st.lists(
    st.builds(
        line,
        sku=st.sampled_from(["TEA", "Tèa|\"x'", "茶-1", "CUP"]),
        quantity=st.integers(1, 5),
        price=st.integers(0, 999),
        discount=st.just(usd(0)),
        category=st.sampled_from(["", "Tea", "Tea > Green"]),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda each: each.sku,
)
WAITING = {"pending_offline"}
# What can happen, and in which states something comes of it; the rest refuses by itself.
STATES = {
    "pay": WAITING | {"capture_failed"},
    "expire": WAITING,
    "fail": WAITING,
    "late": {"cancelled", "expired"},
}
HAPPENS: dict[str, Callable[[Order, datetime, int], Order]] = {
    "pay": lambda order, now, _amount: paid(order, order.total, now, "owner"),
    "ask": lambda order, now, amount: refund_asked(
        order, uuid4().hex, {order.lines[0].sku: 1} if amount % 2 else {}, usd(amount), now, "owner"
    ),
    "done": lambda order, now, _amount: refund_ended(order, pending(order), now, done=True),
    "failed": lambda order, now, _amount: refund_ended(order, pending(order), now, done=False),
    "cancel": lambda order, now, _amount: cancelled(order, now, "owner"),
    "expire": lambda order, now, _amount: lost(order, "expired", "expired", now, "clock"),
    "fail": lambda order, now, _amount: capture_failed(order, now, "gone"),
    "late": lambda order, _now, _amount: order.model_copy(update={"captured": order.total}),
}


def pending(order: Order) -> str:
    return next((refund.id for refund in order.refunds if refund.state == "pending"), "")


def step(before: Order, what: str, moment: datetime, amount: int) -> Order:
    """The order after one more thing happened to it, or as it was where it could not."""
    if before.state not in STATES.get(what, {before.state}):
        return before
    try:
        return HAPPENS[what](before, moment, amount)
    except NotPossible:
        return before


STEPS = st.lists(
    st.tuples(
        st.sampled_from(sorted(HAPPENS)),
        st.integers(0, 3),
        st.integers(0, 500),
    ),
    max_size=8,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    lives=st.lists(
        st.tuples(
            LINES,
            STEPS,
            st.sampled_from(["card", "cod", "bank_transfer"]),
            st.sampled_from(["VN", "TW", ""]),
            st.sampled_from(["", "TET"]),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_running_figures_are_those_of_a_recount(store: Store, lives: list) -> None:  # type: ignore[type-arg]
    for lines, steps, payment, country, coupon in lives:
        address = order().address.model_copy(update={"country": country})
        one = order(uuid4().hex, lines, payment=payment, coupon=coupon, address=address)
        keep(store, None, one)
        for n, (what, days, amount) in enumerate(steps):
            moment = MOMENT + timedelta(days=days, hours=n)
            after = step(one, what, moment, amount)
            keep(store, one, after)
            one = after
    assert recount(store, mend=False, clock=lambda: MOMENT + 400 * DAY).wrong == ()


BYS: tuple[By, ...] = ("day", "product", "country")


def some_orders(store: Store) -> None:
    for n in range(5):
        first = paid_order(order_id=f"O{n}", at=MOMENT + n * DAY)
        keep_steps(store, first, refunded(first, "R1", {"TEA-50": 1}, 0, MOMENT + 9 * DAY))


def figures(store: Store) -> object:
    days = (MOMENT - 400 * DAY).date(), (MOMENT + 400 * DAY).date()
    return [report(store, *days, by) for by in BYS]


def test_a_recount_restores_what_was_lost_or_invented(store: Store) -> None:
    some_orders(store)
    right = figures(store)
    shards = store.query("SALES#2026-11", "ORDERS#").items
    store.delete_many([shards[0].key])
    invented = Key("SALES#2026-11", "ORDERS#2026-11-03#USD#07")
    store.transact([Update(invented, add={'["paid"]': 7})])
    store.transact([Update(shards[1].key, add={'["gross"]': 7})])
    assert figures(store) != right
    told = recount(store, clock=lambda: MOMENT + 20 * DAY)
    assert (told.orders, len(told.wrong)) == (5, 3)
    assert figures(store) == right
    assert recount(store, clock=lambda: MOMENT + 20 * DAY).wrong == ()


def test_orders_may_go_on_while_they_are_counted(store: Store) -> None:
    some_orders(store)
    store.delete_many(item.key for item in store.query("SALES#2026-11").items)
    busy = Busy(store)
    recount(busy, clock=lambda: MOMENT + 20 * DAY)  # type: ignore[arg-type]
    assert busy.came == 1
    assert recount(store, mend=False, clock=lambda: MOMENT + 20 * DAY).wrong == ()


class Busy:
    """A store in which an order is placed between the reading and the mending."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.came = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self.store, name)

    def transact(self, writes: object) -> None:
        if not self.came:
            self.came = 1
            for n in range(10):
                new = paid_order(order_id=f"new-{n}")
                keep(self.store, None, new)
        self.store.transact(writes)  # type: ignore[arg-type]


def test_another_time_zone_is_a_matter_of_a_recount(store: Store) -> None:
    late = order(at=MOMENT.replace(hour=20))
    keep_steps(store, late)
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    told = recount(store, zone, clock=lambda: MOMENT + DAY)
    assert len(told.wrong) == 2
    assert [row.key for row in figures(store)[0]] == ["2026-11-23"]  # type: ignore[index]


def test_many_orders_at_once_lose_no_figure(store: Store) -> None:
    def place(number: int) -> None:
        for n in range(5):
            new = paid_order(order_id=f"O{number}-{n}")
            item = Item(Key(f"ORDER#{new.id}", "ORDER"), {})
            store.transact([Put(item, (Absent(),)), *sales_writes(None, new)])

    together(20, place)
    (row,) = report(store, MOMENT.date(), MOMENT.date())
    assert (row.figures["placed"], row.figures["captured"]) == (100, 100 * 2800)
