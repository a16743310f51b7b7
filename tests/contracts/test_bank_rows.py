"""Rows of a statement are booked once, on every store, whoever uploads the file at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from factories import MOMENT, offer, profile, put_for_sale, request

from shop.bank.model import Statement
from shop.bank.service import preview, reconcile
from shop.bank.statement import read_statement
from shop.money import Money
from shop.orders.commands import confirm_transfer
from shop.orders.desk import Desk, read_order
from shop.orders.service import place_order
from shop.ports import Store, Write


def desk_of(store: Store) -> Desk:
    put_for_sale(store, offer())
    return Desk(store, profile(), lambda: MOMENT)


def statement(*rows: tuple[str, str]) -> Statement:
    lines = [f"2026-11-22,{text},{amount}" for text, amount in rows]
    return read_statement("\n".join(["Date,Details,Amount", *lines]).encode(), profile())


def confirming(desk: Desk) -> Callable[[str, Money, str, Sequence[Write]], object]:
    def confirm(order_id: str, amount: Money, reference: str, extra: Sequence[Write]) -> object:
        return confirm_transfer(desk, order_id, amount, reference, "owner", extra)

    return confirm


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store)


def ordered(desk: Desk, key: str = "k", **changes: str) -> tuple[str, str]:
    order = place_order(desk, request(**changes), key)["order"]
    return str(order["id"]), str(order["number"])


def test_an_exact_payment_is_booked_and_its_order_paid(desk: Desk) -> None:
    order_id, number = ordered(desk)
    told = statement((f"ck {number.lower()}", "15.50"), ("rent", "100.00"))
    done = reconcile(desk.store, told, confirming(desk), MOMENT)
    assert [(each.order_id, each.refused) for each in done.bookings] == [(order_id, "")]
    assert read_order(desk.store, order_id)[0].state == "paid"
    again = preview(desk.store, told, MOMENT)
    assert [found.outcome for found in again] == ["already_booked", "unknown"]


def test_too_little_or_too_much_waits_for_the_owner(desk: Desk) -> None:
    order_id, number = ordered(desk)
    told = statement((number, "15.00"), (number, "16.00"))
    done = reconcile(desk.store, told, confirming(desk), MOMENT)
    assert done.bookings == ()
    assert [found.outcome for found in done.matches] == ["underpaid", "overpaid"]
    assert read_order(desk.store, order_id)[0].state == "pending_offline"


def test_the_owner_books_what_no_text_told(desk: Desk) -> None:
    order_id, _number = ordered(desk)
    told = statement(("from Hoa with thanks", "16.00"))
    chosen = {told.rows[0].fingerprint: order_id}
    done = reconcile(desk.store, told, confirming(desk), MOMENT, chosen)
    assert done.bookings[0].refused == ""
    assert read_order(desk.store, order_id)[0].state == "paid"


def test_a_refused_booking_leaves_the_row_open(desk: Desk) -> None:
    order_id, number = ordered(desk, payment="cod")
    told = statement((number, "15.00"))
    chosen = {told.rows[0].fingerprint: order_id}
    done = reconcile(desk.store, told, confirming(desk), MOMENT, chosen)
    assert "less than" in done.bookings[0].refused
    assert [found.outcome for found in preview(desk.store, told, MOMENT)] == ["unknown"]


def test_the_rest_of_a_payment_settles_its_order(desk: Desk) -> None:
    order_id, number = ordered(desk)
    first = statement((number, "10.00"))
    assert [found.outcome for found in preview(desk.store, first, MOMENT)] == ["underpaid"]
    chosen = {first.rows[0].fingerprint: order_id}
    reconcile(desk.store, first, confirming(desk), MOMENT, chosen)
    assert read_order(desk.store, order_id)[0].state == "pending_offline"
    both = statement((number, "10.00"), (number, "5.50"))
    done = reconcile(desk.store, both, confirming(desk), MOMENT)
    assert [found.outcome for found in done.matches] == ["already_booked", "paid_exactly"]
    assert read_order(desk.store, order_id)[0].state == "paid"


def test_parts_in_one_statement_settle_their_order_together(desk: Desk) -> None:
    order_id, number = ordered(desk)
    told = statement((number, "10.00"), (number, "5.50"))
    done = reconcile(desk.store, told, confirming(desk), MOMENT)
    assert [found.outcome for found in done.matches] == ["in_parts", "in_parts"]
    order, _item = read_order(desk.store, order_id)
    assert (order.state, len(order.transfers)) == ("paid", 2)


def test_a_row_pays_one_order_only(desk: Desk) -> None:
    first, number = ordered(desk)
    second, _number = ordered(desk, "k2")
    told = statement((number, "15.50"))
    reconcile(desk.store, told, confirming(desk), MOMENT)
    chosen = {told.rows[0].fingerprint: second}
    assert reconcile(desk.store, told, confirming(desk), MOMENT, chosen).bookings == ()
    assert read_order(desk.store, first)[0].state == "paid"
    assert read_order(desk.store, second)[0].state == "pending_offline"


def test_a_file_uploaded_by_eight_at_once_books_each_row_once(store: Store) -> None:
    desk = desk_of(store)
    orders = [ordered(desk, f"k{i}") for i in range(4)]
    told = statement(*((number, "15.50") for _id, number in orders))

    def upload(_turn: int) -> int:
        done = reconcile(desk.store, told, confirming(desk), MOMENT)
        return sum(not booking.refused for booking in done.bookings)

    with ThreadPoolExecutor(8) as pool:
        booked = sum(pool.map(upload, range(8)))
    assert booked == len(orders)
    assert all(read_order(desk.store, order_id)[0].state == "paid" for order_id, _n in orders)
