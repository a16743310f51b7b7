"""The catalogue at the desk, as a person uses it in a browser: a spreadsheet from the drop to the
live page, ways back, one product in its form."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from desk import cookie
from e2e.browsing import AT_A_DESK, DESK, NO_FADING, ON_A_PHONE, PHONE, WAYS, Visit, Way
from e2e.timing import Timer

from functions.bootstrap import Services
from infra.embedded.dev import Rebuilder
from shop.clock import random_code

FILES = {
    "kiotviet": ("vi/kiotviet_DanhSachSanPham.xlsx", "VND"),
    "woocommerce": ("woocommerce/sample_products.csv", "USD"),
}

LOOKED_AT = "#reach p[role=status]:has-text('looked at: no errors')"

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


@pytest.fixture(scope="module")
def answer(common_shop: tuple[Services, str]) -> Iterator[Callable[[], int]]:
    """Looks at the pages that the desk asks about."""
    rebuilder = Rebuilder(common_shop[0])
    yield rebuilder.answer
    rebuilder.stop()


def publish(page: Any, timer: Timer) -> None:
    """From the page that shows the difference to the one that says the pages are built.

    The pages move on by themselves, by their scripts or by a meta element. A test that loads them
    anew instead would at times cut off the page's own loading.
    """
    page.wait_for_selector(LOOKED_AT)
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
        if which == "kiotviet":  # more products than a page of the difference holds
            page.wait_for_selector(LOOKED_AT)
            page.click("button:has-text('Next page')")
            page.wait_for_selector("text=Your choice is kept.")
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


@WAYS
def test_a_table_nobody_knows_is_explained_put_off_and_taken_back(
    visit: Visit, common_shop: tuple[Services, str], answer: Callable[[], int], way: Way
) -> None:
    services, address = common_shop
    name, person = random_code(6), cookie(services.store)
    table = f"Foo {name},Bar\nCup {name},7.00\nBowl {name},9.00\n".encode()
    with visit(address, "/admin/catalogue/import", way=way, cookies=person) as page:
        hand_in(page, table)
        explain(page, answer)
        assert downloaded(page, "a[href$='/annotated']").endswith(".xlsx")
        page.click("#difference .tick:has-text('bowl')")
        page.check("[name=when][value=later]")
        page.fill("#at", "2099-01-01T08:00")
        page.click("button:text-is('Publish')")
        page.click("section[aria-labelledby=waiting] button")
        page.wait_for_selector("text=It is cancelled; nothing of it is published.")
        page.click("tr:has-text('live') a")
        page.wait_for_url("**/admin/catalogue/releases/1")
        assert page.locator("form[action$='/restore']").count() == 0
        page.click("main a[href='/admin/catalogue/import']")
        hand_in(page, table)
        page.wait_for_selector("#read")
        page.click("button:has-text('Discard it')")
        page.wait_for_selector("text=It is discarded; nothing was changed.")
        page.click("main a[href='/admin/catalogue/export']")
        assert downloaded(page, "button:has-text('Download')").endswith(".xlsx")


def hand_in(page: Any, table: bytes) -> None:
    page.set_input_files("#files", {"name": "a.csv", "mimeType": "text/csv", "buffer": table})
    page.click("button:has-text('Read it and show')")


def explain(page: Any, answer: Callable[[], int]) -> None:
    """What the columns hold, and then that faulty rows are to be kept."""
    page.select_option("#column-0", "title")
    page.select_option("#column-1", "price")
    page.click("button:has-text('Read it so')")
    page.wait_for_selector("#reach")
    answer()
    page.wait_for_selector(LOOKED_AT)
    page.click("summary:has-text('Read it otherwise')")
    page.check("[name=faulty][value=draft]")
    page.click("button:has-text('Read it once more')")
    page.wait_for_selector("text=It was read once more.")
    answer()
    page.wait_for_selector(LOOKED_AT)


def downloaded(page: Any, where: str) -> str:
    """The name of the file that a click gives."""
    with page.expect_download() as kept:
        page.click(where)
    return str(kept.value.suggested_filename)
