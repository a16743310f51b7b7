"""Which answers fit, and what files may ask."""

from pathlib import Path
from typing import Any

import pytest
from survey_files import PROJECT, shop_root, visit

from shop.errors import Misconfigured, NotFound
from shop.i18n.languages import LANGUAGES
from shop.surveys.definitions import find_survey, load_surveys
from shop.surveys.model import Survey
from shop.surveys.rules import checked

GOOD: dict[str, Any] = {
    "found": "friend",
    "liked": ["cups", "tea", "cups"],
    "again": 4,
    "parts": {"goods": "good"},
}


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    return find_survey(shop_root(tmp_path / "root", visit=visit()) / "content/surveys", "visit")


def test_answers_that_fit_are_kept_in_the_order_of_the_survey(survey: Survey) -> None:
    answers, problems = checked(survey, GOOD)
    assert problems == []
    assert answers == {**GOOD, "liked": ["tea", "cups"]}


def test_a_question_is_only_put_to_whom_it_concerns(survey: Survey) -> None:
    answers, problems = checked(survey, {"found": "friend", "how": "By bus"})
    assert (answers, problems) == ({"found": "friend"}, [])
    _, problems = checked(survey, {"found": "other"})
    assert [(it.field, it.code) for it in problems] == [("how", "missing")]
    answers, _ = checked(survey, {"found": "other", "how": " By\r\nbus\x00 "})
    assert answers["how"] == "By\nbus"


def test_all_problems_come_at_once(survey: Survey) -> None:
    given = {"liked": ["tea", "gold"], "again": 6, "parts": {"goods": "good", "x": "bad"}, "no": 1}
    _, problems = checked(survey, given)
    assert [(it.field, it.code) for it in problems] == [
        ("found", "missing"),
        ("liked", "unknown_choice"),
        ("again", "unknown_choice"),
        ("parts", "unknown_choice"),
        ("no", "unknown_question"),
    ]


@pytest.mark.parametrize(
    "given",
    [
        {"found": ["friend"]}, {"found": 1}, {"found": {}}, {"liked": "tea"}, {"liked": [["tea"]]},
        {"again": "4"}, {"again": True}, {"again": 4.0}, {"again": -1}, {"parts": ["good"]},
        {"parts": {"goods": 1}}, {"found": "other", "how": 5}, {"found": "other", "how": "x" * 501},
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(survey: Survey, given: dict[str, Any]) -> None:
    answers, problems = checked(survey, {"found": "friend", **given})
    (field,) = {it.field for it in problems}
    assert field in given
    assert field not in answers


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "how"', 'id = "found"'),
        ('choices = ["other"]', 'choices = ["nowhere"]'),
        ('question = "found"', 'question = "again"'),
        ('kind = "scale"', 'kind = "single"'),
        ('kind = "single"', 'kind = "text"'),
        ("longest = 500", "longest = 0"),
        ("required = true", "requird = true"),
        ('{ id = "other"', '{ id = "friend"'),
        ("[title]", "[title"),
    ],
)
def test_a_file_that_makes_no_sense_is_named(tmp_path: Path, old: str, new: str) -> None:
    text = visit().replace(old, new, 1)
    assert text != visit()
    folder = shop_root(tmp_path / "root", visit=text) / "content/surveys"
    with pytest.raises(Misconfigured, match=r"content/surveys/visit\.toml"):
        load_surveys(folder)


def test_a_survey_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    folder = shop_root(tmp_path / "root", visit=visit()) / "content/surveys"
    for name in ("other", "../../site/shop", "*", "", "\0"):
        with pytest.raises(NotFound):
            find_survey(folder, name)


def test_the_sample_asks_in_every_language() -> None:
    (survey,) = load_surveys(PROJECT / "content" / "surveys")
    assert {question.kind for question in survey.question} == {
        "single", "multiple", "scale", "matrix", "text",
    }  # fmt: skip
    for question in survey.question:
        for each in (question, *question.choice, *question.row):
            assert each.title.keys() == LANGUAGES.keys()
