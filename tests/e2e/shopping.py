"""What shoppers do in the tests: a shirt into the cart, the form of the checkout; and orders that
are there already."""

import re
from typing import Any

from e2e.browsing import Way
from factories import request

from shop.clock import random_code
from shop.orders.desk import Desk, read_order
from shop.orders.model import Order
from shop.orders.request import CheckoutRequest
from shop.orders.service import place_order
from shop.pricing.model import CartLine
from shop.pricing.service import quote

SHIRT = "/products/ao-ba-ba-shirt"
TWO_TEAS = request(lines=(CartLine(sku="TEA-TN-050", quantity=2),))
# The checkout asks to look again; Chromium logs each such answer.
LOOK_AGAIN = "responded with a status of (409|422)"
REQUOTED = re.compile("/api/checkout/quote")
ORDERED = re.compile("/api/orders/")


def take_shirt(page: Any, way: Way) -> str:
    """From its page to the checkout by way of the cart; the SKU."""
    sku = into_cart(page, way)
    page.click("form[action='/api/checkout/start'] button")
    return sku


def into_cart(page: Any, way: Way, lang: str = "vi") -> str:
    """From the shirt's page to the cart; the SKU."""
    if way.javascript:
        page.click("variant-picker label:has-text('M')")
        sku = page.eval_on_selector("[name=sku]", "field => field.value")
        page.click(".buy__form button[type=submit]")
        page.click(".added a")
        page.wait_for_url(f"**/{lang}/cart")
    else:
        sku = page.locator("select[name=sku] option:not([disabled])").nth(1).get_attribute("value")
        page.select_option("select[name=sku]", sku)
        page.click(".buy__form button[type=submit]")
        page.wait_for_url(f"**/api/cart?lang={lang}")
    return str(sku)


def try_coupon(page: Any, code: str) -> None:
    """In the cart, until it is taken off."""
    page.fill("#coupon", code.lower())
    page.click("button[form=cart-lines]")
    page.wait_for_selector(f"main:not(:has([aria-busy=true])) .sums:has-text('{code}')")


def fill_in(page: Any) -> None:
    page.fill("[name=name]", "Nguyễn Thị Hoa")
    page.fill("[name=email]", "hoa@example.com")
    page.fill("[name=line1]", "12 Trần Phú")
    page.fill("[name=city]", "Hội An")


def choose_country(page: Any, way: Way) -> None:
    """Another country and back: what is offered follows, by itself or by the button."""
    for code in ("TW", "VN"):
        if not way.javascript:
            page.select_option("[name=country]", code)
            if code == "TW":
                page.click("button[formaction='/api/checkout/quote']")
            continue
        with page.expect_response(REQUOTED):
            page.select_option("[name=country]", code)


def order_it(page: Any) -> None:
    page.click("[data-summary] button[type=submit]:not([formaction])")


def placed(desk: Desk, wanted: CheckoutRequest = TWO_TEAS, key: str = "") -> Order:
    """An order of the sample shop, at what it costs there."""
    priced = quote(desk.store, desk.profile, wanted.cart(), desk.clock())
    wanted = wanted.model_copy(update={"expected_total": priced.total})
    answer = place_order(desk, wanted, key or random_code(20))["order"]
    return read_order(desk.store, answer["id"])[0]
