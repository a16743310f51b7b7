"""Mails leave once, come back after a failure, and cannot be bent by what a shopper types."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from pathlib import Path

import pytest
from factories import MOMENT

from shop.adapters.dir_mail import DirMailer, mime_message
from shop.adapters.sqlite_store import SqliteStore
from shop.errors import InvalidInput
from shop.mail.outbox import MAX_ATTEMPTS, depth, drain, mail_put, send_one
from shop.ports import Item, Mail, Store


class Post:
    """Delivers into a list, or fails as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.sent: list[str] = []
        self.failures = failures

    def __call__(self, item: Item) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("the mail server is away")
        self.sent.append(str(item.data["event"]))


class Clock:
    def __init__(self) -> None:
        self.now = MOMENT

    def __call__(self) -> object:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = SqliteStore(tmp_path / "shop.db")
    store.transact([mail_put("O1", "shopper", "order_placed", MOMENT)])
    return store


def test_a_mail_is_sent_once(store: Store) -> None:
    post = Post()
    assert drain(store, post, lambda: MOMENT) == 1
    assert drain(store, post, lambda: MOMENT + timedelta(days=1)) == 0
    assert post.sent == ["order_placed"]
    assert depth(store) == 0


def test_a_failure_is_tried_again_later_and_not_before(store: Store) -> None:
    post = Post(failures=1)
    assert drain(store, post, lambda: MOMENT) == 0
    assert drain(store, post, lambda: MOMENT + timedelta(seconds=1)) == 0
    assert depth(store) == 1
    assert drain(store, post, lambda: MOMENT + timedelta(seconds=6)) == 1


def test_a_mail_nobody_takes_is_kept_as_dead_with_its_reason(store: Store) -> None:
    post = Post(failures=100)
    for day in range(MAX_ATTEMPTS + 3):
        drain(store, post, lambda day=day: MOMENT + timedelta(days=day))
    (item,) = store.query("ORDER#O1", "OUTBOX#").items
    assert (item.data["state"], item.data["attempts"]) == ("dead", MAX_ATTEMPTS)
    assert "the mail server is away" in str(item.data["error"])
    assert depth(store) == 0


def test_a_claim_that_died_is_taken_over_after_its_lease(store: Store) -> None:
    def die(item: Item) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drain(store, die, lambda: MOMENT)
    post = Post()
    assert drain(store, post, lambda: MOMENT + timedelta(minutes=1)) == 0
    assert drain(store, post, lambda: MOMENT + timedelta(minutes=3)) == 1


def test_a_message_that_ends_its_process_every_time_is_given_up(store: Store) -> None:
    def die(item: Item) -> None:
        raise KeyboardInterrupt

    for day in range(MAX_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            drain(store, die, lambda day=day: MOMENT + timedelta(days=day))
    assert drain(store, die, lambda: MOMENT + timedelta(days=99)) == 0
    (item,) = store.query("ORDER#O1", "OUTBOX#").items
    assert item.data["state"] == "dead"
    assert depth(store) == 0


def test_one_that_cannot_be_sent_holds_up_nothing_behind_it(store: Store) -> None:
    earlier = MOMENT - timedelta(hours=1)
    for number in range(7):
        store.transact([mail_put(f"POISON{number}", "shopper", "order_placed", earlier)])
    post = Post(failures=7)
    assert drain(store, post, lambda: MOMENT, limit=3) == 1
    assert post.sent == ["order_placed"]
    assert depth(store) == 7


def test_messages_not_yet_due_hold_up_nothing(store: Store) -> None:
    later = MOMENT + timedelta(hours=1)
    for number in range(7):
        store.transact([mail_put(f"LATER{number}", "shopper", "order_placed", later)])
    assert drain(store, Post(), lambda: MOMENT, limit=3) == 1
    assert drain(store, Post(), lambda: later, limit=3) == 7


@pytest.mark.parametrize("attempts", [None, "many", []])
def test_a_damaged_message_ends_as_dead_and_stops_nobody(store: Store, attempts: object) -> None:
    put = mail_put("DAMAGED", "shopper", "order_placed", MOMENT - timedelta(hours=1))
    data = {**put.item.data, "attempts": attempts}
    store.put_many([replace(put.item, data=data)])

    def deliver(item: Item) -> None:
        if item.data["order"] == "DAMAGED":
            raise ValueError("half a character: \ud800")

    assert drain(store, deliver, lambda: MOMENT) == 1
    for day in range(MAX_ATTEMPTS):
        drain(store, deliver, lambda day=day: MOMENT + timedelta(days=day + 1))
    (item,) = store.query("ORDER#DAMAGED", "OUTBOX#").items
    assert item.data["state"] == "dead"


def test_a_lease_that_ran_out_while_sending_stops_nobody(store: Store) -> None:
    """The slow sender and the one who took over send the same mail; neither fails for it."""
    store.transact([mail_put("O2", "shopper", "order_placed", MOMENT + timedelta(seconds=1))])
    other = Post()

    def slow(item: Item) -> None:
        if item.data["order"] == "O1":
            send_one(store, item.key, other, lambda: MOMENT + timedelta(minutes=3))

    assert drain(store, slow, lambda: MOMENT + timedelta(seconds=1)) == 2
    assert (other.sent, depth(store)) == (["order_placed"], 0)


def mail(**changes: str) -> Mail:
    values = {
        "id": "O1.order_placed",
        "to": "hoa@example.com",
        "to_name": "Nguyễn Thị Hoa",
        "subject": "Cảm ơn bạn · 謝謝",
        "text": "Xin chào",
        "html": "<p>Xin chào</p>",
        "language": "vi",
    }
    return Mail(**{**values, **changes})


def parsed(message: Mail) -> dict[str, str]:
    raw = message_from_bytes(
        mime_message(message, "owner@example.com", "Hiên"), policy=policy.compat32
    )
    return {name: str(make_header(decode_header(value))) for name, value in raw.items()}


def test_headers_carry_every_script() -> None:
    headers = parsed(mail())
    assert headers["Subject"] == "Cảm ơn bạn · 謝謝"
    assert headers["To"] == "Nguyễn Thị Hoa <hoa@example.com>"


@pytest.mark.parametrize(
    "name",
    [
        "Eve\r\nBcc: all@example.com",
        "=?utf-8?q?Eve=0D=0ABcc=3A_all=40example=2Ecom?=",
        'Eve" <eve@example.com>, "',
    ],
)
def test_a_name_cannot_add_a_header_or_a_receiver(name: str) -> None:
    raw = mime_message(mail(to_name=name, subject=name), "owner@example.com", "Hiên")
    head = raw.split(b"\n\n")[0]
    assert b"\nbcc" not in head.lower()
    message = message_from_bytes(raw)
    assert "Bcc" not in message
    assert str(message["To"]).count("<") == 1
    assert str(message["To"]).endswith("<hoa@example.com>")


@pytest.mark.parametrize(
    "address", ["a@example.com\r\nBcc: b@example.com", "a@b.c>, <d@e.f", "ü@b.c"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(InvalidInput):
        mime_message(mail(to=address), "owner@example.com", "Hiên")


def test_sending_the_same_mail_again_is_the_same_file(tmp_path: Path) -> None:
    mailer = DirMailer(tmp_path / "mail", "owner@example.com", "Hiên")
    mailer.send(mail())
    mailer.send(mail())
    assert [path.name for path in (tmp_path / "mail").iterdir()] == ["O1.order_placed.eml"]
