"""Whatever is sent, the answer is a 4xx problem document that says what is wrong; never a 5xx."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from factories import checkout_body, on_hand, orders

from shop.ports import Store

Invoke = Callable[..., SimpleNamespace]

QUANTITIES = [
    "0",
    "-1",
    '"1_0"',
    '"1"',
    "true",
    "1e400",
    "1.5",
    "null",
    "[]",
    "1000",
    "9" * 400,
    "NaN",
]
BODIES = [
    "",
    "{",
    "[]",
    "null",
    "true",
    '"x"',
    "NaN",
    "{'lines': []}",
    "[" * 20_000,
    '{"lines": 1}',
    "\udcff",
]


def refused(answer: SimpleNamespace) -> dict[str, Any]:
    assert 400 <= answer.status < 500, (answer.status, answer.text[:300])
    assert answer.headers["content-type"].startswith("application/problem+json")
    document: dict[str, Any] = answer.json
    assert document["status"] == answer.status
    assert document["code"]
    assert document["detail"]
    return document


def posted(invoke: Invoke, path: str, body: str, **headers: str) -> SimpleNamespace:
    function = "cart" if path == "/api/cart" else "checkout"
    return invoke(function, "POST", path, body=body, headers={"idempotency-key": "k", **headers})


def with_quantity(path: str, quantity: str) -> str:
    lines = f'[{{"sku": "TEA-50", "quantity": {quantity}}}]'
    if path == "/api/cart":
        return f'{{"lines": {lines}}}'
    body = json.dumps(checkout_body(lines=["LINES"]))
    return body.replace('["LINES"]', lines)


@pytest.mark.parametrize("path", ["/api/cart", "/api/checkout"])
@pytest.mark.parametrize("quantity", QUANTITIES)
def test_a_quantity_that_is_none(invoke: Invoke, store: Store, path: str, quantity: str) -> None:
    refused(posted(invoke, path, with_quantity(path, quantity)))
    assert orders(store) == []


@pytest.mark.parametrize("path", ["/api/cart", "/api/checkout"])
@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_is_none(invoke: Invoke, path: str, body: str) -> None:
    refused(posted(invoke, path, body))


@pytest.mark.parametrize("path", ["/api/cart", "/api/checkout"])
def test_a_body_of_a_megabyte(invoke: Invoke, path: str) -> None:
    document = refused(posted(invoke, path, json.dumps({"note": "x" * 2**20})))
    assert document["code"] == "body_too_large"


@pytest.mark.parametrize("function", ["cart", "checkout", "orders", "health"])
@pytest.mark.parametrize("body", ["%%%", "AAA", "é"])
def test_a_body_that_is_not_base64(invoke: Invoke, function: str, body: str) -> None:
    path = "/api/orders/x" if function == "orders" else f"/api/{function}"
    changes = {"isBase64Encoded": True, "body": body}
    document = refused(invoke(function, "POST", path, event=changes))
    assert document["code"] == "malformed_request"


@pytest.mark.parametrize("path", ["/api/cart", "/api/checkout"])
def test_an_unknown_article(invoke: Invoke, path: str) -> None:
    lines = [{"sku": "NOPE", "quantity": 1}]
    body = {"lines": lines} if path == "/api/cart" else checkout_body(lines=lines)
    document = refused(posted(invoke, path, json.dumps(body)))
    assert [problem["code"] for problem in document["problems"]][:1] == ["unknown_sku"]


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "ключ", "a\tb"])
def test_a_key_that_is_none(invoke: Invoke, store: Store, key: str) -> None:
    answer = posted(
        invoke, "/api/checkout", json.dumps(checkout_body()), **{"idempotency-key": key}
    )
    refused(answer)
    assert orders(store) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"expected_total": "1550"},
        {"expected_total": True},
        {"expected_total": {"amount": 15.5, "currency": "USD"}},
        {"expected_total": {"amount": 10**40, "currency": "USD"}},
        {"contact": {"name": "", "email": "hoa@example.com"}},
        {"contact": {"name": "Hoa", "email": "hoa@example.com\r\nBcc: x@example.com"}},
        {"contact": {"name": "Hoa\u0000", "email": "hoa@example.com"}},
        {"contact": {"name": "Hoa", "email": "no address"}},
        {"contact": {"name": "\ud800", "email": "hoa@example.com"}},
        {"address": {"country": "Vietnam"}},
        {"payment": "free"},
        {"payment": "cheque"},
        {"shipping": "teleport"},
        {"lines": []},
        {"lines": [{"sku": "TEA-50", "quantity": 1, "price": 1}]},
        {"lines": [{"sku": "TEA-50", "quantity": 1}] * 31},
        {"state": "paid"},
        {"total": 1},
        {"coupon": "FREE"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_field_that_cannot_be_used(invoke: Invoke, store: Store, changes: dict[str, Any]) -> None:
    refused(posted(invoke, "/api/checkout", json.dumps(checkout_body(**changes))))
    assert orders(store) == []
    assert on_hand(store, "TEA-50") == (10, 0)


def test_every_wrong_field_is_named_at_once(invoke: Invoke) -> None:
    body = checkout_body(contact={"name": "", "email": "x"}, payment="free")
    document = refused(posted(invoke, "/api/checkout", json.dumps(body)))
    fields = {problem["field"] for problem in document["problems"]}
    assert fields >= {"contact.name", "contact.email", "payment"}


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "image/png"])
def test_a_type_nobody_reads(invoke: Invoke, kind: str) -> None:
    assert refused(posted(invoke, "/api/cart", "{}", **{"content-type": kind}))["status"] == 415


@pytest.mark.parametrize(
    "form",
    [
        "",
        "sku=TEA-50&quantity=0",
        "sku=TEA-50&quantity=1_0",
        "sku=TEA-50&quantity=-1",
        "sku=" + "x" * 300,
        "%ff=%ff&quantity=1",
        "&".join(f"f{i}=1" for i in range(500)),
    ],
)
def test_a_cart_form_that_is_none(invoke: Invoke, form: str) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = invoke("cart", "POST", "/api/cart/lines", body=form, headers=kind)
    assert answer.status == 303 if form in {"", "%ff=%ff&quantity=1"} else refused(answer)


def test_a_cookie_that_is_none_is_an_empty_cart(invoke: Invoke) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    for cookie in ("cart=%%%", "cart=W10", "cart=" + "x" * 4000, "cart=bnVsbA=="):
        answer = invoke(
            "cart", "POST", "/api/cart/lines", body="sku=CUP", headers=kind, cookies=[cookie]
        )
        assert answer.status == 303


def test_naughty_strings_are_kept_or_refused_but_never_crash(invoke: Invoke, shared: Path) -> None:
    strings = json.loads((shared / "specs" / "naughty-strings" / "blns.json").read_text())
    for number, text in enumerate(strings):
        contact = {"name": text or "x", "email": "hoa@example.com"}
        body = json.dumps(
            checkout_body(contact=contact, note=text, lines=[{"sku": text or "x", "quantity": 1}])
        )
        refused(posted(invoke, "/api/checkout", body, **{"idempotency-key": f"k{number}"}))
