"""The guestbook in the store: what is listed for the desk, what pages show, what is forgotten."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from factories import MOMENT

from shop.adapters.sqlite_store import SqliteStore
from shop.errors import InvalidInput, NotFound, NotPossible, StaleForm
from shop.guestbook.model import Draft, Entry
from shop.guestbook.public import page_of_published, published
from shop.guestbook.service import (
    approve,
    decline,
    find,
    listed,
    may_withdraw,
    reply,
    withdraw,
    withdraw_query,
    write,
)
from shop.outbox.service import depth
from shop.ports import Store
from shop.rebuilds.service import any_waiting, forget, waiting

Write = Callable[..., Entry]


class Clock:
    def __init__(self) -> None:
        self.moment = MOMENT

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def leave(store: Store, clock: Clock) -> Write:
    def call(form: str = "F1", name: str = "Hoa", text: str = "Tea!", email: str = "") -> Entry:
        return write(store, Draft(name=name, text=text, email=email, language="vi"), form, clock)

    return call


def shown(store: Store) -> list[str]:
    return [str(facts["text"]) for facts in published(store)]


def test_an_entry_waits_and_nobody_sees_it(store: Store, leave: Write) -> None:
    entry = leave()
    assert listed(store, "waiting").entries == [entry]
    assert shown(store) == []
    assert not any_waiting(store)


def test_a_form_that_is_sent_twice_is_one_entry(store: Store, leave: Write) -> None:
    assert leave() == leave()
    with pytest.raises(StaleForm):
        leave(text="Something else")
    assert len(listed(store, "waiting").entries) == 1


def test_approving_shows_it_and_has_pages_built(store: Store, leave: Write, clock: Clock) -> None:
    approve(store, leave("F1", text="first").id, "mai", clock)
    approve(store, leave("F2", text="second").id, "mai", clock)
    assert shown(store) == ["second", "first"]
    marks = waiting(store)
    assert marks.rooms == {"guestbook"}
    assert not marks.handles
    forget(store, marks)
    approve(store, "F1", "lan", clock)
    assert not any_waiting(store), "nothing changed, so nothing is to be built"


def test_each_entry_is_listed_under_its_state(store: Store, leave: Write, clock: Clock) -> None:
    for form in ("F1", "F2", "F3", "F4"):
        leave(form)
    approve(store, "F2", "mai", clock)
    decline(store, "F3", "mai", clock)
    withdraw(store, "F4", "mai", clock)
    states = ("waiting", "published", "declined", "withdrawn")
    by_state = {state: [e.id for e in listed(store, state).entries] for state in states}
    expected = {"waiting": ["F1"], "published": ["F2"], "declined": ["F3"], "withdrawn": ["F4"]}
    assert by_state == expected


def test_lists_come_in_pages(store: Store, leave: Write) -> None:
    for number in range(5):
        leave(f"F{number}")
    first = listed(store, "waiting", limit=3)
    second = listed(store, "waiting", first.next, limit=3)
    found = [entry.id for entry in (*first.entries, *second.entries)]
    assert (found, second.next) == (["F0", "F1", "F2", "F3", "F4"], None)


def test_pages_learn_nothing_but_what_they_show(store: Store, leave: Write, clock: Clock) -> None:
    approve(store, leave(email="hoa@example.com").id, "mai@example.com", clock)
    reply(store, "F1", "Thanks", "mai@example.com", clock)
    (facts,) = published(store)
    assert facts.keys() == {"id", "name", "text", "language", "at", "reply", "replied_at"}
    assert "example.com" not in str(facts)
    assert facts["reply"] == "Thanks"


def test_a_withdrawn_entry_is_forgotten(store: Store, leave: Write, clock: Clock) -> None:
    approve(store, leave(text="secret", email="hoa@example.com").id, "mai", clock)
    forget(store, waiting(store))
    assert depth(store) == 1
    withdraw(store, "F1", "author", clock)
    assert shown(store) == []
    assert waiting(store).rooms == {"guestbook"}
    assert depth(store) == 0, "nobody writes to an address that was taken back"
    assert "secret" not in find(store, "F1").model_dump_json()


def test_a_declined_entry_is_kept_for_a_while(
    store: Store, leave: Write, clock: Clock, tmp_path: Path
) -> None:
    decline(store, leave().id, "mai", clock)
    later = SqliteStore(tmp_path / "shop.db", lambda: MOMENT + timedelta(days=59))
    assert find(later, "F1").state == "declined"
    later.close()
    much_later = SqliteStore(tmp_path / "shop.db", lambda: MOMENT + timedelta(days=61))
    with pytest.raises(NotFound):
        find(much_later, "F1")
    much_later.close()


def test_what_cannot_be_is_refused(store: Store, leave: Write, clock: Clock) -> None:
    with pytest.raises(NotFound):
        approve(store, "nobody", "mai", clock)
    with pytest.raises(NotPossible):
        reply(store, leave().id, "Thanks", "mai", clock)
    with pytest.raises(InvalidInput):
        reply(store, "F1", "x" * 2001, "mai", clock)


def test_only_a_signed_link_withdraws() -> None:
    query = withdraw_query("key", "F1")
    assert may_withdraw("key", query["entry"], query["signature"])
    assert not may_withdraw("key", "F2", query["signature"])
    assert not may_withdraw("other", "F1", query["signature"])


def test_programs_read_what_is_published_in_pages(store: Store, leave: Write, clock: Clock) -> None:
    for number in range(23):
        approve(store, leave(f"F{number:02}").id, "mai", clock)
    first, following = page_of_published(store)
    second, end = page_of_published(store, following)
    assert [len(first), len(second), end] == [20, 3, None]
    assert first[0]["id"] == "F22"
