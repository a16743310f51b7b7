"""Announcements and pages of the desk, on every store."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from contracts.arrange import MovingClock, together

from shop.errors import Conflict, EditedMeanwhile, InvalidInput, NotFound
from shop.ports import Store
from shop.rebuilds.due import catch_up
from shop.rebuilds.service import forget, waiting
from shop.texts.model import Draft, Words
from shop.texts.public import file_handles, published, remember_files
from shop.texts.service import Editor, Place, change, create, find, texts, versions, withdraw

NEWS = Place("announcement", "kiln")


def draft(title: str = "Kiln", body: str = "Opens.", **more: Any) -> Draft:
    return Draft(words={"en": Words(title=title, body=body)}, **more)


@pytest.fixture
def by(clock: MovingClock) -> Editor:
    return Editor("mai@example.com", clock, UTC)


def test_every_version_is_kept(store: Store, by: Editor) -> None:
    create(store, by, NEWS, draft())
    change(store, by, NEWS, draft(body="Opens at eight."), seen=1, ask="publish")
    withdraw(store, by._replace(actor="an@example.com"), NEWS, seen=2)
    kept = [(each.number, each.did, each.actor) for each in versions(store, NEWS)]
    assert kept == [
        (3, "withdrawn", "an@example.com"),
        (2, "published", "mai@example.com"),
        (1, "saved", "mai@example.com"),
    ]
    assert find(store, NEWS, 1).words["en"].body == "Opens."
    assert find(store, NEWS).status == "draft"


def test_a_draft_marks_nothing_and_what_is_published_does(store: Store, by: Editor) -> None:
    create(store, by, NEWS, draft())
    assert waiting(store).marks == ()
    change(store, by, NEWS, draft(), seen=1, ask="publish")
    assert waiting(store).rooms == {"texts"}
    assert [each["handle"] for each in published(store, by.clock())] == ["kiln"]
    forget(store, waiting(store))
    change(store, by, NEWS, draft(body="Later."), seen=2)
    assert waiting(store).rooms == {"texts"}
    forget(store, waiting(store))
    withdraw(store, by, NEWS, seen=3)
    assert waiting(store).rooms == {"texts"}
    assert list(published(store, by.clock())) == []


def test_its_beginning_and_its_end_wake_the_builder(
    store: Store, by: Editor, clock: MovingClock
) -> None:
    begins = clock() + timedelta(hours=1)
    window = {"begins": begins, "ends": begins + timedelta(hours=1)}
    create(store, by, NEWS, draft(**window), ask="publish")
    forget(store, waiting(store))
    for shown in (False, True, False):
        catch_up(store, clock)
        assert bool(waiting(store).rooms) is (clock() >= begins)
        assert bool(list(published(store, clock()))) is shown
        forget(store, waiting(store))
        clock.move(hours=1)
    catch_up(store, clock)
    assert waiting(store).marks == ()


def test_a_second_editor_over_a_newer_version_is_refused(store: Store, by: Editor) -> None:
    create(store, by, NEWS, draft())
    change(store, by, NEWS, draft("Mine"), seen=1)
    with pytest.raises(EditedMeanwhile):
        change(store, by, NEWS, draft("Theirs"), seen=1)
    assert find(store, NEWS).words["en"].title == "Mine"
    assert len(list(versions(store, NEWS))) == 2


def test_of_editors_at_once_one_is_kept(store: Store, by: Editor) -> None:
    create(store, by, NEWS, draft())

    def one(number: int) -> str:
        try:
            change(store, by, NEWS, draft(f"Editor {number}"), seen=1)
        except EditedMeanwhile:
            return "refused"
        return f"Editor {number}"

    kept = [said for said in together(8, one) if said != "refused"]
    assert kept == [find(store, NEWS).words["en"].title]
    assert len(list(versions(store, NEWS))) == 2


def test_an_address_is_given_once(store: Store, by: Editor) -> None:
    create(store, by, NEWS, draft())
    with pytest.raises(Conflict, match="of this address already"):
        create(store, by, NEWS, draft())
    assert create(store, by, NEWS._replace(handle=""), draft("Kiln")).handle == "kiln-2"
    assert create(store, by, Place("page", ""), draft("Giờ mở cửa 開門")).handle.startswith(
        "gio-mo-cua"
    )
    assert create(store, by, Place("page", "kiln"), draft()).kind == "page"
    assert [each.kind for each in texts(store)] == ["announcement"] * 2 + ["page"] * 2


def test_the_address_of_a_file_is_taken(store: Store, by: Editor) -> None:
    remember_files(store, ["kiln"], ["about"])
    assert file_handles(store) == {"announcement": ["kiln"], "page": ["about"]}
    with pytest.raises(Conflict, match="A file in content/"):
        create(store, by, NEWS, draft())
    assert create(store, by, NEWS._replace(handle=""), draft("Kiln")).handle == "kiln-2"


def test_the_longest_one_there_may_be_is_kept(store: Store, by: Editor) -> None:
    words = {code: Words(title="字" * 200, summary="字" * 300, body="字" * 20_000)
             for code in ("en", "vi", "zh-Hans", "zh-Hant")}  # fmt: skip
    create(store, by, NEWS, Draft(words=words), ask="publish")
    change(store, by, NEWS, Draft(words=words), seen=1)
    assert find(store, NEWS).words == words


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        (Draft(), "in one language at least"),
        (Draft(words={"en": Words(title="T")}), "a title without a text"),
        (Draft(words={"en": Words(title="T", body="B"), "vi": Words(body="B")}), "without a title"),
        (draft(body="[" * 1001), "thousand square brackets"),
    ],
    ids=["nothing", "no text", "no title", "brackets"],
)
def test_what_cannot_be_shown_is_not_published(
    store: Store, by: Editor, what: Draft, sentence: str
) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        create(store, by, NEWS, what, ask="publish")
    with pytest.raises(NotFound):
        find(store, NEWS)


def test_a_window_must_lie_in_the_right_order_and_end_later_than_now(
    store: Store, by: Editor, clock: MovingClock
) -> None:
    now = clock()
    with pytest.raises(InvalidInput, match="end after it begins"):
        create(store, by, NEWS, draft(begins=now, ends=now))
    with pytest.raises(InvalidInput, match="passed already"):
        create(store, by, NEWS, draft(ends=now), ask="publish")
