"""A checkout that cannot be finished: whoever typed it all keeps it, and orders once."""

import html
import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from factories import checkout_body, offer, on_hand, orders, profile, put_for_sale
from orders.gateway import MemoryGateway

from functions.bootstrap import bootstrap
from shop.ports import Store

Invoke = Callable[..., SimpleNamespace]

BROWSER = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}
FORM = {
    "lines": '[{"sku": "TEA-50", "quantity": 1}]', "name": 'Nguyễn Thị "Hoa"',
    "email": "hoa@example.com", "line1": "12 Trần Phú", "city": "Hội An", "country": "VN",
    "shipping": "courier", "payment": "card", "expected_total": "1550", "lang": "en",
    "idempotency_key": "key-1", "note": "Ring\r\ntwice",
}  # fmt: skip


@pytest.fixture(autouse=True)
def gateway(store: Store) -> Iterator[MemoryGateway]:
    """Cards are taken, and the last piece is for sale."""
    card = {"enabled": True, "title": {"en": "Card"}}
    found = bootstrap()
    object.__setattr__(found, "profile", profile(card=card))
    gateway = found.__dict__["gateway"] = MemoryGateway()
    put_for_sale(store, offer(), on_hand=1)
    yield gateway
    found.__dict__.pop("desk", None)


def posted(invoke: Invoke, **changes: str) -> Any:
    body = urlencode({**FORM, **changes})
    return invoke("checkout", "POST", "/api/checkout", body=body, headers=BROWSER)


def fields_of(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {html.unescape(name): html.unescape(value) for name, value in found}


def test_a_payment_service_that_does_not_answer_costs_no_typing_and_no_second_order(
    invoke: Invoke, store: Store, gateway: MemoryGateway
) -> None:
    gateway.trouble = "open_session:after"
    answer = posted(invoke)
    assert (answer.status, answer.headers["retry-after"]) == (503, "3")
    again = fields_of(answer.text)
    assert again.items() >= FORM.items()
    led_on = posted(invoke, **again)
    assert (led_on.status, led_on.headers["location"]) == (303, "https://pay.example.com/cs_1")
    assert len(orders(store)) == 1
    assert on_hand(store, "TEA-50") == (0, 1)


def test_a_program_is_told_when_to_ask_again(invoke: Invoke, gateway: MemoryGateway) -> None:
    gateway.trouble = "open_session:before"
    body = checkout_body(payment="card")
    headers = {"idempotency-key": "key-1"}
    answer = invoke("checkout", "POST", "/api/checkout", body=body, headers=headers)
    assert (answer.status, answer.json["code"]) == (503, "gateway_unavailable")
    assert answer.headers["retry-after"] == "3"
    answer = invoke("checkout", "POST", "/api/checkout", body=body, headers=headers)
    assert (answer.status, answer.json["next"]["type"]) == (201, "redirect")


def test_a_refused_payment_shows_the_form_with_all_that_was_typed(
    invoke: Invoke, gateway: MemoryGateway
) -> None:
    gateway.trouble = "open_session:refused"
    answer = posted(invoke)
    assert answer.status == 402
    assert "did not accept this order" in answer.text
    assert "12 Trần Phú" in answer.text
    key = fields_of(answer.text)["idempotency_key"]
    assert key != FORM["idempotency_key"]
    assert posted(invoke, idempotency_key=key).status == 303


def test_an_old_form_of_an_order_that_is_over_says_so(
    invoke: Invoke, gateway: MemoryGateway
) -> None:
    gateway.trouble = "open_session:refused"
    posted(invoke)
    answer = posted(invoke)
    assert (answer.status, "order again" in answer.text) == (409, True)
    assert fields_of(answer.text)["idempotency_key"] != FORM["idempotency_key"]


def test_an_order_for_nothing_leads_to_its_own_page(invoke: Invoke, store: Store) -> None:
    put_for_sale(store, offer(price=0))
    answer = posted(invoke, shipping="pickup", expected_total="0")
    assert (answer.status, answer.headers["location"].startswith("/api/orders/")) == (303, True)
    page = invoke("orders", "GET", answer.headers["location"].partition("?")[0],
                  query=answer.headers["location"].partition("?")[2], headers=BROWSER)  # fmt: skip
    assert (page.status, "Paid" in page.text, "Go to payment" in page.text) == (200, True, False)


@pytest.mark.parametrize("field", ["region", "postcode"])
def test_a_place_with_control_characters_is_refused_wherever_it_stands(
    invoke: Invoke, field: str
) -> None:
    body = checkout_body(ship_to={"country": "VN", field: "a\nBcc: x"})
    body["address"].pop("country")
    answer = invoke(
        "checkout", "POST", "/api/checkout", body=body, headers={"idempotency-key": "k"}
    )
    assert (answer.status, answer.json["code"]) == (422, "invalid_request")


def test_giving_nothing_back_is_not_giving_everything_back(invoke: Invoke, store: Store) -> None:
    answer = posted(invoke, payment="bank_transfer")
    path, _, query = answer.headers["location"].partition("?")
    token = query.partition("token=")[2].partition("&")[0]
    form = {"token": token, "id": "w1", "quantity:TEA-50": "0"}
    answer = invoke("orders", "POST", f"{path}/returns", body=urlencode(form), headers=BROWSER)
    assert answer.status == 409
    (order,) = orders(store)
    assert order.data["returns"] == []
