"""Sitemaps, robots.txt and llms.txt."""

from xml.etree import ElementTree as ET

import pytest

from generator.collections.llms import llms_txt
from generator.collections.sitemap import page_sitemaps, robots, sitemap_index

from .shelf import BASE, entry, facts, files_of, product

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def parsed(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - our own


def locations(content: bytes) -> list[str | None]:
    return [loc.text for loc in parsed(content).iterfind(".//s:loc", SPACE)]


def test_a_product_is_named_in_each_language_with_all_alternates() -> None:
    files = files_of("sitemap", [entry(product("green-tea"))])
    assert locations(files["sitemap-products-1.xml"]) == [
        f"{BASE}/{code}/products/green-tea" for code in facts().languages
    ]
    links = parsed(files["sitemap-products-1.xml"]).findall("s:url/x:link", SPACE)
    once = {link.get("hreflang"): link.get("href") for link in links}
    assert len(links) == 4 * 5
    assert once["x-default"] == f"{BASE}/en/products/green-tea"
    assert once["zh-Hant"] == f"{BASE}/zh-Hant/products/green-tea"


def test_the_index_names_every_file() -> None:
    shop = [entry(product(f"tea-{number}")) for number in range(20)]
    files = files_of("sitemap", shop, 3000)
    others = ["sitemap-pages.xml", "sitemap-pages-2.xml"]
    named = locations(sitemap_index(BASE, others, ["0", "1", "2", "3"])["sitemap.xml"])
    assert named == [f"{BASE}/{path}" for path in (*others, *sorted(files))]
    assert len(files) == 4


def test_other_pages_are_cut_into_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.collections.sitemap.PAGES_PER_FILE", 2)
    pages = [{"en": f"/en/pages/{number}", "vi": f"/vi/pages/{number}"} for number in range(5)]
    files = page_sitemaps(BASE, pages, "en")
    assert list(files) == ["sitemap-pages.xml", "sitemap-pages-2.xml", "sitemap-pages-3.xml"]
    assert locations(files["sitemap-pages-3.xml"]) == [f"{BASE}/en/pages/4", f"{BASE}/vi/pages/4"]


def test_robots_name_the_sitemap_and_keep_out_of_functions_and_searches() -> None:
    lines = robots(BASE).decode().splitlines()
    assert f"Sitemap: {BASE}/sitemap.xml" in lines
    assert {"Disallow: /api/", "Disallow: /*/search"} <= set(lines)


def test_llms_txt_says_who_and_where() -> None:
    categories = [{"title": "Tea", "url": "/en/categories/tea"}]
    pages = [{"title": "Delivery", "url": "/en/pages/delivery"}]
    text = llms_txt(facts(tagline={"en": "Tea and clay"}), BASE, categories, pages).decode()
    assert text.startswith("# Hiên\n\n> Tea and clay\n\nPrices in USD, tax included.\n\n## ")
    for line in (
        f"- [Tiếng Việt]({BASE}/vi/)",
        f"- [Tea]({BASE}/en/categories/tea)",
        f"- [Product feed files, vi]({BASE}/feeds/vi/products.txt)",
        f"- [OpenAPI document]({BASE}/api/openapi.json)",
        f"- [Delivery]({BASE}/en/pages/delivery)",
    ):
        assert line in text.splitlines()
