"""One real purchase in a browser, on a phone and on a desk: with JavaScript, and without."""

from email import message_from_bytes
from email.message import Message
from typing import Any
from urllib.parse import urlencode

import pytest
from e2e.browsing import NO_FADING, PHONE, WAYS, Visit, Way, until
from e2e.shopping import (
    LOOK_AGAIN,
    ORDERED,
    SHIRT,
    choose_country,
    fill_in,
    into_cart,
    order_it,
    take_shirt,
)
from factories import on_hand, orders

from functions.bootstrap import Services
from infra.embedded.outbox import drain_all
from shop.secret import key_for
from shop.stock.alerts.service import PURPOSE, cancel_query, stop_waiting

pytestmark = pytest.mark.browser


def mails(services: Services) -> dict[str, Message]:
    """What the worker sends now, by receiver."""
    drain_all(services)
    folder = services.settings.home / "mail"
    found = [message_from_bytes(path.read_bytes()) for path in folder.glob("*.eml")]
    return {str(mail["To"]).rpartition("<")[2].strip(">"): mail for mail in found}


def check_order(services: Services, page: Any, sku: str, before: int) -> None:
    """What must be true after one shirt was ordered by bank transfer."""
    (order,) = orders(services.store)
    assert order.data["state"] == "pending_offline"
    assert str(order.data["number"]) in page.content()
    assert on_hand(services.store, sku) == (before - 1, 1)
    sent = mails(services)
    assert set(sent) == {"hoa@example.com", services.profile.contact.email}
    for mail in sent.values():
        text = mail.get_payload()[0].get_payload(decode=True).decode()
        assert str(order.data["number"]) in text
        assert "Trần Phú" in text


@WAYS
def test_from_the_shelf_to_the_order(
    visit: Visit, sample_shop: tuple[Services, str], way: Way
) -> None:
    services, address = sample_shop
    expected = f"{LOOK_AGAIN}|{NO_FADING}"
    with visit(address, way=way, expected=expected, locale="vi-VN") as page:
        page.goto("/")
        if way.javascript:
            page.wait_for_url(f"{address}/vi/")
        page.goto("/vi/categories/clothes")
        page.click(f"a[href='/vi{SHIRT}']")
        sku = take_shirt(page, way)
        before = on_hand(services.store, sku)[0]
        fill_in(page)
        choose_country(page, way)
        if not way.javascript:  # the totals have changed, and whoever pays has to have seen them
            order_it(page)
            assert "Tổng tiền" in page.locator("[role=alert]").first.inner_text()
        page.check("[name=payment][value=bank_transfer]")
        order_it(page)
        page.wait_for_url(ORDERED)
        check_order(services, page, sku, before)
        if way.javascript:
            until(page, "!JSON.parse(localStorage.getItem('cart') || '[]').length")


@WAYS
def test_what_is_in_the_cart_is_changed_and_taken_out(
    visit: Visit, common_shop: tuple[Services, str], way: Way
) -> None:
    with visit(common_shop[1], f"/en{SHIRT}", way=way, expected=NO_FADING) as page:
        into_cart(page, way, "en")
        if way.javascript:
            page.click("[data-step='1']")
        else:
            page.fill(".line input", "2")
            page.click(".cart__update")
        page.wait_for_selector("main:not(:has([aria-busy=true])) .line input[value='2']")
        page.click(".line button:has-text('Remove')")
        page.wait_for_selector("text=Nothing in here yet.")


@WAYS
def test_who_waits_for_an_article_is_told_so(
    visit: Visit, common_shop: tuple[Services, str], way: Way
) -> None:
    services, address = common_shop
    key = key_for(services.settings, PURPOSE)
    with visit(address, f"/en{SHIRT}", way=way) as page:
        page.fill("#waiting-email", "hoa@example.com")
        page.click("form.waiting button")
        page.wait_for_url("**/api/stock-alerts**")
        assert "We will write to you" in page.inner_text("h1")
        page.goto(f"/api/stock-alerts/cancel?{urlencode(cancel_query(key, 'hoa@example.com'))}")
        page.click("main button")
        assert stop_waiting(services.store, cancel_query(key, "hoa@example.com")["person"]) == 0


def test_the_cart_page_leads_on_without_javascript(
    visit: Visit, sample_shop: tuple[Services, str]
) -> None:
    _services, address = sample_shop
    with visit(address, "/vi/cart", way=Way(PHONE, javascript=False)) as page:
        page.wait_for_url(f"{address}/api/cart?lang=vi")
        assert page.locator("h1").count() == 1
