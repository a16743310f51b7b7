"""Who was written to about an order, when, how it went; and writing once more."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from adapters.mails import read_mail
from factories import MOMENT
from mail.letterbox import Letterbox
from mail.orders import keep, mails_in, order, order_mails

from shop.errors import Conflict, NotFound, Undelivered
from shop.mail.compose import OrderMails
from shop.mail.deliveries import deliveries, resend
from shop.mail.outbox import MAIL, mail_put
from shop.outbox.service import dead, depth, drain
from shop.ports import Key, Store

ORDER = "01JD3Q4XK7"


def at(seconds: float = 0) -> Callable[[], datetime]:
    return lambda: MOMENT + timedelta(seconds=seconds)


@pytest.fixture
def mails(store: Store, tmp_path: Path) -> OrderMails:
    keep(store, order())
    store.transact([mail_put(ORDER, "shopper", "refunded", MOMENT, "R1")])
    return mails_in(tmp_path / "mail", store)


def work(mails: OrderMails, seconds: float = 0) -> int:
    return drain(mails.store, {MAIL: mails.deliver}, at(seconds))


def test_a_delivery_says_to_whom_when_how_and_what_came_of_it(mails: OrderMails) -> None:
    assert [entry["outcome"] for entry in deliveries(mails.store, ORDER)] == ["waiting"]
    work(mails)
    (entry,) = deliveries(mails.store, ORDER)
    assert {name: entry[name] for name in ("audience", "event", "once", "state", "outcome")} == {
        "audience": "shopper",
        "event": "refunded",
        "once": "R1",
        "state": "sent",
        "outcome": "sent",
    }
    assert entry["to"] == "hoa@example.com"
    assert entry["via"] == "folder"
    assert entry["message"] == f"{ORDER}.refunded.R1"
    assert entry["answer"] == f"{ORDER}.refunded.R1.eml"
    assert entry["at"] == entry["ended_at"] == "2026-11-22T08:30:00.000000Z"


def test_failed_attempts_are_in_it_with_their_receiver(mails: OrderMails) -> None:
    for number, error in enumerate((OSError("away"), Undelivered("550 no", permanent=True))):
        work(order_mails(mails.store, Letterbox(error)), 10 * number)
    first, second = deliveries(mails.store, ORDER)
    assert (first["outcome"], first["to"], first["via"]) == ("failed", "hoa@example.com", "box")
    assert "away" in str(first["error"])
    assert "550 no" in str(second["error"])
    assert second["state"] == "dead"
    assert len(dead(mails.store).items) == 1


def test_a_mail_about_an_order_that_is_gone_is_given_up(mails: OrderMails) -> None:
    mails.store.delete_many([Key(f"ORDER#{ORDER}", "ORDER")])
    work(mails)
    (entry,) = deliveries(mails.store, ORDER)
    assert (entry["state"], depth(mails.store)) == ("dead", 0)


def test_a_mail_sent_anew_is_another_message_with_the_same_words(
    mails: OrderMails, tmp_path: Path
) -> None:
    work(mails)
    key = resend(mails.store, ORDER, "shopper", "refunded", at(60), "R1")
    assert work(mails, 60) == 1
    assert key.sk == "OUTBOX#mail#shopper#refunded#R1#again-1"
    assert [entry["again"] for entry in deliveries(mails.store, ORDER)] == ["", "again-1"]
    first, second = (
        read_mail((tmp_path / "mail" / f"{ORDER}.refunded.R1{again}.eml").read_bytes())
        for again in ("", ".again-1")
    )
    assert first.parts == second.parts
    assert first["Subject"] == second["Subject"]
    assert first["Message-ID"] != second["Message-ID"]


def test_it_can_be_sent_anew_more_than_once(mails: OrderMails) -> None:
    for seconds in (0, 60, 120):
        work(mails, seconds)
        resend(mails.store, ORDER, "shopper", "refunded", at(seconds), "R1")
    work(mails, 180)
    agains = [entry["again"] for entry in deliveries(mails.store, ORDER)]
    assert agains == ["", "again-1", "again-2", "again-3"]


def test_what_is_still_on_its_way_is_hurried_instead_of_doubled(mails: OrderMails) -> None:
    work(order_mails(mails.store, Letterbox(OSError("away"))))
    assert work(mails, 1) == 0
    key = resend(mails.store, ORDER, "shopper", "refunded", at(1), "R1")
    assert key.sk == "OUTBOX#mail#shopper#refunded#R1"
    assert work(mails, 1) == 1
    assert [entry["outcome"] for entry in deliveries(mails.store, ORDER)] == ["failed", "sent"]


def test_a_dead_letter_can_be_sent_anew(mails: OrderMails) -> None:
    work(order_mails(mails.store, Letterbox(Undelivered("550", permanent=True))))
    resend(mails.store, ORDER, "shopper", "refunded", at(1), "R1")
    assert work(mails, 1) == 1
    assert not dead(mails.store).items


def test_only_a_mail_the_order_had_can_be_sent_anew(mails: OrderMails) -> None:
    for event, once in (("order_placed", ""), ("refunded", "R2"), ("refunded", "")):
        with pytest.raises(NotFound):
            resend(mails.store, ORDER, "shopper", event, at(), once)


def test_two_who_send_anew_at_once_send_one(
    mails: OrderMails, monkeypatch: pytest.MonkeyPatch
) -> None:
    work(mails)
    original = mails.store.transact

    def slower(writes: list[object]) -> None:
        monkeypatch.undo()
        resend(mails.store, ORDER, "shopper", "refunded", at(), "R1")
        original(writes)  # type: ignore[arg-type]

    monkeypatch.setattr(mails.store, "transact", slower)
    with pytest.raises(Conflict):
        resend(mails.store, ORDER, "shopper", "refunded", at(), "R1")
    assert work(mails) == 1
