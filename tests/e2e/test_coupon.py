"""A coupon and a delivery time, as a shopper with JavaScript meets them."""

import re

import pytest
from e2e.browsing import NO_FADING, PHONE, Visit
from e2e.shopping import LOOK_AGAIN, ORDERED, REQUOTED, SHIRT, fill_in, order_it
from factories import orders

from functions.bootstrap import Services
from shop.coupons.model import Coupon
from shop.coupons.service import list_coupons, save_coupon

pytestmark = pytest.mark.browser


def test_a_coupon_is_tried_in_the_cart_and_kept_through_the_checkout(
    visit: Visit, sample_shop: tuple[Services, str]
) -> None:
    services, address = sample_shop
    spring = {"code": "SPRING", "kind": "percent", "percent": "10"}
    save_coupon(services.store, Coupon.model_validate(spring))
    expected = f"{LOOK_AGAIN}|{NO_FADING}"
    with visit(address, f"/vi{SHIRT}", viewport=PHONE, expected=expected) as page:
        page.click("variant-picker label:has-text('M')")
        page.click(".buy__form button[type=submit]")
        page.click(".added a")
        with page.expect_response(re.compile("/api/cart")):
            page.fill("#coupon", "nothing")
            page.press("#coupon", "Enter")
        page.locator(".lines-form [role=alert]").wait_for()
        page.fill("#coupon", "spring")
        page.click("button[form=cart-lines]")
        page.locator(".sums:has-text('SPRING')").wait_for()
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
