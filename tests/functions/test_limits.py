"""Who orders too often is asked for a puzzle, then for patience; everybody else notices nothing."""

import copy
import html
import re
from collections.abc import Callable
from itertools import count
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from factories import checkout_body

from functions.bootstrap import bootstrap
from shop.abuse.limits import Limits
from shop.abuse.tickets import BITS, leading_zeros

Invoke = Callable[..., SimpleNamespace]
Order = Callable[..., SimpleNamespace]

BROWSER = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}


@pytest.fixture
def outside(invoke: Invoke, event: dict[str, Any]) -> Invoke:
    """A post out of the world, as API Gateway tells of it."""

    def post(function: str, path: str, **options: Any) -> SimpleNamespace:
        context = copy.deepcopy(event["requestContext"])
        context["http"].update(sourceIp="203.0.113.7", method="POST", path=path)
        return invoke(function, "POST", path, event={"requestContext": context}, **options)

    return post


@pytest.fixture
def total(invoke: Invoke) -> dict[str, Any]:
    """What one piece costs, delivered."""
    cart = {"lines": checkout_body()["lines"], "ship_to": {"country": "VN"}}
    money: dict[str, Any] = invoke("cart", "POST", "/api/cart", body=cart).json["total"]
    return money


@pytest.fixture
def order(outside: Invoke, total: dict[str, Any]) -> Order:
    """Orders one piece, each time under another key."""
    keys = count()
    body = checkout_body(expected_total=total)

    def place(**headers: str) -> SimpleNamespace:
        key = {"idempotency-key": f"key-{next(keys)}"}
        return outside("checkout", "/api/checkout", body=body, headers={**key, **headers})

    return place


@pytest.fixture(autouse=True)
def _limits(invoke: Invoke) -> None:
    profile = bootstrap().profile.model_copy(
        update={"abuse": Limits(program_orders=1, form_orders=2, most_orders=3)}
    )
    object.__setattr__(bootstrap(), "profile", profile)


def test_a_program_solves_the_puzzle_of_the_problem_document(order: Order) -> None:
    assert order().status == 201
    refused = order()
    assert (refused.status, refused.json["code"]) == (429, "challenge_required")
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    challenge = refused.json["challenge"]
    assert challenge["bits"] == BITS
    solution = solution_of(challenge["text"], BITS)
    assert order(**{"challenge-solution": solution}).status == 201
    assert order(**{"challenge-solution": solution}).json["code"] == "challenge_required"


def solution_of(text: str, bits: int) -> str:
    """What a browser does."""
    tries = (f"{text}:{number}" for number in count())
    return next(each for each in tries if leading_zeros(each) >= bits)


def test_the_form_carries_a_token_and_then_a_puzzle(
    invoke: Invoke, outside: Invoke, order: Order, total: dict[str, Any]
) -> None:
    def send(page: str, key: str, **changes: str) -> SimpleNamespace:
        hidden = re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', page)
        form = {name: html.unescape(value) for name, value in hidden}
        entered = {**form, **checkout_body()["contact"], **checkout_body()["address"]}
        sent = {"payment": "bank_transfer", "expected_total": total["amount"], **changes}
        body = urlencode({**entered, **sent, "idempotency_key": key})
        return outside("checkout", "/api/checkout", body=body, headers=BROWSER)

    order()
    one = urlencode({"sku": "TEA-50", "quantity": "1"})
    added = invoke("cart", "POST", "/api/cart/lines", body=one, headers=BROWSER)
    cookie = added.cookies[0].partition(";")[0]
    shown = invoke("checkout", "GET", "/api/checkout", headers=BROWSER, cookies=[cookie]).text
    assert send(shown, "a").status == 303
    asked = send(shown, "b")
    assert asked.status == 429
    assert int(asked.headers["retry-after"]) > 0
    ((text, bits),) = re.findall(r'data-text="([^"]+)" data-bits="([0-9]+)"', asked.text)
    solution = solution_of(text, int(bits))
    assert send(asked.text, "b", challenge_solution=solution).status == 303
    full = send(asked.text, "c", challenge_solution=solution)
    assert full.status == 429
    assert "<proof-of-work" not in full.text


def test_wishes_for_stock_are_counted_too(outside: Invoke) -> None:
    def wish(number: int) -> SimpleNamespace:
        body = {"sku": "TEA-50", "email": f"hoa{number}@example.com"}
        return outside("stock_alerts", "/api/stock-alerts", body=body)

    assert [wish(number).status for number in range(20)] == [200] * 20
    refused = wish(20)
    assert (refused.status, refused.json["code"]) == (429, "too_many_requests")
