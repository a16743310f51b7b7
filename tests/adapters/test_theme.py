"""What a template prints is escaped where it is a page, whichever file a macro is in."""

from pathlib import Path

import pytest
from factories import profile

from shop.adapters.theme import Theme, ThemeTemplates

MARKUP = "<script>alert(1)</script>"
TEMPLATES = {
    "words.txt": "{% macro place(text) %}at {{ text }}{% endmacro %}",
    "parts.html": "{% macro bold(text) %}<b>{{ text }}</b>{% endmacro %}",
    "page.html": '{% from "words.txt" import place with context %}'
    '{% from "parts.html" import bold with context %}'
    '{% set lines = place(text) %}{% for line in lines.split("\\n") %}{{ line }}{% endfor %}'
    "{{ bold(text) }}{{ place(text)|trim }}",
    "problem.html": '{{ _(text) }}{{ _("by %(who)s", who=text) }}{{ _("100%%") }}',
    "mail.txt": '{% from "words.txt" import place with context %}{{ place(text) }}',
}


@pytest.fixture
def templates(tmp_path: Path) -> ThemeTemplates:
    folder = tmp_path / "templates"
    folder.mkdir()
    for name, source in TEMPLATES.items():
        (folder / name).write_text(source)
    return ThemeTemplates(Theme(tmp_path), profile())


def test_a_macro_of_plain_text_is_escaped_by_the_page_that_calls_it(
    templates: ThemeTemplates,
) -> None:
    escaped = "&lt;script&gt;alert(1)&lt;/script&gt;"
    found = templates.render("page.html", "en", text=MARKUP)
    assert found == f"at {escaped}<b>{escaped}</b>at {escaped}"


def test_plain_text_stays_plain_in_a_plain_mail(templates: ThemeTemplates) -> None:
    assert templates.render("mail.txt", "en", text=MARKUP) == f"at {MARKUP}"


def test_a_sentence_without_a_translation_is_escaped_like_any_text(
    templates: ThemeTemplates,
) -> None:
    found = templates.render("problem.html", "en", text="<b>")
    assert found == "&lt;b&gt;by &lt;b&gt;100%"


def test_scripts_of_one_page_are_one_file_in_which_no_name_meets_another(tmp_path: Path) -> None:
    for folder in ("css", "js"):
        (tmp_path / folder).mkdir()
    (tmp_path / "css" / "ORDER").write_text("a.css")
    (tmp_path / "css" / "a.css").write_text("body{}")
    (tmp_path / "js" / "a.js").write_text("const MOST = 1;")
    (tmp_path / "js" / "b.js").write_text("const MOST = 2; // the last line")
    assert set(Theme(tmp_path).assets()) == {"site.css", "a.js", "b.js"}
    (tmp_path / "js" / "BUNDLES").write_text("both.js: a.js b.js\n")
    (tmp_path / "css" / "ORDER.functions").write_text("a.css a.css")
    assets = Theme(tmp_path).assets()
    first, second = b"const MOST = 1;", b"const MOST = 2; // the last line"
    assert assets["both.js"].content == b"{\n%b\n}\n{\n%b\n}\n" % (first, second)
    assert assets["functions.css"].content == b"body{}\nbody{}"
