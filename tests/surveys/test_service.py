"""Answers in the store: one of each, and nobody to be found in them."""

from datetime import timedelta
from pathlib import Path

import pytest
from factories import MOMENT
from openpyxl import load_workbook
from survey_files import shop_root, visit

from shop.errors import AnsweredBefore, InvalidAnswers, InvalidInput, SurveyClosed
from shop.ports import Store
from shop.surveys.definitions import find_survey
from shop.surveys.model import Survey
from shop.surveys.reading import crossing, export_answers, results
from shop.surveys.records import claim_put, stored_answers
from shop.surveys.service import Sheet, cookie, cookie_name, invitation, invited_name, submit

KEY = "key"
FORMULA = '=HYPERLINK("https://evil.example","x")'


def survey_of(tmp_path: Path, settings: str = "") -> Survey:
    root = shop_root(tmp_path / f"root{len(settings)}", visit=visit(settings))
    return find_survey(root / "content" / "surveys", "visit")


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    return survey_of(tmp_path)


def answer(store: Store, survey: Survey, name: str, **answers: object) -> None:
    sheet = Sheet({"found": "friend", **answers}, "vi")
    submit(store, survey, sheet, claim_put(survey.id, name, KEY), MOMENT)


def test_an_invitation_is_good_for_one_answer(store: Store, survey: Survey) -> None:
    answer(store, survey, "invitation:a")
    with pytest.raises(AnsweredBefore):
        answer(store, survey, "invitation:a", found="other", how="x")
    answer(store, survey, "invitation:b")
    assert results(store, survey).answers == 2


def test_answers_that_do_not_fit_use_nothing_up(store: Store, survey: Survey) -> None:
    with pytest.raises(InvalidAnswers):
        answer(store, survey, "invitation:a", again=99)
    answer(store, survey, "invitation:a")


def test_nothing_that_is_stored_says_who_answered(store: Store, survey: Survey) -> None:
    answer(store, survey, "invitation:secret-name")
    (item,) = stored_answers(store, survey.id)
    assert item.data == {"answers": {"found": "friend"}, "language": "vi", "day": "2026-11-22"}
    (claim,) = store.query("SURVEYED#visit").items
    assert "secret-name" not in claim.key.sk
    assert not claim.data


def test_a_survey_is_open_from_its_first_moment_to_before_its_last(
    store: Store, tmp_path: Path
) -> None:
    survey = survey_of(tmp_path, "opens = 2026-11-22\ncloses = 2026-11-22T15:30:00+07:00")
    phases = [survey.phase(MOMENT + timedelta(hours=hours)) for hours in (-9, -8, -1, 0)]
    assert phases == ["before", "open", "open", "after"]
    with pytest.raises(SurveyClosed):
        answer(store, survey, "invitation:a")


def test_tickets_are_the_shops_own_and_each_of_one_kind_and_survey() -> None:
    link, kept = invitation(KEY, "visit"), cookie(KEY, "visit")
    assert invited_name(KEY, "visit", link).startswith("invitation:")
    assert cookie_name(KEY, "visit", kept).startswith("cookie:")
    wrong = [
        invited_name(KEY, "visit", kept),
        cookie_name(KEY, "visit", link),
        invited_name(KEY, "other", link),
        invited_name("another key", "visit", link),
        invited_name(KEY, "visit", "name."),
        invited_name(KEY, "visit", ""),
    ]
    assert wrong == [""] * len(wrong)
    assert invitation(KEY, "visit", "order") == invitation(KEY, "visit", "order")


def test_questions_without_choices_are_not_crossed(store: Store, survey: Survey) -> None:
    answer(store, survey, "invitation:a", liked=["tea"])
    assert crossing(store, survey, "found", "liked").counts == ((1, 0), (0, 0))
    for second in ("how", "parts", "nothing", "found"):
        with pytest.raises(InvalidInput):
            crossing(store, survey, "found", second)


def test_exports_hold_words_and_no_formulas(store: Store, survey: Survey, tmp_path: Path) -> None:
    given = {"found": "other", "how": FORMULA, "again": 3, "parts": {"goods": "bad"}}
    answer(store, survey, "invitation:a", **given, liked=["tea", "cups"])
    for name in ("answers.csv", "answers.xlsx"):
        assert export_answers(store, survey, tmp_path / name, "en", "en") == 1
    text = (tmp_path / "answers.csv").read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK" in text
    assert "Content with … – goods" in text
    sheet = load_workbook(tmp_path / "answers.xlsx").active
    header, row = sheet.iter_rows(values_only=True)
    found = dict(zip(header, row, strict=True))
    assert found["What do you like?"] == "Tea; Cups"
    assert (found["Again?"], found["Day"]) == (3, "2026-11-22")
    cells = [cell for cells in sheet.iter_rows() for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]
