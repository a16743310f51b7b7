"""Results of a survey out of the store, and as a file for a spreadsheet program."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from shop.catalogue.writing.files import write_rows
from shop.catalogue.writing.goods import Cell
from shop.errors import InvalidInput
from shop.i18n.languages import pick
from shop.i18n.messages import translatable
from shop.ports import Item, Store
from shop.surveys.model import Question, Survey
from shop.surveys.records import stored_answers
from shop.surveys.results import Crossing, Given, Tally, chosen, crossed, options, tallied

NOT_CROSSED = translatable("Choose two questions with single or multiple answers, or scales.")


class Results(NamedTuple):
    """`answers` is how many people answered anything."""

    answers: int
    tallies: list[Tally]


def results(store: Store, survey: Survey) -> Results:
    given = [answers_of(item) for item in stored_answers(store, survey.id)]
    return Results(len(given), tallied(survey, given))


def crossing(store: Store, survey: Survey, first: str, second: str) -> Crossing:
    """Two questions side by side. Raises InvalidInput for those that have no answers to choose."""
    pair = [survey.named(name) for name in (first, second)]
    known = [question for question in pair if question and options(question)]
    if len(known) < len(pair) or first == second:
        raise InvalidInput(NOT_CROSSED)
    given = (answers_of(item) for item in stored_answers(store, survey.id))
    return crossed(known[0], known[1], given)


def export_answers(store: Store, survey: Survey, path: Path, language: str, default: str) -> int:
    """A row for each person, a column for each question, in the words of `language`; how many
    rows. The suffix says how: .csv or .xlsx. What somebody typed is never taken for a formula."""
    count = 0

    def rows() -> Iterator[list[Cell]]:
        nonlocal count
        columns = _columns(survey)
        yield ["Day", "Language", *(_heading(*each, language, default) for each in columns)]
        for item in stored_answers(store, survey.id):
            count += 1
            given = answers_of(item)
            cells = [_cell(*each, given, language, default) for each in columns]
            yield [str(item.data["day"]), str(item.data["language"]), *cells]

    write_rows(rows(), path, "", title="Answers")
    return count


def answers_of(item: Item) -> Given:
    answers = item.data["answers"]
    return answers if isinstance(answers, dict) else {}


def _columns(survey: Survey) -> list[tuple[Question, str]]:
    """A matrix has one for each row."""
    return [(each, row) for each in survey.question for row in (each.rows or ("",))]


def _heading(question: Question, row: str, language: str, default: str) -> str:
    title = pick(question.title, language, default)
    return f"{title} – {_title(question, row, language, default)}" if row else title


def _cell(question: Question, row: str, given: Given, language: str, default: str) -> Cell:
    answer = given.get(question.id)
    if row:
        answer = answer.get(row) if isinstance(answer, dict) else None
    if question.kind == "scale" and isinstance(answer, int):
        return answer
    if question.kind == "text":
        return str(answer or "")
    return "; ".join(_title(question, name, language, default) for name in chosen(answer))


def _title(question: Question, name: str, language: str, default: str) -> str:
    known = {each.id: each.title for each in (*question.choice, *question.row)}
    return pick(known.get(name, {}), language, default) or name
