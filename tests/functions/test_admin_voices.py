"""Voices at the desk, through the real handlers."""

import csv
import html
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from desk import cookie
from factories import MOMENT
from script_payloads import PAYLOADS
from survey_files import shop_root, visit

from functions.bootstrap import bootstrap
from shop.clock import now, random_code
from shop.guestbook.model import LONGEST_TEXT, Draft
from shop.guestbook.public import published
from shop.guestbook.service import approve, decline, find, write
from shop.plain_text import tidied
from shop.ports import Json, Store
from shop.staff import audit
from shop.surveys.records import answer_put

Invoke = Callable[..., SimpleNamespace]

PATH = "/admin/voices"
PAGE = {"accept": "text/html"}
FORM = {**PAGE, "content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def get(invoke: Invoke, store: Store) -> Callable[..., SimpleNamespace]:
    own = [cookie(store, "support")]

    def look(path: str = PATH, query: str = "") -> SimpleNamespace:
        return invoke("admin_voices", "GET", path, query=query, cookies=own, headers=PAGE)

    return look


@pytest.fixture
def post(invoke: Invoke, store: Store) -> Callable[..., SimpleNamespace]:
    own = [cookie(store, "support")]

    def send(entry_id: str, act: str, **fields: str) -> SimpleNamespace:
        path, body = f"{PATH}/entries/{entry_id}/{act}", urlencode(fields)
        return invoke("admin_voices", "POST", path, body=body, cookies=own, headers=FORM)

    return send


def entry(store: Store, text: str = "Lovely tea.", name: str = "Hoa") -> str:
    draft = Draft(name=name, text=text, email="hoa@example.com", language="en")
    return write(store, draft, random_code(20), now).id


def test_an_entry_is_approved_answered_and_withdrawn(
    get: Callable[..., SimpleNamespace], post: Callable[..., SimpleNamespace], store: Store
) -> None:
    one = entry(store)
    assert "Lovely tea." in get().text
    answer = post(one, "approve", list="waiting")
    assert (answer.status, answer.headers["location"]) == (
        303,
        f"{PATH}?list=waiting&done=approve",
    )
    assert "It is approved" in get(query="list=waiting&done=approve").text
    assert [each["text"] for each in published(store)] == ["Lovely tea."]
    assert post(one, "reply", text="Thank you!", list="published").status == 303
    assert [each["reply"] for each in published(store)] == ["Thank you!"]
    assert "Thank you!" in get(query="list=published").text
    assert post(one, "withdraw", list="published").status == 303
    assert list(published(store)) == []
    assert find(store, one).text == ""
    assert [step.actor for step in find(store, one).history] == ["support@example.com"] * 3


def test_a_declined_entry_can_be_approved_after_all(
    get: Callable[..., SimpleNamespace], post: Callable[..., SimpleNamespace], store: Store
) -> None:
    one = entry(store)
    assert post(one, "decline", list="waiting").status == 303
    assert "Lovely tea." not in get().text
    assert "Lovely tea." in get(query="list=declined").text
    assert post(one, "approve", list="declined").status == 303
    assert find(store, one).state == "published"


def test_the_log_knows_who_did_what_and_none_of_the_words(
    post: Callable[..., SimpleNamespace], store: Store
) -> None:
    one = entry(store, "A secret", "Somebody")
    post(one, "approve")
    post(one, "reply", text="Another secret")
    post(one, "withdraw")
    rows, _ = audit.entries(store)
    assert [row.who for row in rows] == ["support@example.com"] * 3
    assert {row.about for row in rows} == {one}
    kept = str(rows)
    assert "published" in kept
    assert "ecret" not in kept
    assert "Somebody" not in kept


def test_a_reply_that_is_too_long_is_refused_and_not_lost(
    post: Callable[..., SimpleNamespace], store: Store
) -> None:
    one = entry(store)
    approve(store, one, "owner@example.com", now)
    words = "x" * (LONGEST_TEXT + 1)
    answer = post(one, "reply", text=words, list="published")
    assert answer.status == 400
    assert words in answer.text
    assert find(store, one).reply == ""


def test_what_cannot_be_is_said(post: Callable[..., SimpleNamespace], store: Store) -> None:
    one = entry(store)
    assert post(one, "reply", text="Too early").status == 409
    assert post("no-such", "approve").status == 404
    approve(store, one, "owner@example.com", now)
    assert post(one, "decline", list="published").status == 409


def test_who_only_looks_gets_no_buttons(invoke: Invoke, store: Store) -> None:
    one = entry(store)
    own = [cookie(store, "read_only")]
    shown = invoke("admin_voices", "GET", PATH, cookies=own, headers=PAGE)
    assert "Lovely tea." in shown.text
    assert "/approve" not in shown.text
    path = f"{PATH}/entries/{one}/approve"
    assert invoke("admin_voices", "POST", path, body="", cookies=own, headers=FORM).status == 404
    assert find(store, one).state == "waiting"
    others = [cookie(store, "fulfilment")]
    assert invoke("admin_voices", "GET", PATH, cookies=others, headers=PAGE).status == 404


def test_scripts_are_shown_as_they_were_typed(
    get: Callable[..., SimpleNamespace], store: Store
) -> None:
    for payload in PAYLOADS[:20]:
        entry(store, payload, payload[:40])
    shown = get().text
    assert shown.count("<script") == 1
    for payload in PAYLOADS[:20]:
        assert tidied(payload) in html.unescape(shown)
        assert "<" not in payload or payload not in shown


def test_lists_go_on_where_they_ended(get: Callable[..., SimpleNamespace], store: Store) -> None:
    for number in range(23):
        decline(store, entry(store, f"Entry {number:02}"), "owner@example.com", now)
    first = get(query="list=declined").text
    assert first.count("<article") == 20
    assert "after=" in first


SURVEY = f"{PATH}/surveys/visit"


@pytest.fixture
def _answered(store: Store, tmp_path: Path) -> None:
    root = shop_root(tmp_path / "root", visit=visit())
    object.__setattr__(bootstrap(), "settings", replace(bootstrap().settings, root=root))
    for number in range(4):
        given: dict[str, Json] = {"found": "friend", "liked": ["tea"], "again": 4}
        if number == 0:
            given |= {"found": "other", "how": "=HYPERLINK(1) <b>on foot</b>"}
        store.transact([answer_put("visit", given, "en", MOMENT)])


@pytest.mark.usefixtures("_answered")
def test_results_have_shares_with_their_interval_and_the_words(
    get: Callable[..., SimpleNamespace],
) -> None:
    assert "How was it?" in get(f"{PATH}/surveys").text
    text = get(SURVEY).text
    assert "75.0 %" in text
    assert "(30.1–95.4)" in text
    assert "On average 4.0" in text
    assert "=HYPERLINK(1) &lt;b&gt;on foot&lt;/b&gt;" in text


@pytest.mark.usefixtures("_answered")
def test_two_questions_stand_side_by_side(get: Callable[..., SimpleNamespace]) -> None:
    shown = get(SURVEY, "first=found&second=liked").text
    cells = '<th scope="row" data-label="Answer">A friend</th><td class="amount" data-label="Tea">3'
    assert cells in shown
    for query in ("first=found&second=how", "first=found&second=found", "first=x&second=y"):
        assert get(SURVEY, query).status == 400


@pytest.mark.usefixtures("_answered")
def test_answers_are_a_file_without_formulas(get: Callable[..., SimpleNamespace]) -> None:
    answer = get(f"{SURVEY}/answers", "type=csv")
    assert answer.headers["content-disposition"].endswith("visit.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 4
    words = [row["How, then?"] for row in rows if row["How, then?"]]
    assert words == ["'=HYPERLINK(1) <b>on foot</b>"]
    assert get(f"{SURVEY}/answers", "type=xlsx").content.startswith(b"PK")
    assert get(f"{SURVEY}/answers", "type=exe").status == 400
    assert get(f"{PATH}/surveys/none").status == 404
