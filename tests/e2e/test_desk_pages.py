"""An announcement in a browser: written at the desk, looked at, published, read, and gone when its
end has passed; with JavaScript and without, on a telephone and on a desk."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from contracts.arrange import MovingClock
from desk import cookie
from e2e.accessibility import violations
from e2e.browsing import ON_A_PHONE, REFUSED, WAYS, Visit, Way
from script_payloads import PAYLOADS

from functions.bootstrap import Services
from generator.bootstrap import open_builder
from generator.build import Builder
from shop.clock import random_code
from shop.rebuilds.due import catch_up
from shop.statistics.service import shop_zone

pytestmark = pytest.mark.browser
NOT_THERE = f"{REFUSED}|status of 404"


@pytest.fixture(scope="module")
def clock(common_shop: tuple[Services, str]) -> Iterator[MovingClock]:
    """The shop's. It is never put back: what a test saw end does not begin again for the next."""
    clock, services = MovingClock(), common_shop[0]
    before = services.clock
    object.__setattr__(services, "clock", clock)
    yield clock
    object.__setattr__(services, "clock", before)


@pytest.fixture
def builder(
    common_shop: tuple[Services, str], clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Builder]:
    """Has built everything there is; what follows is of what the test does."""
    services, _address = common_shop
    monkeypatch.setattr("generator.signature.OWN", ())  # nobody edits the program meanwhile
    with closing(open_builder(services.settings, services.store)) as builder:
        builder.site = replace(builder.site, clock=clock)
        builder.build()
        yield builder


@WAYS
def test_an_announcement_is_written_read_and_gone_in_time(
    common_shop: tuple[Services, str], builder: Builder, clock: MovingClock, visit: Visit, way: Way
) -> None:
    services, address = common_shop
    title = f"Mở lò <b>gốm</b> {random_code(6)}"
    ends = (clock() + timedelta(hours=1)).astimezone(shop_zone(services.profile))
    with visit(
        address, "/admin", way=way, expected=NOT_THERE,
        cookies=cookie(services.store),
    ) as page:  # fmt: skip
        page.click(".desk__nav a[href='/admin/pages']")
        page.click("a[href='/admin/pages/new?kind=announcement']")
        write(page, title, "Mời **bạn** tới.\n\n## Giờ\n\n| a | b |\n|---|--:|\n| 1 | 2 |")
        page.uncheck("[name=banner]")
        page.fill("[name=ends]", f"{ends:%Y-%m-%dT%H:%M}")
        page.click("button:has-text('Preview')")
        assert page.inner_text("#preview strong") == "bạn"
        assert page.inner_text(".preview__title") == title
        if way.javascript:
            assert violations(page) == []
        page.click("button:has-text('Publish')")
        assert "published" in page.inner_text("[role=status]")
        own = page.get_attribute("[hreflang=vi]", "href")
        assert builder.build().full is False
        page.goto(own)
        assert page.inner_text("h1") == title
        assert page.inner_text(".prose strong") == "bạn"
        for listing in ("/vi/", "/vi/announcements", "/en/announcements"):
            page.goto(listing)
            assert page.locator(f"a[href='{own}']").inner_text() == title
        clock.move(hours=2)
        catch_up(services.store, clock)
        assert builder.build().full is False
        page.goto("/vi/")
        assert page.locator(f"a[href='{own}']").count() == 0
        assert page.goto(own).status == 404


def write(page: Any, title: str, body: str) -> None:
    page.click("label:has([name=tab][value=vi])")
    assert page.is_visible("[id='title:vi']")
    assert not page.is_visible("[id='title:en']")
    page.fill("[id='title:vi']", title)
    page.fill("[id='body:vi']", body)


@WAYS
def test_a_second_editor_keeps_what_they_typed(
    common_shop: tuple[Services, str], visit: Visit, way: Way
) -> None:
    services, address = common_shop
    handle = f"hours-{random_code(6).lower()}"
    with visit(
        address, "/admin/pages/new?kind=page", way=way,
        cookies=cookie(services.store), expected=REFUSED,
    ) as page:  # fmt: skip
        page.fill("[name='title:en']", "Hours")
        page.fill("#handle", handle)
        page.click("button:has-text('Save as a draft')")
        form = page.url.partition("?")[0]
        second = page.context.new_page()
        second.goto(form)
        for tab, words in ((page, "Nine to five"), (second, "Ten to six")):
            tab.fill("[name='body:en']", words)
            tab.click("button:has-text('Save as a draft')")
        assert "newer version" in second.inner_text("[role=alert]")
        assert second.input_value("[name='body:en']") == "Ten to six"
        second.click("button:has-text('Save as a draft')")
        assert "saved" in second.inner_text("[role=status]")
        second.click("#history ~ .list a >> nth=0")
        assert second.input_value("[name='body:en']") == "Nine to five"
        second.goto(form)
        second.click("button:has-text('Publish')")
        second.goto("/admin/pages")
        second.click(f"form[action*='/page/{handle}/'] button")
        second.wait_for_selector("text=It is withdrawn")


def test_scripts_are_shown_as_they_were_typed(
    common_shop: tuple[Services, str], builder: Builder, visit: Visit
) -> None:
    services, address = common_shop
    handle = f"words-{random_code(6).lower()}"
    with visit(address, "/admin/pages/new", way=ON_A_PHONE, cookies=cookie(services.store)) as page:
        page.fill("[name='title:en']", PAYLOADS[0])
        page.fill("[name='summary:en']", PAYLOADS[10])
        page.fill("[name='body:en']", "\n\n".join(PAYLOADS))
        page.fill("#handle", handle)
        page.click("button:has-text('Preview')")
        assert page.title() != "ran"
        page.click("button:has-text('Publish')")
        builder.build()
        for path in (f"/en/announcements/{handle}", "/en/announcements", "/en/", "/admin/pages"):
            page.goto(path)
            page.wait_for_load_state()
            assert page.title() != "ran"
            assert PAYLOADS[0] in page.inner_text("main")
        page.goto("/en/announcements")
        assert PAYLOADS[10] in page.inner_text("main")
