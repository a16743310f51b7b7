"""Every page of the shop's own theme, in four languages: byte for byte what Jinja makes of it."""

from pathlib import Path

import pytest
from factories import profile

from generator.templates.engine import PageTemplates
from shop.adapters.theme import Theme

from .pages import BASE_URL, LANGUAGES, PROJECT, by_jinja, by_program, is_compiled
from .views import VARIANTS, view_of

THEME = PROJECT / "theme"
PAGES = sorted(
    path.name for path in (THEME / "templates").glob("*.html") if path.name != "base.html"
)
# What functions render and send: not built ahead, but any template must come out the same.
RUN_TIME = sorted(
    str(path.relative_to(THEME / "templates"))
    for folder in ("functions", "emails")
    for path in (THEME / "templates" / folder).rglob("*.*")
    if path.name
    not in {"base.html", "layout.html", "parts.html", "parts.txt", "cart_line.html", "sums.html"}
)


@pytest.fixture(scope="module")
def theme() -> Theme:
    return Theme(THEME, BASE_URL)


@pytest.fixture(scope="module")
def pages(theme: Theme) -> PageTemplates:
    return PageTemplates(theme, profile())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_jinjas(
    pages: PageTemplates, theme: Theme, name: str, variant: str, language: str
) -> None:
    view = view_of(variant, language)
    expected = by_jinja(theme, name, view)
    assert expected.error == ""
    assert by_program(pages, name, view) == expected
    assert is_compiled(pages, name, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", RUN_TIME)
def test_what_functions_render_is_jinjas(
    pages: PageTemplates, theme: Theme, name: str, language: str
) -> None:
    """Rooms test their own mails and pages with all they need. Here each gets what there is, and
    has to say the same: the same bytes, or that the same word is missing at the same line."""
    view = view_of("usual", language)
    assert by_program(pages, name, view) == by_jinja(theme, name, view)


def test_a_page_without_one_of_its_variables_fails_as_with_jinja(
    pages: PageTemplates, theme: Theme
) -> None:
    view = view_of("usual", "vi")
    for missing in ("nav", "product", "canonical"):
        less = {name: value for name, value in view.items() if name != missing}
        expected = by_jinja(theme, "product.html", less)
        assert f"'{missing}' is undefined" in expected.error
        assert by_program(pages, "product.html", less) == expected


def test_a_language_that_is_not_asked_for_is_still_right(
    pages: PageTemplates, theme: Theme
) -> None:
    view = view_of("usual", "vi")
    expected = by_jinja(theme, "product.html", view)
    assert pages.render("product.html", "en", view).decode() == expected.text


def test_a_page_that_brings_a_word_of_its_own_is_jinjas(pages: PageTemplates, theme: Theme) -> None:
    view = {**view_of("usual", "en"), "asset": lambda name: f"/elsewhere/{name}"}
    expected = by_jinja(theme, "page.html", view)
    assert "/elsewhere/site.css" in expected.text
    assert by_program(pages, "page.html", view) == expected


def test_every_template_of_the_theme_was_rendered() -> None:
    folder = THEME / "templates"
    parts = {"macros", "sections"}
    whole = {
        str(p.relative_to(folder))
        for p in folder.rglob("*.html")
        if p.parent.name not in parts and p.relative_to(folder).parts[0] != "admin"
    }
    left_out = {Path(name).name for name in whole - {*PAGES, *RUN_TIME}}
    assert left_out <= {"base.html", "layout.html", "parts.html", "cart_line.html", "sums.html"}
