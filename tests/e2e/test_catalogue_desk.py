"""The catalogue at the desk, as a person uses it in a browser: a spreadsheet from the drop to the
live page, ways back, one product in its form."""

from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from desk import cookie
from e2e.browsing import AT_A_DESK, DESK, NO_FADING, ON_A_PHONE, PHONE, WAYS, Visit, Way
from e2e.timing import Timer

from functions.bootstrap import Services

FILES = {
    "kiotviet": ("vi/kiotviet_DanhSachSanPham.xlsx", "VND"),
    "woocommerce": ("woocommerce/sample_products.csv", "USD"),
}

pytestmark = pytest.mark.browser

# Pictures that a catalogue names by URL are elsewhere, and here is no network.
ELSEWHERE = f"ERR_NAME_NOT_RESOLVED|{NO_FADING}"


@pytest.fixture
def at_the_desk(visit: Visit, working_shop: tuple[Services, str]) -> Visit:
    """A page of somebody who is signed in."""
    services, address = working_shop
    return partial(
        visit,
        address,
        cookies=cookie(services.store),
        expected=ELSEWHERE,
        seconds=90,
        locale="en-GB",
    )


def publish(page: Any, timer: Timer) -> None:
    """From the page that shows the difference to the one that says the pages are built.

    The pages move on by themselves, by their scripts or by a meta element. A test that loads them
    anew instead would at times cut off the page's own loading.
    """
    looked = "#reach p[role=status]:has-text('looked at: no errors')"
    page.wait_for_selector(looked)
    timer.step("pages looked at")
    page.click("button:text-is('Publish')")
    page.wait_for_selector("#progress")
    timer.step("published")
    page.wait_for_selector("#progress li.is-done:has-text('Shoppers see it.')")
    timer.step("pages built")


@pytest.mark.parametrize(
    ("which", "way"),
    [
        ("kiotviet", AT_A_DESK),
        ("kiotviet", Way(PHONE, javascript=False)),
        ("woocommerce", Way(DESK, javascript=False)),
        ("woocommerce", ON_A_PHONE),
    ],
    ids=str,
)
def test_a_spreadsheet_goes_from_the_drop_to_the_live_page(
    at_the_desk: Visit, shared: Path, which: str, way: Way
) -> None:
    name, currency = FILES[which]
    timer = Timer()
    with at_the_desk("/admin/catalogue", way=way) as page:
        page.click("text=Hand in a spreadsheet")
        timer.step("form opened")
        page.set_input_files("#files", shared / "data" / "products" / name)
        page.click("summary:has-text('How it is to be read')")
        page.fill("#currency", currency)
        page.click("button:has-text('Read it and show')")
        page.wait_for_selector("#read")
        timer.step("read and compared")
        publish(page, timer)
        link = page.locator("section[aria-labelledby=changed] .languages a").first
        path = urlsplit(link.get_attribute("href") or "").path
        link.click()
        assert page.locator("h1").inner_text()
        assert urlsplit(page.url).path == path
        timer.step("live page")
    print(f"\n{which}, {way}: {timer}")  # noqa: T201 - figures of the issue, seen with pytest -s


@WAYS
def test_a_product_is_edited_published_and_brought_back(at_the_desk: Visit, way: Way) -> None:
    timer = Timer()
    with at_the_desk("/admin/catalogue", way=way) as page:
        page.fill("#q", "agarwood")
        page.keyboard.press("Enter")
        page.click("#products td a:has-text('agarwood')")
        page.fill("input[name='price:HOM-AG-60']", "23.50")
        page.fill("#title", "Incense of <b>agarwood</b>")
        timer.step("typed")
        page.click("button:has-text('Save and show')")
        publish(page, timer)
        page.click(".languages a >> nth=0")
        assert page.locator("h1").inner_text() == "Incense of <b>agarwood</b>"
        assert "23.50" in page.content()
        timer.step("live page")
        page.goto(page.url.partition("/en/")[0] + "/admin/catalogue/releases/1")
        page.click("button:has-text('Show the way back')")
        publish(page, timer)
        page.click(".languages a >> nth=0")
        assert page.locator("h1").inner_text() == "Agarwood Incense"
    print(f"\nedited and undone, {way}: {timer}")  # noqa: T201 - figures, seen with pytest -s
