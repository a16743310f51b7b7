"""What becomes of an order: paid, sent, given back, forgotten."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import MOMENT, offer, on_hand, profile, put_for_sale, request, usd
from orders.gateway import MemoryGateway

from shop.adapters.sqlite_store import SqliteStore
from shop.errors import (
    GatewayUnavailable,
    InvalidSignature,
    NotFound,
    NotPossible,
    OutOfStock,
    PaymentRefused,
)
from shop.orders.commands import (
    Parcel,
    RefundWish,
    announce_return,
    cancel,
    capture,
    confirm_transfer,
    fulfil,
    refund,
)
from shop.orders.desk import Desk, read_order
from shop.orders.model import Order
from shop.orders.notices import hear
from shop.orders.service import place_order
from shop.orders.settlement import reconcile
from shop.pricing.model import CartLine

LATER = timedelta(hours=2)


class Shop:
    """A desk, its gateway and a clock that the test moves."""

    def __init__(self, store: SqliteStore, capture_when: str = "on_fulfilment") -> None:
        self.now = MOMENT
        self.gateway = MemoryGateway(lambda: self.now)
        card = {"enabled": True, "title": {"en": "Card"}, "capture": capture_when}
        self.desk = Desk(
            store, profile(card=card), lambda: self.now, self.gateway, "https://shop.example.com"
        )

    def place(self, key: str = "key-1", **changes: Any) -> Order:
        answer = place_order(self.desk, request(**{"payment": "card", **changes}), key)
        return self.order(answer["order"]["id"])

    def order(self, order_id: str) -> Order:
        return read_order(self.desk.store, order_id)[0]

    def paid(self, order: Order) -> Order:
        self.gateway.pay(order.session)
        self.tell()
        return self.order(order.id)

    def tell(self) -> str:
        return hear(self.desk, self.gateway.events[-1].id.encode(), "good")

    def mails(self, order: Order) -> list[str]:
        waiting = self.desk.store.query(f"ORDER#{order.id}", "OUTBOX#mail#").items
        return sorted(str(item.data["event"]) for item in waiting)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "shop.db")
    put_for_sale(store, offer())
    yield store
    store.close()


@pytest.fixture
def shop(store: SqliteStore) -> Shop:
    return Shop(store)


def stock(shop: Shop) -> tuple[int, int]:
    return on_hand(shop.desk.store, "TEA-50")


def test_a_card_order_leads_to_the_payment_page_and_holds_its_goods(shop: Shop) -> None:
    order = shop.place()
    assert order.state == "reserved"
    assert order.payment_url == f"https://pay.example.com/{order.session}"
    assert stock(shop) == (9, 1)
    assert shop.mails(order) == []


def test_an_authorised_payment_is_charged_when_the_first_parcel_leaves(shop: Shop) -> None:
    order = shop.paid(shop.place())
    assert (order.state, order.captured) == ("authorized", usd(0))
    order = fulfil(shop.desk, order.id, Parcel(id="p1", carrier="VNPost"), "owner")
    assert (order.state, order.captured) == ("fulfilled", order.total)
    assert shop.gateway.accounts[order.session].captured == order.total.amount
    assert stock(shop) == (9, 0)
    assert "order_fulfilled" in shop.mails(order)


def test_a_shop_that_charges_at_once_does_so(store: SqliteStore) -> None:
    shop = Shop(store, "at_once")
    order = shop.paid(shop.place())
    assert (order.state, order.captured) == ("paid", order.total)


def test_what_cannot_be_charged_does_not_leave(shop: Shop) -> None:
    order = shop.paid(shop.place())
    shop.gateway.trouble = "capture:refused"
    with pytest.raises(NotPossible, match="could not be captured"):
        fulfil(shop.desk, order.id, Parcel(id="p1"), "owner")
    assert shop.order(order.id).state == "capture_failed"
    assert "capture_failed" in shop.mails(order)
    assert not shop.order(order.id).shipments


def test_a_notice_acts_once_however_often_it_is_told(shop: Shop) -> None:
    order = shop.paid(shop.place())
    assert [shop.tell(), shop.tell()] == ["known", "known"]
    assert [event.what for event in shop.order(order.id).history] == ["placed", "authorized"]


def test_a_notice_that_is_not_signed_is_refused(shop: Shop) -> None:
    shop.gateway.pay(shop.place().session)
    with pytest.raises(InvalidSignature):
        hear(shop.desk, shop.gateway.events[-1].id.encode(), "forged")


def test_a_notice_of_an_unknown_order_is_parked(shop: Shop, tmp_path: Path) -> None:
    shop.gateway.pay(shop.place().session)
    other = SqliteStore(tmp_path / "other.db")
    desk = Desk(other, shop.desk.profile, shop.desk.clock, shop.gateway)
    with pytest.raises(NotFound):
        hear(desk, shop.gateway.events[-1].id.encode(), "good")
    assert len(other.query_index("PARKED").items) == 1
    other.close()


def test_a_payment_that_no_notice_told_of_is_found(shop: Shop) -> None:
    order = shop.place()
    shop.gateway.pay(order.session)
    shop.now += timedelta(minutes=11)
    reconcile(shop.desk)
    assert shop.order(order.id).state == "authorized"


def test_an_order_nobody_pays_frees_its_goods_and_its_page(shop: Shop) -> None:
    order = shop.place()
    shop.now += LATER
    reconcile(shop.desk)
    assert shop.order(order.id).state == "expired"
    assert shop.gateway.accounts[order.session].closed
    assert stock(shop) == (10, 0)
    assert shop.mails(order) == ["order_expired"]


def forgotten(shop: Shop) -> Order:
    """An order that the shop let go because the gateway could not be asked for a day."""
    order = shop.place(lines=(CartLine(sku="TEA-50", quantity=10),), expected_total=usd(12500))
    shop.gateway.trouble = "down"
    shop.now += timedelta(hours=26)
    reconcile(shop.desk)
    assert shop.order(order.id).state == "expired"
    shop.gateway.trouble = ""
    return order


def test_a_late_payment_brings_its_order_back(shop: Shop) -> None:
    order = shop.paid(forgotten(shop))
    assert (order.state, order.goods) == ("authorized", "held")
    assert stock(shop) == (0, 10)


def test_a_late_payment_of_goods_that_are_gone_goes_back_once(store: SqliteStore) -> None:
    shop = Shop(store, "at_once")
    order = forgotten(shop)
    shop.place("key-2", payment="cod")
    order = shop.paid(order)
    assert (order.state, order.refunded, order.refundable) == ("expired", order.total, usd(0))
    reconcile(shop.desk)
    assert len(shop.gateway.accounts[order.session].refunds) == 1
    assert stock(shop) == (9, 1)


def test_a_payment_that_slips_in_before_a_cancellation_goes_back(store: SqliteStore) -> None:
    shop = Shop(store, "at_once")
    order = shop.place()
    shop.gateway.pay(order.session)
    order = cancel(shop.desk, order.id, "owner", "changed their mind")
    assert (order.state, order.refunded) == ("cancelled", order.total)
    assert stock(shop) == (10, 0)


def test_an_answer_that_is_cut_off_is_asked_for_again_under_the_same_key(shop: Shop) -> None:
    shop.gateway.trouble = "open_session:after"
    with pytest.raises(GatewayUnavailable):
        shop.place()
    order = shop.place()
    assert list(shop.gateway.accounts) == [order.session]
    assert stock(shop) == (9, 1)


def test_a_payment_page_that_is_refused_frees_the_goods(shop: Shop) -> None:
    shop.gateway.trouble = "open_session:refused"
    with pytest.raises(PaymentRefused):
        shop.place()
    assert stock(shop) == (10, 0)
    with pytest.raises(NotPossible, match="order again"):
        shop.place()


def test_a_capture_whose_answer_is_lost_is_not_made_twice(shop: Shop) -> None:
    order = shop.paid(shop.place())
    shop.gateway.trouble = "capture:after"
    assert capture(shop.desk, order.id, "owner").capturing
    shop.now += timedelta(minutes=3)
    reconcile(shop.desk)
    assert shop.order(order.id).state == "paid"
    assert shop.gateway.accounts[order.session].captured == order.total.amount


def three_paid(store: SqliteStore) -> tuple[Shop, Order]:
    """Three pieces at 12.50 and delivery, 40.50 in all."""
    shop = Shop(store, "at_once")
    lines = (CartLine(sku="TEA-50", quantity=3),)
    return shop, shop.paid(shop.place(lines=lines, expected_total=usd(4050)))


def test_refunds_of_single_pieces_add_up_to_the_line(store: SqliteStore) -> None:
    shop, order = three_paid(store)
    for number in range(3):
        wish = RefundWish(f"r{number}", {"TEA-50": 1}, restock=number == 0)
        order = refund(shop.desk, order.id, wish, "owner")
    assert (order.state, order.refunded) == ("partially_refunded", usd(3750))
    order = refund(shop.desk, order.id, RefundWish("r9", shipping=True), "owner")
    assert (order.state, order.refunded) == ("refunded", order.total)
    assert stock(shop) == (8, 0)


def test_the_same_refund_twice_is_one(store: SqliteStore) -> None:
    shop, order = three_paid(store)
    wish = RefundWish("r1", {"TEA-50": 2})
    refund(shop.desk, order.id, wish, "owner")
    assert refund(shop.desk, order.id, wish, "owner").refunded == usd(2500)


@pytest.mark.parametrize(
    "wish",
    [
        RefundWish("r", {"TEA-50": 4}),
        RefundWish("r", {"CUP": 1}),
        RefundWish("r", {"TEA-50": -1}),
        RefundWish("r", extra=4051),
        RefundWish("r", extra=-1),
        RefundWish("r"),
    ],
)
def test_what_was_not_paid_cannot_be_refunded(store: SqliteStore, wish: RefundWish) -> None:
    shop, order = three_paid(store)
    with pytest.raises(NotPossible):
        refund(shop.desk, order.id, wish, "owner")
    assert shop.order(order.id).refunds == ()


def test_a_refund_the_gateway_refuses_is_told_and_leaves_the_money(store: SqliteStore) -> None:
    shop, order = three_paid(store)
    shop.gateway.trouble = "refund:refused"
    order = refund(shop.desk, order.id, RefundWish("r1", {"TEA-50": 1}, restock=True), "owner")
    assert (order.refunded, order.refundable) == (usd(0), order.total)
    assert "refund_failed" in shop.mails(order)
    assert stock(shop) == (7, 0)


def test_cash_on_delivery_leaves_before_it_is_paid(shop: Shop) -> None:
    order = shop.place(payment="cod")
    order = fulfil(shop.desk, order.id, Parcel(id="p1"), "owner")
    assert (order.state, order.goods) == ("pending_offline", "sold")
    order = confirm_transfer(shop.desk, order.id, order.total, "courier", "owner")
    assert order.state == "fulfilled"
    with pytest.raises(NotPossible, match="Refund it"):
        cancel(shop.desk, order.id, "owner")


def test_a_guest_gives_pieces_back_and_has_a_receipt(store: SqliteStore) -> None:
    shop, order = three_paid(store)
    with pytest.raises(NotFound):
        announce_return(shop.desk, order.id, "wrong", "w1", {"TEA-50": 1})
    for _ in range(2):
        order = announce_return(shop.desk, order.id, order.token, "w1", {"TEA-50": 1})
    assert [entry.lines for entry in order.returns] == [{"TEA-50": 1}]
    assert "return_received" in shop.mails(order)


def test_released_goods_are_for_sale_again(shop: Shop) -> None:
    everything = {"lines": (CartLine(sku="TEA-50", quantity=10),), "expected_total": usd(12500)}
    first = shop.place(payment="bank_transfer", **everything)
    with pytest.raises(OutOfStock):
        shop.place("key-2", payment="bank_transfer", **everything)
    cancel(shop.desk, first.id, "owner")
    assert shop.place("key-3", payment="bank_transfer", **everything).state == "pending_offline"
