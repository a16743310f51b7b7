"""The owner's desk in a browser: sign in, confirm a transfer, send it, refund a piece; on a phone
and on a desktop, with JavaScript and without."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from factories import offer, on_hand, profile, put_for_sale, request, usd

from functions.bootstrap import Services
from generator.bootstrap import open_builder
from shop.adapters.sqlite_store import SqliteStore
from shop.clock import now
from shop.orders.desk import read_order
from shop.orders.model import Order
from shop.orders.service import place_order
from shop.pricing.model import CartLine
from shop.settings import load_settings
from shop.staff import service

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "several words of mine"
EMAIL = "owner@example.com"
LOOK_AGAIN = re.compile("responded with a status of 4(00|01|04|09|22)")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: sudo make browser"),
]

Desk = tuple[Services, Order, str]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def desk(tmp_path: Path, serving: Callable[[Services], Any]) -> Iterator[Desk]:
    """A shop with one order for two pieces, and an owner who has a password."""
    store = SqliteStore(tmp_path / "shop.db")
    services = Services(load_settings({"SHOP_HOME": str(tmp_path)}), profile(), store)
    put_for_sale(store, offer())
    two = request(lines=(CartLine(sku="TEA-50", quantity=2),), expected_total=usd(2800))
    placed = place_order(services.desk, two, "key")["order"]
    service.use_link(store, service.add(store, EMAIL, "owner", now), PASSWORD)
    with closing(open_builder(services.settings, store)) as builder:
        builder.build()  # the desk's style sheet and script are published with the pages
    with serving(services) as address:
        yield services, read_order(store, placed["id"])[0], address
    store.close()


@contextmanager
def page_of(browser: Any, width: int, *, javascript: bool) -> Iterator[Any]:
    """Anything the browser complains about fails the test, but for answers that refuse."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, java_script_enabled=javascript
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(10_000)
    yield page
    context.close()
    assert [each for each in complaints if not LOOK_AGAIN.search(each)] == []


def sign_in(page: Any, address: str) -> None:
    page.goto(f"{address}/admin")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click(".door button")
    page.wait_for_url(f"{address}/admin")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
@pytest.mark.parametrize("width", [390, 1280])
def test_from_signing_in_to_a_refund(
    browser: Any, desk: Desk, width: int, *, javascript: bool
) -> None:
    services, order, address = desk
    with page_of(browser, width, javascript=javascript) as page:
        sign_in(page, address)
        page.click("text=Orders to confirm")
        page.click(f"text={order.number}")

        page.fill("[name=amount]", "20.00")
        page.fill("[name=reference]", "VCB 77")
        page.click("text=Confirm the payment")
        assert "less than the order’s total" in page.locator("[role=alert]").inner_text().replace(
            "'", "’"
        )
        assert page.input_value("[name=reference]") == "VCB 77"
        page.fill("[name=amount]", "28.00")
        page.click("text=Confirm the payment")
        page.wait_for_selector("text=The money is booked.")

        page.fill("[name=carrier]", "GHN")
        page.fill("[name=tracking]", "T-1")
        page.click("text=It has left")
        page.wait_for_selector("text=The parcel is on its way")

        page.click("summary:has-text('Refund')")
        page.fill("[name='back:TEA-50']", "1")
        page.check("[name=restock]")
        page.fill("#refund-reason", "broken lid")
        page.dblclick("text=Refund now")
        page.wait_for_selector("text=The refund is recorded.")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    after, _ = read_order(services.store, order.id)
    assert after.state == "partially_refunded"
    assert [refund.amount for refund in after.refunds] == [usd(1250)]
    assert (after.shipments[0].carrier, after.shipments[0].lines) == ("GHN", {"TEA-50": 2})
    assert on_hand(services.store, "TEA-50") == (9, 0)
    assert {event.actor for event in after.history[1:]} == {EMAIL}


def test_typing_searches_and_the_address_keeps_it(browser: Any, desk: Desk) -> None:
    _services, order, address = desk
    with page_of(browser, 1280, javascript=True) as page:
        sign_in(page, address)
        page.goto(f"{address}/admin/orders?list=history")
        assert not page.locator(f"text={order.number}").count()
        page.fill("[name=q]", "nguyen")
        page.wait_for_selector(f"text={order.number}")
        page.wait_for_url("**/admin/orders?q=nguyen")


def test_signing_out_elsewhere_leads_to_the_door(browser: Any, desk: Desk) -> None:
    services, order, address = desk
    with page_of(browser, 390, javascript=True) as page:
        sign_in(page, address)
        page.goto(f"{address}/admin/orders/{order.id}")
        service.set_password(services.store, EMAIL, PASSWORD, "quite other words")
        page.fill("[name=text]", "too late")
        page.click("text=Write it down")
        page.wait_for_url("**/admin/sign-in?next=/admin")
