"""Survey pages: built from their files, and again when they open and close."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from survey_files import visit

from .changing import LANGUAGES, Beginning, Changing

PAGE = """{% extends "base.html" %}{% block content %}<h1>{{ survey.title }}</h1><p>{{ phase }}</p>
{% for it in survey.groups %}<p>{{ it.question.title }}</p>{% endfor %}{% endblock %}"""
TIMES = "opens = 2026-11-22T10:00:00Z\ncloses = 2026-11-22T12:00:00Z"


@pytest.fixture
def shop(beginning: Beginning) -> Iterator[Changing]:
    """With a survey that opens one and a half hours from now and closes two hours later."""
    with closing(beginning.again()) as opened:
        (opened.theme / "templates" / "survey.html").write_text(PAGE, encoding="utf-8")
        folder = opened.site.content / "surveys"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "visit.toml").write_text(visit(TIMES), encoding="utf-8")
        opened.build()
        yield opened
        (folder / "visit.toml").unlink()


def page(shop: Changing, language: str) -> str:
    return shop.shown.pages()[f"{language}/surveys/visit.html"].decode()


def test_a_survey_has_a_page_in_every_language(shop: Changing) -> None:
    assert "<h1>How was it?</h1>" in page(shop, "en")
    assert "<h1>Thế nào?</h1>" in page(shop, "vi")
    assert "How did you find us?" in page(shop, "vi")
    assert not any("survey" in text.decode() for path, text in shop.shown.pages().items()
                   if path.startswith("sitemap"))  # fmt: skip


def test_it_opens_and_closes_by_itself(shop: Changing) -> None:
    for phase in ("before", "open", "after"):
        assert f"<p>{phase}</p>" in page(shop, "en")
        assert shop.is_right()
        shop.pass_time(2)
        report = shop.build()
        assert report.pages_rendered == (0 if phase == "after" else len(LANGUAGES))
        assert not report.full


def test_a_changed_file_has_everything_built(shop: Changing) -> None:
    file = shop.site.content / "surveys" / "visit.toml"
    file.write_text(visit(TIMES).replace("How was it?", "How did it go?"), encoding="utf-8")
    assert shop.build().full
    assert "<h1>How did it go?</h1>" in page(shop, "en")
