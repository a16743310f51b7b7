"""One real purchase in a browser on a phone: with JavaScript, and again without."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from factories import on_hand, orders

from functions.bootstrap import Services, compose
from generator.bootstrap import open_builder
from infra.cli.catalogue import load_sample
from infra.embedded.outbox import drain_all
from shop.settings import load_settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PHONE = {"width": 390, "height": 844}
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
LOOK_AGAIN = re.compile("responded with a status of (409|422)")
SHIRT = "/products/ao-ba-ba-shirt"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: sudo make browser"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def sample_shop(tmp_path: Path, serving: Callable[[Services], Any]) -> Iterator[Any]:
    """The sample shop, built and open; yields its services and its address."""
    services = compose(load_settings({"SHOP_HOME": str(tmp_path / "shop")}))
    load_sample(services)
    with closing(open_builder(services.settings, services.store)) as builder:
        builder.build()
    with serving(services) as address:
        yield services, address
    services.store.close()


@contextmanager
def phone(browser: Any, *, javascript: bool) -> Iterator[Any]:
    """A page on a phone; anything the browser complains about fails the test, except that it was
    told to look again (409, 422): it logs every such answer."""
    context = browser.new_context(
        viewport=PHONE, java_script_enabled=javascript, locale="vi-VN", has_touch=True
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(10_000)
    yield page
    context.close()
    assert [each for each in complaints if not LOOK_AGAIN.search(each)] == []


def fill_in(page: Any) -> None:
    page.fill("[name=name]", "Nguyễn Thị Hoa")
    page.fill("[name=email]", "hoa@example.com")
    page.fill("[name=line1]", "12 Trần Phú")
    page.fill("[name=city]", "Hội An")


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


def test_with_javascript(browser: Any, sample_shop: tuple[Services, str]) -> None:
    services, address = sample_shop
    with phone(browser, javascript=True) as page:
        page.goto(address)
        assert page.url == f"{address}/vi/"
        page.goto(f"{address}/vi/categories/clothes")
        page.click(f"a[href='/vi{SHIRT}']")
        page.click("variant-picker label:has-text('M')")
        sku = page.eval_on_selector("[name=sku]", "field => field.value")
        before = on_hand(services.store, sku)[0]
        page.click(".buy__form button[type=submit]")
        page.click(".added a")
        assert page.url == f"{address}/vi/cart"
        page.click("form[action='/api/checkout/start'] button")
        fill_in(page)
        with page.expect_response(re.compile("/api/checkout/quote")):
            page.select_option("[name=country]", "TW")
        with page.expect_response(re.compile("/api/checkout/quote")):
            page.select_option("[name=country]", "VN")
        page.check("[name=payment][value=bank_transfer]")
        page.click("[data-summary] button[type=submit]:not([formaction])")
        page.wait_for_url(re.compile("/api/orders/"))
        check_order(services, page, sku, before)
        page.wait_for_function("!JSON.parse(localStorage.getItem('cart') || '[]').length")


def test_without_javascript(browser: Any, sample_shop: tuple[Services, str]) -> None:
    services, address = sample_shop
    with phone(browser, javascript=False) as page:
        page.goto(f"{address}/vi/categories/clothes")
        page.click(f"a[href='/vi{SHIRT}']")
        sku = page.locator("select[name=sku] option:not([disabled])").nth(1).get_attribute("value")
        before = on_hand(services.store, sku)[0]
        page.select_option("select[name=sku]", sku)
        page.click(".buy__form button[type=submit]")
        assert page.url == f"{address}/api/cart?lang=vi"
        page.click("form[action='/api/checkout/start'] button")
        fill_in(page)
        page.select_option("[name=country]", "TW")
        page.click("button[formaction='/api/checkout/quote']")
        page.select_option("[name=country]", "VN")
        page.click("[data-summary] button[type=submit]:not([formaction])")
        assert "Tổng tiền" in page.locator("[role=alert]").first.inner_text()
        page.check("[name=payment][value=bank_transfer]")
        page.click("[data-summary] button[type=submit]:not([formaction])")
        assert "/api/orders/" in page.url
        check_order(services, page, sku, before)


def test_the_cart_page_leads_on_without_javascript(
    browser: Any, sample_shop: tuple[Services, str]
) -> None:
    _services, address = sample_shop
    with phone(browser, javascript=False) as page:
        page.goto(f"{address}/vi/cart")
        page.wait_for_url(f"{address}/api/cart?lang=vi")
        assert page.locator("h1").count() == 1
