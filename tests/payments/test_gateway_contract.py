"""What every PaymentGateway must do: here the shop's own, over Stripe's library and the stand-in.

Whoever writes another adapter runs these over it.
"""

import concurrent.futures
from datetime import UTC, datetime, timedelta

import pytest
from factories import usd
from gateway_double import SECRET, Clock, address, captured, paid, wanted
from stripe_types import CALLS, Shape

from infra.embedded.gateway.faults import Fault
from infra.embedded.gateway.service import EmbeddedGateway
from shop.adapters.stripe_gateway import StripeGateway
from shop.errors import GatewayUnavailable, PaymentRefused
from shop.money import Money

pytestmark = pytest.mark.network


def test_a_new_session_is_open_until_it_expires(gateway: StripeGateway) -> None:
    request = wanted()
    session = gateway.open_session(request, "open")
    assert session.expires_at == request.expires_at.replace(microsecond=0)
    assert session.url.endswith(session.id)
    payment = gateway.payment(session=session.id)
    assert (payment.status, payment.order_id, payment.session) == ("open", "ORDER1", session.id)
    assert payment.authorized == payment.captured == payment.refunded == usd(0)


def test_the_same_key_opens_the_same_session(gateway: StripeGateway) -> None:
    request = wanted()
    assert gateway.open_session(request, "k") == gateway.open_session(request, "k")
    with pytest.raises(PaymentRefused) as refusal:
        gateway.open_session(wanted(order_id="OTHER"), "k")
    assert refusal.value.reason == "idempotency_key_reused"


def test_a_card_is_held_then_captured(gateway: StripeGateway, stand_in: EmbeddedGateway) -> None:
    held = paid(gateway, stand_in)
    assert (held.status, held.authorized, held.captured) == ("authorized", usd(3100), usd(0))
    assert held.method == "card"
    taken = gateway.capture(held.intent, usd(3100), "capture")
    assert (taken.status, taken.authorized, taken.captured) == ("captured", usd(3100), usd(3100))
    assert taken.order_id == "ORDER1"


def test_a_partial_capture_releases_the_rest(
    gateway: StripeGateway, stand_in: EmbeddedGateway
) -> None:
    taken = captured(gateway, stand_in, 2000)
    assert (taken.authorized, taken.captured) == (usd(3100), usd(2000))
    with pytest.raises(PaymentRefused):
        gateway.capture(taken.intent, usd(1100), "the rest")


def test_a_capture_is_the_same_a_week_after_its_key_was_forgotten(
    gateway: StripeGateway, stand_in: EmbeddedGateway, clock: Clock
) -> None:
    taken = captured(gateway, stand_in)
    clock.pass_by(days=7)
    assert gateway.capture(taken.intent, usd(3100), "capture") == taken
    with pytest.raises(PaymentRefused):
        gateway.capture(taken.intent, usd(3000), "capture")


def test_more_than_was_held_cannot_be_captured(
    gateway: StripeGateway, stand_in: EmbeddedGateway
) -> None:
    held = paid(gateway, stand_in)
    with pytest.raises(PaymentRefused, match="authorized amount"):
        gateway.capture(held.intent, usd(3101), "capture")


@pytest.mark.parametrize("method", ["alipay", "wechat_pay"])
def test_what_cannot_be_held_is_captured_at_once(
    gateway: StripeGateway, stand_in: EmbeddedGateway, method: str
) -> None:
    payment = paid(gateway, stand_in, method)
    assert (payment.status, payment.captured, payment.method) == ("captured", usd(3100), method)


def test_a_wallet_holds_as_its_card_does(gateway: StripeGateway, stand_in: EmbeddedGateway) -> None:
    payment = paid(gateway, stand_in, "apple_pay")
    assert (payment.status, payment.method) == ("authorized", "apple_pay")


def test_automatic_capture_charges_a_card_at_once(
    gateway: StripeGateway, stand_in: EmbeddedGateway
) -> None:
    session = gateway.open_session(wanted(capture="automatic"), "open")
    stand_in.pay(session.id)
    assert gateway.payment(session=session.id).captured == usd(3100)


def test_a_declined_card_leaves_the_page_open(
    gateway: StripeGateway, stand_in: EmbeddedGateway
) -> None:
    session = gateway.open_session(wanted(), "open")
    stand_in.pay(session.id, outcome="declined")
    declined = gateway.payment(session=session.id)
    assert (declined.status, declined.authorized) == ("open", usd(0))
    stand_in.pay(session.id)
    assert gateway.payment(session=session.id).status == "authorized"


@pytest.mark.parametrize(("outcome", "status"), [("paid", "captured"), ("declined", "failed")])
def test_a_slow_method_is_under_way_then_known(
    gateway: StripeGateway, stand_in: EmbeddedGateway, clock: Clock, outcome: str, status: str
) -> None:
    session = gateway.open_session(wanted(), "open")
    stand_in.pay(session.id, "sepa_debit", "paid" if outcome == "paid" else "declined")
    assert gateway.payment(session=session.id).status == "processing"
    clock.pass_by(minutes=1)
    assert gateway.payment(session=session.id).status == status


def test_a_hold_that_is_given_back_stays_told(
    gateway: StripeGateway, stand_in: EmbeddedGateway, clock: Clock
) -> None:
    held = paid(gateway, stand_in)
    freed = gateway.cancel(held.intent, "cancel")
    assert (freed.status, freed.authorized, freed.captured) == ("cancelled", usd(3100), usd(0))
    clock.pass_by(days=2)
    assert gateway.cancel(held.intent, "cancel").status == "cancelled"
    with pytest.raises(PaymentRefused):
        gateway.capture(held.intent, usd(3100), "capture")


def test_what_was_captured_cannot_be_cancelled(
    gateway: StripeGateway, stand_in: EmbeddedGateway
) -> None:
    taken = captured(gateway, stand_in)
    with pytest.raises(PaymentRefused):
        gateway.cancel(taken.intent, "cancel")


def test_an_authorisation_lapses_after_a_week(
    gateway: StripeGateway, stand_in: EmbeddedGateway, clock: Clock
) -> None:
    held = paid(gateway, stand_in)
    clock.pass_by(days=7, minutes=1)
    assert gateway.payment(session=held.session).status == "cancelled"


def test_a_session_ends_by_wish_or_by_itself(
    gateway: StripeGateway, stand_in: EmbeddedGateway, clock: Clock
) -> None:
    by_wish = gateway.open_session(wanted(), "one")
    by_itself = gateway.open_session(wanted(order_id="ORDER2"), "two")
    gateway.expire_session(by_wish.id)
    gateway.expire_session(by_wish.id)
    assert gateway.payment(session=by_wish.id).status == "cancelled"
    assert gateway.payment(session=by_itself.id).status == "open"
    clock.pass_by(hours=1, minutes=1)
    assert gateway.payment(session=by_itself.id).status == "cancelled"


def test_ending_a_paid_session_takes_nothing_back(
    gateway: StripeGateway, stand_in: EmbeddedGateway
) -> None:
    held = paid(gateway, stand_in)
    gateway.expire_session(held.session)
    assert gateway.payment(session=held.session).status == "authorized"


def test_a_declined_capture_is_a_definite_no(
    gateway: StripeGateway, stand_in: EmbeddedGateway
) -> None:
    held = paid(gateway, stand_in)
    stand_in.faults.plan(Fault("refuse", "capture"))
    with pytest.raises(PaymentRefused, match="declined") as refusal:
        gateway.capture(held.intent, usd(3100), "capture")
    assert refusal.value.reason == "generic_decline"


def test_two_calls_with_one_key_at_once_are_one_wish(
    gateway: StripeGateway, stand_in: EmbeddedGateway
) -> None:
    held = paid(gateway, stand_in)
    stand_in.faults.plan(Fault("slow", "capture", seconds=0.5))

    def ask(_: int) -> str:
        try:
            return gateway.capture(held.intent, usd(3100), "capture").status
        except GatewayUnavailable:
            return "unknown"

    with concurrent.futures.ThreadPoolExecutor(2) as both:
        assert sorted(both.map(ask, range(2))) == ["captured", "unknown"]


def test_a_payment_nobody_knows_is_a_definite_no(gateway: StripeGateway) -> None:
    with pytest.raises(PaymentRefused) as refusal:
        gateway.payment(session="cs_test_of_somebody_else")
    assert refusal.value.reason == "resource_missing"


def test_a_revoked_key_is_the_owners_to_mend(stand_in: EmbeddedGateway) -> None:
    stranger = StripeGateway("sk_test_revoked", SECRET, address(stand_in), retries=0)
    with pytest.raises(GatewayUnavailable, match="SHOP_STRIPE_KEY"):
        stranger.open_session(wanted(), "open")
    stranger.close()


@pytest.mark.parametrize(
    ("amount", "currency"), [(2_750_000, "VND"), (3100, "ISK"), (3100, "UGX"), (12_340, "KWD")]
)
def test_amounts_come_back_as_they_went(
    gateway: StripeGateway, stand_in: EmbeddedGateway, amount: int, currency: str
) -> None:
    total = Money.of(amount, currency)
    session = gateway.open_session(wanted(total=total), "open")
    stand_in.pay(session.id)
    payment = gateway.payment(session=session.id)
    assert payment.authorized == total
    gateway.capture(payment.intent, total, "capture")
    assert gateway.refund(payment.intent, total, "R1", "ORDER1").amount == total


@pytest.mark.parametrize("minutes", [10, 25 * 60])
def test_a_page_is_open_for_half_an_hour_to_a_day(gateway: StripeGateway, minutes: int) -> None:
    too = datetime.now(UTC) + timedelta(minutes=minutes)
    with pytest.raises(PaymentRefused, match="30 minutes and 24 hours"):
        gateway.open_session(wanted(expires_at=too), "open")


def test_a_dispute_is_known_until_it_is_decided(
    gateway: StripeGateway, stand_in: EmbeddedGateway, clock: Clock
) -> None:
    session = gateway.open_session(wanted(), "open")
    stand_in.pay(session.id, outcome="disputed")
    intent = gateway.payment(session=session.id).intent
    began = clock()
    assert gateway.disputes(began - timedelta(days=1)) == []  # nothing was charged yet
    gateway.capture(intent, usd(3100), "capture")
    (told,) = gateway.disputes(began - timedelta(days=1))
    assert (told.intent, told.amount, told.state) == (intent, usd(3100), "open")
    with pytest.raises(PaymentRefused, match="charged back"):
        gateway.refund(intent, usd(100), "R1", "ORDER1")
    stand_in.decide(told.id, "won")
    assert [each.state for each in gateway.disputes(began - timedelta(days=1))] == ["won"]
    assert gateway.refund(intent, usd(100), "R2", "ORDER1").state == "done"
    assert gateway.disputes(began + timedelta(days=1)) == []


def test_this_suite_makes_every_call_there_is(
    gateway: StripeGateway, stand_in: EmbeddedGateway, judged: list[Shape]
) -> None:
    taken = captured(gateway, stand_in)
    gateway.refund(taken.intent, usd(1), "R1", "ORDER1")
    gateway.disputes(datetime.now(UTC) - timedelta(days=1))
    gateway.expire_session(gateway.open_session(wanted(), "other").id)
    with pytest.raises(PaymentRefused):
        gateway.cancel(taken.intent, "cancel")
    assert set(judged) == set(CALLS)
