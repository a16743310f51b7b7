"""The guestbook in a browser: from the page to the form, to the owner, to the page; with JavaScript
and without, on a telephone and on a desk."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from desk import cookie
from e2e.browsing import ON_A_PHONE, WAYS, Visit, Way, too_wide
from e2e.timing import Timer
from script_payloads import PAYLOADS

from functions.bootstrap import Services
from generator.bootstrap import open_builder
from generator.build import Builder
from generator.guestbook import PER_SHEET
from shop.abuse import forms
from shop.clock import now, random_code
from shop.guestbook.model import Draft
from shop.guestbook.service import (
    PURPOSE,
    approve,
    find,
    listed,
    withdraw,
    withdraw_query,
    write,
)
from shop.plain_text import tidied
from shop.secret import key_for

LOOKS = 300  # at a page that is to change soon; each takes a tenth of a second or more

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def builder(common_shop: tuple[Services, str]) -> Iterator[Builder]:
    services, _address = common_shop
    with closing(open_builder(services.settings, services.store)) as builder:
        yield builder


@WAYS
def test_words_become_part_of_the_page_and_leave_it(
    common_shop: tuple[Services, str],
    builder: Builder,
    visit: Visit,
    monkeypatch: pytest.MonkeyPatch,
    way: Way,
) -> None:
    services, address = common_shop
    monkeypatch.setattr(forms, "QUICKEST", -forms.LONGEST)  # nobody has to wait here
    with visit(address, "/vi/guestbook", way=way) as page:
        page.click(".guestbook__door .button")
        page.fill("#name", "Hoa")
        page.fill("#text", "Trà <b>ngon</b>\nquá!")
        page.click("form.letter button")
        page.wait_for_url(f"{address}/api/guestbook")
        (entry,) = listed(services.store, "waiting").entries
        approve(services.store, entry.id, "mai", now)
        builder.build()
        page.goto("/vi/guestbook")
        assert page.inner_text(f"#entry-{entry.id} .voice__words") == "Trà <b>ngon</b>\nquá!"
        withdraw(services.store, entry.id, "mai", now)
        builder.build()
        page.reload()
        assert page.locator(f"#entry-{entry.id}").count() == 0


def test_what_is_approved_is_read_soon(working_shop: tuple[Services, str], visit: Visit) -> None:
    services, address = working_shop
    draft = Draft(name="Hoa", text="Trà ngon", language="vi")
    entry = write(services.store, draft, random_code(20), now)
    timer = Timer()
    with visit(address, "/admin/voices", cookies=cookie(services.store)) as page:
        timer.step("queue opened")
        page.click("button:has-text('Approve')")
        page.wait_for_selector("[role=status]")
        timer.step("approved")
        own = page.locator(f"#entry-{entry.id}")
        assert any(page.goto("/vi/guestbook") and own.count() for _look in range(LOOKS))
        timer.step("on the page")
    print(f"\nguestbook: {timer}")  # noqa: T201 - figures, seen with pytest -s


@WAYS
def test_an_author_takes_their_words_back(
    common_shop: tuple[Services, str], visit: Visit, way: Way
) -> None:
    services, address = common_shop
    entry = write(
        services.store, Draft(name="Hoa", text="Trà ngon", language="vi"), random_code(20), now
    )
    approve(services.store, entry.id, "mai", now)
    link = urlencode(withdraw_query(key_for(services.settings, PURPOSE), entry.id))
    path = f"/api/guestbook/withdraw?{link}&lang=vi"
    with visit(address, path, way=way) as page:
        assert page.inner_text(".voice__words") == "Trà ngon"
        page.click("form.letter button")
        page.click("main a.button")
        page.wait_for_url("**/vi/guestbook")
    assert find(services.store, entry.id).state == "withdrawn"


def test_words_of_any_kind_are_shown_as_they_were_typed(
    common_shop: tuple[Services, str], builder: Builder, visit: Visit, shared: Path
) -> None:
    services, address = common_shop
    naughty = json.loads((shared / "specs" / "naughty-strings" / "blns.json").read_text("utf-8"))
    texts = [tidied(text) for text in (*PAYLOADS, *naughty) if tidied(text)]
    for number, text in enumerate(texts):
        draft = Draft(name=text[:80], text=text, language="en")
        write(services.store, draft, f"P{number}", now)
        approve(services.store, f"P{number}", "mai", now)
    builder.build()
    shown: dict[str, str] = {}
    with visit(address, way=ON_A_PHONE) as page:
        for number in range(-(-len(texts) // PER_SHEET), 0, -1):
            page.goto("/en/guestbook" + (f"/page/{number}" if number > 1 else ""))
            assert page.title() != "ran"
            assert too_wide(page) == 0
            shown |= page.evaluate(
                """() => Object.fromEntries([...document.querySelectorAll(".voice")].map(
                    (it) => [it.id, it.querySelector(".voice__words").textContent]))"""
            )
    assert [shown[f"entry-P{number}"] for number in range(len(texts))] == texts
