"""An order paid by card: placed by a shopper, paid on the payment page, captured, sent back in part
and refunded by the owner; on a phone and on a desk, with JavaScript and without."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from desk import cookie
from e2e.browsing import NO_FADING, REFUSED, WAYS, Visit, Way
from e2e.shopping import ORDERED, SHIRT, choose_country, fill_in, order_it, take_shirt
from serving import serving

from functions.bootstrap import Services, compose
from infra.embedded.gateway.service import open_stand_in
from infra.embedded.server import HOST, embedded_app, listen
from shop.orders.desk import read_order
from shop.settings import load_settings

PDF = "application/pdf"
EXPECTED = f"{REFUSED}|{NO_FADING}"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def card_shop(sample_home: Callable[[], Path]) -> Iterator[tuple[Services, str]]:
    """The sample shop with the payment gateway's stand-in, which knows the shop's address."""
    bound = listen(0)
    address = f"http://{HOST}:{bound.getsockname()[1]}"
    settings = replace(load_settings({"SHOP_HOME": str(sample_home())}), base_url=address)
    services, gateway = compose(settings), open_stand_in(settings)
    later = services.profile.card.model_copy(update={"capture": "on_fulfilment"})
    profile = services.profile.model_copy(update={"card": later})
    services = replace(services, profile=profile)
    assert gateway is not None
    gateway.start()
    with serving(embedded_app(services, gateway=gateway), bound):
        yield services, address
    gateway.stop()
    services.store.close()


@WAYS
def test_a_card_is_charged_and_money_goes_back(
    visit: Visit, card_shop: tuple[Services, str], way: Way
) -> None:
    services, address = card_shop
    with visit(address, f"/vi{SHIRT}", way=way, expected=EXPECTED) as page:
        receipt = bought(page, way)
    order = desk_page_of(receipt)
    signed_in = cookie(services.store)
    at_desk = partial(visit, address, way=way, expected=EXPECTED, cookies=signed_in)
    with at_desk(order) as page:
        page.click("section[aria-labelledby=capture] button")
        page.wait_for_selector("text=The payment is captured, or")
        page.click("section[aria-labelledby=fulfil] button")
        page.wait_for_selector("text=The parcel is on its way")
        page.locator("section[aria-labelledby=mails] button").first.click()
        page.wait_for_selector("text=The mail goes out again.")
        assert_paper(page, "section[aria-labelledby=papers] a:has-text('Packing slip')")
        assert_paper(page, "section[aria-labelledby=papers] button")
        assert_paper(page, "section[aria-labelledby=papers] a:has-text('Invoice')")
    with visit(address, receipt, way=way, expected=EXPECTED) as page:
        assert_paper(page, ".order__paper button")
        page.click(".order__return summary")
        page.fill("[name=statement]", "Quá <b>nhỏ</b>")
        page.click(".order__return button")
        assert "Quá <b>nhỏ</b>" in page.inner_text("#returns, .happened >> nth=0")
    with at_desk(order) as page:
        page.click("button:has-text('It has arrived')")
        page.wait_for_selector("text=The return is closed.")
        page.click("summary:has-text('Refund')")
        page.fill("#refund-amount", "39.00")
        page.click("text=Refund now")
        page.wait_for_selector("text=The refund is recorded.")
        assert_paper(page, "section[aria-labelledby=papers] button:has-text('credit note')")
    with visit(address, receipt, way=way, expected=EXPECTED) as page:
        assert_paper(page, "#returns form button")
    known, _item = read_order(services.store, order.rpartition("/")[2])
    assert known.refunded.amount == 3900
    assert [each.state for each in known.returns] == ["received"]


@WAYS
def test_a_payment_that_the_bank_takes_back_is_seen_at_the_desk(
    visit: Visit, card_shop: tuple[Services, str], way: Way
) -> None:
    services, address = card_shop
    with visit(address, f"/vi{SHIRT}", way=way, expected=EXPECTED) as page:
        receipt = bought(page, way, "button[value=disputed]")
    order = desk_page_of(receipt)
    signed_in = cookie(services.store)
    with visit(address, order, way=way, expected=EXPECTED, cookies=signed_in) as page:
        page.click("section[aria-labelledby=capture] button")
        page.wait_for_selector("text=The payment is captured, or")
        while not page.locator(".notice--bad").count():
            page.goto(order)
        assert "The bank disputes this payment" in page.inner_text(".notice--bad")
        assert not page.locator("summary:has-text('Refund')").count()


def assert_paper(page: Any, where: str) -> None:
    """What is clicked leads to a PDF; whoever has read it opens the page again."""
    before = page.url
    with page.expect_response(lambda answer: answer.headers.get("content-type") == PDF):
        page.click(where)
    page.wait_for_url(lambda address: address != before)
    page.goto(before)


def desk_page_of(receipt: str) -> str:
    """The desk's page of the order whose shopper is given `receipt`."""
    return f"/admin/orders/{urlsplit(receipt).path.rpartition('/')[2]}"


def bought(page: Any, way: Way, pay: str = "button.pay") -> str:
    """The path of the order's page, once the card's payment is known there."""
    take_shirt(page, way)
    fill_in(page)
    choose_country(page, way)
    page.check("[name=payment][value=card]")
    order_it(page)
    if not way.javascript:  # the totals have changed
        page.check("[name=payment][value=card]")
        order_it(page)
    page.wait_for_url(re.compile("/embedded/gateway/pay/"))
    page.click(pay)
    page.wait_for_url(ORDERED)
    page.wait_for_selector(".page-head__note:not(:has-text('Đang chờ'))")
    return str(page.evaluate("location.pathname + location.search"))
