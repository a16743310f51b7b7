"""Every mail says what happened, in its reader's language, as text and as HTML."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from mail.orders import ONCE, mails_in, order

from shop.i18n.languages import LANGUAGES
from shop.mail.compose import Letter, OrderMails
from shop.mail.events import ELSEWISE, MAILS, mails_for
from shop.orders.model import Transition
from shop.ports import Mail, Store
from shop.settings import ROOT

EVERY = sorted({mail for mails in MAILS.values() for mail in mails})
VOID = {"meta", "br", "hr", "img", "link"}


class Reader(HTMLParser):
    """Text and links of a page whose elements are all closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


@pytest.fixture
def mails(store: Store, tmp_path: Path) -> OrderMails:
    return mails_in(tmp_path / "mail", store)


def written(mails: OrderMails, audience: str, event: str, **changes: object) -> Mail:
    letter = Letter(audience, event, ONCE.get(event, ""))
    return mails.compose(order(**changes), letter)


def test_every_transition_of_an_order_is_in_the_table() -> None:
    assert set(MAILS) == set(get_args(Transition))
    assert all(table.keys() <= MAILS.keys() for table in ELSEWISE.values())


@pytest.mark.parametrize("payment", ["card", "bank_transfer", "cod"])
def test_no_mail_follows_from_two_transitions(payment: str) -> None:
    """The second would have the name of the first, and its transaction would be refused."""
    asked = [mail for transition in MAILS for mail in mails_for(transition, payment)]
    assert len(asked) == len(set(asked))
    events = [event for _audience, event in asked]
    assert len(events) == len(set(events)), "a mail's id has no audience in it"


def test_who_pays_by_card_is_thanked_when_the_payment_is_authorised() -> None:
    assert mails_for("placed", "card") == ()
    assert mails_for("authorized", "card") == mails_for("placed", "cod")
    assert ("shopper", "order_placed") in mails_for("placed")


def test_every_mail_has_its_three_parts_and_no_part_is_left_over() -> None:
    folder = ROOT / "theme" / "templates" / "emails"
    about_orders = {event for _audience, event in EVERY}
    for event in about_orders:
        parts = {path.name for path in (folder / event).iterdir()}
        assert parts == {"subject.txt", "body.txt", "body.html"}, event


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("audience", "event"), EVERY)
def test_every_mail_is_whole_in_every_language(
    mails: OrderMails, audience: str, event: str, language: str
) -> None:
    mail = written(mails, audience, event, language=language)
    reader = read(mail.html)
    assert mail.language == ("en" if audience == "owner" else language)
    assert f'lang="{mail.language}"' in mail.html
    assert "HN-2611-Q4XK7" in mail.subject
    assert "HN-2611-Q4XK7" in mail.text
    assert "HN-2611-Q4XK7" in reader.text
    for shown in (mail.subject, mail.text, reader.text):
        assert not re.search(r"%\(|\{\{|\{%|&amp;|&#|None|Undefined", shown)
    assert not re.search(r"\n\n\n|^\s|[ \t]+\n", mail.text)
    assert all(link.startswith(("https://", "mailto:")) for link in reader.links)
    assert any(link in mail.text for link in reader.links if link.startswith("https:"))


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
@pytest.mark.parametrize(("audience", "event"), [each for each in EVERY if each[0] == "shopper"])
def test_no_sentence_is_left_in_english(
    mails: OrderMails, audience: str, event: str, language: str
) -> None:
    mail = written(mails, audience, event, language=language)
    english = written(mails, audience, event, language="en")
    assert mail.subject != english.subject
    sentences = {line for line in english.text.splitlines() if re.search(r"[a-z] [a-z].*\.", line)}
    assert sentences
    assert sentences.isdisjoint(mail.text.splitlines())


def test_a_refund_mail_shows_that_refund(mails: OrderMails) -> None:
    first = mails.compose(order(language="en"), Letter("shopper", "refunded", "R1"))
    second = mails.compose(order(language="en"), Letter("shopper", "refunded", "R2"))
    assert "$25.00" in first.text
    assert "Nắp bị móp" in first.text
    assert "2 × Cà phê phin" in first.text
    assert "$7.77" in second.text
    assert "$25.00" not in second.text + second.html
    assert first.id != second.id


def test_a_parcel_can_be_followed(mails: OrderMails) -> None:
    mail = written(mails, "shopper", "order_fulfilled")
    assert "Viettel Post" in mail.text
    assert "VTP123456789" in mail.text
    assert "https://viettelpost.vn/track?code=VTP123456789&lang=vi" in read(mail.html).links
    assert "https://viettelpost.vn/track?code=VTP123456789&lang=vi" in mail.text.splitlines()


def test_a_tracking_address_is_one_or_is_not_shown(mails: OrderMails) -> None:
    bad = order().shipments[0].model_copy(update={"tracking_url": "javascript:alert(1)"})
    mail = written(mails, "shopper", "order_fulfilled", shipments=(bad,))
    assert "javascript" not in mail.html + mail.text


def test_the_receipt_for_a_return_holds_what_was_declared_and_when(mails: OrderMails) -> None:
    mail = written(mails, "shopper", "return_received", language="en")
    assert "November 24, 2026 at 08:30 (UTC)" in mail.text
    assert "Tôi rút khỏi hợp đồng." in mail.text
    assert "2 × Cà phê phin" in mail.text


def test_alerts_say_what_went_wrong(mails: OrderMails) -> None:
    assert "The authorisation has lapsed." in written(mails, "owner", "capture_failed").text
    assert "Quá lâu" in written(mails, "owner", "order_cancelled_owner").text
    assert "Quá lâu" not in written(mails, "shopper", "order_cancelled").text


@pytest.mark.parametrize(("audience", "event"), EVERY)
def test_what_a_shopper_typed_stays_text(mails: OrderMails, audience: str, event: str) -> None:
    evil = '<img src=x onerror="alert(1)">{{ 7*7 }}%(name)s'
    contact = order().contact.model_copy(update={"name": evil})
    entry = order().returns[0].model_copy(update={"statement": evil})
    mail = written(mails, audience, event, contact=contact, note=evil, returns=(entry,))
    assert not {"img", "onerror"} & read(mail.html).names
    assert "49" not in read(mail.html).text.replace("7*7", "")


def test_a_language_the_shop_gave_up_is_answered_in_its_own(mails: OrderMails) -> None:
    assert written(mails, "shopper", "refunded", language="fr").language == "en"
