"""Each function through its real handler, with API Gateway's events."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from factories import on_hand

from functions.notifications.handler import handler as notify
from shop.ports import Store

Invoke = Callable[..., SimpleNamespace]
KEY = {"idempotency-key": "key-1"}


def test_a_cart_is_priced_by_the_server(invoke: Invoke) -> None:
    lines = [{"sku": "TEA-50", "quantity": 2}]
    answer = invoke(
        "cart", "POST", "/api/cart", body={"lines": lines, "ship_to": {"country": "VN"}}
    )
    assert answer.status == 200
    assert answer.json["lines"][0]["unit_price"] == {"amount": 1250, "currency": "USD"}
    assert answer.json["lines"][0]["available"] == 10
    assert answer.json["subtotal"] == {"amount": 2500, "currency": "USD"}
    assert answer.json["total"]["amount"] == 2500 + answer.json["shipping"]["amount"]
    assert {m["id"] for m in answer.json["payment_methods"]} == {"card", "bank_transfer", "cod"}
    assert answer.json["problems"] == []


def test_a_cart_with_one_stale_line_still_prices_the_others(invoke: Invoke) -> None:
    lines = [{"sku": "GONE", "quantity": 1}, {"sku": "CUP", "quantity": 1}]
    answer = invoke("cart", "POST", "/api/cart", body={"lines": lines})
    assert answer.status == 200
    assert [p["code"] for p in answer.json["problems"]] == ["unknown_sku"]
    assert answer.json["subtotal"]["amount"] == 900


def test_stock_of_several_articles(invoke: Invoke) -> None:
    answer = invoke("cart", "GET", "/api/stock", query="sku=TEA-50&sku=NOPE")
    assert answer.json == {
        "items": [{"sku": "TEA-50", "available": 10}, {"sku": "NOPE", "available": 0}]
    }


def test_a_checkout_is_an_order_its_guest_can_read(
    invoke: Invoke, buy: Invoke, store: Store
) -> None:
    answer = buy()
    assert answer.status == 201
    order = answer.json["order"]
    assert on_hand(store, "TEA-50") == (9, 1)
    path = f"/api/orders/{order['id']}"
    shown = invoke("orders", "GET", path, query=f"token={order['token']}")
    assert shown.status == 200
    assert shown.json["order"]["number"] == order["number"]
    assert shown.json["order"]["total"] == order["total"]
    assert invoke("orders", "GET", path, query="token=wrong").status == 404
    assert invoke("orders", "GET", path).status == 404


def test_the_same_checkout_twice_is_one_order(invoke: Invoke, buy: Invoke, store: Store) -> None:
    first, second = buy(), buy()
    assert (first.status, second.status) == (201, 201)
    assert first.json == second.json
    assert on_hand(store, "TEA-50") == (9, 1)


def test_a_base64_body_is_read(invoke: Invoke) -> None:
    body = {"lines": [{"sku": "CUP", "quantity": 1}]}
    assert invoke("cart", "POST", "/api/cart", body=body, base64=True).status == 200


def test_the_stream_sends_the_mails_of_an_order(
    invoke: Invoke, buy: Invoke, store: Store, tmp_path: Path
) -> None:
    order = buy().json["order"]
    keys = [
        {"pk": {"S": f"ORDER#{order['id']}"}, "sk": {"S": f"OUTBOX#mail#{audience}"}}
        for audience in ("shopper#order_placed", "owner#order_placed_owner")
    ]
    records = [
        {"eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": {"Keys": key}}
        for key in keys
    ]
    assert notify({"Records": records}, None)["sent"] == 2
    assert notify({"Records": records}, None)["sent"] == 0
    mails = sorted(path.name for path in (tmp_path / "shop" / "mail").glob("*.eml"))
    assert mails == [f"{order['id']}.order_placed.eml", f"{order['id']}.order_placed_owner.eml"]


def test_the_schedule_sends_what_waits(invoke: Invoke, buy: Invoke, tmp_path: Path) -> None:
    buy()
    assert notify({"source": "aws.events"}, None)["sent"] >= 2
    assert len(list((tmp_path / "shop" / "mail").glob("*.eml"))) == 2
    assert notify({"source": "aws.events"}, None)["sent"] == 0


def test_streams_of_other_tables_and_items_are_passed_over(store: Store, shared: Path) -> None:
    for sample in ("dynamoStreamEvent.json",):
        path = shared / "specs" / "aws" / "powertools" / sample
        assert notify(json.loads(path.read_text()), None)["sent"] == 0


def test_health_says_the_store_is_reachable(invoke: Invoke) -> None:
    answer = invoke("health", "GET", "/api/health")
    assert (answer.status, answer.json["store"], answer.json["outbox"]) == (200, "reachable", 0)


@pytest.mark.parametrize(
    "sample",
    [
        "apiGatewayProxyV2Event_GET.json",
        "apiGatewayProxyV2EventPathTrailingSlash.json",
        "lambdaFunctionUrlEvent.json",
    ],
)
@pytest.mark.parametrize("function", ["cart", "checkout", "orders", "health"])
def test_an_address_a_function_does_not_know_is_404(
    store: Store, shared: Path, sample: str, function: str
) -> None:
    from importlib import import_module

    path = shared / "specs" / "aws" / "powertools" / sample
    handler = import_module(f"functions.{function}.handler").handler
    event = json.loads(path.read_text())
    event["headers"]["accept"] = "application/json"
    answer = handler(event, SimpleNamespace())
    assert answer["statusCode"] == 404
    assert json.loads(answer["body"])["code"] == "not_found"
