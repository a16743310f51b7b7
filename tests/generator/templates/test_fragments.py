"""What pages share is rendered once, and never shown in place of something else."""

from pathlib import Path
from typing import Any

import pytest
from factories import profile

from generator.templates import fragments
from generator.templates.engine import PageTemplates
from generator.templates.fragments import Fragment

from .pages import small_theme

THEME = {
    "page.html": "{% from 'card.html' import card with context %}{{ title }}"
    "{% for c in cards %}{{ card(c, loop.first) }}{% endfor %}",
    "other.html": "{% from 'card.html' import card with context %}"
    "{% for c in cards %}{{ card(c, false) }}{% endfor %}",
    "card.html": "{% macro card(c, first) %}<a href='{{ c.url }}'>{{ c.title }}{{ c.brand }}"
    "{{ c.price }}{% if first %}first{% endif %}</a>{% endmacro %}",
}


@pytest.fixture
def pages(tmp_path: Path) -> PageTemplates:
    return PageTemplates(small_theme(tmp_path, THEME), profile())


def card(number: int, **changes: Any) -> dict[str, Any]:
    return {"url": f"/{number}", "title": f"T{number}", "brand": "B", "price": 1, **changes}


def page(*cards: dict[str, Any]) -> dict[str, Any]:
    return {"lang": "en", "title": "t", "cards": list(cards)}


def render(pages: PageTemplates, name: str, language: str, view: dict[str, Any]) -> str:
    return pages.render(name, language, view).decode()


def found(pages: PageTemplates) -> int:
    return sum(fragment.found for fragment in pages._fragments.values())


def test_a_shared_view_is_rendered_once(pages: PageTemplates) -> None:
    shared = card(1)
    first = render(pages, "page.html", "en", page(shared, card(2)))
    assert found(pages) == 0
    again = render(pages, "page.html", "en", page(shared, card(3)))
    assert found(pages) == 1
    assert again == first.replace("/2", "/3").replace("T2", "T3")


def test_equal_but_other_views_are_not_taken_for_each_other(pages: PageTemplates) -> None:
    render(pages, "page.html", "en", page(card(1)))
    assert "other" in render(pages, "page.html", "en", page(card(1, title="other")))
    assert found(pages) == 0


def test_what_else_a_fragment_reads_is_part_of_what_it_is_known_by(pages: PageTemplates) -> None:
    """The same card stands first on one page, and not on the other."""
    shared = card(1)
    assert "first" in render(pages, "page.html", "en", page(shared))
    text = render(pages, "page.html", "en", page(card(2), shared))
    assert text.count("first") == 1
    assert text.index("first") < text.index("T1")


def test_an_identity_is_not_used_again_while_its_text_is_kept(pages: PageTemplates) -> None:
    """Without a reference the next dict would often get the place, and the text, of the last."""
    for number in range(200):
        text = render(pages, "other.html", "en", page(card(number)))
        assert f">T{number}B1<" in text


def test_true_and_one_are_two_things(tmp_path: Path) -> None:
    theme = small_theme(
        tmp_path,
        {
            "page.html": "{% macro m(c, x) %}{{ c.a }}{{ c.b }}{{ c.c }}{{ x }}{% endmacro %}"
            "{% for x in xs %}{{ m(c, x) }} {% endfor %}"
        },
    )
    view = {"lang": "en", "c": {"a": 1, "b": 2, "c": 3}, "xs": [True, 1, 1.0, "1", False, 0]}
    text = render(PageTemplates(theme, profile()), "page.html", "en", view)
    assert text == "123True 1231 1231.0 1231 123False 1230 "


def test_pages_of_two_templates_share_a_fragment(pages: PageTemplates) -> None:
    second = card(2)
    render(pages, "other.html", "en", page(second))
    names = set(pages._fragments)
    render(pages, "other.html", "vi", {**page(second), "lang": "vi"})
    assert set(pages._fragments) == names  # no word of a language in it: one for all
    assert found(pages) == 1


def test_a_fragment_that_never_recurs_is_given_up(pages: PageTemplates) -> None:
    for number in range(300):
        render(pages, "other.html", "en", page(card(number)))
    (fragment,) = pages._fragments.values()
    assert not fragment.on
    assert not fragment._kept
    assert ">T7B1<" in render(pages, "other.html", "en", page(card(7)))


def test_a_fragment_that_recurs_is_kept_on(pages: PageTemplates) -> None:
    cards = [card(number) for number in range(10)]
    for _ in range(500):
        text = render(pages, "other.html", "en", page(*cards))
    (fragment,) = pages._fragments.values()
    assert fragment.on
    assert fragment.asked == 4096  # from there on it is no longer counted
    assert text.count("</a>") == 10


def test_no_more_is_kept_than_agreed(pages: PageTemplates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fragments, "MOST", 500)
    cards = [card(number) for number in range(30)]
    text = render(pages, "other.html", "en", page(*cards))
    assert [text.count(f">T{number}B") for number in range(30)] == [1] * 30
    assert all(len(fragment._kept) <= 8 for fragment in pages._fragments.values())


def test_what_was_kept_can_be_forgotten(pages: PageTemplates) -> None:
    """Between two states of the shop, whose views may be the same objects with other values."""
    shared = card(1)
    render(pages, "page.html", "en", page(shared))
    shared["title"] = "changed"
    pages.forget()
    assert "changed" in render(pages, "page.html", "en", page(shared))


def test_a_fragment_that_fails_keeps_nothing() -> None:
    fragment = Fragment("f")
    program: dict[str, Any] = {}
    fragment.join(program)

    def write(append: Any, _value: Any) -> None:
        append(b"half")
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - ours
        program["fill_f"](1, write, ({},))
    assert program["get_f"](1) is None
