"""The whole shop in a double of AWS, as people use it: a browser at the address that CloudFront
gives, a card paid on the gateway's page, the owner's link, an order sent, a spreadsheet published.

Prints the seconds of each step. It takes minutes, so it is run by ``SHOWS=full``.
"""

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import pytest
from cloud import Cloud, account_of, cloud, stand_in, until
from e2e.browsing import CHROMIUM, DESK, FLAGS, PHONE
from front_door import front_door
from shop_on_aws import CREDENTIALS, OURS, Owner

from functions.bootstrap import compose
from infra.cli.catalogue import load_sample
from infra.embedded.gateway.service import WEBHOOK
from shop.settings import load_settings

pytestmark = [
    pytest.mark.network,
    pytest.mark.browser,
    pytest.mark.skipif(os.environ.get("SHOWS") != "full", reason="takes minutes: SHOWS=full"),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: sudo make browser"),
]
PASSWORD = "several words of mine"
SHIRT = "/vi/products/ao-ba-ba-shirt"
TABLE = "Handle,Title,SKU,Price,Stock\nveranda-stool,Veranda stool,STOOL-1,47.11,9\n"
SECONDS = 180
DEPLOY = ("deploy", "--yes", "--json")

Opened: TypeAlias = tuple[Cloud, dict[str, Any], Any]


class Steps:
    """Seconds of each, printed as they end."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    def done(self, name: str) -> None:
        now = time.perf_counter()
        sys.stderr.write(f"  {name}: {now - self._began:.1f} s\n")
        self._began = now


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A cloud with a shop in it that has every function, and a browser that finds it."""
    steps, folder = Steps(), tmp_path_factory.mktemp("shop")
    here = compose(load_settings({"SHOP_HOME": str(folder / "home")}))
    load_sample(here)
    here.store.close()
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name, value in {**CREDENTIALS, "AWS_DEFAULT_REGION": OURS["region"]}.items():
            patch.setenv(name, value)
        port = stack.enter_context(cloud(folder))
        door = stack.enter_context(front_door(port, folder))
        cards = account_of(stack.enter_context(stand_in(folder, door.plain + WEBHOOK)))
        owner = Owner(folder, f"http://127.0.0.1:{port}", **cards)
        steps.done("the sample shop and an empty cloud")
        ran = owner(*DEPLOY)
        done = ran.json["done"]
        steps.done(f"shop deploy\n{ran.told}")
        assert done["smoke"] == []
        ran = owner(*DEPLOY)
        assert ran.json["done"]["changed"] == {"foundation": False, "house": False}
        steps.done(f"shop deploy again, no change\n{ran.told}")
        owner("status")
        steps.done("shop status")
        door.domain = urlsplit(done["address"]).netloc
        yield (
            Cloud(port, owner.home, stripe=cards),
            done,
            stack.enter_context(browser(door.browser_flag)),
        )
        steps = Steps()
        owner("destroy", "--yes")
        steps.done("shop destroy")
        owner("destroy", "--yes", "--data")
        steps.done("shop destroy --data")


def browser(flag: str) -> Any:
    from contextlib import contextmanager

    @contextmanager
    def launched() -> Iterator[Any]:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            made = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, flag])
            yield made
            made.close()

    return launched()


@pytest.fixture
def visit(opened: Opened) -> Iterator[Callable[..., Any]]:
    """Opens a page. The gateway's stand-in is not at Stripe's address, which is the only one that
    the checkout page may lead to: so policies are off here."""
    _place, done, chromium = opened
    contexts = []

    def open_page(viewport: dict[str, int]) -> Any:
        contexts.append(
            chromium.new_context(
                viewport=viewport,
                base_url=done["address"],
                ignore_https_errors=True,
                bypass_csp=True,
                locale="vi-VN" if viewport == PHONE else "en-GB",
            )
        )
        page = contexts[-1].new_page()
        page.set_default_timeout(1000 * SECONDS)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_a_card_is_paid_and_the_order_sent(opened: Opened, visit: Callable[..., Any]) -> None:
    place, done, _chromium = opened
    steps = Steps()
    page = visit(PHONE)
    page.goto("/")
    assert page.url == f"{done['address']}/vi/"
    steps.done("home page")
    page.goto(SHIRT)
    page.click("variant-picker label:has-text('M')")
    page.click(".buy__form button[type=submit]")
    page.click(".added a")
    page.click("form[action='/api/checkout/start'] button")
    steps.done("into the cart and to the checkout")
    number = paid_by_card(page)
    steps.done("address, gateway's page, paid")
    assert until(lambda: any(number in mail for mail in place.mails()), SECONDS)
    steps.done("mail in SES")
    desk = visit(DESK)
    signed_in(desk, done["owner_link"])
    steps.done("owner's link, password, signed in")
    send(desk, number)
    steps.done("order sent at the desk")
    known = len(place.mails())
    assert until(lambda: any("GHN" in mail for mail in place.mails()), SECONDS), known
    steps.done("mail that it is on its way")


def paid_by_card(page: Any) -> str:
    """The order's number."""
    page.fill("[name=name]", "Nguyễn Thị Hoa")
    page.fill("[name=email]", "hoa@example.com")
    page.fill("[name=line1]", "12 Trần Phú")
    page.fill("[name=city]", "Hội An")
    with page.expect_response(re.compile("/api/checkout/quote")):
        page.select_option("[name=country]", "VN")
    page.check("[name=payment][value=card]")
    page.click("[data-summary] button[type=submit]:not([formaction])")
    page.wait_for_url(re.compile(r"127\.0\.0\.1:\d+/pay/"))
    page.click("button.pay")
    page.wait_for_url(re.compile("/api/orders/"))
    number = re.search(r"[A-Z]{2,}-[0-9A-Z-]{4,}", page.inner_text("main"))
    assert number, page.inner_text("main")
    return number[0]


def signed_in(page: Any, link: str) -> None:
    page.goto(link)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.click(".door button")
    page.wait_for_url(re.compile("/admin$"))


def send(page: Any, number: str) -> None:
    page.goto(f"/admin/orders?q={number}")
    page.click(f"a:has-text('{number}')")
    page.fill("[name=carrier]", "GHN")
    page.fill("[name=tracking]", "T-1")
    page.click("text=It has left")
    page.wait_for_selector("text=The parcel is on its way")


def test_a_spreadsheet_goes_live(opened: Opened, visit: Callable[..., Any], tmp_path: Path) -> None:
    place, done, _chromium = opened
    steps = Steps()
    file = tmp_path / "stool.csv"
    file.write_text(TABLE, encoding="utf-8")
    page = visit(DESK)
    page.goto(f"{done['address']}/admin/sign-in")
    page.fill("[name=email]", place.plan.alarms)
    page.fill("[name=password]", PASSWORD)
    page.click(".door button")
    page.wait_for_url(re.compile("/admin$"))
    steps.done("signed in")
    page.goto("/admin/catalogue/import")
    page.set_input_files("#files", file)
    page.click("button:has-text('Read it and show')")
    page.wait_for_selector("#read")
    steps.done("read and compared")
    page.wait_for_selector("#reach p[role=status]:has-text('looked at: no errors')")
    steps.done("pages looked at by the rebuild function, which had no index")
    page.click("button:text-is('Publish')")
    page.wait_for_selector("#progress li.is-done:has-text('Shoppers see it.')")
    steps.done("published and built")
    status, content = place.ask("GET", "/en/products/veranda-stool")
    assert status == 200
    assert b"47.11" in content
    steps.done("seen at the public address")
