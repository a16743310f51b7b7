"""Announcements and pages at the desk, through the real handlers."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from contracts.arrange import MovingClock
from desk import cookie

from shop.ports import Store
from shop.rebuilds.service import waiting
from shop.staff import audit
from shop.texts.public import remember_files
from shop.texts.service import Place, find, texts

Invoke = Callable[..., SimpleNamespace]
Ask = Callable[..., SimpleNamespace]

PATH = "/admin/pages"
PAGE = {"accept": "text/html"}
FORM = {**PAGE, "content-type": "application/x-www-form-urlencoded"}
NEWS = Place("announcement", "kiln-opens")
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def get(invoke: Invoke, store: Store) -> Ask:
    def look(path: str = "", query: str = "", role: Any = "owner") -> SimpleNamespace:
        own = [cookie(store, role)]
        return invoke("admin_pages", "GET", PATH + path, query=query, cookies=own, headers=PAGE)

    return look


@pytest.fixture
def post(invoke: Invoke, store: Store) -> Ask:
    def send(path: str, role: Any = "owner", **fields: Any) -> SimpleNamespace:
        own = [cookie(store, role)]
        named = {name.replace("__", ":"): value for name, value in fields.items()}
        body = urlencode({"kind": "announcement", "banner": "1", **named})
        return invoke("admin_pages", "POST", PATH + path, body=body, cookies=own, headers=FORM)

    return send


WORDS = {"title__en": "Kiln opens", "body__en": "Come **in**."}


def test_one_is_written_published_changed_and_withdrawn(get: Ask, post: Ask, store: Store) -> None:
    answer = post("/new", **WORDS, title__vi="Mở lò", body__vi="Mời.", ask="save")
    assert answer.status == 303
    own = answer.headers["location"]
    assert own == f"{PATH}/announcement/kiln-opens?done=saved"
    assert ">draft<" in get("/announcement/kiln-opens", "done=saved").text
    answer = post("/announcement/kiln-opens", **WORDS, seen="1", ask="publish")
    assert answer.headers["location"].endswith("done=published")
    assert waiting(store).rooms == {"texts"}
    text = get().text
    assert ">shown<" in text
    assert "Kiln opens" in text
    answer = post("/announcement/kiln-opens", title__en="Kiln", body__en="x", seen="2", ask="save")
    assert answer.headers["location"].endswith("done=live")
    assert find(store, NEWS).status == "published"
    answer = post("/announcement/kiln-opens/withdraw", seen="3")
    assert answer.headers["location"].endswith("done=withdrawn")
    assert find(store, NEWS).status == "draft"
    history = get("/announcement/kiln-opens").text.split('id="history"')[1]
    assert history.count("owner@example.com") == 4


def test_a_form_that_is_sent_twice_makes_one(get: Ask, post: Ask, store: Store) -> None:
    [name] = re.findall(r'name="once" value="([0-9A-Z]{26})"', get("/new").text)
    fields = {"title:en": "Closed at Tet", "body:en": "We rest.", "ask": "publish"}
    sent = [post("/new", once=name, **fields).headers["location"] for _ in range(2)]
    assert sent[0] == sent[1]
    assert [text.handle for text in texts(store)] == ["closed-at-tet"]
    assert post("/new", **fields).headers["location"] != sent[0]  # another form, the same words


def test_who_published_what_is_in_the_audit_log(post: Ask, store: Store) -> None:
    post("/new", **WORDS, ask="publish")
    entry = audit.entries(store)[0][0]
    assert (entry.who, entry.about) == ("owner@example.com", "announcement/kiln-opens")
    said = {each["field"]: each["to"] for each in entry.changes}
    assert said["status"] == "published"
    assert said["titles.en"] == "Kiln opens"


def test_a_second_editor_is_told_and_nothing_typed_is_lost(
    get: Ask, post: Ask, store: Store
) -> None:
    post("/new", **WORDS, ask="save")
    post("/announcement/kiln-opens", title__en="Theirs", body__en="b", seen="1", ask="save")
    answer = post(
        "/announcement/kiln-opens", title__en="Mine", body__en="My words", seen="1", ask="save"
    )
    assert answer.status == 409
    assert "Somebody kept a newer version" in answer.text
    assert 'value="Mine"' in answer.text
    assert "My words" in answer.text
    assert "?version=2" in answer.text
    assert 'name="seen" value="2"' in answer.text
    assert 'value="Theirs"' in get("/announcement/kiln-opens", "version=2").text
    assert (
        post(
            "/announcement/kiln-opens", title__en="Mine", body__en="x", seen="2", ask="save"
        ).status
        == 303
    )
    assert find(store, NEWS, 2).words["en"].title == "Theirs"


def test_an_earlier_version_can_be_taken_again(get: Ask, post: Ask) -> None:
    post("/new", **WORDS, ask="save")
    post("/announcement/kiln-opens", title__en="Other", body__en="b", seen="1", ask="save")
    text = get("/announcement/kiln-opens", "version=1").text
    assert 'value="Kiln opens"' in text
    assert 'name="seen" value="2"' in text
    assert get("/announcement/kiln-opens", "version=9").status == 404


def test_a_preview_shows_what_readers_would_see_and_keeps_nothing(
    post: Ask, store: Store, get: Ask
) -> None:
    answer = post("/preview", **WORDS, title__vi=SCRIPT, body__vi=SCRIPT, handle="own-name")
    assert answer.status == 200
    assert "Come <strong>in</strong>." in answer.text
    assert SCRIPT not in answer.text
    assert answer.text.count("&lt;script&gt;") == 4
    assert 'value="own-name"' in answer.text
    assert texts(store) == []
    post("/new", **WORDS, ask="save")
    answer = post("/preview", of="kiln-opens", seen="1", title__en="New", body__en="New")
    assert f'action="{PATH}/announcement/kiln-opens"' in answer.text
    assert 'name="seen" value="1"' in answer.text
    assert find(store, NEWS).number == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title__en": ""}, "a text without a title"),
        ({"body__en": ""}, "a title without a text"),
        ({"title__en": "x" * 201}, "200 characters"),
        ({"body__vi": ""}, "a title without a text"),
        ({"body__en": "x" * 20_001}, "20,000 characters"),
        ({"begins": "tomorrow"}, "Write moments as"),
        ({"begins": "0001-01-01T00:00"}, "Write moments as"),
        ({"begins": "2030-01-02T00:00", "ends": "2030-01-01T00:00"}, "end after it begins"),
        ({"ends": "2020-01-01T00:00"}, "passed already"),
        ({"handle": "No Way"}, "small letters"),
        ({"handle": "about"}, "A file in content/"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_there(
    post: Ask, store: Store, fields: dict[str, str], sentence: str
) -> None:
    remember_files(store, ["about"], [])
    answer = post(
        "/new", **{**WORDS, "title__vi": "Giữ lại", "body__vi": "Lời", "ask": "publish", **fields}
    )
    assert answer.status in {400, 409, 422}
    assert sentence in answer.text
    assert 'value="Giữ lại"' in answer.text
    assert texts(store) == []


def test_the_language_with_the_fault_is_shown_first(post: Ask) -> None:
    answer = post("/new", **WORDS, title__vi="Mở lò", tab="en", ask="publish")
    assert 'name="tab" value="vi" checked' in answer.text


def test_moments_are_by_the_shops_clock(
    get: Ask, post: Ask, store: Store, clock: MovingClock
) -> None:
    answer = post(
        "/new", **WORDS, begins="2031-05-01T08:00", ends="2031-05-02T18:30", ask="publish"
    )
    assert answer.headers["location"].endswith("done=planned")
    kept = find(store, NEWS)
    assert str(kept.begins) == "2031-05-01 08:00:00+07:00"
    assert 'value="2031-05-01T08:00"' in get("/announcement/kiln-opens").text
    assert ">planned<" in get().text
    ends = (clock() + timedelta(hours=1)).isoformat()
    post("/new", **WORDS, handle="soon-over", ends=ends, ask="publish")
    assert ">shown<" in get().text
    clock.move(hours=1)
    assert ">ended<" in get().text


def test_the_list_names_missing_languages_and_files(get: Ask, post: Ask, store: Store) -> None:
    remember_files(store, ["tet"], ["about", "contact"])
    post("/new", **WORDS, ask="save")
    text = get().text
    assert "not in" in text
    assert "about, contact" in text


def test_who_may_only_look_sees_no_buttons(get: Ask, post: Ask) -> None:
    post("/new", **WORDS, ask="publish")
    for path in ("", "/announcement/kiln-opens"):
        text = get(path, role="support").text.split("<main")[1]
        assert "<button" not in text
    assert get("/new", role="support").status == 404
    assert post("/new", role="support", **WORDS).status == 404
    assert post("/new", role="catalogue", **WORDS, handle="other").status == 303


def test_what_is_not_there_is_not_found(get: Ask, post: Ask) -> None:
    assert get("/announcement/nothing").status == 404
    assert get("/poem/nothing").status == 404
    assert post("/announcement/nothing", **WORDS, seen="1").status == 404
    assert get("/new", "kind=poem").status == 404


def test_the_longest_texts_of_four_languages_fit_into_the_form(post: Ask) -> None:
    codes = ("en", "vi", "zh-Hans", "zh-Hant")
    fields = {f"{name}:{code}": "字" * length for code in codes
              for name, length in (("title", 200), ("summary", 300), ("body", 20_000))}  # fmt: skip
    assert post("/new", **fields, ask="publish").status == 303
