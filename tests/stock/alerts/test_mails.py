"""The mails about the stock say what there is, and to whom they went."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import MOMENT, offer, profile, put_for_sale
from mail.letterbox import Letterbox
from mail.orders import post_office

from shop.adapters.sqlite_store import SqliteStore
from shop.errors import Undelivered
from shop.ports import Item
from shop.stock.alerts.mails import StockMails
from shop.stock.alerts.records import mail_put


@pytest.fixture
def box() -> Letterbox:
    return Letterbox()


@pytest.fixture
def mails(tmp_path: Path, box: Letterbox) -> Iterator[StockMails]:
    store = SqliteStore(tmp_path / "shop.db")
    put_for_sale(store, offer("TEA 50"))
    yield StockMails(store, post_office(box, profile()), "key")
    store.close()


def asked(sku: str = "TEA 50", **facts: str | int) -> Item:
    return mail_put(sku, "once", facts, MOMENT).item


def test_who_waited_is_told_in_their_language_and_the_log_to_whom(
    mails: StockMails, box: Letterbox
) -> None:
    message = asked(event="back_in_stock", email="hoa@example.com", language="vi")
    assert mails.deliver(message)["to"] == "hoa@example.com"
    (mail,) = box.sent
    assert mail.language == "vi"
    assert "#sku=TEA%2050" in mail.text
    assert "/api/stock-alerts/cancel?person=" in mail.text
    assert "hoa" not in mail.text


def test_the_owner_is_told_how_many_are_left(mails: StockMails, box: Letterbox) -> None:
    mails.deliver(asked(event="low_stock", on_hand=2, level=3))
    (mail,) = box.sent
    assert (mail.to, mail.language) == ("owner@example.com", "en")
    assert "2" in mail.text


def test_a_language_that_the_shop_gave_up_is_answered_in_its_own(
    mails: StockMails, box: Letterbox
) -> None:
    mails.deliver(asked(event="back_in_stock", email="hoa@example.com", language="fr"))
    (mail,) = box.sent
    assert mail.language == "en"
    assert "/en/products/" in mail.text


def test_a_mail_about_an_article_that_is_gone_is_given_up_at_once(mails: StockMails) -> None:
    with pytest.raises(Undelivered) as caught:
        mails.deliver(asked("GONE", event="low_stock", on_hand=0, level=3))
    assert caught.value.permanent
