"""Results in the words of a language, for pages, programs and the command line."""

from typing import Any

from shop.i18n.languages import pick
from shop.surveys.model import Question, Survey
from shop.surveys.reading import Results
from shop.surveys.results import Share, Tally


def report_view(
    survey: Survey, results: Results, language: str, default: str, *, texts: bool = False
) -> dict[str, Any]:
    """``{id, title, answers, questions}``; a question has `answered`, `rows` with their shares in
    percent (one row, without a title, for all but a matrix), `mean` of a scale; the words people
    typed only with `texts`."""
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
) -> dict[str, Any]:
    titles = {each.id: pick(each.title, *languages) for each in (*question.choice, *question.row)}
    tallies = [tally for tally in results.tallies if tally.question == question.id]
    words = [text for tally in tallies for text in tally.texts]
    return {
        "id": question.id,
        "kind": question.kind,
        "title": pick(question.title, *languages),
        "answered": max(tally.answered for tally in tallies),
        "mean": _rounded(tallies[0].mean),
        "rows": [_row(tally, titles) for tally in tallies if tally.shares],
        **({"texts": words} if texts else {}),
    }


def _row(tally: Tally, titles: dict[str, str]) -> dict[str, Any]:
    shares = [_share(share, titles) for share in tally.shares]
    return {"id": tally.row, "title": titles.get(tally.row, ""), "shares": shares}


def _share(share: Share, titles: dict[str, str]) -> dict[str, Any]:
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
