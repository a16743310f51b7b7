"""Surveys through the real handler: forms and programs, invitations and cookies."""

import html
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from script_payloads import PAYLOADS
from survey_files import shop_root, visit

from functions.bootstrap import bootstrap
from shop.plain_text import tidied
from shop.ports import Store
from shop.secret import key_for
from shop.surveys.records import stored_answers
from shop.surveys.service import PURPOSE, invitation

Invoke = Callable[..., SimpleNamespace]

FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}
PATH = "/api/surveys"
SURVEYS = {
    "visit": visit('results = "public"'),
    "guests": visit('access = "invited"'),
    "over": visit("closes = 2020-01-01"),
}


@pytest.fixture(autouse=True)
def _surveys(store: Store, tmp_path: Path) -> None:
    root = shop_root(tmp_path / "root", **SURVEYS)
    object.__setattr__(bootstrap(), "settings", replace(bootstrap().settings, root=root))


def post(invoke: Invoke, survey: str = "visit", **changes: Any) -> SimpleNamespace:
    body = {"answers": {"found": "friend"}, **changes}
    cookies = body.pop("cookies", [])
    return invoke("surveys", "POST", f"{PATH}/{survey}", body=body, cookies=cookies)


def send(invoke: Invoke, fields: list[tuple[str, str]], survey: str = "visit") -> SimpleNamespace:
    return invoke("surveys", "POST", f"{PATH}/{survey}", body=urlencode(fields), headers=FORM)


def answers(store: Store, survey: str = "visit") -> list[Any]:
    return [item.data["answers"] for item in stored_answers(store, survey)]


def test_programs_read_the_questions_and_answer(invoke: Invoke, store: Store) -> None:
    shown = invoke("surveys", "GET", f"{PATH}/visit", query="lang=vi").json
    assert (shown["title"], shown["phase"]) == ("Thế nào?", "open")
    assert [group["question"]["id"] for group in shown["groups"]] == [
        "found", "liked", "again", "parts",
    ]  # fmt: skip
    assert shown["groups"][0]["groups"][0]["after"] == [2]
    answer = post(invoke, answers={"found": "friend", "again": 5})
    assert (answer.status, answer.json) == (201, {"status": "answered"})
    assert answers(store) == [{"found": "friend", "again": 5}]


def test_a_form_says_the_same(invoke: Invoke, store: Store) -> None:
    fields = [
        ("lang", "vi"), ("website", ""), ("q.found", "other"), ("q.how", "On foot"),
        ("q.liked", "tea"), ("q.liked", "cups"), ("q.again", "3"), ("q.parts.goods", "good"),
    ]  # fmt: skip
    thanks = send(invoke, fields)
    assert thanks.status == 200
    assert answers(store) == [
        {"found": "other", "how": "On foot", "liked": ["tea", "cups"], "again": 3,
         "parts": {"goods": "good"}},
    ]  # fmt: skip


def test_a_browser_answers_once(invoke: Invoke, store: Store) -> None:
    first = post(invoke)
    kept = first.cookies[0].partition(";")[0]
    again = post(invoke, cookies=[kept])
    assert (again.status, again.json["code"]) == (409, "answered_before")
    assert post(invoke).status == 201
    assert kept.partition("=")[2].partition(".")[0] not in json.dumps(answers(store))


def test_only_who_is_invited_answers_and_only_once(invoke: Invoke, store: Store) -> None:
    link = invitation(key_for(bootstrap().settings, PURPOSE), "guests")
    assert post(invoke, "guests").status == 409
    assert post(invoke, "guests", invitation="forged.x").status == 409
    query = urlencode({"invitation": link, "lang": "en"})
    page = invoke("surveys", "GET", f"{PATH}/guests", query=query, headers=FORM)
    assert f'name="invitation" value="{link}"' in page.text
    closed = invoke("surveys", "GET", f"{PATH}/guests", headers=FORM)
    assert (closed.status, "invited" in closed.text) == (409, True)
    assert post(invoke, "guests", invitation=link).status == 201
    assert post(invoke, "guests", invitation=link).status == 409
    assert len(answers(store, "guests")) == 1


def test_a_survey_that_is_over_says_so(invoke: Invoke, store: Store) -> None:
    answer = post(invoke, "over")
    assert (answer.status, answer.json["code"]) == (409, "survey_closed")
    page = invoke("surveys", "GET", f"{PATH}/over", headers=FORM)
    assert "is closed" in page.text
    assert answers(store, "over") == []


def test_every_problem_is_named_and_nothing_that_was_typed_is_lost(invoke: Invoke) -> None:
    answer = post(invoke, answers={"again": 9, "liked": "tea", "nonsense": 1})
    assert answer.status == 422
    fields = [fault["field"] for fault in answer.json["problems"]]
    assert fields == ["found", "liked", "again", "nonsense"]
    page = send(invoke, [("q.found", "other"), ("q.liked", "cups"), ("q.how", "")])
    assert page.status == 422
    assert 'id="e-how"' in page.text
    assert 'value="other" checked' in page.text
    assert 'value="cups" checked' in page.text


@pytest.mark.parametrize(
    "body", [[], {"answers": 1}, {"answers": {}, "x": 1}, {"answers": {"a" * 99: 1}}]
)
def test_what_is_no_sheet_is_refused(invoke: Invoke, body: Any) -> None:
    answer = invoke("surveys", "POST", f"{PATH}/visit", body=body)
    assert 400 <= answer.status < 500


def test_programs_that_fill_in_everything_are_refused(invoke: Invoke, store: Store) -> None:
    page = send(invoke, [("q.found", "friend"), ("website", "x")])
    assert (page.status, answers(store)) == (400, [])


@pytest.mark.parametrize("path", ["nothing", "..", "visit.toml", "%00", "guests/results"])
def test_what_is_not_there_or_not_public_is_not_found(invoke: Invoke, path: str) -> None:
    assert invoke("surveys", "GET", f"{PATH}/{path}").status == 404


def test_public_results_hold_figures_and_no_words(invoke: Invoke) -> None:
    post(invoke, answers={"found": "other", "how": "A secret way"})
    shown = invoke("surveys", "GET", f"{PATH}/visit/results").json
    assert shown["answers"] == 1
    (row,) = shown["questions"][0]["rows"]
    assert [(share["times"], share["percent"]) for share in row["shares"]] == [(0, 0.0), (1, 100.0)]
    page = invoke("surveys", "GET", f"{PATH}/visit/results", headers=FORM)
    assert "100.0 %" in page.text
    assert "secret" not in json.dumps(shown) + page.text


def test_whatever_is_typed_comes_back_as_it_was(invoke: Invoke, shared: Path) -> None:
    file = shared / "specs" / "naughty-strings" / "blns.json"
    naughty = json.loads(file.read_text(encoding="utf-8"))
    for text in (*PAYLOADS, *naughty):
        if not tidied(text):
            continue
        page = send(invoke, [("q.how", text), ("q.found", "other"), ("q.again", "99")])
        assert page.status == 422
        (_, _, rest) = page.text.partition('name="q.how"')
        shown = rest.partition(">\n")[2].partition("</textarea>")[0]
        assert html.unescape(shown).replace("\r\n", "\n") == text.replace("\r\n", "\n")
