"""Answering a survey, once, and nobody knowing who it was."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from shop.clock import random_code
from shop.errors import AnsweredBefore, InvalidAnswers, SurveyClosed, TransactionCancelled
from shop.i18n.messages import translatable
from shop.ports import Put, Store
from shop.signatures import signature, signed
from shop.surveys.model import Survey
from shop.surveys.records import answer_put
from shop.surveys.rules import Answers, checked

PURPOSE = "surveys"  # of the key that signs invitations and cookies
NAME = 20

NOT_YET = translatable("This survey is not open yet.")
OVER = translatable("This survey is closed. Thank you for wanting to take part.")
INVITED_ONLY = translatable(
    "This survey is for those who were invited. Open the link of your mail."
)


class Sheet(NamedTuple):
    """What somebody sends: their answers by question, and the language they read."""

    answers: Mapping[str, Any]
    language: str


def submit(store: Store, survey: Survey, sheet: Sheet, claim: Put, now: datetime) -> None:
    """Keeps the answers, and `claim` (`claim_put`) that whoever gave them has done so. Raises
    SurveyClosed, InvalidAnswers with every problem, AnsweredBefore."""
    refuse_closed(survey, now)
    answers = fitting(survey, sheet)
    kept = answer_put(survey.id, answers, sheet.language, now)
    try:
        store.transact([kept, claim])
    except TransactionCancelled:
        raise AnsweredBefore from None


def fitting(survey: Survey, sheet: Sheet) -> Answers:
    """The answers that count. Raises InvalidAnswers."""
    answers, problems = checked(survey, sheet.answers)
    if problems:
        raise InvalidAnswers([problem._asdict() for problem in problems])
    return answers


def refuse_closed(survey: Survey, now: datetime) -> None:
    phase = survey.phase(now)
    if phase != "open":
        raise SurveyClosed(NOT_YET if phase == "before" else OVER)


def invitation(key: str, survey_id: str, name: str = "") -> str:
    """What a link must carry: good for one answer. `name` where the same wish is to be the same
    invitation, else it is a new one."""
    return _ticket(key, "invitation", survey_id, name or random_code(NAME))


def cookie(key: str, survey_id: str) -> str:
    """What a browser keeps that has answered."""
    return _ticket(key, "cookie", survey_id, random_code(NAME))


def invited_name(key: str, survey_id: str, given: str) -> str:
    """Whom an invitation stands for; "" for what is none."""
    return _name(key, "invitation", survey_id, given)


def cookie_name(key: str, survey_id: str, given: str) -> str:
    return _name(key, "cookie", survey_id, given)


def _ticket(key: str, kind: str, survey_id: str, name: str) -> str:
    return f"{name}.{signature(key, kind, survey_id, name)}"


def _name(key: str, kind: str, survey_id: str, given: str) -> str:
    name, _, sign = given.partition(".")
    return f"{kind}:{name}" if signed(sign, key, kind, survey_id, name) else ""
