"""What answers say."""

from pathlib import Path
from typing import Any

import pytest
from survey_files import shop_root, visit

from shop.surveys.definitions import find_survey
from shop.surveys.model import Survey
from shop.surveys.results import Tally, crossed, tallied, wilson

GIVEN: list[dict[str, Any]] = [
    {"found": "friend", "liked": ["tea"], "again": 5, "parts": {"goods": "good", "parcel": "bad"}},
    {"found": "friend", "liked": ["tea", "cups"], "again": 4, "parts": {"goods": "good"}},
    {"found": "other", "how": "=1+1", "again": 2},
]


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    return find_survey(shop_root(tmp_path / "root", visit=visit()) / "content/surveys", "visit")


def named(tallies: list[Tally], question: str, row: str = "") -> Tally:
    (found,) = [it for it in tallies if (it.question, it.row) == (question, row)]
    return found


def times(tally: Tally) -> dict[str, int]:
    return {share.id: share.times for share in tally.shares}


def test_answers_are_counted_among_those_who_gave_any(survey: Survey) -> None:
    tallies = tallied(survey, GIVEN)
    found = named(tallies, "found")
    assert (found.answered, times(found)) == (3, {"friend": 2, "other": 1})
    assert found.shares[0].share == pytest.approx(2 / 3)
    liked = named(tallies, "liked")
    assert (liked.answered, times(liked)) == (2, {"tea": 2, "cups": 1})
    assert named(tallies, "how").texts == ("=1+1",)


def test_scales_have_a_mean_and_matrices_a_tally_for_each_row(survey: Survey) -> None:
    tallies = tallied(survey, GIVEN)
    assert named(tallies, "again").mean == pytest.approx(11 / 3)
    assert times(named(tallies, "parts", "goods")) == {"good": 2, "bad": 0}
    assert times(named(tallies, "parts", "parcel")) == {"good": 0, "bad": 1}


def test_two_questions_side_by_side(survey: Survey) -> None:
    found, liked = survey.named("found"), survey.named("liked")
    assert found
    assert liked
    crossing = crossed(found, liked, GIVEN)
    assert crossing == (("friend", "other"), ("tea", "cups"), ((2, 1), (0, 0)))


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [  # Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_of_the_literature(
    count: int, total: int, low: float, high: float
) -> None:
    assert wilson(count, total) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_nobody_says_nothing(survey: Survey) -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert all(share.share == 0 for tally in tallied(survey, []) for share in tally.shares)
