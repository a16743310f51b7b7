"""A survey in a browser: answered on its static page and by an invitation, with JavaScript and
without, on a telephone and on a desk."""

from collections.abc import Callable, Iterator
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
    root = shop_root(folder / "root", visit=visit(), guests=visit('access = "invited"'))
    services = compose(replace(load_settings({"SHOP_HOME": str(folder / "home")}), root=root))
    builder = open_builder(services.settings, services.store)
    builder.build()
    builder.close()
    yield services
    services.store.close()


@pytest.fixture(scope="module")
def address(services: Services, open_shop: Callable[[Services], Any]) -> Iterator[str]:
    with open_shop(services) as found:
        yield found


@pytest.fixture(params=WAYS.args[1], ids=WAYS.kwargs["ids"])
def page(request: pytest.FixtureRequest, visit: Visit, address: str) -> Iterator[Any]:
    viewport, javascript = request.param
    with visit(address, viewport=viewport, javascript=javascript, expected=REFUSED) as page:
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
    assert page.is_visible("#a-how")
    page.click("form.survey button")
    assert page.is_visible("#e-how")
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
        assert len(answers(services, "guests")) == expected
