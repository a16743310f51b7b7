"""Results in the words of a language, for pages, programs and the command line."""

from typing import NotRequired

from typing_extensions import TypedDict

from shop.i18n.languages import pick
from shop.surveys.model import Kind, Question, Survey
from shop.surveys.reading import Results
from shop.surveys.results import Share, Tally


class ShareView(TypedDict):
    """How many chose an answer; `percent` of those who answered, in its 95 % confidence interval
    from `low` to `high`."""

    id: str
    title: str
    times: int
    percent: float
    low: float
    high: float


class RowView(TypedDict):
    id: str
    title: str
    shares: list[ShareView]


class QuestionReport(TypedDict):
    """One row, without a title, for all but a matrix; `mean` of a scale."""

    id: str
    kind: Kind
    title: str
    answered: int
    mean: float | None
    rows: list[RowView]
    texts: NotRequired[list[str]]


class Report(TypedDict):
    """`answers` are sheets that were sent in."""

    id: str
    title: str
    answers: int
    questions: list[QuestionReport]


def report_view(
    survey: Survey, results: Results, language: str, default: str, *, texts: bool = False
) -> Report:
    """The words people typed only with `texts`."""
    return {
        "id": survey.id,
        "title": pick(survey.title, language, default),
        "answers": results.answers,
        "questions": [
            _question(question, results, (language, default), texts=texts)
            for question in survey.question
            if texts or question.kind != "text"
        ],
    }


def _question(
    question: Question, results: Results, languages: tuple[str, str], *, texts: bool
) -> QuestionReport:
    titles = {each.id: pick(each.title, *languages) for each in (*question.choice, *question.row)}
    tallies = [tally for tally in results.tallies if tally.question == question.id]
    told: QuestionReport = {
        "id": question.id,
        "kind": question.kind,
        "title": pick(question.title, *languages),
        "answered": max(tally.answered for tally in tallies),
        "mean": _rounded(tallies[0].mean),
        "rows": [_row(tally, titles) for tally in tallies if tally.shares],
    }
    if texts:
        told["texts"] = [text for tally in tallies for text in tally.texts]
    return told


def _row(tally: Tally, titles: dict[str, str]) -> RowView:
    shares = [_share(share, titles) for share in tally.shares]
    return {"id": tally.row, "title": titles.get(tally.row, ""), "shares": shares}


def _share(share: Share, titles: dict[str, str]) -> ShareView:
    return {
        "id": share.id,
        "title": titles.get(share.id, share.id),
        "times": share.times,
        "percent": _percent(share.share),
        "low": _percent(share.low),
        "high": _percent(share.high),
    }


def _percent(share: float) -> float:
    return round(share * 100, 1)


def _rounded(mean: float | None) -> float | None:
    return None if mean is None else round(mean, 2)
