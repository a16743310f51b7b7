"""Money that comes by transfer: whole, in parts, too much, too late; and what becomes of parts."""

from datetime import timedelta

import pytest
from factories import usd
from orders.test_lifecycle import Shop, shop, store

from shop.errors import NotPossible
from shop.orders import listing
from shop.orders.commands import cancel, confirm_transfer
from shop.orders.editing import edit_lines
from shop.orders.model import Order
from shop.orders.payment import next_step
from shop.orders.settlement import reconcile
from shop.statistics.recounting import recount
from shop.statistics.service import shop_zone

__all__ = ["shop", "store"]


@pytest.fixture
def order(shop: Shop) -> Order:
    """15.50 by transfer."""
    return shop.place(payment="bank_transfer")


def transfer(shop: Shop, order: Order, amount: int, once: str = "") -> Order:
    return confirm_transfer(shop.desk, order.id, usd(amount), f"FT {amount}", "owner", once=once)


def test_too_much_is_noted_and_is_the_owners_to_send_back(shop: Shop, order: Order) -> None:
    order = transfer(shop, order, 1600)
    assert (order.state, order.captured) == ("paid", order.total)
    assert order.overpaid == usd(50)
    assert order.history[-1].note == "FT 1600"


def test_a_second_transfer_completes_the_first(shop: Shop, order: Order) -> None:
    order = transfer(shop, order, 1000)
    assert (order.state, order.received, order.due) == ("pending_offline", usd(1000), usd(550))
    assert order.captured == usd(0)
    assert "part_received" in shop.mails(order)
    order = transfer(shop, order, 550)
    assert (order.state, order.captured, order.due) == ("paid", usd(1550), usd(0))
    assert order.history[-1].note == "FT 1000; FT 550"
    assert "payment_received" in shop.mails(order)


def test_parts_that_come_to_more_are_noted(shop: Shop, order: Order) -> None:
    transfer(shop, order, 1000)
    assert transfer(shop, order, 600).overpaid == usd(50)


def test_the_same_transfer_is_booked_once(shop: Shop, order: Order) -> None:
    for _twice in range(2):
        part = transfer(shop, order, 1000, once="form-1")
    assert part.received == usd(1000)
    for _twice in range(2):
        whole = transfer(shop, order, 550, once="form-2")
    assert (whole.state, len(whole.transfers)) == ("paid", 2)


def test_the_shopper_reads_what_is_still_missing(shop: Shop, order: Order) -> None:
    part = transfer(shop, order, 1000)
    rows = next_step(part, shop.desk.profile)["rows"]
    assert [row["value"] for row in rows if row["label"] == "Still to pay"] == ["5,50\xa0US$"]


def test_an_order_that_is_paid_in_part_waits_for_the_owner(shop: Shop, order: Order) -> None:
    transfer(shop, order, 1000)
    shop.now += timedelta(days=90)
    reconcile(shop.desk)
    order = shop.order(order.id)
    assert (order.state, order.goods, order.expires_at) == ("pending_offline", "held", None)
    assert listing.list_of(order) == "to_confirm"
    with pytest.raises(NotPossible, match="stays as it is"):
        edit_lines(shop.desk, order.id, {"TEA-50": 2}, "owner")


def test_a_part_of_the_money_goes_back_when_its_order_is_given_up(shop: Shop, order: Order) -> None:
    transfer(shop, order, 1000)
    order = cancel(shop.desk, order.id, "owner", "You wanted your money back.")
    assert (order.state, order.goods) == ("cancelled", "released")
    assert (order.captured, order.refunded, order.refundable) == (usd(1000), usd(1000), usd(0))
    assert {"order_cancelled", "refunded"} <= set(shop.mails(order))
    desk = shop.desk
    told = recount(desk.store, shop_zone(desk.profile), mend=False, clock=desk.clock)
    assert told.wrong == ()


@pytest.mark.parametrize("payment", ["cod", "expired"])
def test_a_part_is_refused_where_nothing_waits_for_the_rest(shop: Shop, payment: str) -> None:
    order = shop.place(payment="cod" if payment == "cod" else "bank_transfer")
    if payment == "expired":
        shop.now += timedelta(days=30)
        reconcile(shop.desk)
    with pytest.raises(NotPossible, match="less than"):
        transfer(shop, order, 1000)
    assert shop.order(order.id).transfers == ()


@pytest.mark.parametrize("amount", [0, -1000])
def test_nothing_is_no_part(shop: Shop, order: Order, amount: int) -> None:
    with pytest.raises(NotPossible):
        transfer(shop, order, amount)
