"""A mail is asked for once per order, reader and event, or once per refund, parcel or return."""

import pytest
from factories import MOMENT

from shop.errors import TransactionCancelled
from shop.mail.compose import letter_of
from shop.mail.outbox import mail_put
from shop.ports import Store


def test_a_mail_about_an_order_exists_once(store: Store) -> None:
    store.transact([mail_put("O1", "shopper", "refunded", MOMENT, "R1")])
    store.transact([mail_put("O1", "shopper", "refunded", MOMENT, "R2")])
    store.transact([mail_put("O1", "owner", "refunded", MOMENT, "R1")])
    with pytest.raises(TransactionCancelled):
        store.transact([mail_put("O1", "shopper", "refunded", MOMENT, "R2")])


def test_its_key_is_what_it_was_before_there_were_several(store: Store) -> None:
    put = mail_put("O1", "shopper", "order_placed", MOMENT)
    assert put.item.key == ("ORDER#O1", "OUTBOX#mail#shopper#order_placed")
    assert letter_of(put.item).mail_id("O1") == "O1.order_placed"


def test_a_mail_knows_what_it_is_about() -> None:
    letter = letter_of(mail_put("O1", "shopper", "refunded", MOMENT, "R2").item)
    assert (letter.audience, letter.event, letter.once) == ("shopper", "refunded", "R2")
    assert letter.mail_id("O1") == "O1.refunded.R2"
