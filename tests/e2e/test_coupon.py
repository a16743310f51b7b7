"""Coupons: made at the desk and used by a shopper, in all ways; and with a delivery time, as a
shopper with JavaScript meets them."""

import re

import pytest
from desk import cookie
from e2e.browsing import NO_FADING, ON_A_PHONE, WAYS, Visit, Way
from e2e.shopping import (
    LOOK_AGAIN,
    ORDERED,
    REQUOTED,
    SHIRT,
    choose_country,
    fill_in,
    into_cart,
    order_it,
    try_coupon,
)
from factories import orders

from functions.bootstrap import Services
from shop.clock import random_code
from shop.coupons.model import Coupon
from shop.coupons.service import list_coupons, save_coupon
from shop.orders.desk import read_order

EXPECTED = f"{LOOK_AGAIN}|{NO_FADING}"

pytestmark = pytest.mark.browser


@WAYS
def test_a_coupon_made_at_the_desk_takes_something_off(
    visit: Visit, common_shop: tuple[Services, str], way: Way
) -> None:
    services, address = common_shop
    code, person = f"TET-{random_code(6)}", cookie(services.store)
    with visit(address, "/admin/settings/coupons", way=way, cookies=person) as page:
        page.fill("#code", code)
        page.fill("#percent", "10")
        page.click("#form button")
        page.wait_for_selector("text=The coupon is saved and valid.")
    with visit(address, f"/vi{SHIRT}", way=way, expected=EXPECTED) as page:
        into_cart(page, way)
        try_coupon(page, code)
        page.click("form[action='/api/checkout/start'] button")
        fill_in(page)
        choose_country(page, way)
        if not way.javascript:  # the totals have changed
            order_it(page)
        page.check("[name=payment][value=bank_transfer]")
        order_it(page)
        page.wait_for_url(ORDERED)
        assert code in page.inner_text(".sums")
    order = read_order(services.store, page.url.partition("/api/orders/")[2].partition("?")[0])[0]
    assert order.discount.amount == order.subtotal.amount // 10


def test_a_coupon_is_tried_in_the_cart_and_kept_through_the_checkout(
    visit: Visit, sample_shop: tuple[Services, str]
) -> None:
    services, address = sample_shop
    spring = {"code": "SPRING", "kind": "percent", "percent": "10"}
    save_coupon(services.store, Coupon.model_validate(spring))
    with visit(address, f"/vi{SHIRT}", way=ON_A_PHONE, expected=EXPECTED) as page:
        page.click("variant-picker label:has-text('M')")
        page.click(".buy__form button[type=submit]")
        page.click(".added a")
        with page.expect_response(re.compile("/api/cart")):
            page.fill("#coupon", "nothing")
            page.press("#coupon", "Enter")
        page.locator(".lines-form [role=alert]").wait_for()
        try_coupon(page, "SPRING")
        page.click("form[action='/api/checkout/start'] button")
        fill_in(page)
        assert page.input_value("#coupon") == "SPRING"
        with page.expect_response(REQUOTED):
            page.select_option("[name=country]", "VN")
            page.fill("[name=postcode]", "51300")
            page.press("[name=postcode]", "Enter")  # asks for totals, and orders nothing
        page.check("[name=shipping][value=hoi-an-bicycle]")
        page.locator("[name=slot]").wait_for()
        page.check("[name=payment][value=bank_transfer]")
        page.locator("[data-summary]:not([aria-busy=true])").wait_for()
        order_it(page)
        page.wait_for_url(ORDERED)
        (order,) = orders(services.store)
        assert order.data["coupon"] == "SPRING"
        assert str(order.data["slot"]).startswith("hoi-an-bicycle/")
    (standing,) = list_coupons(services.store)
    assert standing.used == 1
