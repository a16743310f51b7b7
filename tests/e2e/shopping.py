"""What shoppers do in the tests: a shirt into the cart, and the form of the checkout."""

import re
from typing import Any

SHIRT = "/products/ao-ba-ba-shirt"
# The checkout asks to look again; Chromium logs each such answer.
LOOK_AGAIN = "responded with a status of (409|422)"
REQUOTED = re.compile("/api/checkout/quote")
ORDERED = re.compile("/api/orders/")


def take_shirt(page: Any, *, javascript: bool) -> str:
    """From its page to the checkout by way of the cart; the SKU."""
    if javascript:
        page.click("variant-picker label:has-text('M')")
        sku = page.eval_on_selector("[name=sku]", "field => field.value")
        page.click(".buy__form button[type=submit]")
        page.click(".added a")
        page.wait_for_url("**/vi/cart")
    else:
        sku = page.locator("select[name=sku] option:not([disabled])").nth(1).get_attribute("value")
        page.select_option("select[name=sku]", sku)
        page.click(".buy__form button[type=submit]")
        page.wait_for_url("**/api/cart?lang=vi")
    page.click("form[action='/api/checkout/start'] button")
    return str(sku)


def fill_in(page: Any) -> None:
    page.fill("[name=name]", "Nguyễn Thị Hoa")
    page.fill("[name=email]", "hoa@example.com")
    page.fill("[name=line1]", "12 Trần Phú")
    page.fill("[name=city]", "Hội An")


def choose_country(page: Any, *, javascript: bool) -> None:
    """Another country and back: what is offered follows, by itself or by the button."""
    for code in ("TW", "VN"):
        if not javascript:
            page.select_option("[name=country]", code)
            if code == "TW":
                page.click("button[formaction='/api/checkout/quote']")
            continue
        with page.expect_response(REQUOTED):
            page.select_option("[name=country]", code)


def order_it(page: Any) -> None:
    page.click("[data-summary] button[type=submit]:not([formaction])")
