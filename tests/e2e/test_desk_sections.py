"""Statistics, voices and settings in a browser: with JavaScript and without, on a telephone and on
a desk, light and dark."""

from collections.abc import Iterator
from typing import Any

import pytest
from desk import cookie
from e2e.browsing import REFUSED, WAYS, Visit
from factories import on_hand
from sold_orders import keep_steps, order

from functions.bootstrap import Services
from shop.clock import now, random_code
from shop.coupons.service import list_coupons
from shop.guestbook.model import Draft
from shop.guestbook.public import published
from shop.guestbook.service import write
from shop.orders.transitions import paid
from shop.surveys.definitions import find_survey
from shop.surveys.records import claim_put
from shop.surveys.service import Sheet, submit

SKU = "COF-PH-STL"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shop(common_shop: tuple[Services, str]) -> tuple[Services, str]:
    """One that sold something today."""
    services, address = common_shop
    placed = order(at=now())
    keep_steps(services.store, placed, paid(placed, placed.total, now(), "owner"))
    return services, address


@pytest.fixture
def services(shop: tuple[Services, str]) -> Services:
    return shop[0]


@pytest.fixture(params=WAYS.args[1], ids=WAYS.kwargs["ids"])
def page(request: pytest.FixtureRequest, visit: Visit, shop: tuple[Services, str]) -> Iterator[Any]:
    """Of an owner who is signed in."""
    services, address = shop
    with visit(
        address,
        way=request.param,
        cookies=cookie(services.store),
        expected=REFUSED,
    ) as page:
        yield page


def test_a_report_follows_what_is_chosen(page: Any) -> None:
    page.goto("/admin")
    page.click(".desk__nav a[href='/admin/statistics']")
    page.wait_for_url("**/admin/statistics")
    assert page.locator(".chart__column").count() == 2 * 30
    page.select_option("#by", "country")
    page.click("main form button")
    page.wait_for_selector(".ranking")
    assert "Vietnam" in page.inner_text(".ranking")
    assert "by=country" in page.url
    page.click("details summary")
    assert page.locator("tbody tr").count() == 1
    assert page.is_visible("tbody tr")
    with page.expect_download() as kept:
        page.click("a[href*='figures.csv']")
    assert kept.value.suggested_filename.startswith("statistics-country")


def test_an_entry_is_read_approved_and_answered(services: Services, page: Any) -> None:
    words = f"Trà <b>ngon</b> {random_code(8)}"
    draft = Draft(name="Hoa", text=words, language="vi")
    entry = write(services.store, draft, random_code(20), now)
    page.goto("/admin")
    page.click("main a[href='/admin/voices']")
    own = f"article[aria-labelledby='e-{entry.id}']"
    assert page.inner_text(f"{own} .voice__words") == words
    page.click(f"{own} button:has-text('Approve')")
    page.wait_for_selector("text=It is approved")
    assert page.locator(own).count() == 0
    page.click("main a[href='/admin/voices?list=published']")
    page.click(f"{own} summary:has-text('Reply')")
    page.fill(f"{own} textarea", "Cảm ơn!")
    page.click(f"{own} button:has-text('Keep the reply')")
    assert page.inner_text(f"{own} .voice__reply p") == "Cảm ơn!"
    shown = {str(each["text"]): each["reply"] for each in published(services.store)}
    assert shown[words] == "Cảm ơn!"


def test_entries_are_declined_and_forgotten(services: Services, page: Any) -> None:
    page.goto("/admin/voices")
    for words in ("Mua đi!", "Mua ngay!"):
        draft = Draft(name="Spam", text=f"{words} {random_code(8)}", language="vi")
        entry = write(services.store, draft, random_code(20), now)
        own = f"article[aria-labelledby='e-{entry.id}']"
        page.click("main a[href='/admin/voices?list=waiting']")
        page.click(f"{own} button:has-text('Decline')")
        page.wait_for_selector("text=It is declined.")
        page.click("main a[href='/admin/voices?list=declined']")
    page.click(f"{own} summary:has-text('Forget this entry')")
    page.click(f"{own} button:has-text('Forget it for ever')")
    page.wait_for_selector("text=It is forgotten")
    assert page.locator(own).count() == 0
    page.click("main article button:has-text('Approve') >> nth=0")
    page.wait_for_selector("text=It is approved")


def test_a_coupon_is_made_and_stopped(services: Services, page: Any) -> None:
    code = f"TET-{random_code(8)}"
    page.goto("/admin/settings/coupons")
    page.fill("#code", code.lower())
    page.fill("#percent", "200")
    page.click("#form button")
    assert "Write percents" in page.inner_text("[role=alert]")
    assert page.input_value("#code") == code.lower()
    page.fill("#percent", "10")
    page.click("#form button")
    assert "saved" in page.inner_text("[role=status]")
    row = page.locator(f"main .list > li:has-text('{code}')")
    row.locator("a").click()
    page.fill("#percent", "15")
    page.click("#form button")
    row.locator("text=15 %").wait_for()
    row.locator("button").click()
    row.locator("text=stopped").wait_for()
    standing = next(each for each in list_coupons(services.store) if each.coupon.code == code)
    assert not standing.active


def test_pieces_are_counted(services: Services, page: Any) -> None:
    before, _held = on_hand(services.store, SKU)
    page.goto("/admin/catalogue/stock")
    page.fill("#sku", SKU)
    page.click("main form button")
    page.fill("#pieces", "many")
    page.fill("#note", "Đếm lại")
    page.click("button:has-text('Change the stock')")
    page.wait_for_selector("[role=alert]")
    assert page.input_value("#note") == "Đếm lại"
    page.fill("#pieces", "-2")
    page.click("button:has-text('Change the stock')")
    page.wait_for_selector("text=The stock is changed.")
    assert "Đếm lại" in page.inner_text("tbody tr >> nth=0")
    assert on_hand(services.store, SKU)[0] == before - 2


def test_a_delivery_is_tried(page: Any) -> None:
    page.goto("/admin/settings")
    page.click("main a[href='/admin/settings/delivery']")
    page.fill("#sku1", SKU)
    page.select_option("#country", "VN")
    page.fill("#postcode", "51300")
    page.click("button:has-text('Try it')")
    offered = page.locator("section[aria-labelledby=answer] li:has-text('hoi-an-bicycle')")
    assert "offered" in offered.locator(".badge").inner_text()


def test_a_survey_is_read(services: Services, page: Any) -> None:
    survey = find_survey(services.settings.root / "content" / "surveys", "your-visit")
    sheet = Sheet({"found": "walk", "again": 9, "wish": "<i>Trà</i>"}, "vi")
    claim = claim_put(survey.id, random_code(8), "key of this test")
    submit(services.store, survey, sheet, claim, now())
    page.goto("/admin/voices")
    page.click("main a[href='/admin/voices/surveys']")
    page.click("main a[href='/admin/voices/surveys/your-visit']")
    assert "I walked by" in page.inner_text("section[aria-labelledby=q-found]")
    assert "<i>Trà</i>" in page.locator("section[aria-labelledby=q-wish]").inner_text()
    page.select_option("#first", "found")
    page.select_option("#second", "again")
    page.click("main form button")
    page.wait_for_url("**second=again**")
    assert page.locator("main table caption, main table").count()
    with page.expect_download() as kept:
        page.click("a[href*='type=csv']")
    assert "I walked by" in kept.value.path().read_text("utf-8-sig")
