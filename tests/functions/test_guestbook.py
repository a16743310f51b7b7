"""The guestbook from the form to the link that takes an entry back, through the real handlers."""

import copy
import html
import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from contracts.arrange import MovingClock
from sent_mails import mails, text_of

from functions.bootstrap import bootstrap
from functions.notifications.handler import handler as notify
from shop.guestbook.service import approve, find, listed, withdraw
from shop.plain_text import tidied
from shop.ports import Store

Invoke = Callable[..., SimpleNamespace]

FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}
PATH = "/api/guestbook"
WORDS = {"name": "Hoa", "text": "Lovely tea.\nReally."}


@pytest.fixture
def token(invoke: Invoke, clock: MovingClock) -> str:
    """Of a form that was shown a minute ago."""
    shown: str = invoke("guestbook", "GET", PATH).json["token"]
    clock.move(minutes=1)
    return shown


def post(invoke: Invoke, token: str, **changes: Any) -> SimpleNamespace:
    return invoke("guestbook", "POST", PATH, body={**WORDS, "token": token, **changes})


def send(invoke: Invoke, token: str, **changes: Any) -> SimpleNamespace:
    form = urlencode({**WORDS, "token": token, "lang": "en", **changes})
    return invoke("guestbook", "POST", PATH, body=form, headers=FORM)


def hidden_token(page: str) -> str:
    (token,) = re.findall(r'name="token" value="([^"]+)"', page)
    return str(token)


def typed_text(page: str) -> str:
    (text,) = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    return html.unescape(str(text))


def test_an_entry_waits_until_it_is_approved(invoke: Invoke, store: Store, token: str) -> None:
    answer = post(invoke, token, lang="vi")
    assert (answer.status, answer.json["status"]) == (202, "waiting")
    assert invoke("guestbook", "GET", PATH).json["entries"] == []
    approve(store, answer.json["id"], "mai", bootstrap().clock)
    (shown,) = invoke("guestbook", "GET", PATH).json["entries"]
    assert (shown["text"], shown["language"]) == (WORDS["text"], "vi")


def test_the_form_of_a_browser_says_thank_you(
    invoke: Invoke, store: Store, clock: MovingClock
) -> None:
    page = invoke("guestbook", "GET", PATH, query="lang=vi", headers=FORM)
    assert (page.status, 'lang="vi"' in page.text) == (200, True)
    clock.move(seconds=20)
    answer = send(invoke, hidden_token(page.text), lang="vi", email=" hoa@example.com ")
    assert answer.status == 202
    assert "hoa@example.com" in answer.text
    assert [entry.email for entry in listed(store, "waiting").entries] == ["hoa@example.com"]


def test_a_form_sent_twice_is_one_entry(invoke: Invoke, store: Store, token: str) -> None:
    assert (send(invoke, token).status, send(invoke, token).status) == (202, 202)
    assert len(listed(store, "waiting").entries) == 1


@pytest.mark.parametrize(
    ("age", "sentence"), [(timedelta(), "quicker"), (timedelta(days=2), "long time")]
)
def test_too_quick_or_too_old_a_form_loses_nothing(
    invoke: Invoke, clock: MovingClock, age: timedelta, sentence: str
) -> None:
    token = invoke("guestbook", "GET", PATH).json["token"]
    clock.move(age.total_seconds())
    refused = send(invoke, token, text="Words <b>\nof mine", email="hoa@example.com")
    assert refused.status == 409
    assert sentence in refused.text
    assert typed_text(refused.text) == "Words <b>\nof mine"
    assert 'value="hoa@example.com"' in refused.text
    again = hidden_token(refused.text)
    clock.move(seconds=10)
    assert send(invoke, again, text="Words <b>\nof mine").status == 202


def test_other_words_in_a_sent_form_are_not_lost(
    invoke: Invoke, clock: MovingClock, store: Store, token: str
) -> None:
    send(invoke, token)
    refused = send(invoke, token, text="Another thought")
    assert (refused.status, typed_text(refused.text)) == (409, "Another thought")
    clock.move(seconds=10)
    assert send(invoke, hidden_token(refused.text), text="Another thought").status == 202
    assert len(listed(store, "waiting").entries) == 2


def test_programs_that_fill_in_everything_are_refused(
    invoke: Invoke, store: Store, token: str
) -> None:
    assert post(invoke, token, website="https://pills.example").status == 422
    refused = send(invoke, token, website="https://pills.example")
    assert (refused.status, typed_text(refused.text)) == (422, WORDS["text"])
    assert "pills" not in refused.text
    assert listed(store, "waiting").entries == []


def test_every_fault_is_named_at_once(invoke: Invoke, token: str) -> None:
    answer = post(invoke, token, name=" ", text="", email="nobody")
    assert answer.status == 422
    assert {fault["field"] for fault in answer.json["problems"]} == {"name", "text", "email"}
    page = send(invoke, token, name="", email="nobody").text
    assert ('id="name-error"' in page, 'id="email-error"' in page) == (True, True)


def test_one_connection_writes_so_much_and_no_more(
    invoke: Invoke, event: dict[str, Any], clock: MovingClock
) -> None:
    context = copy.deepcopy(event["requestContext"])
    context["http"].update(sourceIp="203.0.113.7", method="POST", path=PATH)
    statuses = []
    for number in range(6):
        token = invoke("guestbook", "GET", PATH).json["token"]
        clock.move(seconds=10)
        form = urlencode({"name": "Hoa", "text": f"Words {number}", "token": token})
        sent = {"body": form, "headers": FORM, "event": {"requestContext": context}}
        answer = invoke("guestbook", "POST", PATH, **sent)
        statuses.append(answer.status)
    assert statuses == [202] * 5 + [429]
    assert typed_text(answer.text) == "Words 5"
    assert int(answer.headers["retry-after"]) > 0


def test_the_receipt_leads_to_taking_the_entry_back(
    invoke: Invoke, store: Store, token: str
) -> None:
    entry_id = post(invoke, token, email="hoa@example.com", lang="vi").json["id"]
    assert notify({}, None) == {"sent": 1}
    (mail,) = mails()
    assert "Lovely" not in mail.as_string()
    (link,) = re.findall(r"http\S+/api/guestbook/withdraw\S+", text_of(mail))
    query = urlsplit(link).query
    asked = invoke("guestbook", "GET", f"{PATH}/withdraw", query=query, headers=FORM)
    assert "Lovely tea." in asked.text
    assert find(store, entry_id).state == "waiting"
    fields = urlencode({name: values[0] for name, values in parse_qs(query).items()})
    done = invoke("guestbook", "POST", f"{PATH}/withdraw", body=fields, headers=FORM)
    assert done.status == 200
    assert find(store, entry_id).state == "withdrawn"


def test_nobody_writes_to_an_address_that_was_taken_back(
    invoke: Invoke, store: Store, token: str
) -> None:
    entry_id = post(invoke, token, email="hoa@example.com").json["id"]
    withdraw(store, entry_id, "mai", bootstrap().clock)
    assert notify({}, None) == {"sent": 0}


@pytest.mark.parametrize("query", ["", "entry=E1&signature=x", "signature=%ff"])
def test_a_link_that_the_shop_did_not_sign_leads_nowhere(invoke: Invoke, query: str) -> None:
    assert invoke("guestbook", "GET", f"{PATH}/withdraw", query=query).status == 404
    answer = invoke("guestbook", "POST", f"{PATH}/withdraw", body=query or "a=b", headers=FORM)
    assert answer.status == 404


def test_a_shop_may_have_no_guestbook(invoke: Invoke, token: str) -> None:
    profile = bootstrap().profile
    closed = profile.guestbook.model_copy(update={"enabled": False})
    object.__setattr__(bootstrap(), "profile", profile.model_copy(update={"guestbook": closed}))
    assert (invoke("guestbook", "GET", PATH).status, post(invoke, token).status) == (404, 404)


def test_naughty_strings_come_back_as_they_were_typed(
    invoke: Invoke, shared: Path, clock: MovingClock
) -> None:
    """In the form that is shown again, which is where words of unknown origin meet a page first."""
    file = shared / "specs" / "naughty-strings" / "blns.json"
    token = invoke("guestbook", "GET", PATH).json["token"]
    clock.move(days=2)
    for text in json.loads(file.read_text(encoding="utf-8")):
        if not tidied(text):
            continue
        refused = send(invoke, token, text=text, name=text[:80])
        assert refused.status in {409, 422}
        assert typed_text(refused.text).replace("\r\n", "\n") == text.replace("\r\n", "\n")
        assert "<script>alert" not in refused.text
