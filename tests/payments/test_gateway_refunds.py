"""What every PaymentGateway must do with refunds; the contract beside this is about payments."""

import concurrent.futures

import pytest
from factories import usd
from gateway_double import Clock, captured, paid

from infra.embedded.gateway.faults import Fault
from infra.embedded.gateway.service import EmbeddedGateway
from shop.adapters.stripe_gateway import StripeGateway
from shop.errors import GatewayUnavailable, PaymentRefused

pytestmark = pytest.mark.network


def test_refunds_carry_the_shops_key(gateway: StripeGateway, stand_in: EmbeddedGateway) -> None:
    taken = captured(gateway, stand_in)
    first = gateway.refund(taken.intent, usd(1000), "R1", "ORDER1")
    second = gateway.refund(taken.intent, usd(500), "R2", "ORDER1")
    assert (first.key, first.amount, first.state) == ("R1", usd(1000), "done")
    found = gateway.payment(intent=taken.intent)
    assert set(found.refunds) == {first, second}
    assert found.refunded == usd(1500)


def test_a_refund_happens_once_for_each_key(
    gateway: StripeGateway, stand_in: EmbeddedGateway
) -> None:
    taken = captured(gateway, stand_in)
    again = {gateway.refund(taken.intent, usd(1000), "R1", "ORDER1") for _ in range(3)}
    assert len(again) == 1
    assert gateway.payment(intent=taken.intent).refunded == usd(1000)


def test_no_more_is_refunded_than_was_captured(
    gateway: StripeGateway, stand_in: EmbeddedGateway
) -> None:
    taken = captured(gateway, stand_in, 2000)
    gateway.refund(taken.intent, usd(1500), "R1", "ORDER1")
    with pytest.raises(PaymentRefused, match="greater than"):
        gateway.refund(taken.intent, usd(501), "R2", "ORDER1")
    gateway.refund(taken.intent, usd(500), "R3", "ORDER1")
    with pytest.raises(PaymentRefused) as refusal:
        gateway.refund(taken.intent, usd(1), "R4", "ORDER1")
    assert refusal.value.reason == "charge_already_refunded"


def test_refunds_at_once_never_exceed_what_was_captured(
    gateway: StripeGateway, stand_in: EmbeddedGateway
) -> None:
    taken = captured(gateway, stand_in)

    def ask(number: int) -> bool:
        try:
            gateway.refund(taken.intent, usd(400), f"R{number}", "ORDER1")
        except PaymentRefused:
            return False
        return True

    with concurrent.futures.ThreadPoolExecutor(8) as racers:
        done = sum(racers.map(ask, range(20)))
    assert done == 7
    assert gateway.payment(intent=taken.intent).refunded == usd(2800)


def test_a_refund_that_the_bank_sends_back_has_failed(
    gateway: StripeGateway, stand_in: EmbeddedGateway
) -> None:
    taken = captured(gateway, stand_in)
    refund = gateway.refund(taken.intent, usd(3100), "R1", "ORDER1")
    stand_in.bounce(refund.id)
    found = gateway.payment(intent=taken.intent)
    assert [each.state for each in found.refunds] == ["failed"]
    assert found.refunded == usd(0)
    gateway.refund(taken.intent, usd(3100), "R2", "ORDER1")


def test_a_slow_refund_is_pending_then_done(
    gateway: StripeGateway, stand_in: EmbeddedGateway, clock: Clock
) -> None:
    payment = paid(gateway, stand_in, "sepa_debit")
    clock.pass_by(minutes=1)
    assert gateway.refund(payment.intent, usd(3100), "R1", "ORDER1").state == "pending"
    assert gateway.payment(intent=payment.intent).refunded == usd(3100)
    clock.pass_by(days=1)
    assert gateway.payment(intent=payment.intent).refunds[0].state == "done"


def test_every_refund_is_listed_however_many(
    gateway: StripeGateway, stand_in: EmbeddedGateway
) -> None:
    taken = captured(gateway, stand_in)
    for number in range(120):
        gateway.refund(taken.intent, usd(1), f"R{number}", "ORDER1")
    found = gateway.payment(intent=taken.intent)
    assert {each.key for each in found.refunds} == {f"R{number}" for number in range(120)}


@pytest.mark.parametrize(
    "fault", [Fault("cut", "refunds"), Fault("drop", "refunds"), Fault("busy", "refunds")]
)
def test_a_lost_answer_is_asked_for_again_by_key(
    gateway: StripeGateway, stand_in: EmbeddedGateway, fault: Fault
) -> None:
    taken = captured(gateway, stand_in)
    stand_in.faults.plan(fault, times=2)
    for _ in range(2):
        with pytest.raises(GatewayUnavailable):
            gateway.refund(taken.intent, usd(1000), "R1", "ORDER1")
    refund = gateway.refund(taken.intent, usd(1000), "R1", "ORDER1")
    assert gateway.payment(intent=taken.intent).refunds == (refund,)
