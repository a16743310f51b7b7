"""A survey as its page shows it, in one language: the static page, and that of a function."""

from collections.abc import Mapping, Sequence
from typing import Any

from shop.i18n.languages import pick
from shop.surveys.model import Choice, Question, Survey, Texts

View = dict[str, Any]


def survey_view(survey: Survey, language: str, default: str) -> View:
    """``{id, title, intro, thanks, opens, closes, access, public, groups}``. A group is a question
    and the groups of those that only follow from its answers: ``{question, after, groups}``, where
    `after` are the numbers of the answers that lead to it."""
    say = _Saying(language, default)
    return {
        "id": survey.id,
        "title": say(survey.title),
        "intro": say(survey.intro),
        "thanks": say(survey.thanks),
        "opens": survey.opens.isoformat() if survey.opens else "",
        "closes": survey.closes.isoformat() if survey.closes else "",
        "access": survey.access,
        "public": survey.results == "public",
        "groups": _groups(survey, None, say),
    }


class _Saying:
    """Texts in one language, or the best other."""

    def __init__(self, language: str, default: str) -> None:
        self._language = language
        self._default = default

    def __call__(self, texts: Texts) -> str:
        return pick(texts, self._language, self._default)


def _groups(survey: Survey, above: Question | None, say: _Saying) -> list[View]:
    return [
        {
            "question": _question(question, say),
            "after": _numbers(question, above),
            "groups": _groups(survey, question, say),
        }
        for question in survey.question
        if (question.show_if.question if question.show_if else None) == (above and above.id)
    ]


def _numbers(question: Question, above: Question | None) -> list[int]:
    if above is None or question.show_if is None:
        return []
    wanted = question.show_if.choices
    return [number for number, name in enumerate(above.choices, start=1) if name in wanted]


def _question(question: Question, say: _Saying) -> View:
    return {
        "id": question.id,
        "kind": question.kind,
        "title": say(question.title),
        "help": say(question.help),
        "required": question.required,
        "choices": _choices(question.choice, say),
        "rows": _choices(question.row, say),
        "steps": list(range(question.lowest, question.highest + 1)),
        "low": say(question.low),
        "high": say(question.high),
        "longest": question.longest,
    }


def _choices(choices: Sequence[Choice], say: _Saying) -> list[Mapping[str, str]]:
    return [{"id": choice.id, "title": say(choice.title)} for choice in choices]
