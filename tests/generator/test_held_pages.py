"""Older pages that were brought back stay until their owner lets them go."""

import pytest

from generator.failures import SiteHeld
from generator.holding import hold_edition
from shop.errors import NotFound
from shop.rebuilds.service import any_waiting
from shop.rebuilds.standing import held

from .changes import make
from .changing import Changing


def hold(shop: Changing, number: int) -> None:
    hold_edition(shop.store, shop.builder.publisher, number, shop.clock)


def test_no_build_undoes_it_and_each_says_why(shop: Changing) -> None:
    first = shop.shown.pages()
    make(shop, "title", 3, 9)
    shop.build()
    hold(shop, 1)
    assert shop.shown.pages() == first
    shop.release(shop.change_set(shop.product("p-4").model_copy(update={"title": "Later"})))
    for build in (shop.builder.build, shop.builder.refresh):
        with pytest.raises(SiteHeld, match=r"held at edition 1 since 20.*, and 1 changes wait"):
            build()
    assert shop.shown.pages() == first
    assert any_waiting(shop.store)


def test_let_go_it_becomes_what_is_sold_now(shop: Changing) -> None:
    make(shop, "title", 3, 9)
    shop.build()
    hold(shop, 1)
    make(shop, "price", 4, 9)
    assert shop.builder.build(resume=True).release
    assert held(shop.store) is None
    assert not any_waiting(shop.store)
    assert shop.is_right()
    make(shop, "price", 5, 9)
    assert not shop.build().full
    assert shop.is_right()


def test_what_is_shown_now_can_be_held_too(shop: Changing) -> None:
    hold(shop, 1)
    make(shop, "price", 4, 9)
    with pytest.raises(SiteHeld):
        shop.build()
    assert len(shop.builder.publisher.releases()) == 1
    shop.builder.build(resume=True)
    assert shop.is_right()


def test_a_build_that_fails_lets_nothing_go(shop: Changing) -> None:
    make(shop, "title", 3, 9)
    shop.build()
    hold(shop, 1)
    pages = shop.shown.pages()
    base = shop.theme / "templates" / "base.html"
    base.write_text(base.read_text().replace("{{ page_title }}", "{{ page_titel }}"))
    with pytest.raises(Exception, match="UndefinedError"):
        shop.builder.build(resume=True)
    assert shop.shown.pages() == pages
    with pytest.raises(SiteHeld):
        shop.build()


def test_an_edition_that_is_not_kept_changes_nothing(shop: Changing) -> None:
    with pytest.raises(NotFound):
        hold(shop, 7)
    assert held(shop.store) is None
    assert not shop.build().full
