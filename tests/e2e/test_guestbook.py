"""The guestbook in a browser: from the page to the form, to the owner, to the page; with JavaScript
and without, on a telephone and on a desk."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from script_payloads import PAYLOADS

from functions.bootstrap import Services, compose
from generator.bootstrap import open_builder
from generator.build import Builder
from generator.guestbook import PER_SHEET
from shop.abuse import forms
from shop.clock import now
from shop.guestbook.model import Draft
from shop.guestbook.service import approve, listed, withdraw, write
from shop.plain_text import tidied
from shop.settings import load_settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: sudo make browser"),
]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    services = compose(load_settings({"SHOP_HOME": str(tmp_path_factory.mktemp("shop"))}))
    yield services
    services.store.close()


@pytest.fixture(scope="module")
def builder(services: Services) -> Iterator[Builder]:
    builder = open_builder(services.settings, services.store)
    builder.build()
    yield builder
    builder.close()


@pytest.fixture(scope="module")
def address(
    services: Services, builder: Builder, serving: Callable[[Services], Any]
) -> Iterator[str]:
    del builder  # has built the pages
    with serving(services) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_words_become_part_of_the_page_and_leave_it(  # noqa: PLR0917 - fixtures
    services: Services,
    builder: Builder,
    address: str,
    browser: Any,
    monkeypatch: pytest.MonkeyPatch,
    viewport: dict[str, int],
    *,
    javascript: bool,
) -> None:
    monkeypatch.setattr(forms, "QUICKEST", -forms.LONGEST)  # nobody has to wait here
    context = browser.new_context(viewport=viewport, java_script_enabled=javascript)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{address}/vi/guestbook")
    page.click(".guestbook__door .button")
    page.fill("#name", "Hoa")
    page.fill("#text", "Trà <b>ngon</b>\nquá!")
    page.click("form.letter button")
    assert page.url == f"{address}/api/guestbook"
    (entry,) = listed(services.store, "waiting").entries
    approve(services.store, entry.id, "mai", now)
    builder.build()
    page.goto(f"{address}/vi/guestbook")
    assert page.inner_text(f"#entry-{entry.id} .voice__words") == "Trà <b>ngon</b>\nquá!"
    width = page.locator("body").bounding_box()["width"]
    assert width <= viewport["width"]
    withdraw(services.store, entry.id, "mai", now)
    builder.build()
    page.reload()
    assert page.locator(f"#entry-{entry.id}").count() == 0
    context.close()


def test_words_of_any_kind_are_shown_as_they_were_typed(
    services: Services, builder: Builder, address: str, browser: Any, shared: Path
) -> None:
    naughty = json.loads((shared / "specs" / "naughty-strings" / "blns.json").read_text("utf-8"))
    texts = [tidied(text) for text in (*PAYLOADS, *naughty) if tidied(text)]
    for number, text in enumerate(texts):
        draft = Draft(name=text[:80], text=text, language="en")
        write(services.store, draft, f"P{number}", now)
        approve(services.store, f"P{number}", "mai", now)
    builder.build()
    page = browser.new_page()
    shown: dict[str, str] = {}
    for number in range(-(-len(texts) // PER_SHEET), 0, -1):
        page.goto(f"{address}/en/guestbook" + (f"/page/{number}" if number > 1 else ""))
        assert page.title() != "ran"
        shown |= page.evaluate(
            """() => Object.fromEntries([...document.querySelectorAll(".voice")].map(
                (it) => [it.id, it.querySelector(".voice__words").textContent]))"""
        )
    assert [shown[f"entry-P{number}"] for number in range(len(texts))] == texts
    page.close()
