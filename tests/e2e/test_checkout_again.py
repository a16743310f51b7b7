"""Coming back to the checkout: after an answer that never arrived, and to what was chosen there."""

import re
from contextlib import closing
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from e2e.browsing import NO_FADING, SIZES, WAYS, Visit, Way
from e2e.shopping import (
    LOOK_AGAIN,
    ORDERED,
    REQUOTED,
    SHIRT,
    fill_in,
    order_it,
    take_shirt,
)
from factories import orders

from functions.bootstrap import Services

pytestmark = pytest.mark.browser

PLACING = re.compile("/api/checkout$")
BROKEN = f"{NO_FADING}|{LOOK_AGAIN}|ERR_FAILED|ERR_CONNECTION"
EARLIER = ".notice a[href^='/api/orders/']"


def lose_the_answer(page: Any) -> None:
    """The next order reaches the shop; the browser never learns of it."""

    def lost(route: Any) -> None:
        sent = route.request
        body, headers = sent.post_data_buffer, sent.all_headers()
        shop = urlsplit(sent.url)
        with closing(HTTPConnection(shop.netloc, timeout=20)) as line:
            line.request("POST", shop.path, body, headers)
            line.getresponse().read()
        route.abort()

    page.route(PLACING, lost, times=1)


def order_and_come_back(page: Any, way: Way) -> None:
    """Takes a shirt to the checkout, presses "Place order", sees an error and goes back."""
    take_shirt(page, way)
    page.wait_for_url("**/api/checkout?**")
    fill_in(page)
    page.check("[name=payment][value=bank_transfer]")
    lose_the_answer(page)
    order_it(page)
    page.wait_for_url("chrome-error://**")
    page.go_back()
    page.wait_for_url("**/api/checkout?**")


@WAYS
def test_an_order_whose_answer_was_lost_is_found_and_not_placed_twice(
    visit: Visit, sample_shop: tuple[Services, str], way: Way
) -> None:
    services, address = sample_shop
    with visit(address, f"/vi{SHIRT}", way=way, expected=BROKEN) as page:
        order_and_come_back(page, way)
        (order,) = orders(services.store)
        assert order.data["id"] in page.get_attribute(EARLIER, "href")
        fill_in(page)
        page.check("[name=payment][value=bank_transfer]")
        order_it(page)
        page.wait_for_url(ORDERED)
        assert str(order.data["number"]) in page.content()
        assert len(orders(services.store)) == 1


@WAYS
def test_another_order_after_a_lost_answer_is_placed_knowingly(
    visit: Visit, sample_shop: tuple[Services, str], way: Way
) -> None:
    services, address = sample_shop
    with visit(address, f"/vi{SHIRT}", way=way, expected=BROKEN) as page:
        order_and_come_back(page, way)
        fill_in(page)
        page.fill("[name=line1]", "14 Trần Phú")
        page.check("[name=payment][value=bank_transfer]")
        order_it(page)
        page.wait_for_url(PLACING)
        (first,) = orders(services.store)
        leads = page.get_attribute(EARLIER, "href")
        order_it(page)
        page.wait_for_url(ORDERED)
        assert len(orders(services.store)) == 2
        page.goto(leads)
        assert urlsplit(leads).path.endswith(str(first.data["id"]))
        assert str(first.data["number"]) in page.content()


@SIZES
def test_totals_are_of_what_the_browser_put_back(
    visit: Visit, sample_shop: tuple[Services, str], way: Way
) -> None:
    """The page is fetched anew, for the country it begins with; the field has the chosen one."""
    with visit(sample_shop[1], f"/vi{SHIRT}", way=way) as page:
        take_shirt(page, way)
        page.wait_for_url("**/api/checkout?**")
        page.wait_for_selector("checkout-form:defined")
        at_home = page.input_value("[name=expected_total]")
        with page.expect_response(REQUOTED):
            page.select_option("[name=country]", "TW")
        page.wait_for_selector("[data-summary][aria-busy=false]")
        abroad = page.input_value("[name=expected_total]")
        assert abroad != at_home
        page.click("header a >> nth=0")
        page.wait_for_url("**/vi/**")
        page.go_back()
        page.wait_for_selector("[data-summary][aria-busy=false]")
        assert page.input_value("[name=country]") == "TW"
        assert page.input_value("[name=expected_total]") == abroad
