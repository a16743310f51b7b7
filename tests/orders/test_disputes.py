"""A shopper's bank asks for the money back: the order is flagged, nothing can be refunded and the
owner is told; in whatever order the gateway tells of it."""

import json
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from factories import usd
from orders.test_lifecycle import Shop, shop, store

from shop.adapters.sqlite_store import SqliteStore
from shop.adapters.stripe_snapshots import notice_from
from shop.errors import NotPossible
from shop.orders import listing
from shop.orders.commands import Parcel, RefundWish, fulfil, refund
from shop.orders.model import Order
from shop.orders.notices import hear
from shop.orders.settlement import reconcile
from shop.payments.gateway import DisputeState
from shop.statistics.recounting import recount
from shop.statistics.service import report, shop_zone

__all__ = ["shop", "store"]


@pytest.fixture
def order(store: SqliteStore) -> tuple[Shop, Order]:
    shop = Shop(store, "at_once")
    return shop, shop.paid(shop.place())


def told(shop: Shop, order: Order, state: DisputeState) -> Order:
    shop.gateway.take_back(order.session, state)
    shop.tell()
    return shop.order(order.id)


def test_nothing_is_refunded_while_the_bank_has_the_money(order: tuple[Shop, Order]) -> None:
    shop, paid = order
    open_ = told(shop, paid, "open")
    assert (open_.state, open_.disputed, open_.refundable) == ("paid", True, usd(0))
    assert listing.list_of(open_) == "to_confirm"
    assert "payment_disputed" in shop.mails(paid)
    wish = RefundWish("r1", extra=100)
    with pytest.raises(NotPossible, match="disputes this payment"):
        refund(shop.desk, paid.id, wish, "owner")
    won = told(shop, paid, "won")
    assert (won.disputed, won.refundable) == (False, won.captured)
    assert "dispute_closed" in shop.mails(paid)
    assert refund(shop.desk, paid.id, wish, "owner").refunded == usd(100)


def test_what_was_lost_cannot_be_refunded_again(order: tuple[Shop, Order]) -> None:
    shop, paid = order
    lost = told(shop, paid, "lost")
    assert (lost.disputed, lost.refundable, lost.captured) == (False, usd(0), paid.total)
    with pytest.raises(NotPossible, match="more than is left"):
        refund(shop.desk, paid.id, RefundWish("r1", extra=1), "owner")


def test_an_inquiry_tells_the_owner_and_takes_nothing(order: tuple[Shop, Order]) -> None:
    shop, paid = order
    asked = told(shop, paid, "inquiry")
    assert (asked.disputed, asked.refundable) == (False, paid.total)
    assert [event.once for event in told(shop, paid, "open").history if event.once] == [
        f"dp_{paid.session}-inquiry",
        f"dp_{paid.session}-open",
    ]


@pytest.mark.parametrize("sequence", list(permutations(range(3))))
def test_the_order_of_the_notices_does_not_matter(
    order: tuple[Shop, Order], sequence: tuple[int, ...]
) -> None:
    shop, paid = order
    for state in ("inquiry", "open", "lost"):
        shop.gateway.take_back(paid.session, state)
    events = [event.id for event in shop.gateway.events[-3:]]
    for number in (*sequence, *sequence):
        hear(shop.desk, events[number].encode(), "good")
    after = shop.order(paid.id)
    assert [dispute.state for dispute in after.disputes] == ["lost"]
    names = [event.what for event in after.history if event.once]
    assert names.count("dispute_closed") == 1


def test_what_no_webhook_told_is_asked_for(order: tuple[Shop, Order]) -> None:
    shop, paid = order
    shop.gateway.take_back(paid.session, "open")
    reconcile(shop.desk)
    assert shop.order(paid.id).disputed
    shop.gateway.take_back(paid.session, "lost")
    reconcile(shop.desk)
    assert shop.order(paid.id).disputed  # it is asked once an hour
    shop.now += timedelta(hours=1)
    reconcile(shop.desk)
    lost = shop.order(paid.id)
    assert [dispute.state for dispute in lost.disputes] == ["lost"]
    for event in shop.gateway.events:
        hear(shop.desk, event.id.encode(), "good")  # at last
    assert shop.order(paid.id).disputes == lost.disputes
    shop.now += timedelta(hours=1)
    reconcile(shop.desk)
    assert shop.order(paid.id).disputes == lost.disputes
    assert [mail for mail in shop.mails(paid) if "dispute" in mail] == [
        "dispute_closed",
        "payment_disputed",
    ]


def test_a_gateway_that_does_not_answer_is_asked_next_time(order: tuple[Shop, Order]) -> None:
    shop, paid = order
    shop.gateway.take_back(paid.session, "open")
    shop.gateway.trouble = "disputes:before"
    reconcile(shop.desk)
    assert not shop.order(paid.id).disputed
    reconcile(shop.desk)
    assert shop.order(paid.id).disputed


def test_what_a_bank_took_counts_as_refunded_that_day(order: tuple[Shop, Order]) -> None:
    shop, paid = order
    told(shop, paid, "open")
    days = shop.now.date(), shop.now.date() + timedelta(days=1)
    (before,) = report(shop.desk.store, *days)
    shop.now += timedelta(days=1)
    told(shop, paid, "lost")
    first, second = report(shop.desk.store, *days)
    assert first.figures == before.figures
    assert second.figures["refunded"] == paid.captured.amount
    zone = shop_zone(shop.desk.profile)
    assert recount(shop.desk.store, zone, mend=False, clock=shop.desk.clock).wrong == ()


def test_a_disputed_order_can_still_be_sent(order: tuple[Shop, Order]) -> None:
    shop, paid = order
    told(shop, paid, "open")
    assert fulfil(shop.desk, paid.id, Parcel("p1"), "owner").state == "fulfilled"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("warning_needs_response", "inquiry"),
        ("needs_response", "open"),
        ("under_review", "open"),
        ("something_new", "open"),
        ("won", "won"),
        ("warning_closed", "won"),
        ("lost", "lost"),
    ],
)
def test_stripe_s_own_sample_is_understood(shared: Path, status: str, state: str) -> None:
    folder = shared / "specs" / "stripe" / "webhook-events"
    event = json.loads((folder / "charge.dispute.created.json").read_text())
    event["data"]["object"]["status"] = status
    notice = notice_from(event)
    assert notice is not None
    assert notice.dispute is not None
    assert (notice.dispute.state, notice.payment) == (state, None)
    assert notice.created == datetime.fromtimestamp(event["created"], UTC)
    thing = event["data"]["object"]
    assert notice.dispute.amount.amount == thing["amount"]
    assert (notice.dispute.id, notice.intent) == (thing["id"], thing["payment_intent"] or "")
