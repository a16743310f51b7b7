"""Searching in a browser: as one types, on the results page, in each language, without JavaScript,
and in a shop too large to load whole."""

import gzip
import re
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from e2e.browsing import ON_A_PHONE, SIZES, Visit, Way, opened
from many_products import many, search_files

from functions.bootstrap import Services

LARGE = 3000
MOST_BYTES = 40_000  # that a query may cost, compressed

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(browser: Any, common_shop: tuple[Services, str]) -> Visit:
    """Opens a page of the sample shop."""
    return partial(opened, browser, common_shop[1])


def typed(page: Any, words: str) -> list[str]:
    """The titles in the list under the field, once it answers all of the words."""
    page.fill("#search", "")
    page.click("#search")
    page.keyboard.type(words)
    page.wait_for_selector(f"#search-list .search__all a[href$='?{urlencode({'q': words})}']")
    return list(page.locator("#search-list li a span:first-child").all_inner_texts())


def titles(page: Any) -> list[str]:
    """Of the cards on the results page, once they are there."""
    page.wait_for_selector("search-page[aria-busy=false]")
    return list(page.locator(".found .card__title").all_inner_texts())


@pytest.mark.parametrize(
    ("language", "words", "title"),
    [
        ("en", "matc", "Stone-Ground Matcha"),
        ("en", "MATCHA stone", "Stone-Ground Matcha"),
        ("en", "TEA-TN-100", "Thái Nguyên Green Tea, Tân Cương"),
        ("vi", "ca phe", "Phin pha cà phê"),
        ("vi", "cà phê", "Phin pha cà phê"),
        ("zh-Hant", "抹茶", "石磨抹茶"),
        ("zh-Hant", "龙井", "西湖龍井・雨前"),
        ("zh-Hans", "龍井", "西湖龙井 · 雨前"),
    ],
)
def test_what_is_typed_is_found(visit: Visit, language: str, words: str, title: str) -> None:
    with visit(f"/{language}/") as page:
        assert title in typed(page, words)


def test_keys_move_through_the_list_and_the_focus_stays_in_the_field(visit: Visit) -> None:
    with visit("/en/") as page:
        typed(page, "tea")
        field = page.locator("#search")
        assert field.get_attribute("aria-expanded") == "true"
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert field.get_attribute("aria-activedescendant") == "search-list-1"
        assert page.locator("#search-list-1").get_attribute("aria-selected") == "true"
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        assert field.get_attribute("aria-activedescendant") is None
        page.keyboard.press("Escape")
        assert field.get_attribute("aria-expanded") == "false"
        assert page.locator("#search-list").is_hidden()
        assert field.input_value() == "tea"
        assert page.evaluate("document.activeElement.id") == "search"
        page.keyboard.press("ArrowDown")
        link = page.wait_for_selector("#search-list-0 a[href*='/products/']")
        href = link.get_attribute("href")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{href}")


def test_who_chooses_before_addresses_are_there_finds_the_product(visit: Visit) -> None:
    with visit("/en/") as page:
        page.route("**/search/en/cards-*.json", lambda route: route.fulfill(body="[]"))
        title = typed(page, "matcha")[0]
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/en/search?q=*")
        page.wait_for_selector("search-page[aria-busy=false]")
        assert title in page.input_value("#search")


def test_letters_that_follow_are_looked_for_in_what_was_found(visit: Visit) -> None:
    with visit("/en/") as page:
        assert typed(page, "te") != typed(page, "tea s")
        page.keyboard.press("Backspace")
        page.keyboard.press("Backspace")
        page.locator("#search-list li").nth(5).wait_for()
        again = page.locator("#search-list li a span:first-child").all_inner_texts()
        assert again == typed(page, "tea")
        assert "Stone-Ground Matcha" in typed(page, "matcka")


@SIZES
def test_enter_leads_to_the_results_which_facets_narrow_down(visit: Visit, way: Way) -> None:
    with visit("/en/", way=way) as page:
        typed(page, "tea")
        page.keyboard.press("Enter")
        page.wait_for_url("**/en/search?q=tea")
        assert len(titles(page)) == 12
        assert re.match(r"\d+ products for “tea”", page.inner_text("[data-count] >> nth=0"))
        if way is ON_A_PHONE:
            page.click(".facets summary")
        page.check(".facets [name=sale]")
        page.wait_for_url("**sale=1")
        page.locator(".found .card").nth(11).wait_for(state="detached")
        narrowed = titles(page)
        assert len(narrowed) == page.locator(".found .tag--sale").count() > 0
        page.reload()
        assert titles(page) == narrowed


def test_a_card_says_what_the_listing_says(visit: Visit) -> None:
    read = "cards => cards.map(card => card.innerText.replace(/\\s+/g, ' '))"
    with visit("/vi/products") as page:
        listed = set(page.eval_on_selector_all(".card", read))
        listed |= _next_page(page, read)
    with visit("/vi/search?q=tra") as page:
        titles(page)
        found = set(page.eval_on_selector_all(".found .card", read))
        assert len(found) == 12
        assert found <= listed


def _next_page(page: Any, read: str) -> set[str]:
    page.click(".pages [rel=next]")
    page.wait_for_url("**/page/2")
    return set(page.eval_on_selector_all(".card", read))


def test_one_wrong_letter_is_forgiven_and_said(visit: Visit) -> None:
    with visit("/en/search?q=matcka") as page:
        assert "Stone-Ground Matcha" in titles(page)
        assert "“matcha”" in page.inner_text("[data-corrected]")


def test_what_nobody_sells_is_said_and_the_shelves_are_shown(visit: Visit) -> None:
    with visit("/en/search?q=zeppelin") as page:
        assert titles(page) == []
        assert page.locator("[data-none]").is_visible()
        assert page.locator("[data-start] a").first.is_visible()


def test_what_was_asked_is_text_and_no_markup(visit: Visit) -> None:
    with visit("/en/search?q=%3Cimg src=x onerror=alert(1)%3E$%26tea") as page:
        titles(page)
        assert page.locator(".found img[src=x]").count() == 0
        assert "<img src=x onerror=alert(1)>$&tea" in page.inner_text("[data-count] >> nth=0")


@SIZES
def test_without_javascript_the_form_leads_to_the_shelves(visit: Visit, way: Way) -> None:
    with visit("/vi/", way=way._replace(javascript=False)) as page:
        page.click("#search")
        page.keyboard.type("trà")
        page.keyboard.press("Enter")
        page.wait_for_url("**/vi/search?q=*")
        assert page.locator("noscript").first.is_visible()
        page.click("[data-start] a >> nth=0")
        page.wait_for_url("**/vi/categories/*")


def test_nothing_of_search_is_fetched_before_it_is_used(visit: Visit) -> None:
    asked: list[str] = []
    with visit("/en/") as page:
        page.on("request", lambda request: asked.append(urlsplit(request.url).path))
        page.reload(wait_until="networkidle")
        assert "/assets/site" in [path.partition(".")[0] for path in asked]
        assert [path for path in asked if "/search" in path] == []


class Served:
    """Answers for the search files of another shop, and notes what each costs compressed."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.cost: dict[str, int] = {}

    def __call__(self, route: Any) -> None:
        path = urlsplit(route.request.url).path.lstrip("/")
        content = self.files[path]
        self.cost[path] = len(gzip.compress(content))
        route.fulfill(body=content, content_type="application/json")


def test_a_large_shop_is_searched_in_few_files(visit: Visit) -> None:
    entries = many(LARGE)
    served = Served(search_files(entries, "en"))
    with visit("/en/") as page:
        page.route("**/search/en/*.json", served)
        page.goto(f"{page.url}search?q=celadon+teapot")
        shown = titles(page)
        assert len(shown) >= 6
        assert all("celadon teapot" in title for title in shown)
        assert sum(served.cost.values()) < MOST_BYTES
        page.click("[data-more]")
        page.locator(".found .card").nth(len(shown)).wait_for()
        numbered = entries[2345]
        page.goto(f"{page.url.partition('?')[0]}?q={numbered.product['title'].replace(' ', '+')}")
        assert titles(page)[0] == numbered.product["title"]
        wanted = entries[1234]
        sku = wanted.product["variants"][0]["sku"]
        served.cost.clear()
        page.goto(f"{page.url.partition('?')[0]}?q={sku}")
        assert titles(page) == [wanted.product["title"]]
        assert sum(served.cost.values()) < MOST_BYTES


def test_two_editions_of_a_shop_are_never_mixed(visit: Visit) -> None:
    """Prices of yesterday's products would be prices of others."""
    entries = many(60)
    files = search_files(entries, "en")
    today = search_files(entries[:40], "en")
    served = Served({**files, "search/en/prices-1-0.json": today["search/en/prices-1-0.json"]})
    with visit("/en/") as page:
        page.route("**/search/en/*.json", served)
        page.goto(f"{page.url}search?q=paper")
        assert titles(page) == []
        served.files = files
        page.reload()
        assert len(titles(page)) > 0
