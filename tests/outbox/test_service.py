"""What was asked for is done once, comes back after a failure, and holds up nobody."""

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from factories import MOMENT
from outbox.arrange import KEY, Post, ask, at, die, message

from shop.adapters.sqlite_store import SqliteStore
from shop.errors import TransactionCancelled
from shop.outbox.messages import DEAD, ask_put, log_of, message_put
from shop.outbox.service import LEASE, depth, drain, send_one
from shop.ports import IndexKey, Item, Json, Key, Page, Put, Store


def test_a_message_is_done_once(store: Store) -> None:
    post = Post()
    assert drain(store, {"mail": post}, at(MOMENT)) == 1
    assert drain(store, {"mail": post}, at(MOMENT + timedelta(days=1))) == 0
    assert post.done == ["O1"]
    assert depth(store) == 0


def test_the_same_message_cannot_be_asked_for_twice(store: Store) -> None:
    with pytest.raises(TransactionCancelled):
        ask(store, "O1")


def test_a_message_can_be_about_anything(store: Store) -> None:
    store.transact([message_put("SKU#TEA", "mail", "low", {"order": "-"}, MOMENT)])
    assert drain(store, {"mail": Post()}, at(MOMENT)) == 2


def test_what_nobody_here_can_do_waits_for_who_can(store: Store) -> None:
    ask(store, "O2", kind="webhook")
    assert drain(store, {"mail": Post()}, at(MOMENT)) == 1
    assert not send_one(store, KEY._replace(sk="OUTBOX#webhook#first"), {}, at(MOMENT))
    assert log_of(message(store, "O2")) == []
    assert drain(store, {"webhook": Post()}, at(MOMENT)) == 1


def test_a_mail_asked_for_by_an_earlier_release_is_sent(store: Store) -> None:
    """Its record has no kind, no log and no name of its own."""
    data: dict[str, Json] = {"order": "O9", "audience": "shopper", "event": "order_placed"}
    key = Key("ORDER#O9", "OUTBOX#mail#shopper#order_placed")
    index = IndexKey("OUTBOX", "2026-11-22T08:30:00.000000Z")
    store.transact([Put(Item(key, {**data, "state": "pending", "attempts": 0}, index=index))])
    post = Post(failures=1)
    assert drain(store, {"mail": post}, at(MOMENT)) == 1
    assert drain(store, {"mail": post}, at(MOMENT + timedelta(seconds=6))) == 1
    assert sorted(post.done) == ["O1", "O9"]


def test_a_failure_is_tried_again_later_and_not_before(store: Store) -> None:
    post = Post(failures=1)
    assert drain(store, {"mail": post}, at(MOMENT)) == 0
    assert drain(store, {"mail": post}, at(MOMENT + timedelta(seconds=1))) == 0
    assert depth(store) == 1
    assert drain(store, {"mail": post}, at(MOMENT + timedelta(seconds=6))) == 1


def test_a_claim_that_died_is_taken_over_after_its_lease(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt):
        drain(store, {"mail": die}, at(MOMENT))
    assert drain(store, {"mail": Post()}, at(MOMENT + LEASE / 2)) == 0
    assert drain(store, {"mail": Post()}, at(MOMENT + LEASE)) == 1
    assert [entry["outcome"] for entry in log_of(message(store))] == ["started", "sent"]


def test_one_that_cannot_be_done_holds_up_nothing_behind_it(store: Store) -> None:
    def deliver(item: Item) -> None:
        if str(item.data["order"]).startswith("POISON"):
            raise ValueError("half a character: \ud800")

    for number in range(7):
        ask(store, f"POISON{number}", MOMENT - timedelta(hours=1))
    assert drain(store, {"mail": deliver}, at(MOMENT), limit=3) == 1
    assert depth(store) == 7


def test_messages_not_yet_due_hold_up_nothing(store: Store) -> None:
    later = MOMENT + timedelta(hours=1)
    for number in range(7):
        ask(store, f"LATER{number}", later)
    assert drain(store, {"mail": Post()}, at(MOMENT), limit=3) == 1
    assert drain(store, {"mail": Post()}, at(later), limit=3) == 7


def test_a_lease_that_ran_out_while_sending_stops_nobody(store: Store) -> None:
    """The slow worker and the one who took over do the same message; neither fails for it."""
    ask(store, "O2")
    other = Post()

    def slow(item: Item) -> None:
        if item.data["order"] == "O1":
            send_one(store, item.key, {"mail": other}, at(MOMENT + timedelta(minutes=3)))

    assert drain(store, {"mail": slow}, at(MOMENT)) == 2
    assert (other.done, depth(store)) == (["O1"], 0)


class Counting(SqliteStore):
    """Counts what a drain costs."""

    calls: ClassVar[Counter[str]] = Counter()

    def get(self, key: Key) -> Item | None:
        self.calls["get"] += 1
        return super().get(key)

    def query_index(self, pk: str, prefix: str = "", **options: object) -> Page:
        self.calls["query"] += 1
        return super().query_index(pk, prefix, **options)  # type: ignore[arg-type]

    def transact(self, writes: object) -> None:
        self.calls["transact"] += 1
        super().transact(writes)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [100, 400])
def test_each_message_costs_the_same_however_many_wait(tmp_path: Path, count: int) -> None:
    """One in three fails, and comes back into the list behind everybody."""
    store = Counting(tmp_path / "shop.db")
    store.put_many(ask_put("mail", f"O{n}", "first", {}, MOMENT).item for n in range(count))
    Counting.calls = Counter()
    chance = random.Random(5)  # noqa: S311 - no secret

    def deliver(item: Item) -> None:
        if chance.random() < 1 / 3:
            raise OSError

    drain(store, {"mail": deliver}, at(MOMENT), limit=20)
    assert Counting.calls["get"] == count
    assert Counting.calls["transact"] == 2 * count
    assert Counting.calls["query"] <= count / 20 + 1
    store.close()


def test_an_index_that_lags_behind_sends_nothing_twice(store: Store) -> None:
    """On DynamoDB a list may still show what was done a moment ago."""
    before = message(store)
    drain(store, {"mail": Post()}, at(MOMENT))
    assert not send_one(store, before.key, {"mail": Post()}, at(MOMENT))
    assert DEAD not in {each.index.pk for each in [message(store)] if each.index}
