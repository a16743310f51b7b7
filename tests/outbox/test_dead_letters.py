"""Every attempt is kept, and what cannot be done is seen by the owner."""

from dataclasses import replace
from datetime import timedelta

import pytest
from factories import MOMENT
from outbox.arrange import KEY, Post, at, die, message

from shop.errors import Conflict, NotFound, Undelivered
from shop.outbox.messages import MAX_LOG, ask_put, log_of
from shop.outbox.service import MAX_ATTEMPTS, dead, depth, dismiss, drain, retry
from shop.ports import Item, Json, Key, Store


def test_what_nobody_takes_is_tried_for_days_and_kept_as_dead(store: Store) -> None:
    post, clock = Post(failures=100), MOMENT
    while depth(store):
        drain(store, {"mail": post}, at(clock))
        clock += timedelta(hours=1)
    item = message(store)
    assert (item.data["state"], item.data["attempts"]) == ("dead", MAX_ATTEMPTS)
    assert "the mail server is away" in str(item.data["error"])
    assert [each.key for each in dead(store).items] == [item.key]
    assert timedelta(days=4) < clock - MOMENT < timedelta(days=8)


def test_what_is_refused_for_good_is_dead_at_once(store: Store) -> None:
    refusal = Undelivered("550 no such mailbox", permanent=True)
    drain(store, {"mail": Post(1, refusal)}, at(MOMENT))
    (letter,) = dead(store).items
    assert (letter.data["attempts"], letter.data["state"]) == (1, "dead")
    assert "550 no such mailbox" in str(letter.data["error"])


def test_a_dead_letter_is_sent_when_the_owner_asks_for_it(store: Store) -> None:
    drain(store, {"mail": Post(1, Undelivered("550", permanent=True))}, at(MOMENT))
    assert drain(store, {"mail": Post()}, at(MOMENT + timedelta(days=1))) == 0
    retry(store, KEY, at(MOMENT))
    assert (len(dead(store).items), depth(store)) == (0, 1)
    assert drain(store, {"mail": Post()}, at(MOMENT)) == 1
    assert [entry["outcome"] for entry in log_of(message(store))] == ["failed", "sent"]


def test_only_what_is_not_done_can_be_asked_for_again(store: Store) -> None:
    with pytest.raises(NotFound):
        retry(store, Key("ORDER#O1", "OUTBOX#mail#other"), at(MOMENT))
    drain(store, {"mail": Post()}, at(MOMENT))
    with pytest.raises(Conflict):
        retry(store, KEY, at(MOMENT))
    with pytest.raises(Conflict):
        dismiss(store, KEY)


def test_a_dead_letter_that_the_owner_has_seen_leaves_the_list(store: Store) -> None:
    drain(store, {"mail": Post(1, Undelivered("550", permanent=True))}, at(MOMENT))
    dismiss(store, KEY)
    assert not dead(store).items
    assert message(store).data["state"] == "dead"


def test_a_message_that_ends_its_process_every_time_is_given_up(store: Store) -> None:
    for day in range(MAX_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            drain(store, {"mail": die}, at(MOMENT + timedelta(days=day)))
    assert drain(store, {"mail": die}, at(MOMENT + timedelta(days=99))) == 0
    assert [each.key for each in dead(store).items] == [KEY]


@pytest.mark.parametrize(
    "damage", [{"attempts": None}, {"attempts": "many"}, {"log": "none"}, {"log": [3]}]
)
def test_a_damaged_message_ends_as_dead_and_stops_nobody(
    store: Store, damage: dict[str, Json]
) -> None:
    put = ask_put("mail", "DAMAGED", "first", {}, MOMENT - timedelta(hours=1))
    store.put_many([replace(put.item, data={**put.item.data, **damage})])

    def deliver(item: Item) -> None:
        if item.data["order"] == "DAMAGED":
            raise ValueError

    assert drain(store, {"mail": deliver}, at(MOMENT)) == 1
    for day in range(MAX_ATTEMPTS):
        drain(store, {"mail": deliver}, at(MOMENT + timedelta(days=day + 1)))
    assert message(store, "DAMAGED").data["state"] == "dead"


def test_a_log_keeps_the_last_attempts_however_many_there_were(store: Store) -> None:
    for _again in range(MAX_LOG // MAX_ATTEMPTS + 2):
        for day in range(MAX_ATTEMPTS):
            drain(store, {"mail": Post(failures=1)}, at(MOMENT + timedelta(days=day)))
        retry(store, KEY, at(MOMENT))
    assert len(log_of(message(store))) == MAX_LOG


def test_every_attempt_is_kept_with_what_came_of_it(store: Store) -> None:
    details = Undelivered("450 later", to="hoa@example.com", via="smtp")
    post = Post(failures=1, error=details)
    drain(store, {"mail": post}, at(MOMENT))
    drain(store, {"mail": post}, at(MOMENT + timedelta(minutes=1)))
    failed, sent = log_of(message(store))
    assert (failed["outcome"], failed["to"], failed["via"]) == ("failed", "hoa@example.com", "smtp")
    assert "450 later" in str(failed["error"])
    assert (sent["outcome"], sent["to"], sent["at"]) == (
        "sent",
        "hoa@example.com",
        "2026-11-22T08:31:00.000000Z",
    )
