"""How answers lie in the store.

An answer has a name of chance and the day it was given: nothing of who gave it, from where, or with
which browser. That somebody has answered is noted in another partition, under a name that cannot be
turned back into an invitation or a cookie; the two are written together and do not know each other.
"""

from collections.abc import Iterator
from datetime import datetime

from shop.clock import new_id
from shop.ports import Absent, Item, Json, Key, Put, Store
from shop.signatures import signature
from shop.surveys.rules import Answers

ANSWER = "ANSWER#"


def answer_put(survey_id: str, answers: Answers, language: str, now: datetime) -> Put:
    key = Key(f"SURVEY#{survey_id}", ANSWER + new_id())
    data: dict[str, Json] = {
        "answers": answers,
        "language": language,
        "day": now.date().isoformat(),
    }
    return Put(Item(key, data), (Absent(),))


def claim_put(survey_id: str, name: str, key: str) -> Put:
    """Fails where the invitation or the cookie of that name has answered already."""
    hidden = signature(key, "answered", survey_id, name)
    return Put(Item(Key(f"SURVEYED#{survey_id}", hidden), {}), (Absent(),))


def stored_answers(store: Store, survey_id: str) -> Iterator[Item]:
    """In the order of chance that their names have."""
    after = None
    while True:
        page = store.query(f"SURVEY#{survey_id}", ANSWER, after=after)
        yield from page.items
        after = page.next
        if after is None:
            return
