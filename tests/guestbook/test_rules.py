"""What may be done to an entry of the guestbook."""

import pytest
from factories import MOMENT
from pydantic import ValidationError

from shop.errors import NotPossible
from shop.guestbook.model import Draft, Entry
from shop.guestbook.rules import approved, declined, replied, withdrawn


def entry() -> Entry:
    return Entry(id="E1", name="Hoa", text="Tea!", email="h@example.com", language="vi", at=MOMENT)


def test_an_approved_entry_is_public_from_that_moment() -> None:
    public = approved(entry(), MOMENT, "mai")
    assert (public.state, public.published_at, public.text) == ("published", MOMENT, "Tea!")
    assert [(step.what, step.actor) for step in public.history] == [("approved", "mai")]


def test_what_is_so_already_stays_as_it_is() -> None:
    public = approved(entry(), MOMENT, "mai")
    private = declined(entry(), MOMENT, "mai")
    gone = withdrawn(entry(), MOMENT, "mai")
    answered = replied(public, "Thanks", MOMENT, "mai")
    assert approved(public, MOMENT, "lan") is public
    assert declined(private, MOMENT, "lan") is private
    assert withdrawn(gone, MOMENT, "lan") is gone
    assert replied(answered, " Thanks ", MOMENT, "lan") is answered


def test_a_declined_entry_forgets_the_address_and_may_be_approved_after_all() -> None:
    private = declined(entry(), MOMENT, "mai")
    assert (private.state, private.email, private.text) == ("declined", "", "Tea!")
    assert approved(private, MOMENT, "mai").state == "published"


def test_a_withdrawn_entry_keeps_no_words() -> None:
    public = replied(approved(entry(), MOMENT, "mai"), "Thanks", MOMENT, "mai")
    gone = withdrawn(public, MOMENT, "author")
    kept = gone.model_dump(exclude={"id", "state", "language", "at", "history"})
    assert not any(kept.values())
    assert [step.what for step in gone.history] == ["approved", "replied", "withdrawn"]


def test_nobody_brings_a_withdrawn_entry_back() -> None:
    gone = withdrawn(entry(), MOMENT, "author")
    for step in (approved, declined):
        with pytest.raises(NotPossible):
            step(gone, MOMENT, "mai")
    with pytest.raises(NotPossible):
        replied(gone, "Thanks", MOMENT, "mai")


def test_only_what_is_public_is_answered_and_not_declined() -> None:
    with pytest.raises(NotPossible):
        replied(entry(), "Thanks", MOMENT, "mai")
    with pytest.raises(NotPossible):
        declined(approved(entry(), MOMENT, "mai"), MOMENT, "mai")


def test_a_reply_is_taken_away_by_an_empty_one() -> None:
    answered = replied(approved(entry(), MOMENT, "mai"), "Thanks", MOMENT, "mai")
    assert replied(answered, "", MOMENT, "mai").replied_at is None


def test_words_keep_their_lines_and_lose_what_no_page_can_hold() -> None:
    draft = Draft(name=" Hoa\n Lê ", text="one\r\ntwo\x00\n\n\n\n\nthree\ufffe ", language="vi")
    assert (draft.name, draft.text) == ("Hoa Lê", "one\ntwo\n\n\nthree")


@pytest.mark.parametrize(
    "fields", [{"name": " "}, {"text": "\x01\n"}, {"name": "x" * 81}, {"text": "x" * 2001}]
)
def test_an_entry_needs_a_name_and_words(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Draft(**{"name": "Hoa", "text": "Tea!", "language": "vi", **fields})
