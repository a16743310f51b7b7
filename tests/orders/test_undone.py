"""Giving back and giving up: no more than was paid, and nothing that then cannot end."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from factories import offer, on_hand, put_for_sale, request, usd
from orders.test_lifecycle import Shop, shop, stock, store, three_paid

from shop.adapters.sqlite_store import SqliteStore
from shop.coupons.model import Coupon
from shop.coupons.service import list_coupons, save_coupon
from shop.errors import NotPossible
from shop.money import Money
from shop.orders.commands import (
    Parcel,
    RefundWish,
    announce_return,
    cancel,
    confirm_transfer,
    fulfil,
    refund,
)
from shop.orders.editing import correct
from shop.orders.model import Order
from shop.orders.request import Contact
from shop.orders.settlement import reconcile
from shop.orders.transitions import Correction, fingerprint
from shop.pricing.model import CartLine

__all__ = ["shop", "store"]

TEN_OFF = {"code": "TEN", "kind": "amount", "amount": {"USD": "10.00"}, "limit_per_person": 1}


def coupon(store: SqliteStore, **rule: object) -> None:
    save_coupon(store, Coupon.model_validate(rule))


def used(store: SqliteStore) -> int:
    (standing,) = list_coupons(store)
    return standing.used


def test_delivery_is_refunded_once(store: SqliteStore) -> None:
    shop, order = three_paid(store)
    order = refund(shop.desk, order.id, RefundWish("r1", shipping=True), "owner")
    with pytest.raises(NotPossible, match="delivery"):
        refund(shop.desk, order.id, RefundWish("r2", shipping=True), "owner")
    assert shop.order(order.id).refunded == usd(300)


def test_delivery_can_be_refunded_after_that_failed(store: SqliteStore) -> None:
    shop, order = three_paid(store)
    shop.gateway.trouble = "refund:refused"
    refund(shop.desk, order.id, RefundWish("r1", shipping=True), "owner")
    assert refund(shop.desk, order.id, RefundWish("r2", shipping=True), "owner").refunded == usd(
        300
    )


def test_pieces_add_up_to_their_line_also_where_a_refund_failed(store: SqliteStore) -> None:
    """20.00 off three pieces at 12.50: 17.50 by three is 5.83, 5.84 and 5.83."""
    coupon(store, code="OFF", kind="amount", amount={"USD": "20.00"})
    shop = Shop(store, "at_once")
    lines = (CartLine(sku="TEA-50", quantity=3),)
    order = shop.paid(shop.place(lines=lines, coupon="OFF", expected_total=usd(2050)))
    shop.gateway.trouble = "refund:refused"
    for number in range(4):
        order = refund(shop.desk, order.id, RefundWish(f"r{number}", {"TEA-50": 1}), "owner")
    assert order.refunded == usd(1750)


def corrected(order: Order, contact: Contact) -> Correction:
    return Correction(contact, order.address, order.note, fingerprint(order))


def test_an_order_with_a_coupon_can_end_after_its_address_was_corrected(
    store: SqliteStore,
) -> None:
    coupon(store, **TEN_OFF)
    shop = Shop(store)
    order = shop.place(payment="bank_transfer", coupon="TEN", expected_total=usd(550))
    contact = order.contact.model_copy(update={"email": "another@example.com"})
    correct(shop.desk, order.id, corrected(order, contact), "owner")
    assert cancel(shop.desk, order.id, "owner").state == "cancelled"
    assert (stock(shop), used(store)) == ((10, 0), 0)


def test_a_coupon_of_one_use_is_then_the_other_persons(store: SqliteStore) -> None:
    coupon(store, **TEN_OFF)
    shop = Shop(store)
    wanted: dict[str, Any] = {
        "payment": "bank_transfer",
        "coupon": "TEN",
        "expected_total": usd(550),
    }
    order = shop.place(**wanted)
    for email in ("HOA+x@example.com", "another@example.com"):
        contact = order.contact.model_copy(update={"email": email})
        order = correct(shop.desk, order.id, corrected(order, contact), "owner")
    assert shop.place("key-2", **wanted).coupon == "TEN"
    assert used(store) == 2


def test_a_parcel_nobody_paid_for_at_the_door_comes_back(shop: Shop) -> None:
    order = shop.place(payment="cod")
    fulfil(shop.desk, order.id, Parcel(id="p1"), "owner")
    order = cancel(shop.desk, order.id, "owner", "nobody at home", restock=True)
    assert (order.state, order.goods, stock(shop)) == ("cancelled", "released", (10, 0))
    with pytest.raises(NotPossible, match="over already"):
        cancel(shop.desk, order.id, "owner", restock=True)


def test_goods_that_are_lost_on_the_way_back_stay_sold(shop: Shop) -> None:
    order = shop.place(payment="cod")
    fulfil(shop.desk, order.id, Parcel(id="p1"), "owner")
    assert cancel(shop.desk, order.id, "owner").goods == "sold"
    assert stock(shop) == (9, 0)


@pytest.mark.parametrize("payment", ["card", "bank_transfer", "cod"])
def test_an_order_that_costs_nothing_is_paid_as_it_is_placed(
    store: SqliteStore, payment: str
) -> None:
    coupon(store, code="ALL", kind="percent", percent="100")
    shop = Shop(store)
    order = shop.place(payment=payment, coupon="ALL", shipping="pickup", expected_total=usd(0))
    assert (order.state, order.session, stock(shop)) == ("paid", "", (9, 0))
    assert shop.mails(order) == ["order_placed", "order_placed_owner"]
    shop.now += timedelta(days=30)
    assert reconcile(shop.desk) == 0
    assert fulfil(shop.desk, order.id, Parcel(id="p1"), "owner").state == "fulfilled"


def test_an_order_that_costs_nothing_can_be_cancelled_until_it_leaves(store: SqliteStore) -> None:
    coupon(store, code="ALL", kind="percent", percent="100", limit=1)
    shop = Shop(store)
    free: dict[str, Any] = {"coupon": "ALL", "shipping": "pickup", "expected_total": usd(0)}
    order = cancel(shop.desk, shop.place(**free).id, "owner")
    assert (order.state, stock(shop), used(store)) == ("cancelled", (10, 0), 0)
    order = shop.place("key-2", **free)
    fulfil(shop.desk, order.id, Parcel(id="p1"), "owner")
    with pytest.raises(NotPossible):
        cancel(shop.desk, order.id, "owner")


def test_a_card_refund_is_not_said_to_be_done_where_there_is_no_gateway(store: SqliteStore) -> None:
    shop, order = three_paid(store)
    desk = type(shop.desk)(store, shop.desk.profile, shop.desk.clock)
    order = refund(desk, order.id, RefundWish("r1", {"TEA-50": 1}), "owner")
    assert (order.refunded, order.refunds_pending) == (usd(0), usd(1250))


def test_a_page_that_opens_while_its_order_is_cancelled_is_closed_again(shop: Shop) -> None:
    inner = shop.gateway.open_session

    def open_slowly(wanted: object, key: str) -> object:
        session = inner(wanted, key)  # type: ignore[arg-type]
        cancel(shop.desk, wanted.order_id, "owner")  # type: ignore[attr-defined]
        return session

    shop.gateway.open_session = open_slowly  # type: ignore[method-assign, assignment]
    order = shop.place()
    assert (order.state, order.cancelling) == ("cancelled", True)
    shop.now += timedelta(minutes=3)
    reconcile(shop.desk)
    assert shop.gateway.accounts[order.session].closed
    assert not shop.order(order.id).cancelling


def test_no_more_is_announced_than_was_bought(store: SqliteStore) -> None:
    shop, order = three_paid(store)
    for number in range(2):
        announce_return(shop.desk, order.id, order.token, f"w{number}", {"TEA-50": 1})
    with pytest.raises(NotPossible, match="announced"):
        announce_return(shop.desk, order.id, order.token, "w3", {"TEA-50": 2})
    order = announce_return(shop.desk, order.id, order.token, "w4", {})
    assert [entry.lines for entry in order.returns] == [{"TEA-50": 1}] * 3
    with pytest.raises(NotPossible):
        announce_return(shop.desk, order.id, order.token, "w5", {})


def test_a_stale_notice_brings_nothing_back(shop: Shop) -> None:
    """Its authorisation was given back meanwhile, as the goods were gone for a while."""
    everything: dict[str, Any] = {
        "lines": (CartLine(sku="TEA-50", quantity=10),),
        "expected_total": usd(12500),
    }
    order = shop.place(**everything)
    shop.gateway.trouble = "down"
    shop.now += timedelta(hours=26)
    reconcile(shop.desk)
    other = shop.place("key-2", payment="cod")
    shop.gateway.trouble = ""
    order = shop.paid(order)
    told = next(event for event in shop.gateway.events if event.payment.status == "authorized")
    assert (order.state, shop.gateway.accounts[order.session].status) == ("expired", "cancelled")
    cancel(shop.desk, other.id, "owner")
    again = replace(told, id="evt_again")
    shop.gateway.events.append(again)
    shop.tell()
    assert shop.order(order.id).state == "expired"
    assert stock(shop) == (10, 0)


def test_a_transfer_that_comes_too_late_brings_its_order_back(shop: Shop) -> None:
    order = shop.place(payment="bank_transfer")
    shop.now += timedelta(days=30)
    reconcile(shop.desk)
    assert shop.order(order.id).state == "expired"
    order = confirm_transfer(shop.desk, order.id, order.total, "bank", "owner")
    assert (order.state, order.captured, stock(shop)) == ("paid", order.total, (9, 0))


def test_a_late_transfer_for_goods_that_are_gone_is_the_owners_to_send_back(shop: Shop) -> None:
    everything: dict[str, Any] = {
        "lines": (CartLine(sku="TEA-50", quantity=10),),
        "expected_total": usd(12500),
    }
    order = shop.place(payment="bank_transfer", **everything)
    shop.now += timedelta(days=30)
    reconcile(shop.desk)
    shop.place("key-2", payment="cod")
    with pytest.raises(NotPossible, match="sold"):
        confirm_transfer(shop.desk, order.id, order.total, "bank", "owner")
    assert shop.order(order.id).state == "expired"


def test_currencies_without_minor_units_live_as_others_do(store: SqliteStore) -> None:
    put_for_sale(
        store, offer("PHIN", price=None).model_copy(update={"price": Money.of(185000, "VND")})
    )
    coupon(store, code="THREE", kind="percent", percent="3.33")
    shop = Shop(store, "at_once")
    lines = (CartLine(sku="PHIN", quantity=3),)
    wanted = request(lines=lines, payment="card", coupon="THREE", expected_total=0)
    total = 3 * 185000 - 18482 + 25000  # 3.33 % of 555,000 is 18,481.5
    order = shop.paid(
        shop.place(lines=wanted.lines, coupon="THREE", expected_total=Money.of(total, "VND"))
    )
    assert (
        sum(
            line.amount.amount * line.quantity
            for line in shop.gateway.accounts[order.session].request.lines
        )
        == total
    )
    for number in range(3):
        order = refund(shop.desk, order.id, RefundWish(f"r{number}", {"PHIN": 1}), "owner")
    order = refund(shop.desk, order.id, RefundWish("r9", shipping=True), "owner")
    assert (order.state, order.refunded.amount) == ("refunded", total)
    assert on_hand(store, "PHIN") == (7, 0)
