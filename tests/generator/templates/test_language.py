"""The language of Jinja: whatever a theme's author writes comes out as Jinja would have it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import profile
from markupsafe import Markup

from generator.templates.engine import PageTemplates

from .pages import by_jinja, by_program, is_compiled, small_theme

VIEW: Mapping[str, Any] = {
    "lang": "en",
    "title": "Tea & <b>more</b>",
    "html": Markup("<i>safe</i>"),
    "empty": [],
    "none": None,
    "numbers": [3, 1, 2],
    "flag": True,
    "off": False,
    "price": {"amount": 1250, "currency": "USD"},
    "day": date(2026, 11, 22),
    "items": [{"name": "a<", "tags": ["x", "y"]}, {"name": "b", "tags": []}],
    "tree": [{"t": "1", "children": [{"t": "1.1", "children": []}]}, {"t": "2", "children": []}],
    "map": {"values": "own", "get": "got", "x": {"y": {"z": "deep"}}, "k e y": "spaced"},
    "pairs": [("a", 1), ("b", 2)],
    "word": "words",
}

CASES = Path(__file__).resolve().parent / "cases"


def cases(name: str) -> dict[str, dict[str, str]]:
    """The templates of each case of a file: ``=== case``, then ``--- template`` where it has more
    than ``page.html``."""
    found: dict[str, dict[str, str]] = {}
    for part in (CASES / f"{name}.txt").read_text(encoding="utf-8").split("=== ")[1:]:
        case, _, source = part.partition("\n")
        if not source.startswith("--- "):
            source = f"--- page.html\n{source}"
        files = (each.partition("\n") for each in source.split("--- ")[1:])
        found[case] = {file: text.removesuffix("\n") for file, _, text in files}
    return found


COMPILED = cases("compiled")  # pages that become a program
LEFT = cases("left")  # pages that are left to Jinja
FAILING = cases("failing")  # pages that fail, or that a program gives up: Jinja's answer counts
FINE_WITH_JINJA = {"an attribute that is a method", "undefined in a list", "not a number"}


@pytest.mark.parametrize("language", ["en", "vi", "zh-Hant"])
@pytest.mark.parametrize("name", COMPILED)
def test_a_compiled_page_is_jinjas(tmp_path: Path, name: str, language: str) -> None:
    theme = small_theme(tmp_path, COMPILED[name])
    pages = PageTemplates(theme, profile())
    view = {**VIEW, "lang": language}
    expected = by_jinja(theme, "page.html", view)
    assert expected.error == ""
    assert by_program(pages, "page.html", view) == expected
    assert is_compiled(pages, "page.html", language)


@pytest.mark.parametrize("name", LEFT)
def test_a_page_that_cannot_be_compiled_is_jinjas(tmp_path: Path, name: str) -> None:
    theme = small_theme(tmp_path, LEFT[name])
    pages = PageTemplates(theme, profile())
    expected = by_jinja(theme, "page.html", VIEW)
    assert expected.error == ""
    assert by_program(pages, "page.html", VIEW) == expected
    assert not is_compiled(pages, "page.html")


@pytest.mark.parametrize("name", FAILING)
def test_a_page_fails_as_jinja_fails(tmp_path: Path, name: str) -> None:
    theme = small_theme(tmp_path, FAILING[name])
    pages = PageTemplates(theme, profile())
    expected = by_jinja(theme, "page.html", VIEW)
    assert by_program(pages, "page.html", VIEW) == expected
    assert expected.error or name in FINE_WITH_JINJA


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_jinja_ends_them(tmp_path: Path, end: str) -> None:
    source = end.join(["a", "{% if flag %}", "b {{ title }}", "", "{% endif %}", "  c", ""])
    theme = small_theme(tmp_path, {"page.html": source})
    expected = by_jinja(theme, "page.html", VIEW)
    assert by_program(PageTemplates(theme, profile()), "page.html", VIEW) == expected


def test_a_page_that_keeps_failing_is_not_tried_for_ever(tmp_path: Path) -> None:
    """A theme may ask in its own way for what some views lack: Jinja renders those pages."""
    source = "{% macro m(x) %}{{ x is defined }}{% endmacro %}{{ m(map.nope) }}"
    theme = small_theme(tmp_path, {"page.html": source})
    pages = PageTemplates(theme, profile())
    for _ in range(40):
        assert pages.render("page.html", "en", dict(VIEW)) == b"False"
    assert pages._pages["page.html", "en"] is None
