"""The stand-in seen without Stripe's library: what its API answers, byte for byte."""

import concurrent.futures
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gateway_double import KEY, SECRET, Clock, address

from infra.embedded.gateway.faults import Fault
from infra.embedded.gateway.service import EmbeddedGateway
from shop.settings import StripeSettings

pytestmark = pytest.mark.network

SESSION = {
    "mode": "payment",
    "line_items[0][quantity]": "2",
    "line_items[0][price_data][currency]": "usd",
    "line_items[0][price_data][unit_amount]": "1500",
    "line_items[0][price_data][product_data][name]": "Trà sen",
    "payment_method_options[card][capture_method]": "manual",
    "success_url": "https://shop.example/thanks",
}


@pytest.fixture
def api(stand_in: EmbeddedGateway) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {KEY}"}
    with httpx.Client(base_url=f"{address(stand_in)}/v1", headers=headers, timeout=20) as client:
        yield client


def post(api: httpx.Client, path: str, data: Any, key: str) -> httpx.Response:
    return api.post(path, data=data, headers={"Idempotency-Key": key})


def held(api: httpx.Client, stand_in: EmbeddedGateway) -> str:
    session = post(api, "/checkout/sessions", SESSION, "open").json()["id"]
    return str(stand_in.pay(session)["id"])


def test_a_key_is_needed(api: httpx.Client) -> None:
    answer = api.get("/refunds", headers={"Authorization": "Bearer sk_test_other"})
    assert (answer.status_code, answer.json()["error"]["type"]) == (401, "invalid_request_error")


def test_a_repeated_key_replays_and_another_body_is_refused(api: httpx.Client) -> None:
    first = post(api, "/checkout/sessions", SESSION, "k")
    again = post(api, "/checkout/sessions", SESSION, "k")
    assert first.content == again.content
    assert again.headers["Idempotent-Replayed"] == "true"
    other = post(api, "/checkout/sessions", SESSION | {"locale": "vi"}, "k")
    assert (other.status_code, other.json()["error"]["type"]) == (400, "idempotency_error")


def test_a_key_is_free_again_after_a_day(api: httpx.Client, clock: Clock) -> None:
    first = post(api, "/checkout/sessions", SESSION, "k").json()["id"]
    clock.pass_by(hours=25)
    assert post(api, "/checkout/sessions", SESSION, "k").json()["id"] != first


def test_a_call_that_was_not_begun_keeps_no_key(api: httpx.Client) -> None:
    assert post(api, "/checkout/sessions", SESSION | {"mode": "x"}, "k").status_code == 400
    assert post(api, "/checkout/sessions", SESSION, "k").status_code == 200


def test_a_key_under_way_is_a_conflict(api: httpx.Client, stand_in: EmbeddedGateway) -> None:
    intent = held(api, stand_in)
    stand_in.faults.plan(Fault("slow", "capture", seconds=0.5))

    def capture(_: int) -> int:
        return post(api, f"/payment_intents/{intent}/capture", {}, "c").status_code

    with concurrent.futures.ThreadPoolExecutor(2) as both:
        assert sorted(both.map(capture, range(2))) == [200, 409]


def test_racing_captures_capture_once(api: httpx.Client, stand_in: EmbeddedGateway) -> None:
    intent = held(api, stand_in)

    def capture(number: int) -> int:
        return post(api, f"/payment_intents/{intent}/capture", {}, f"c{number}").status_code

    with concurrent.futures.ThreadPoolExecutor(8) as racers:
        statuses = list(racers.map(capture, range(16)))
    assert sorted(statuses) == [200] + [400] * 15
    kinds = [event["type"] for event in stand_in.events()]
    assert kinds.count("payment_intent.succeeded") == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"line_itmes[0][quantity]": "1"},
        {"line_items[0][price_data][unit_amount]": "-5"},
        {"line_items[0][price_data][unit_amount]": "1.5"},
        {"line_items[0][quantity]": "0"},
        {"expires_at": "99"},
        {"mode[x]": "payment", "mode[x][y]": "2"},
        {"success_url": ""},
    ],
)
def test_what_stripe_would_refuse_is_refused(api: httpx.Client, wrong: dict[str, str]) -> None:
    answer = post(api, "/checkout/sessions", SESSION | wrong, "k")
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "invalid_request_error")


def test_an_intent_of_an_open_page_is_ended_through_its_page(
    api: httpx.Client, stand_in: EmbeddedGateway
) -> None:
    session = post(api, "/checkout/sessions", SESSION, "open").json()["id"]
    intent = stand_in.pay(session, outcome="declined")["id"]
    assert post(api, f"/payment_intents/{intent}/cancel", {}, "x").status_code == 400
    assert post(api, f"/checkout/sessions/{session}/expire", {}, "e").json()["url"] is None
    assert api.get(f"/payment_intents/{intent}").json()["status"] == "canceled"


def test_unknown_addresses_and_things_are_404(api: httpx.Client) -> None:
    assert api.get("/charges/ch_1").status_code == 404
    missing = api.get("/payment_intents/pi_nobody")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "resource_missing")


def test_the_state_survives_a_restart(tmp_path: Path, clock: Clock) -> None:
    account = StripeSettings(KEY, SECRET, "http://127.0.0.1:9")
    opened = EmbeddedGateway(tmp_path / "g.db", account, "http://127.0.0.1:9/hook", clock)
    from infra.embedded.gateway.api import Call

    body = "&".join(f"{name}={value}" for name, value in SESSION.items())
    call = Call("POST", "checkout/sessions", body, f"Bearer {KEY}", "k")
    told = opened._application._api.answer(call)
    opened.stop()
    again = EmbeddedGateway(tmp_path / "g.db", account, "http://127.0.0.1:9/hook", clock)
    replayed = again._application._api.answer(call)
    assert (replayed.body, replayed.replayed) == (told.body, True)
    again.stop()


@pytest.mark.parametrize("kind", ["cut", "drop"])
def test_a_lost_answer_breaks_the_connection(
    api: httpx.Client, stand_in: EmbeddedGateway, kind: Any
) -> None:
    intent = held(api, stand_in)
    stand_in.faults.plan(Fault(kind, "capture"))
    with pytest.raises(httpx.TransportError):
        post(api, f"/payment_intents/{intent}/capture", {}, "c")
    status = api.get(f"/payment_intents/{intent}").json()["status"]
    assert status == ("succeeded" if kind == "cut" else "requires_capture")


def test_a_late_answer_was_executed(api: httpx.Client, stand_in: EmbeddedGateway) -> None:
    intent = held(api, stand_in)
    stand_in.faults.plan(Fault("late", "capture", seconds=2))
    with pytest.raises(httpx.ReadTimeout):
        api.post(f"/payment_intents/{intent}/capture", timeout=0.5)
    assert api.get(f"/payment_intents/{intent}").json()["status"] == "succeeded"


def test_a_share_of_calls_fails_repeatably() -> None:
    from infra.embedded.gateway.faults import Faults

    def befallen(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.rate(Fault("cut", "POST"), 0.3)
        return [faults.take("POST /v1/refunds") is not None for _ in range(1000)]

    assert befallen(1) == befallen(1) != befallen(2)
    assert 250 < sum(befallen(1)) < 350
    faults = Faults()
    faults.rate(Fault("cut", "POST"), 1.0)
    assert faults.take("GET /v1/refunds") is None
