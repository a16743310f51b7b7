"""Placing an order: once, at the server's price, with stock that is really there."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from factories import MOMENT, offer, on_hand, orders, profile, put_for_sale, request, usd

from shop.adapters.sqlite_store import SqliteStore
from shop.errors import (
    IdempotencyKeyReused,
    InvalidCart,
    NotFound,
    OutOfStock,
    PriceChanged,
    TooManyRequests,
)
from shop.orders.desk import Desk
from shop.orders.model import Order
from shop.orders.service import guest_order, place_order
from shop.ports import Store, Write
from shop.pricing.model import CartLine


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = SqliteStore(tmp_path / "shop.db")
    put_for_sale(store, offer(), offer("CUP", 900))
    return store


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, profile(), lambda: MOMENT)


def outbox(store: Store) -> list[str]:
    """The mails that wait."""
    waiting = store.query_index("OUTBOX").items
    return [str(item.data["event"]) for item in waiting if "event" in item.data]


def test_an_order_takes_stock_and_asks_for_two_mails(desk: Desk) -> None:
    answer = place_order(desk, request(), "key-1")
    assert answer["order"]["state"] == "pending_offline"
    assert answer["order"]["total"] == {"amount": 1550, "currency": "USD"}
    assert answer["next"]["rows"][-1]["value"] == answer["order"]["number"]
    assert on_hand(desk.store, "TEA-50") == (9, 1)
    assert sorted(outbox(desk.store)) == ["order_placed", "order_placed_owner"]


def test_every_movement_of_stock_has_a_cause(desk: Desk) -> None:
    answer = place_order(desk, request(), "key-1")
    (movement,) = desk.store.query("SKU#TEA-50", "MOVE#").items
    assert movement.data["order"] == answer["order"]["id"]
    assert (movement.data["on_hand"], movement.data["held"]) == (-1, 1)


def test_the_same_key_and_body_is_the_same_answer_for_ever(desk: Desk) -> None:
    first = place_order(desk, request(), "key-1")
    put_for_sale(desk.store, offer(price=99999), on_hand=0)
    assert place_order(desk, request(), "key-1") == first
    assert len(orders(desk.store)) == 1


def test_the_same_key_with_another_body_is_refused(desk: Desk) -> None:
    place_order(desk, request(), "key-1")
    with pytest.raises(IdempotencyKeyReused):
        place_order(desk, request(note="another"), "key-1")
    assert len(orders(desk.store)) == 1


def test_the_same_key_five_times_at_once_is_one_order(desk: Desk) -> None:
    answers: list[dict[str, object]] = []
    barrier = threading.Barrier(5)

    def buy() -> None:
        barrier.wait()
        answers.append(place_order(desk, request(), "key-1"))

    threads = [threading.Thread(target=buy) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 5
    assert all(answer == answers[0] for answer in answers)
    assert len(orders(desk.store)) == 1
    assert on_hand(desk.store, "TEA-50") == (9, 1)


def test_a_second_try_is_not_refused_for_what_the_first_one_took(desk: Desk) -> None:
    """The first one is still at work when the second looks for its answer, and gets through then:
    it takes the last piece, and the last order that its address may place."""
    put_for_sale(desk.store, offer(), on_hand=1)
    first: list[dict[str, object]] = []

    def clock() -> datetime:
        if not first:
            first.append(place_order(replace(desk, clock=lambda: MOMENT), request(), "key-1"))
        return MOMENT

    assert place_order(replace(desk, clock=clock), request(), "key-1") == first[0]

    def admit(_order: Order) -> Sequence[Write]:
        first.append(place_order(desk, cups, "key-2"))
        raise TooManyRequests(600)

    cups = request(lines=(CartLine(sku="CUP", quantity=1),), expected_total=usd(1200))
    assert place_order(desk, cups, "key-2", admit) == first[1]
    assert len(orders(desk.store)) == 2


def test_the_last_item_sells_once(desk: Desk) -> None:
    put_for_sale(desk.store, offer(), on_hand=1)
    place_order(desk, request(), "key-1")
    with pytest.raises(OutOfStock) as refusal:
        place_order(desk, request(), "key-2")
    assert refusal.value.details["skus"] == ["TEA-50"]
    assert len(orders(desk.store)) == 1


def test_nothing_is_taken_when_one_line_is_short(desk: Desk) -> None:
    put_for_sale(desk.store, offer("CUP", 900), on_hand=0)
    both = (CartLine(sku="TEA-50", quantity=1), CartLine(sku="CUP", quantity=1))
    with pytest.raises(OutOfStock):
        place_order(desk, request(lines=both, expected_total=usd(2450)), "key-1")
    assert on_hand(desk.store, "TEA-50") == (10, 0)
    assert outbox(desk.store) == []


@pytest.mark.parametrize("shown", [usd(1), usd(1549), 1, 0])
def test_a_total_the_shopper_was_not_shown_is_never_charged(desk: Desk, shown: object) -> None:
    with pytest.raises(PriceChanged) as refusal:
        place_order(desk, request(expected_total=shown), "key-1")
    assert refusal.value.details["quote"]["total"] == {"amount": 1550, "currency": "USD"}
    assert orders(desk.store) == []


def test_a_refusal_is_not_remembered_under_the_key(desk: Desk) -> None:
    put_for_sale(desk.store, offer(), on_hand=0)
    with pytest.raises(OutOfStock):
        place_order(desk, request(), "key-1")
    put_for_sale(desk.store, offer(), on_hand=5)
    assert place_order(desk, request(), "key-1")["order"]["state"] == "pending_offline"


def test_delivery_needs_an_address(desk: Desk) -> None:
    bare = request().address.model_copy(update={"line1": ""})
    with pytest.raises(InvalidCart) as refusal:
        place_order(desk, request(address=bare), "key-1")
    assert [problem["code"] for problem in refusal.value.problems] == ["address_incomplete"]


def test_titles_and_prices_are_frozen(desk: Desk) -> None:
    answer = place_order(desk, request(), "key-1")
    put_for_sale(desk.store, offer(price=1, titles={"vi": "Khác"}))
    order = guest_order(desk.store, answer["order"]["id"], answer["order"]["token"])
    assert (order.lines[0].title, order.lines[0].unit_price) == ("Trà TEA-50", usd(1250))


@pytest.mark.parametrize("token", ["", "wrong", "đ", "x" * 43])
def test_a_wrong_token_shows_nothing(desk: Desk, token: str) -> None:
    answer = place_order(desk, request(), "key-1")
    with pytest.raises(NotFound):
        guest_order(desk.store, answer["order"]["id"], token)
