"""Whoever comes back because an answer was lost finds their order, and places no second one."""

import html
import json
import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from factories import checkout_body, offer, orders, profile, put_for_sale
from orders.gateway import MemoryGateway

from functions.bootstrap import bootstrap
from shop.orders.desk import change
from shop.ports import Store
from shop.pricing.model import MAX_LINES

Invoke = Callable[..., SimpleNamespace]

BROWSER = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}
SAID = "An order was already placed with this form"
LINES = [{"sku": "TEA-50", "quantity": 1}]


@pytest.fixture(autouse=True)
def gateway(store: Store) -> Iterator[MemoryGateway]:
    """Cards are taken."""
    found = bootstrap()
    object.__setattr__(found, "profile", profile(card={"enabled": True, "title": {"en": "Card"}}))
    gateway = found.__dict__["gateway"] = MemoryGateway()
    yield gateway
    found.__dict__.pop("desk", None)


class Browser:
    """Keeps cookies, and fills in the form of the page it is shown."""

    def __init__(self, invoke: Invoke) -> None:
        self.invoke, self.cookies = invoke, dict[str, str]()

    def asks(self, method: str, path: str, *, lost: bool = False, **fields: str) -> Any:
        """What is answered; where it is `lost`, nothing of it arrives."""
        answer = self.invoke(
            "checkout", method, path, body=urlencode(fields) if fields else None, query="lang=en",
            headers=BROWSER, cookies=[f"{name}={text}" for name, text in self.cookies.items()],
        )  # fmt: skip
        for cookie in () if lost else answer.cookies:
            name, _, rest = str(cookie).partition("=")
            self.cookies[name] = rest.partition(";")[0].strip('"')
        self.cookies = {name: text for name, text in self.cookies.items() if text}
        return answer

    def begins(self, lines: Any = LINES) -> Any:
        self.asks("POST", "/api/checkout/start", lines=json.dumps(lines), lang="en")
        return self.comes()

    def comes(self) -> Any:
        return self.asks("GET", "/api/checkout")

    def orders(self, page: Any, *, lost: bool = False, **changes: str) -> Any:
        typed = {"name": "Hoa", "email": "hoa@example.com", "line1": "12 Trần Phú",
                 "city": "Hội An", "country": "VN", "shipping": "courier",
                 "payment": "bank_transfer", "expected_total": "1550"}  # fmt: skip
        filled = {**hidden(page.text), **typed, **changes}
        return self.asks("POST", "/api/checkout", lost=lost, **filled)


@pytest.fixture
def browser(invoke: Invoke) -> Browser:
    return Browser(invoke)


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {html.unescape(name): html.unescape(value) for name, value in found}


def key_of(page: Any) -> str:
    return hidden(page.text)["idempotency_key"]


def links(page: Any) -> list[str]:
    return re.findall(r'href="(/api/orders/[^"?]+)\?token=', page.text)


def test_the_same_order_after_a_lost_answer_is_not_a_second_one(
    browser: Browser, store: Store
) -> None:
    browser.orders(browser.begins(), lost=True)
    (order,) = orders(store)
    back = browser.comes()
    assert SAID in back.text
    assert links(back) == [f"/api/orders/{order.data['id']}"]
    assert f"token={order.data['token']}" in back.text
    answer = browser.orders(back)
    assert answer.headers["location"].startswith(links(back)[0])
    assert len(orders(store)) == 1


def test_who_starts_anew_from_the_cart_is_told_as_well(browser: Browser, store: Store) -> None:
    browser.orders(browser.begins(), lost=True)
    again = browser.begins()
    assert SAID in again.text
    assert browser.orders(again).status == 303
    assert len(orders(store)) == 1


def test_whose_order_took_the_last_piece_finds_it(browser: Browser, store: Store) -> None:
    """The form cannot be sent any more: there is nothing left."""
    put_for_sale(store, offer(), on_hand=1)
    browser.orders(browser.begins(), lost=True)
    back = browser.comes()
    assert "disabled>Place order" in back.text
    assert len(links(back)) == 1


def test_another_order_under_the_same_key_leads_to_the_first_and_can_be_placed(
    browser: Browser, store: Store
) -> None:
    browser.orders(browser.begins(), lost=True)
    (first,) = orders(store)
    two = [{"sku": "TEA-50", "quantity": 2}]
    refused = browser.orders(browser.begins(two), expected_total="2800")
    assert (refused.status, refused.text.count(SAID)) == (422, 1)
    assert links(refused) == [f"/api/orders/{first.data['id']}"]
    assert browser.cookies["checkout"] == key_of(refused)
    placed = browser.orders(refused, expected_total="2800")
    assert (placed.status, len(orders(store))) == (303, 2)


def test_an_answer_that_arrives_makes_room_for_the_next_order(
    browser: Browser, store: Store
) -> None:
    first = browser.begins()
    browser.orders(first)
    assert browser.cookies == {}
    second = browser.begins()
    assert (SAID in second.text, key_of(second) == key_of(first)) == (False, False)
    browser.orders(second)
    assert len(orders(store)) == 2


def attributes(cookie: str) -> set[str]:
    return {part.strip() for part in cookie.split(";")[1:]}


def test_the_key_is_kept_as_the_cart_is_for_a_day(browser: Browser) -> None:
    started = browser.asks("POST", "/api/checkout/start", lines=json.dumps(LINES), lang="en")
    (cart,), (key,) = started.cookies, browser.comes().cookies
    assert key.partition(";")[0] == f"checkout={browser.cookies['checkout']}"
    assert attributes(key) - attributes(cart) == {"Max-Age=86400"}
    assert browser.comes().cookies == []


def test_a_program_s_key_shows_nobody_its_order(
    invoke: Invoke, browser: Browser, store: Store
) -> None:
    """It may be one that can be guessed."""
    sent = {"idempotency-key": "order-1"}
    invoke("checkout", "POST", "/api/checkout", body=checkout_body(), headers=sent)
    page = browser.begins()
    refused = browser.orders(page, idempotency_key="order-1")
    assert (refused.status, SAID in refused.text, links(refused)) == (422, True, [])
    for guessed in ("order-1", "order-1.", "order-1.x"):
        browser.cookies["checkout"] = guessed
        seen = browser.comes()
        assert (SAID in seen.text, links(seen), key_of(seen) == guessed) == (False, [], False)


def test_a_payment_page_that_was_left_is_found_again(
    browser: Browser, store: Store, gateway: MemoryGateway
) -> None:
    first = browser.orders(browser.begins(), payment="card")
    again = browser.begins()
    assert SAID in again.text
    assert browser.orders(again, payment="card").headers["location"] == first.headers["location"]
    assert len(orders(store)) == 1


@pytest.mark.parametrize("state", ["paid", "cancelled"])
def test_an_order_that_is_paid_by_card_or_over_is_not_in_the_way_of_another(
    browser: Browser, store: Store, gateway: MemoryGateway, state: str
) -> None:
    browser.orders(browser.begins(), payment="card")
    (order,) = orders(store)
    ended = {"state": state}
    change(bootstrap().desk, str(order.data["id"]), lambda o, _now: o.model_copy(update=ended))
    page = browser.begins()
    assert SAID not in page.text
    assert browser.orders(page, payment="card").status == 303
    assert len(orders(store)) == 2


def test_a_refused_payment_leaves_a_new_key_for_whoever_comes_back(
    browser: Browser, store: Store, gateway: MemoryGateway
) -> None:
    page = browser.begins()
    gateway.trouble = "open_session:refused"
    refused = browser.orders(page, payment="card")
    assert (refused.status, links(refused)) == (402, [])
    assert browser.cookies["checkout"] == key_of(refused) != key_of(page)
    assert key_of(browser.comes()) == key_of(refused)


def test_two_tabs_are_one_order_and_each_keeps_its_key(browser: Browser, store: Store) -> None:
    one, other = browser.begins(), browser.begins()
    placed = browser.orders(one)
    assert browser.orders(other).headers["location"] == placed.headers["location"]
    assert len(orders(store)) == 1
    newer = key_of(browser.begins())
    browser.orders(one)
    assert browser.cookies["checkout"] == newer


def test_a_cart_too_long_for_a_cookie_keeps_its_key_too(browser: Browser, store: Store) -> None:
    skus = [f"{number}{'X' * 150}" for number in range(MAX_LINES)]
    put_for_sale(store, *(offer(sku, 100) for sku in skus))
    lines = json.dumps([{"sku": sku, "quantity": 1} for sku in skus])
    one = browser.asks("POST", "/api/checkout/start", lines=lines, lang="en")
    browser.orders(one, expected_total="3300", lost=True)
    other = browser.asks("POST", "/api/checkout/start", lines=lines, lang="en")
    assert (len(orders(store)), key_of(other)) == (1, key_of(one))
    assert SAID in other.text
