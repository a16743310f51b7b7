"""Coupons and delivery times on pages without JavaScript, and in orders."""

import html
import json
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from factories import checkout_body, offer, profile, put_for_sale

from functions.bootstrap import bootstrap
from shop.coupons.model import Coupon
from shop.coupons.service import list_coupons, save_coupon
from shop.orders.records import order_from, order_key
from shop.ports import Item, Store

Invoke = Callable[..., SimpleNamespace]

BROWSER = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}
LINES = json.dumps([{"sku": "TEA-50", "quantity": 2}])
BIKE = {
    "id": "bike",
    "title": {"en": "Bike"},
    "countries": ["VN"],
    "price": {"USD": "1.00"},
    "lead_days": [1, 2],
    "slots": {"times": [{"from": "09:00", "until": "12:00", "capacity": 1}], "days_ahead": 4},
}
COURIER = {"id": "courier", "title": {"en": "Courier"}, "countries": ["VN"], "price": {"USD": "3"}}

PICKUP = {"id": "pickup", "title": {"en": "Pick-up"}, "pickup": True, "price": {"USD": "1.00"}}
DOOR = {"enabled": True, "title": {"en": "Cash"}, "countries": ["VN"]}
TIME_GONE = "The delivery time you chose is gone"
WAY_TO_PAY_GONE = "The payment method you chose is not available"


@pytest.fixture
def spring(store: Store) -> Store:
    coupon = {"code": "SPRING", "kind": "percent", "percent": "10", "limit_per_person": 1}
    save_coupon(store, Coupon.model_validate(coupon))
    return store


@pytest.fixture
def slotted(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The shop with a method whose shoppers choose a time."""
    object.__setattr__(bootstrap(), "profile", profile(shipping=[BIKE, COURIER, PICKUP]))
    return store


@pytest.fixture
def paid_in_many_ways(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The shop that takes cards and transfers from everywhere, and cash at doors of Vietnam."""
    abroad = {**COURIER, "id": "post", "title": {"en": "Post"}, "countries": ["TW"]}
    card = {"enabled": True, "title": {"en": "Card"}}
    settled = profile(shipping=[COURIER, abroad, PICKUP], card=card, cod=DOOR)
    object.__setattr__(bootstrap(), "profile", settled)
    return store


def posted(
    invoke: Invoke, path: str, headers: dict[str, str] | None = None, **form: Any
) -> SimpleNamespace:
    from urllib.parse import urlencode

    function = "cart" if path.startswith("/api/cart") else "checkout"
    body = urlencode({"lang": "en", **form})
    return invoke(function, "POST", path, body=body, headers={**BROWSER, **(headers or {})})


def filled_in(**changes: str) -> dict[str, str]:
    return {
        "lines": LINES, "name": "Hoa", "email": "hoa@example.com", "line1": "12 Trần Phú",
        "city": "Hội An", "country": "VN", "payment": "bank_transfer", "idempotency_key": "k1",
        **changes,
    }  # fmt: skip


def value(page: str, name: str) -> str:
    return html.unescape(re.findall(f'name="{name}"[^>]* value="([^"]*)"', page)[0])


def test_a_coupon_goes_from_the_cart_to_the_checkout(invoke: Invoke, spring: Store) -> None:
    added = posted(invoke, "/api/cart/lines", sku="TEA-50", quantity="2", coupon=" spring ")
    cookie = str(added.cookies[0]).partition(";")[0]
    assert added.headers["location"] == "/api/cart?lang=en&coupon=spring"
    query = added.headers["location"].partition("?")[2]
    cart = invoke("cart", "GET", "/api/cart", query=query, cookies=[cookie], headers=BROWSER).text
    assert "−$2.50" in cart
    assert value(cart, "coupon") == "SPRING"
    started = posted(invoke, "/api/checkout/start", lines=LINES, coupon="SPRING")
    query = started.headers["location"].partition("?")[2]
    cookie = str(started.cookies[0]).partition(";")[0]
    page = invoke(
        "checkout", "GET", "/api/checkout", query=query, cookies=[cookie], headers=BROWSER
    )
    assert "−$2.50" in page.text
    assert value(page.text, "coupon") == "SPRING"


def test_the_theme_gets_the_cart_with_its_coupon(invoke: Invoke, spring: Store) -> None:
    body = {"lines": json.loads(LINES), "coupon": "spring", "lang": "vi"}
    cart = invoke("cart", "POST", "/api/cart", body=body, headers={"x-fragment": "cart"}).text
    assert "SPRING" in cart
    wrong = {**body, "coupon": '"><script>'}
    page = invoke("cart", "POST", "/api/cart", body=wrong, headers={"x-fragment": "cart"}).text
    assert "<script>" not in page
    assert "Không có mã giảm giá" in page


def test_an_order_is_placed_at_the_reduced_price_and_takes_the_use(
    invoke: Invoke, spring: Store
) -> None:
    page = posted(invoke, "/api/checkout/quote", **filled_in(coupon="spring"))
    total = value(page.text, "expected_total")
    shown = value(page.text, "coupon")
    placed = posted(invoke, "/api/checkout", **filled_in(coupon=shown, expected_total=total))
    assert placed.status == 303, placed.text
    (standing,) = list_coupons(spring)
    assert standing.used == 1
    again = filled_in(coupon=shown, expected_total=total, email="HOA+1@example.com")
    refused = posted(invoke, "/api/checkout", **{**again, "idempotency_key": "k2"})
    assert refused.status == 422
    assert "You have already used the coupon" in refused.text


@pytest.mark.parametrize("field", ["member", "email", "discount"])
def test_a_request_cannot_say_what_the_server_decides(
    invoke: Invoke, store: Store, field: str
) -> None:
    body = {"lines": json.loads(LINES), field: True}
    answer = invoke("cart", "POST", "/api/cart", body=body)
    assert (answer.status, answer.json["code"]) == (422, "invalid_request")


def test_nobody_pays_a_members_price_by_asking(invoke: Invoke, store: Store) -> None:
    put_for_sale(store, offer(member_price={"amount": 1, "currency": "USD"}))
    page = posted(invoke, "/api/checkout/quote", **filled_in(member="1", shipping="courier"))
    assert "$25.00" in page.text


def test_a_time_is_chosen_and_taken_and_its_day_is_told(invoke: Invoke, slotted: Store) -> None:
    page = posted(invoke, "/api/checkout/quote", **filled_in(shipping="bike")).text
    times = re.findall('<option value="(bike/[^"]*)"', page)
    assert len(times) >= 2
    assert re.findall('<option value="(bike/[^"]*)" selected', page) == times[:1]
    assert "Expected between" in page
    total = value(page, "expected_total")
    chosen = filled_in(shipping="bike", slot=times[1], expected_total=total)
    assert posted(invoke, "/api/checkout", **chosen).status == 303
    (order,) = slotted.query_index("ORDERS").items
    assert order.data["slot"] == times[1]
    late = posted(invoke, "/api/checkout", **{**chosen, "idempotency_key": "k2"})
    assert late.status == 422
    assert "The delivery time you chose is gone" in late.text
    assert f'<option value="{times[1]}" disabled' in late.text


def test_another_delivery_forgets_the_time_that_was_chosen(invoke: Invoke, slotted: Store) -> None:
    form = filled_in(shipping="courier", slot="bike/2026-01-01T09:00-12:00")
    page = posted(invoke, "/api/checkout/quote", **form).text
    assert 'name="slot"' not in page
    assert "disabled>Place order" not in page


def times_of(page: str) -> list[str]:
    return re.findall('<option value="(bike/[^"]*)"', page)


def chosen(page: str, name: str) -> list[str]:
    return re.findall(f'name="{name}" value="([^"]*)"[^>]* checked', page)


def test_a_time_that_was_taken_meanwhile_is_told_of(invoke: Invoke, slotted: Store) -> None:
    page = posted(invoke, "/api/checkout/quote", **filled_in(shipping="bike")).text
    wanted = filled_in(shipping="bike", slot=times_of(page)[0])
    still = posted(invoke, "/api/checkout/quote", **wanted).text
    assert TIME_GONE not in still
    posted(invoke, "/api/checkout", **wanted, expected_total=value(page, "expected_total"))
    fragment = posted(invoke, "/api/checkout/quote", headers={"x-fragment": "checkout"}, **wanted)
    assert TIME_GONE in fragment.text
    assert "<h1>" not in fragment.text
    elsewhere = posted(invoke, "/api/checkout/quote", **{**wanted, "shipping": "courier"}).text
    assert TIME_GONE not in elsewhere


def test_nobody_gets_a_time_that_their_page_did_not_show(invoke: Invoke, slotted: Store) -> None:
    """Without a script a page shows the times of the delivery that it was made for."""
    page = posted(invoke, "/api/checkout/quote", **filled_in(shipping="pickup")).text
    assert times_of(page) == []
    same_price = filled_in(shipping="bike", expected_total=value(page, "expected_total"))
    asked = posted(invoke, "/api/checkout", **same_price)
    assert (asked.status, TIME_GONE in asked.text) == (422, True)
    assert not slotted.query_index("ORDERS").items
    time = times_of(asked.text)[1]
    assert posted(invoke, "/api/checkout", **same_price, slot=time).status == 303
    (order,) = slotted.query_index("ORDERS").items
    assert order.data["slot"] == time


def test_another_delivery_leaves_the_way_to_pay_as_it_was_chosen(
    invoke: Invoke, paid_in_many_ways: Store
) -> None:
    moved = filled_in(country="TW", shipping="courier", payment="bank_transfer")
    page = posted(invoke, "/api/checkout/quote", **moved).text
    assert (chosen(page, "shipping"), chosen(page, "payment")) == (["post"], ["bank_transfer"])
    assert WAY_TO_PAY_GONE not in page


def test_a_way_to_pay_that_is_gone_is_told_of_and_none_takes_its_place(
    invoke: Invoke, paid_in_many_ways: Store
) -> None:
    moved = filled_in(country="TW", shipping="pickup", payment="cod")
    page = posted(invoke, "/api/checkout/quote", **moved).text
    assert (chosen(page, "shipping"), chosen(page, "payment")) == (["pickup"], [])
    assert WAY_TO_PAY_GONE in page
    unpaid = {**moved, "payment": ""}
    later = posted(invoke, "/api/checkout/quote", **unpaid).text
    assert chosen(later, "payment") == []
    refused = posted(invoke, "/api/checkout", **moved, expected_total=value(page, "expected_total"))
    assert (refused.status, chosen(refused.text, "payment")) == (422, [])
    assert WAY_TO_PAY_GONE in refused.text
    assert "The total has changed" not in refused.text
    assert not paid_in_many_ways.query_index("ORDERS").items


def test_delivery_and_payment_that_are_both_gone_are_each_chosen_anew(
    invoke: Invoke, paid_in_many_ways: Store
) -> None:
    moved = filled_in(country="TW", shipping="courier", payment="cod")
    page = posted(invoke, "/api/checkout/quote", **moved).text
    assert (chosen(page, "shipping"), chosen(page, "payment")) == (["post"], [])
    assert WAY_TO_PAY_GONE in page
    assert "disabled>Place order" not in page


def test_the_only_way_to_pay_is_chosen(invoke: Invoke, store: Store) -> None:
    object.__setattr__(bootstrap(), "profile", profile(cod={"enabled": False}))
    page = posted(invoke, "/api/checkout/quote", **filled_in(payment="card")).text
    assert chosen(page, "payment") == ["bank_transfer"]
    assert WAY_TO_PAY_GONE in page
    assert "Please choose how to pay" not in page


def test_a_json_order_names_slot_and_coupon(invoke: Invoke, slotted: Store, spring: Store) -> None:
    cart = {"lines": [{"sku": "TEA-50", "quantity": 1}], "ship_to": {"country": "VN"}}
    wanted = {"shipping": "bike", "coupon": "Spring"}
    quoted = invoke("cart", "POST", "/api/cart", body={**cart, **wanted}).json
    assert quoted["coupon"] == "SPRING"
    assert quoted["chosen"]["slot"] == quoted["slots"][0]["id"]
    body = checkout_body(**wanted, slot=quoted["slots"][-1]["id"], expected_total=quoted["total"])
    headers = {"idempotency-key": "k"}
    placed = invoke("checkout", "POST", "/api/checkout", body=body, headers=headers)
    assert placed.status == 201, placed.text
    (order,) = spring.query_index("ORDERS").items
    assert (order.data["slot"], order.data["coupon"]) == (quoted["slots"][-1]["id"], "SPRING")
    assert order.data["discount"] == quoted["discount"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "November 24, 2026, 09:00–12:00"), ("vi", "24 tháng 11, 2026, 09:00–12:00")],
)
def test_the_order_says_when_it_comes_and_what_the_coupon_took(
    invoke: Invoke, slotted: Store, spring: Store, lang: str, words: str
) -> None:
    order_id = placed_in_a_slot(invoke)
    record = slotted.get(order_key(order_id))
    assert record is not None
    order = order_from(record).model_copy(update={"slot": "bike/2026-11-24T09:00-12:00"})
    slotted.put_many([Item(record.key, order.model_dump(mode="json"), record.index)])
    query = f"token={order.token}&lang={lang}"
    page = invoke("orders", "GET", f"/api/orders/{order_id}", query=query, headers=BROWSER).text
    assert html.unescape(page).count(words) == 1
    assert "bike/2026" not in page
    assert "SPRING" in page


def placed_in_a_slot(invoke: Invoke) -> str:
    body = checkout_body(coupon="SPRING", shipping="bike")
    cart = {"lines": body["lines"], "ship_to": {"country": "VN"}, "coupon": "SPRING"}
    priced = invoke("cart", "POST", "/api/cart", body={**cart, "shipping": "bike"}).json
    body |= {"expected_total": priced["total"], "slot": priced["slots"][0]["id"]}
    headers = {"idempotency-key": "k"}
    answer = invoke("checkout", "POST", "/api/checkout", body=body, headers=headers)
    return str(answer.json["order"]["id"])
