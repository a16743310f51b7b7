"""Products that have left their address."""

from pathlib import Path

import pytest
from factories import profile
from jinja2 import Environment

from generator.departures import alternatives, redirects, settled
from shop.adapters.theme import Theme

PROJECT = Path(__file__).resolve().parents[2]


def test_a_product_renamed_twice_is_reached_from_either_name() -> None:
    assert settled({"a": "b", "b": "c"}) == {"a": "c", "b": "c"}


def test_names_that_went_round_lead_nowhere() -> None:
    assert settled({"a": "b", "b": "a", "x": "x", "old": "new"}) == {"old": "new"}


def test_former_addresses_lead_on_in_every_language() -> None:
    assert redirects({"tra": "green-tea"}, ["green-tea"], ["en", "vi"]) == {
        "/en/products/tra": "/en/products/green-tea",
        "/vi/products/tra": "/vi/products/green-tea",
    }


def test_a_name_that_another_product_took_is_that_products() -> None:
    assert redirects({"tra": "green-tea"}, ["green-tea", "tra"], ["en"]) == {}


def test_what_is_gone_is_not_led_to() -> None:
    assert redirects({"tra": "green-tea"}, [], ["en"]) == {}


def test_instead_of_a_product_there_is_what_stands_nearest() -> None:
    shelves = {("Tea",): ["a", "b", "c"], ("Tea", "Green tea"): ["b"]}
    found = alternatives(
        [["Gifts"], ["Tea", "Green tea", "Sencha"]], lambda p: shelves.get(p, []), 2
    )
    assert found == ["b", "a"]
    assert alternatives([], lambda _path: ["a"], 2) == []


@pytest.fixture(scope="module")
def templates() -> Environment:
    return Theme(PROJECT / "theme").environment(profile())


def test_the_page_of_what_is_no_longer_sold_says_so_and_sells_nothing(
    templates: Environment,
) -> None:
    crumbs = [{"title": "Hiên", "url": "/vi/"}, {"title": "Trà", "url": "/vi/tra"}]
    product = {"title": "Trà <cũ>", "brand": "Hiên", "origin": ""}
    page = templates.get_template("sections/discontinued.html").render(
        lang="vi", product=product, related=[{}], breadcrumbs=[*crumbs, {"title": "", "url": ""}]
    )
    assert "Không còn bán" in page
    assert "Trà &lt;cũ&gt;" in page
    assert 'href="#related"' in page
    assert 'href="/vi/tra"' in page
    assert "<form" not in page


def test_under_a_former_address_there_is_the_way_to_the_new_one(templates: Environment) -> None:
    page = templates.get_template("moved.html").render(
        lang="en", target="/en/products/b", target_url="https://x.example/en/products/b", title="B"
    )
    assert '<meta http-equiv="refresh" content="0; url=/en/products/b">' in page
    assert '<link rel="canonical" href="https://x.example/en/products/b">' in page
    assert "noindex" in page
