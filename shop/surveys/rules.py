"""Whether answers fit their questions: pure.

Answers are by question: a choice's id (single), ids (multiple), a number (scale), ids by row
(matrix) or words (text). What a person was not asked, because another answer did not lead to it, is
left out whatever was sent.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from shop.i18n.messages import translatable
from shop.plain_text import tidied
from shop.ports import Json
from shop.surveys.model import Question, Survey

Answers = dict[str, Json]

MISSING = translatable("Please answer this question.")
UNFIT = translatable("Please choose one of the answers.")
TOO_LONG = translatable("This answer is too long.")
UNKNOWN = translatable("This survey has no such question.")


class Problem(NamedTuple):
    """`field` is the question's id."""

    field: str
    code: str
    message: str


class _Unfit(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def checked(survey: Survey, given: Mapping[str, Any]) -> tuple[Answers, list[Problem]]:
    """The answers that count, and everything that is wrong with them, in the survey's order."""
    answers: Answers = {}
    problems: list[Problem] = []
    for question in survey.question:
        if not is_asked(question, answers):
            continue
        try:
            answer = _READ[question.kind](question, given.get(question.id))
        except _Unfit as unfit:
            problems.append(Problem(question.id, unfit.code, unfit.message))
            continue
        if answer not in (None, "", [], {}):
            answers[question.id] = answer
        elif question.required:
            problems.append(Problem(question.id, "missing", MISSING))
    unknown = [name for name in given if survey.named(name) is None]
    problems += [Problem(name[:40], "unknown_question", UNKNOWN) for name in unknown]
    return answers, problems


def is_asked(question: Question, answers: Mapping[str, Json]) -> bool:
    """Whether what was answered so far leads to this question."""
    if question.show_if is None:
        return True
    answer = answers.get(question.show_if.question)
    chosen = answer if isinstance(answer, list) else [answer]
    return not set(question.show_if.choices).isdisjoint(map(str, chosen))


def _single(question: Question, value: Any) -> Json:
    if value in (None, ""):
        return None
    if not isinstance(value, str) or value not in question.choices:
        raise _Unfit("unknown_choice", UNFIT)
    return value


def _multiple(question: Question, value: Any) -> Json:
    """In the order of the choices, each once."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(each in question.choices for each in value):
        raise _Unfit("unknown_choice", UNFIT)
    return [choice for choice in question.choices if choice in value]


def _scale(question: Question, value: Any) -> Json:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Unfit("unknown_choice", UNFIT)
    if not question.lowest <= value <= question.highest:
        raise _Unfit("unknown_choice", UNFIT)
    return value


def _matrix(question: Question, value: Any) -> Json:
    """A required one wants every row."""
    if value is None:
        return {}
    if not isinstance(value, dict) or not set(value) <= set(question.rows):
        raise _Unfit("unknown_choice", UNFIT)
    found: dict[str, Json] = {}
    for row in question.rows:
        chosen = _single(question, value.get(row))
        if chosen is not None:
            found[row] = chosen
    if question.required and len(found) < len(question.rows):
        raise _Unfit("missing", MISSING)
    return found


def _text(question: Question, value: Any) -> Json:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Unfit("unknown_choice", UNFIT)
    words = tidied(value)
    if len(words) > question.longest:
        raise _Unfit("too_long", TOO_LONG)
    return words


_READ: Mapping[str, Callable[[Question, Any], Json]] = {
    "single": _single,
    "multiple": _multiple,
    "scale": _scale,
    "matrix": _matrix,
    "text": _text,
}
