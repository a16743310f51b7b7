"""Webhooks: who sent them, how old they are, and what they say."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import MOMENT, usd
from stripe import WebhookSignature

from shop.adapters.stripe_gateway import StripeGateway
from shop.adapters.stripe_snapshots import ALLOWED
from shop.errors import InvalidSignature
from shop.payments.gateway import Notice

SECRET = "whsec_of_the_tests"


@pytest.fixture
def gateway() -> StripeGateway:
    return StripeGateway("sk_test_x", SECRET)


def event(kind: str, thing: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "evt_1",
        "object": "event",
        "type": kind,
        "created": int(MOMENT.timestamp()),
        "data": {"object": thing},
    }


def read(
    gateway: StripeGateway, told: dict[str, Any], age: timedelta = timedelta()
) -> Notice | None:
    payload = json.dumps(told)
    at = int(MOMENT.timestamp())
    header = WebhookSignature.generate_signature_header(payload, SECRET, at)
    return gateway.read_notice(payload.encode(), header, MOMENT + age)


INTENT = {
    "id": "pi_1",
    "object": "payment_intent",
    "amount": 3100,
    "amount_capturable": 3100,
    "amount_received": 0,
    "currency": "usd",
    "status": "requires_capture",
    "latest_charge": "ch_1",
    "metadata": {"order_id": "ORDER1"},
}


def test_a_notice_tells_its_order_and_payment(gateway: StripeGateway) -> None:
    notice = read(gateway, event("payment_intent.amount_capturable_updated", INTENT))
    assert notice is not None
    assert (notice.id, notice.order_id, notice.intent) == ("evt_1", "ORDER1", "pi_1")
    assert notice.created == MOMENT
    assert notice.payment is not None
    assert (notice.payment.status, notice.payment.authorized) == ("authorized", usd(3100))


def test_a_session_leads_to_its_intent(gateway: StripeGateway) -> None:
    session = {
        "id": "cs_1",
        "object": "checkout.session",
        "payment_intent": "pi_1",
        "metadata": {"order_id": "ORDER1"},
    }
    notice = read(gateway, event("checkout.session.completed", session))
    assert notice is not None
    assert (notice.order_id, notice.session, notice.intent) == ("ORDER1", "cs_1", "pi_1")
    assert notice.payment is None


def test_a_refund_made_elsewhere_leads_to_its_intent(gateway: StripeGateway) -> None:
    refund = {"id": "re_1", "object": "refund", "payment_intent": "pi_1", "metadata": None}
    notice = read(gateway, event("refund.created", refund))
    assert notice is not None
    assert (notice.order_id, notice.intent) == ("", "pi_1")


def test_a_notice_is_good_for_five_minutes(gateway: StripeGateway) -> None:
    told = event("payment_intent.succeeded", INTENT)
    assert read(gateway, told, timedelta(seconds=299))
    with pytest.raises(InvalidSignature):
        read(gateway, told, timedelta(seconds=302))


@pytest.mark.parametrize(
    "header",
    ["", "t=1,v1=00", "v1=00", "t=,v1=", "t=x,v1=y", "t=1795336200", "\x00", "t=9" * 400],
)
def test_a_forged_signature_is_refused(gateway: StripeGateway, header: str) -> None:
    payload = json.dumps(event("payment_intent.succeeded", INTENT)).encode()
    with pytest.raises(InvalidSignature):
        gateway.read_notice(payload, header, MOMENT)


def test_another_secret_or_another_body_is_refused(gateway: StripeGateway) -> None:
    payload = json.dumps(event("payment_intent.succeeded", INTENT))
    at = int(MOMENT.timestamp())
    other = WebhookSignature.generate_signature_header(payload, "whsec_other", at)
    own = WebhookSignature.generate_signature_header(payload, SECRET, at)
    changed = payload.replace("ORDER1", "ORDER2").encode()
    for body, header in ((payload.encode(), other), (changed, own), (b"\xff\xfe", own)):
        with pytest.raises(InvalidSignature):
            gateway.read_notice(body, header, MOMENT)


def test_stripes_own_examples_are_read_or_passed_over(gateway: StripeGateway, shared: Path) -> None:
    files = sorted((shared / "specs" / "stripe" / "webhook-events").glob("*.json"))
    assert len(files) > 25
    for file in files:
        told = json.loads(file.read_text())
        payload = json.dumps(told)
        at = datetime.now(UTC)
        header = WebhookSignature.generate_signature_header(payload, SECRET, int(at.timestamp()))
        notice = gateway.read_notice(payload.encode(), header, at)
        assert (notice is not None) == (told.get("type") in ALLOWED), file.name
        if notice and notice.type == "payment_intent.succeeded":
            assert notice.payment is not None
            received = told["data"]["object"]["amount_received"]
            assert notice.payment.captured == usd(received) != usd(0)


def test_the_allow_list_holds_only_events_that_stripe_has() -> None:
    from stripe.params import WebhookEndpointCreateParams
    from stripe_types import closed

    known = str(closed(WebhookEndpointCreateParams).__annotations__["enabled_events"])
    assert [kind for kind in ALLOWED if f"'{kind}'" not in known] == []
