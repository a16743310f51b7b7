"""``shop surveys`` as an owner types it, over the survey that comes with the shop."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from functions.bootstrap import compose
from infra.cli.main import app
from shop.clock import now
from shop.errors import NotFound
from shop.secret import key_for
from shop.settings import load_settings
from shop.surveys.definitions import find_survey
from shop.surveys.records import claim_put
from shop.surveys.service import PURPOSE, Sheet, invited_name, submit

SURVEY = "your-visit"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHOP_HOME", str(tmp_path))
    services = compose(load_settings())
    survey = find_survey(services.settings.root / "content" / "surveys", SURVEY)
    for number, found in enumerate(("friend", "friend", "walk")):
        sheet = Sheet({"found": found, "again": 9, "liked": ["tea"], "wish": "=cups"}, "en")
        submit(services.store, survey, sheet, claim_put(SURVEY, f"n{number}", "key"), now())
    services.store.close()
    return tmp_path


def shop(*words: str) -> Any:
    done = CliRunner().invoke(app, ["surveys", *words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return json.loads(done.stdout) if "--json" in words else done.stderr


def test_surveys_are_listed() -> None:
    (found,) = shop("list", "--json")["surveys"]
    assert (found["id"], found["phase"], found["answers"]) == (SURVEY, "open", 3)
    assert "3 answers" in shop("list")


def test_results_are_told() -> None:
    told = shop("results", SURVEY, "--cross", "found", "liked")
    assert "66.7 %  (20.8–93.9)     2  By a friend" in told
    assert "“=cups”" in told
    found = shop("results", SURVEY, "--cross", "found", "liked", "--language", "vi", "--json")
    assert found["title"] == "Bạn thấy thế nào?"
    assert found["crossing"]["counts"][0] == [2, 0, 0]


@pytest.mark.parametrize("name", ["answers.csv", "answers.xlsx"])
def test_answers_are_exported(home: Path, name: str) -> None:
    assert shop("export", SURVEY, str(home / name), "--json")["rows"] == 3
    assert (home / name).stat().st_size > 0


def test_links_are_made_each_for_one_answer() -> None:
    links = shop("invite", SURVEY, "--number", "2", "--json")["links"]
    names = {link.partition("invitation=")[2].partition("&")[0] for link in links}
    key = key_for(load_settings(), PURPOSE)
    assert len({invited_name(key, SURVEY, name) for name in names} - {""}) == 2


def test_a_survey_that_is_not_there_is_named() -> None:
    with pytest.raises(NotFound):
        shop("results", "nothing")
