"""What search engines read."""

import json
from xml.etree import ElementTree as ET

from generator.seo import absolute, alternates, json_ld, product_data
from generator.sitemap import robots, sitemaps
from generator.source import Entry
from generator.views import ProductViews
from shop.catalogue.model import Picture, Product

from .samples import product, usd, variant

BASE = "https://shop.example.com"
URL = f"{BASE}/en/products/green-tea"
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def data(it: Product, gone: frozenset[str] = frozenset()) -> dict[str, object]:
    entry = Entry(it, gone, "", "")
    view = ProductViews("en", "en").product(entry)
    return product_data(BASE, entry, view, "From the hills.", URL)


def test_json_in_a_page_cannot_end_its_script() -> None:
    hostile = "</script><!--<script>&\u2028"
    text = str(json_ld({"name": hostile}))
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["@graph"][0]["name"] == hostile


def test_one_variant_is_one_offer() -> None:
    it = product(brand="Hiên", pictures=(Picture(src="/media/a b.svg"),), variants=(variant("T"),))
    assert data(it) == {
        "@type": "Product",
        "name": "Green tea",
        "description": "From the hills.",
        "url": URL,
        "image": [f"{BASE}/media/a%20b.svg"],
        "brand": {"@type": "Brand", "name": "Hiên"},
        "sku": "T",
        "offers": {
            "@type": "Offer",
            "sku": "T",
            "price": "12.00",
            "priceCurrency": "USD",
            "availability": "https://schema.org/InStock",
            "url": URL,
        },
    }


def test_several_variants_are_an_aggregate_of_those_with_a_price() -> None:
    it = product(variants=(variant("S", 800), variant("L", 1500), variant("XL", None)))
    offers = data(it, gone=frozenset({"L"}))["offers"]
    assert isinstance(offers, dict)
    assert (offers["lowPrice"], offers["highPrice"], offers["offerCount"]) == ("8.00", "15.00", 2)
    assert [offer["availability"].rpartition("/")[2] for offer in offers["offers"]] == [
        "InStock",
        "OutOfStock",
    ]


def test_without_a_price_there_is_no_offer() -> None:
    assert "offers" not in data(product(variants=(variant("T", None),)))


def test_prices_of_different_currencies_are_not_compared() -> None:
    other = variant("B").model_copy(update={"price": usd(1).model_copy(update={"currency": "VND"})})
    offers = data(product(variants=(variant("A"), other)))["offers"]
    assert isinstance(offers, dict)
    assert (offers["@type"], offers["price"]) == ("Offer", "12.00")


def test_complete_addresses_stay_complete() -> None:
    assert absolute(BASE, "https://cdn.example.com/x y.jpg?v=1") == (
        "https://cdn.example.com/x%20y.jpg?v=1"
    )


def test_x_default_is_the_default_language_and_for_home_the_chooser() -> None:
    addresses = {"vi": "/vi/products/a", "en": "/en/products/a"}
    assert alternates(BASE, addresses, "en")[-1] == {
        "lang": "x-default",
        "url": f"{BASE}/en/products/a",
    }
    assert alternates(BASE, {"en": "/en/", "vi": "/vi/"}, "en")[-1]["url"] == f"{BASE}/"


def test_sitemap_lists_each_language_with_all_alternates() -> None:
    pages = [{"en": "/en/products/a", "vi": "/vi/products/a"}]
    root = ET.fromstring(sitemaps(BASE, pages, "en")["sitemap.xml"])  # noqa: S314 - our own
    assert [loc.text for loc in root.findall("s:url/s:loc", SPACE)] == [
        f"{BASE}/en/products/a",
        f"{BASE}/vi/products/a",
    ]
    languages = [link.get("hreflang") for link in root.findall("s:url/x:link", SPACE)]
    assert languages == ["en", "vi", "x-default"] * 2


def test_a_large_sitemap_is_an_index_of_several() -> None:
    pages = [{"en": f"/en/products/{number}"} for number in range(5)]
    files = sitemaps(BASE, pages, "en", limit=2)
    assert sorted(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    index = ET.fromstring(files["sitemap.xml"])  # noqa: S314 - our own
    assert [loc.text for loc in index.findall("s:sitemap/s:loc", SPACE)] == [
        f"{BASE}/sitemap-{number}.xml" for number in (1, 2, 3)
    ]


def test_robots_name_the_sitemap_and_keep_out_of_the_functions() -> None:
    lines = robots(BASE).decode().splitlines()
    assert f"Sitemap: {BASE}/sitemap.xml" in lines
    assert "Disallow: /api/" in lines
