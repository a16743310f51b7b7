"""Products that have left their address."""

from pathlib import Path

import pytest
from factories import profile
from jinja2 import Environment

from generator.departures import alternatives, moved_pages, redirects, standing
from shop.adapters.theme import Theme

PROJECT = Path(__file__).resolve().parents[2]


def test_former_addresses_lead_on_in_every_language() -> None:
    assert redirects({"tra": "green-tea"}, ["en", "vi"]) == {
        "/en/products/tra": "/en/products/green-tea",
        "/vi/products/tra": "/vi/products/green-tea",
    }
    pages = moved_pages({"tra": "green-tea"}, ["en", "vi"])
    assert [page.file for page in pages] == ["en/products/tra.html", "vi/products/tra.html"]
    assert not any(page.indexed for page in pages)


def test_a_product_stands_in_the_deepest_category_that_is_left() -> None:
    there = {("Tea",), ("Tea", "Green"), ("Gifts",)}.__contains__
    assert standing([["Gifts"], ["Tea", "Green", "Sencha"]], there) == ("Tea", "Green")
    assert standing([["Gifts"], ["Cups", "Small"]], there) == ("Gifts",)
    assert standing([["Gifts"], ["Tea"]], there) == ("Gifts",)
    assert standing([["Cups"]], there) == standing([], there) == ()


def test_instead_of_a_product_there_is_what_stands_nearest() -> None:
    shelves = {("Tea",): ["a", "b", "c"], ("Tea", "Green tea"): ["b"]}
    assert alternatives(("Tea", "Green tea"), shelves.__getitem__, 2) == ["b", "a"]
    assert alternatives((), shelves.__getitem__, 2) == []


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
