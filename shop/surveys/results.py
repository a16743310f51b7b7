"""What the answers say: counts, shares and how sure they are, and two questions side by side. Pure.

A share's interval is Wilson's (J. Am. Stat. Assoc. 22, 1927) at 95 %: honest for few answers and
near 0 and 1, where the usual one is not.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from shop.ports import Json
from shop.surveys.model import Question, Survey

Z = 1.959964  # of the normal distribution, for 95 %
Given = Mapping[str, Json]  # answers of one person by question


class Share(NamedTuple):
    """How many of those who answered; `low` and `high` are the interval. Shares are 0 to 1."""

    id: str
    times: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tally:
    """One question, or one row of a matrix. `mean` is of a scale; `texts` are of free text."""

    question: str
    kind: str
    answered: int
    row: str = ""
    shares: tuple[Share, ...] = ()
    mean: float | None = None
    texts: tuple[str, ...] = ()


class Crossing(NamedTuple):
    """How often two answers came together: a line for each of `rows`, a number for each of
    `columns`."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


def wilson(count: int, total: int) -> tuple[float, float]:
    """Between which shares the truth lies, 95 times of 100. Nothing is known of nobody."""
    if total == 0:
        return 0.0, 1.0
    share, spread = count / total, Z * Z / total
    middle = share + spread / 2
    reach = Z * sqrt(share * (1 - share) / total + spread / (4 * total))
    return max(0.0, (middle - reach) / (1 + spread)), min(1.0, (middle + reach) / (1 + spread))


def tallied(survey: Survey, given: Sequence[Given]) -> list[Tally]:
    """Every question in the survey's order, matrices row by row."""
    return [tally for question in survey.question for tally in _tallies(question, given)]


def crossed(first: Question, second: Question, given: Iterable[Given]) -> Crossing:
    """Of those who answered both. Who chose several counts with each."""
    rows, columns = options(first), options(second)
    found: Counter[tuple[str, str]] = Counter()
    for answers in given:
        left, right = chosen(answers.get(first.id)), chosen(answers.get(second.id))
        found.update((one, other) for one in left for other in right)
    counts = tuple(tuple(found[row, column] for column in columns) for row in rows)
    return Crossing(rows, columns, counts)


def options(question: Question) -> tuple[str, ...]:
    """The answers there can be; none of free text and of matrices as a whole."""
    if question.kind == "scale":
        return tuple(map(str, range(question.lowest, question.highest + 1)))
    return question.choices if question.kind in {"single", "multiple"} else ()


def chosen(answer: Json) -> list[str]:
    if answer is None:
        return []
    return [str(each) for each in answer] if isinstance(answer, list) else [str(answer)]


def _tallies(question: Question, given: Sequence[Given]) -> list[Tally]:
    answers = [each[question.id] for each in given if question.id in each]
    if question.kind == "text":
        texts = tuple(str(answer) for answer in answers)
        return [Tally(question.id, "text", len(texts), texts=texts)]
    if question.kind == "matrix":
        return [_row(question, row, answers) for row in question.rows]
    shares = _shares(options(question), map(chosen, answers), len(answers))
    mean = _mean(answers) if question.kind == "scale" else None
    return [Tally(question.id, question.kind, len(answers), shares=shares, mean=mean)]


def _mean(answers: Sequence[Json]) -> float | None:
    return sum(int(str(answer)) for answer in answers) / len(answers) if answers else None


def _row(question: Question, row: str, answers: Sequence[Json]) -> Tally:
    found = [str(each[row]) for each in answers if isinstance(each, dict) and row in each]
    shares = _shares(question.choices, ([each] for each in found), len(found))
    return Tally(question.id, "matrix", len(found), row, shares)


def _shares(names: Sequence[str], answers: Iterable[list[str]], total: int) -> tuple[Share, ...]:
    counts = Counter(name for answer in answers for name in answer)
    return tuple(
        Share(
            name, counts[name], counts[name] / total if total else 0.0, *wilson(counts[name], total)
        )
        for name in names
    )
