"""A sentence is English where it is kept, and its reader's where it is read."""

import copy
import json
import pickle

import pytest

from shop.i18n.messages import Message, from_json, joined, said, to_json, translatable

ROWS = translatable("%(file)s has %(rows)s rows: %(fault)s")
WORDS = {
    ROWS: "%(rows)s dòng ở %(file)s: %(fault)s",
    "too many": "quá nhiều",
    "%(one)s and %(other)s": "%(one)s và %(other)s",
    "yes": "có",
}


def in_vietnamese(text: str) -> str:
    return said(text, lambda sentence: WORDS.get(sentence, sentence), "vi")


def too_many() -> str:
    return translatable(ROWS, file="yes", rows=12345, fault=Message("too many"))


def test_it_is_its_english_wherever_it_goes() -> None:
    assert too_many() == "yes has 12,345 rows: too many"
    assert json.dumps([too_many()]) == '["yes has 12,345 rows: too many"]'
    assert str(too_many()) == f"{too_many()}" == "yes has 12,345 rows: too many"


def test_what_is_marked_without_values_stays_the_text_it_is() -> None:
    assert type(translatable("100 % of it")) is str
    assert translatable("100 % of it") == "100 % of it"


def test_values_are_said_too_but_not_what_somebody_typed() -> None:
    """A file may be called like a word of the catalogue."""
    assert in_vietnamese(too_many()) == "12.345 dòng ở yes: quá nhiều"


def test_several_are_joined_in_their_language() -> None:
    three = joined([Message("yes"), "yes", Message("too many")])
    assert three == "yes and yes and too many"
    assert in_vietnamese(three) == "có và yes và quá nhiều"
    assert joined(["alone"]) == "alone"


def test_nothing_is_said_of_nothing() -> None:
    """The catalogue has its own head under the empty text."""
    for nothing in ("", Message(""), from_json(to_json(""))):
        assert said(nothing, lambda _text: "Project-Id-Version: 1", "vi") == ""


@pytest.mark.parametrize("sentence", ["wrong %(x)s", "%(rate)s"])
def test_a_translation_that_does_not_fit_is_not_used(sentence: str) -> None:
    """Whoever edits a catalogue may slip; the page is shown all the same."""
    words = {"wrong %(x)s": "%(nobody)s", "%(rate)s": "100 %"}
    text = translatable(sentence, x="1", rate="2")
    assert said(text, words.__getitem__, "vi") == str(text)


def test_it_can_be_kept_and_said_later() -> None:
    kept = json.loads(json.dumps(to_json(too_many())))
    assert in_vietnamese(from_json(kept)) == in_vietnamese(too_many())
    assert from_json(kept) == too_many()


def test_a_text_that_was_kept_before_there_were_values_is_read() -> None:
    assert from_json("yes") == "yes"
    assert in_vietnamese(from_json("yes")) == "có"


def test_a_percent_sign_in_a_kept_text_means_itself() -> None:
    assert from_json(to_json("20% of %s and %(x)s")) == "20% of %s and %(x)s"
    assert in_vietnamese(from_json("20% of %s")) == "20% of %s"


def test_a_copy_can_be_said_as_well() -> None:
    """``dataclasses.asdict`` copies; so does a process that is forked."""
    for copied in (copy.deepcopy(too_many()), pickle.loads(pickle.dumps(too_many()))):  # noqa: S301 - our own
        assert in_vietnamese(copied) == in_vietnamese(too_many())
