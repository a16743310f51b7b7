"""A survey in a browser: answered on its static page and by an invitation, with JavaScript and
without, on a telephone and on a desk."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from e2e.browsing import REFUSED, WAYS, Visit
from survey_files import shop_root, visit

from functions.bootstrap import Services, compose
from generator.bootstrap import open_builder
from shop.secret import key_for
from shop.settings import load_settings
from shop.surveys.records import stored_answers
from shop.surveys.service import PURPOSE, invitation

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("shop")
    root = shop_root(
        folder / "root", visit=visit(), guests=visit('access = "invited"'), tea=visit()
    )
    services = compose(replace(load_settings({"SHOP_HOME": str(folder / "home")}), root=root))
    build(services)
    yield services
    services.store.close()


def build(services: Services) -> None:
    with closing(open_builder(services.settings, services.store)) as builder:
        builder.build()


@pytest.fixture(scope="module")
def address(services: Services, open_shop: Callable[[Services], Any]) -> Iterator[str]:
    with open_shop(services) as found:
        yield found


@pytest.fixture(params=WAYS.args[1], ids=WAYS.kwargs["ids"])
def page(request: pytest.FixtureRequest, visit: Visit, address: str) -> Iterator[Any]:
    with visit(address, way=request.param, expected=REFUSED) as page:
        yield page


def answers(services: Services, survey: str) -> list[Any]:
    return [item.data["answers"] for item in stored_answers(services.store, survey)]


def test_a_question_shows_when_an_answer_leads_to_it(
    services: Services, address: str, page: Any
) -> None:
    before = len(answers(services, "visit"))
    page.goto(f"{address}/en/surveys/visit")
    assert not page.is_visible("#a-how")
    page.check("text=Otherwise")
    page.wait_for_selector("#a-how")
    page.click("form.survey button")
    page.wait_for_selector("#e-how")
    assert page.is_checked("text=Otherwise")
    page.fill("#a-how", "On <b>foot</b>")
    page.check("text=Tea")
    page.click("form.survey button")
    assert "Thank you" in page.inner_text("h1")
    assert len(answers(services, "visit")) == before + 1
    assert {"found": "other", "how": "On <b>foot</b>", "liked": ["tea"]} in answers(
        services, "visit"
    )
    page.goto(f"{address}/en/surveys/visit")
    page.check("text=A friend")
    page.click("form.survey button")
    assert "answered this survey already" in page.inner_text("main")
    assert len(answers(services, "visit")) == before + 1


def test_an_invitation_leads_to_one_answer(services: Services, address: str, page: Any) -> None:
    before = len(answers(services, "guests"))
    page.goto(f"{address}/vi/surveys/guests")
    assert page.locator("form.survey").count() == 0
    link = invitation(key_for(services.settings, PURPOSE), "guests")
    for expected in (before + 1, before + 1):
        page.goto(f"{address}/api/surveys/guests?invitation={link}&lang=vi")
        page.check("text=A friend")
        page.click("form.survey button")
        page.wait_for_url("**/api/surveys/guests")
        assert len(answers(services, "guests")) == expected


def test_a_survey_ends_and_everybody_sees_what_it_says(
    services: Services, address: str, page: Any
) -> None:
    file = services.settings.root / "content" / "surveys" / "tea.toml"
    page.goto(f"{address}/en/surveys/tea")
    page.check("text=A friend")
    page.click("form.survey button")
    page.wait_for_selector("h1:has-text('Thank you')")
    file.write_text(visit('closes = 2026-01-01\nresults = "public"'), "utf-8")
    build(services)
    page.goto(f"{address}/en/surveys/tea")
    assert "This survey is closed" in page.inner_text(".notice")
    page.click("text=See the results")
    row = page.inner_text("section[aria-labelledby=t-found] tr:has-text('A friend')")
    assert "100.0 %" in row
    assert row.endswith(str(len(answers(services, "tea"))))
    file.write_text(visit(), "utf-8")
    build(services)
