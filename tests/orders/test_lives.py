"""Random lives of orders keep every invariant; and would a broken shop be found out?"""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from aws_double import new_table
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from orders.machine import Orders
from orders.world import World

from shop.adapters.sqlite_store import SqliteStore
from shop.errors import TransactionCancelled
from shop.money import Money
from shop.orders import settlement
from shop.orders.model import Order
from shop.orders.snapshots import settled
from shop.orders.transitions import OVER, paid
from shop.payments.gateway import Payment
from shop.ports import Store

# `LIVES=500` is the long run, of other lives each time; `--hypothesis-seed` says of which.
RUNS = int(os.environ.get("LIVES", "60"))
STEPS = 50
# A life takes ten times as long on DynamoDB: of those that nobody asked for, one in ten.
AGAIN = RUNS if "LIVES" in os.environ else RUNS // 10
# The invariants notice, or the store does: a mail or movement that is there already.
FOUND = (AssertionError, TransactionCancelled)


def lives(
    new_store: Callable[[], Store],
    runs: int,
    *,
    explain: bool = True,
    lived: Callable[[World], None] = lambda _world: None,
) -> None:
    led: list[int] = []  # how much happened in each

    def over(world: World) -> None:
        led.append(len(world.done))
        lived(world)

    members = {"new_store": staticmethod(new_store), "lived": staticmethod(over)}
    machine = type("Lives", (Orders,), members)
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize="LIVES" not in os.environ,
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
            phases=list(Phase) if explain else [Phase.generate],
        ),
    )
    assert len(led) >= runs


@pytest.fixture
def new_store(tmp_path: Path) -> Callable[[], Store]:
    numbers: Iterator[int] = iter(range(10**9))

    def new() -> Store:
        number = next(numbers)
        shutil.rmtree(tmp_path / str(number - 2), ignore_errors=True)
        (tmp_path / str(number)).mkdir()
        return SqliteStore(tmp_path / str(number) / "shop.db")

    return new


def test_whatever_happens_money_and_stock_are_right(new_store: Callable[[], Store]) -> None:
    lives(new_store, RUNS)


@pytest.mark.network
def test_the_same_life_on_dynamodb_ends_in_the_same_state(
    new_store: Callable[[], Store], ministack_url: str
) -> None:
    def again(world: World) -> None:
        with new_table(ministack_url, lambda: world.now) as table:
            other = World(table, world.capture_when)
            other.live(world.done)
            assert list(other.contents()) == list(world.contents())

    lives(new_store, AGAIN, lived=again)


def counts_every_capture(order: Order, payment: Payment, now: datetime, **how: Any) -> Order:
    after = settled(order, payment, now, **how)
    if order.captured.amount and payment.captured.amount and order.state not in OVER:
        return paid(after, after.captured + payment.captured, now, "gateway")
    return after


def forgets_late_payments(order: Order, payment: Payment, now: datetime, **how: Any) -> Order:
    return order if order.state in OVER else settled(order, payment, now, **how)


@pytest.mark.parametrize("broken", [counts_every_capture, forgets_late_payments])
def test_a_shop_that_settles_wrongly_is_found_out(
    broken: Callable[..., Order],
    new_store: Callable[[], Store],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settlement, "settled", broken)
    with pytest.raises(FOUND):
        lives(new_store, 500, explain=False)


def test_a_shop_that_refunds_more_than_it_took_is_found_out(
    new_store: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    def everything(order: Order) -> Money:
        return order.captured

    monkeypatch.setattr(Order, "refundable", property(everything))
    with pytest.raises(FOUND):
        lives(new_store, 500, explain=False)
