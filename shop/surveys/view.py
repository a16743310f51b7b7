"""A survey as its page shows it, in one language: the static page, and that of a function."""

from collections.abc import Sequence
from typing import Literal

from typing_extensions import TypedDict

from shop.i18n.languages import pick
from shop.surveys.model import Choice, Kind, Question, Survey, Texts


class ChoiceView(TypedDict):
    id: str
    title: str


class QuestionView(TypedDict):
    """`rows` are what a matrix asks about; `steps` are those of a scale, with words for its ends;
    `longest` is how many characters a free text may have."""

    id: str
    kind: Kind
    title: str
    help: str
    required: bool
    choices: list[ChoiceView]
    rows: list[ChoiceView]
    steps: list[int]
    low: str
    high: str
    longest: int


class Group(TypedDict):
    """A question and the groups of those that only follow from its answers; `after` are the numbers
    of the answers of the one above that lead to it."""

    question: QuestionView
    after: list[int]
    groups: "list[Group]"


class SurveyView(TypedDict):
    """`opens` and `closes` are moments, or "" where it is always open; `public` says whether its
    results are."""

    id: str
    title: str
    intro: str
    thanks: str
    opens: str
    closes: str
    access: Literal["open", "invited"]
    public: bool
    groups: list[Group]


def survey_view(survey: Survey, language: str, default: str) -> SurveyView:
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


def _groups(survey: Survey, above: Question | None, say: _Saying) -> list[Group]:
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


def _question(question: Question, say: _Saying) -> QuestionView:
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


def _choices(choices: Sequence[Choice], say: _Saying) -> list[ChoiceView]:
    return [{"id": choice.id, "title": say(choice.title)} for choice in choices]
