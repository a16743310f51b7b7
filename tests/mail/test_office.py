"""What every mail of the shop has in common."""

from typing import Any

import pytest
from factories import profile
from mail.letterbox import Letterbox

from shop.errors import Undelivered
from shop.mail.office import Envelope, PostOffice

SOURCES = {
    "emails/gift/subject.txt": "A gift\nfor you\n",
    "emails/gift/body.txt": "\nHello {who}\n\n\n\nThe shop",
    "emails/gift/body.html": "<p>{who}</p>",
}
ENVELOPE = Envelope("gift.1", "gift", "hoa@example.com", "vi")


class Sources:
    def render(self, name: str, language: str, **context: Any) -> str:
        assert language == "vi"
        return SOURCES[name].format(**context)


def office(error: Exception | None = None) -> PostOffice:
    return PostOffice(profile(), Sources(), Letterbox(error), "https://shop.example.com")


def test_a_subject_is_one_line_and_a_text_has_no_holes() -> None:
    mail = office().write(ENVELOPE, {"who": "Hoa"})
    assert mail.subject == "A gift for you"
    assert mail.text == "Hello Hoa\n\nThe shop\n"
    assert mail.html == "<p>Hoa</p>"


def test_answers_go_to_the_shop_unless_it_says_otherwise() -> None:
    assert office().write(ENVELOPE, {"who": ""}).reply_to == "owner@example.com"
    asking = Envelope("gift.1", "gift", "owner@example.com", "vi", reply_to="hoa@example.com")
    assert office().write(asking, {"who": ""}).reply_to == "hoa@example.com"


@pytest.mark.parametrize("asked", ["", "fr", "zh-hans"])
def test_who_reads_a_language_that_the_shop_has_not_is_written_to_in_its_own(asked: str) -> None:
    assert office().language(asked) == profile().default_language
    assert office().language("vi") == "vi"


@pytest.mark.parametrize("error", [Undelivered("550 no", permanent=True), OSError("away")])
def test_the_log_learns_to_whom_a_mail_went_that_was_not_taken(error: Exception) -> None:
    facts = {"to": "hoa@example.com", "via": "box", "message": "gift.1"}
    mail = office().write(ENVELOPE, {"who": "Hoa"})
    assert office().send(mail) == {**facts, "answer": "taken"}
    with pytest.raises(Undelivered) as caught:
        office(error).send(mail)
    assert {name: caught.value.details[name] for name in facts} == facts
    assert caught.value.permanent == isinstance(error, Undelivered)
