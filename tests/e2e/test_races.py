"""Many buyers at once, over HTTP: nothing is sold twice and nobody is left without an answer."""

import http.client
import json
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from factories import checkout_body, offer, on_hand, orders, put_for_sale

from shop.ports import Store

AtOnce = Callable[[int, Callable[[int], Any]], list[Any]]

pytestmark = pytest.mark.network


def checkout(address: str, key: str, **changes: Any) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
    body = json.dumps(checkout_body(**changes))
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    connection.request("POST", "/api/checkout", body, headers)
    answer = connection.getresponse()
    found = (answer.status, json.loads(answer.read()))
    connection.close()
    return found


def test_200_buyers_for_10_items(running_shop: str, store: Store, at_once: AtOnce) -> None:
    put_for_sale(store, offer(), on_hand=10)
    answers = at_once(200, lambda number: checkout(running_shop, f"buyer-{number}"))
    outcomes = Counter((status, body.get("code")) for status, body in answers)
    assert outcomes == {(201, None): 10, (409, "out_of_stock"): 190}
    assert on_hand(store, "TEA-50") == (0, 10)
    assert len(orders(store)) == 10
    numbers = {body["order"]["number"] for status, body in answers if status == 201}
    assert len(numbers) == 10


def test_one_key_five_times_at_once(running_shop: str, store: Store, at_once: AtOnce) -> None:
    put_for_sale(store, offer(), on_hand=10)
    answers = at_once(5, lambda _number: checkout(running_shop, "the-same"))
    assert [status for status, _body in answers] == [201] * 5
    assert all(body == answers[0][1] for _status, body in answers)
    assert len(orders(store)) == 1
    assert on_hand(store, "TEA-50") == (9, 1)


def test_opposite_baskets_do_not_block_each_other(
    running_shop: str, store: Store, at_once: AtOnce
) -> None:
    put_for_sale(store, offer("A"), offer("B"), on_hand=20)

    def buy(number: int) -> tuple[int, dict[str, Any]]:
        skus = ("A", "B") if number % 2 else ("B", "A")
        lines = [{"sku": sku, "quantity": 1} for sku in skus]
        total = {"amount": 2800, "currency": "USD"}
        return checkout(running_shop, f"buyer-{number}", lines=lines, expected_total=total)

    answers = at_once(60, buy)
    assert Counter(status for status, _body in answers) == {201: 20, 409: 40}
    assert on_hand(store, "A") == on_hand(store, "B") == (0, 20)
