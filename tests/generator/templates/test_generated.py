"""Small templates and values that nobody would write: they too come out as with Jinja."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from factories import profile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from generator.templates.engine import PageTemplates

from .pages import by_jinja, by_program, small_theme

NAMES = ("a", "b", "c", "x", "items", "loop", "title")
KEYS = ("a", "b", "items", "values", "get", "title")

names = st.sampled_from(NAMES)
keys = st.sampled_from(KEYS)
text = st.sampled_from(["t", "<", " & ", "\n", "{", "}}", "'", '"', "é", "\\"])
constants = st.sampled_from(["1", "0", "''", "'<'", "none", "true", "[1, '<']", "{'a': 1}", "2.5"])


def extended(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{}.{}".format, names, keys),
        st.builds("{}['{}']".format, inner, keys),
        st.builds(
            "({} {} {})".format, inner, st.sampled_from(["+", "~", "and", "or", "=="]), inner
        ),
        st.builds("(not {})".format, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("({} if {})".format, inner, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("{}|{}".format, inner, filters),
        st.builds("({} is {})".format, inner, tests),
        st.builds("m({}, x={})".format, inner, inner),
        st.builds("_('%(v)s <', v={})".format, inner),
    )


filters = st.sampled_from(
    [
        "default('d')",
        "default('<', true)",
        "length",
        "upper",
        "safe",
        "e",
        "join('<')",
        "list",
        "tojson",
        "first",
        "select|list",
        "map(attribute='a')|list",
        "replace('t', '<')",
        "string",
    ]
)
tests = st.sampled_from(["defined", "undefined", "none", "mapping", "string", "sameas true", "odd"])
expressions = st.recursive(st.one_of(names, constants), extended, max_leaves=6)
shown = st.builds("{{{{ {} }}}}".format, expressions)


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("{{% if {} %}}{}{{% else %}}{}{{% endif %}}".format, expressions, inner, inner),
        st.builds("{{% if {} %}}{}{{% endif %}}".format, expressions, inner),
        st.builds("{{% for {} in {} %}}{}{{% endfor %}}".format, names, expressions, inner),
        st.builds(
            "{{% for x in {} if {} %}}{}{{% else %}}{}{{% endfor %}}".format,
            expressions,
            expressions,
            inner,
            inner,
        ),
        st.builds(
            "{{% for x in items %}}{{{{ loop.index }}}}{}{{{{ loop.last }}}}{{% endfor %}}".format,
            inner,
        ),
        st.builds("{{% with {} = {} %}}{}{{% endwith %}}".format, names, expressions, inner),
        st.builds("{{% set {} %}}{}{{% endset %}}".format, names, inner),
        st.builds("{{% filter upper %}}{}{{% endfilter %}}".format, inner),
        st.builds("{{% call w({}) %}}{}{{% endcall %}}".format, expressions, inner),
        st.builds("{{% block {} %}}{}{{% endblock %}}".format, st.sampled_from("pqrs"), inner),
        st.builds("{{% autoescape false %}}{}{{% endautoescape %}}".format, inner),
        st.just("{% include 'part.html' %}"),
    )


pieces = st.one_of(text, shown, st.builds("{{% set {} = {} %}}".format, names, expressions))
bodies = st.recursive(pieces, nested, max_leaves=8)

simple = st.sampled_from(["", "t", "<b>", Markup("<i>"), None, True, False, 0, 1, 2.5])
values = st.recursive(
    simple,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=6,
)
views = st.fixed_dictionaries(
    {"a": values, "items": st.lists(values, max_size=3), "x": values},
    optional=dict.fromkeys(("b", "c", "title"), values),
)

MACRO = (
    "{% macro m(a, x='d') %}({{ a }}{{ x }}{{ b|default('-') }}){% endmacro %}"
    "{% macro w(a) %}<{{ a }}{{ caller() }}>{% endmacro %}"
)
PART = "[{{ a|default('-') }}{% set b = x %}{{ b }}{% for x in items %}{{ x }}{% endfor %}]"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=bodies, view=views, inherits=st.booleans())
def test_any_template_over_any_values_is_jinjas(
    tmp_path_factory: Any, body: str, view: Mapping[str, Any], *, inherits: bool
) -> None:
    root: Path = tmp_path_factory.mktemp("theme")
    page = MACRO + body
    if inherits:
        page = "{% extends 'base.html' %}" + MACRO + "{% block main %}" + body + "{% endblock %}"
    base = "{% set c = 'base' %}<{% block main %}{% endblock %}>{{ a }}"
    theme = small_theme(root, {"page.html": page, "part.html": PART, "base.html": base})
    whole = {"lang": "en", **view}
    expected = by_jinja(theme, "page.html", whole)
    pages = PageTemplates(theme, profile())
    assert by_program(pages, "page.html", whole) == expected
    assert by_program(pages, "page.html", whole) == expected  # now from what was kept
