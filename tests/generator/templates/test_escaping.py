"""Autoescape holds in every context a value can reach, whatever the value is."""

import json
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from factories import profile
from markupsafe import Markup, escape

from generator.templates import escape as escaping
from generator.templates.engine import PageTemplates
from generator.templates.runtime import escaped

from .pages import by_jinja, by_program, is_compiled, small_theme
from .views import HOSTILE, view_of

CONTEXTS = {
    "page.html": "{% extends 'base.html' %}{% from 'm.html' import show, wrap with context %}"
    "{% from 'm.txt' import plain with context %}"
    "{% block text %}{{ v }}{% endblock %}"
    "{% block more %}<p title=\"{{ v }}\" class='{{ v }}'>{{ show(v) }}{{ plain(v) }}"
    "{% for x in [v, v] %}{{ x }}{{ loop.index }}{% endfor %}{% set s %}{{ v }}{% endset %}{{ s }}"
    "{% call wrap() %}{{ v }}{% endcall %}{{ v ~ '<' }}{{ [v, '<']|join('&') }}{{ v|default('x') }}"
    "{{ v if v else '' }}{{ v|replace('a', '<') }}{{ v|upper }}{{ v|tojson }}{{ d.v }}{{ d['v'] }}"
    "{{ _('Page %(number)s of %(pages)s', number=v, pages=d.v) }}"
    "{% include 'part.html' %}{% filter upper %}{{ v }}{% endfilter %}"
    "{% with w = v %}{{ w }}{% endwith %}</p>{% endblock %}",
    "base.html": "<title>{{ v }}</title>{% block text %}{% endblock %}"
    "{% block more %}{% endblock %}",
    "m.html": "{% macro show(x, y=v) %}<i>{{ x }}{{ y }}</i>{% endmacro %}"
    "{% macro wrap() %}<u>{{ caller() }}</u>{% endmacro %}",
    "m.txt": "{% macro plain(x) %}{{ x }} & co{% endmacro %}",
    "part.html": "<b>{{ v }}{{ d.v }}</b>",
}
FEW = ["", "a", "<", "&amp;", "'", '"', "\0", "\u2028", "{{ v }}", "%s %(v)s", "{v}", "\\", HOSTILE]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("theme")


@pytest.fixture(scope="module")
def pages(folder: Path) -> PageTemplates:
    return PageTemplates(small_theme(folder, CONTEXTS), profile())


@pytest.mark.parametrize("text", FEW)
def test_hostile_text_is_escaped_in_every_context(
    folder: Path, pages: PageTemplates, text: str
) -> None:
    view = {"lang": "vi", "v": text, "d": {"v": text}}
    expected = by_jinja(small_theme(folder, {}), "page.html", view)
    assert by_program(pages, "page.html", view) == expected
    assert is_compiled(pages, "page.html", "vi")


def test_naughty_strings_are_escaped_in_every_context(
    folder: Path, pages: PageTemplates, shared: Path
) -> None:
    path = shared / "specs" / "naughty-strings" / "blns.json"
    template = small_theme(folder, {}).environment(profile()).get_template("page.html")
    for text in json.loads(path.read_text(encoding="utf-8")):
        view = {"lang": "en", "v": text, "d": {"v": text}}
        assert pages.render("page.html", "en", view) == template.render(view).encode()
    assert is_compiled(pages, "page.html", "en")


def test_no_element_comes_from_what_an_owner_wrote(pages: PageTemplates) -> None:
    """Judged by a parser of HTML, not by Jinja."""
    plain, hostile = (
        _elements(pages.render("page.html", "en", {"lang": "en", "v": v, "d": {"v": v}}).decode())
        for v in ("a", "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>")
    )
    assert hostile == plain


def test_the_shops_own_pages_let_no_element_in() -> None:
    from shop.adapters.theme import Theme

    from .pages import PROJECT

    pages = PageTemplates(Theme(PROJECT / "theme"), profile())
    for name in ("product.html", "category.html", "home.html"):
        usual, hostile = (
            _elements(pages.render(name, "en", view_of(variant, "en")).decode())
            for variant in ("usual", "hostile")
        )
        assert hostile == usual


class Shown:
    def __html__(self) -> str:
        return "<own>"

    def __str__(self) -> str:
        return "never"


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    "value",
    [HOSTILE, "plain", Markup("<b>"), Shown(), Text("<&>"), 3, 2.5, None, True, ["<"], {"<": 1}],
)
def test_escaping_is_markupsafes(value: Any) -> None:
    assert escaped(value) == str(escape(value))
    assert type(escaped(value)) is str


def test_escaping_needs_nothing_that_markupsafe_keeps_to_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(escaping, "markupsafe", SimpleNamespace(escape=escape))
    other = escaping._fastest()
    assert other(HOSTILE) == escaping.escape_text(HOSTILE) == str(escape(HOSTILE))
    assert type(other(HOSTILE)) is str


def _elements(page: str) -> list[tuple[str, tuple[str, ...]]]:
    found: list[tuple[str, tuple[str, ...]]] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, tuple(name for name, _ in attrs)))

    Parser().feed(page)
    return found
