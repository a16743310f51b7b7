"""The product feed, as a merchant centre reads it."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from generator.source import Entry
from shop.catalogue.model import Option, Picture, ProductText

from .shelf import BASE, entry, files_of, product, usd, variant

Item = dict[str, list[str]]
SHIRT = product(
    "shirt",
    title="Shirt <linen> & more",
    description="<p>Cool.</p><p>Light.</p>",
    brand="Hiên",
    categories=(("Clothes", "Shirts"),),
    options=(
        Option(name="Size", values={"vi": {"Small": "Nhỏ"}}),
        Option(name="Collar"),
    ),
    pictures=(Picture(src="/media/a.svg"), Picture(src="/media/b.svg")),
    variants=(
        variant("S-S", 800, compare_at=usd(1000), options=("Small", "Mandarin"), weight_grams=120),
        variant("S-L", 900, options=("Large", "Mandarin"), barcode="00123", picture="/media/b.svg"),
        variant("S-X", None, options=("Huge", "Mandarin")),
    ),
    texts={"vi": ProductText(title="Áo sơ mi")},
)


def items(entries: list[Entry], language: str = "en") -> list[Item]:
    feed = files_of("product-feed", entries)[f"feeds/{language}/products.xml"]
    found = []
    for item in ET.fromstring(feed).iter("item"):  # noqa: S314 - our own
        facts: Item = {}
        for child in item:
            facts.setdefault(child.tag.partition("}")[2], []).append("|".join(child.itertext()))
        found.append(facts)
    return found


def test_each_variant_with_a_price_is_an_item() -> None:
    small, large = items([entry(SHIRT, frozenset({"S-L"}))])
    assert small == {
        "id": ["S-S"],
        "mpn": ["S-S"],
        "title": ["Shirt <linen> & more – Small / Mandarin"],
        "link": [f"{BASE}/en/products/shirt#sku=S-S"],
        "image_link": [f"{BASE}/media/a.svg"],
        "additional_image_link": [f"{BASE}/media/b.svg"],
        "price": ["10.00 USD"],
        "sale_price": ["8.00 USD"],
        "availability": ["in_stock"],
        "shipping_weight": ["120 g"],
        "size": ["Small"],
        "product_detail": ["Collar|Mandarin"],
        "description": ["Cool. Light."],
        "condition": ["new"],
        "brand": ["Hiên"],
        "item_group_id": ["shirt"],
        "product_type": ["Clothes > Shirts"],
    }
    assert (large["price"], large["availability"]) == (["9.00 USD"], ["out_of_stock"])
    assert large["gtin"] == ["00123"]
    assert large["image_link"] == [f"{BASE}/media/b.svg"]
    assert "sale_price" not in large


def test_a_feed_speaks_its_language() -> None:
    small = items([entry(SHIRT)], "vi")[0]
    assert small["title"] == ["Áo sơ mi – Nhỏ / Mandarin"]
    assert small["link"] == [f"{BASE}/vi/products/shirt#sku=S-S"]


def test_one_variant_is_no_group_and_without_brand_and_code_has_no_identifier() -> None:
    (tea,) = items([entry(product("tea"))])
    assert "item_group_id" not in tea
    assert tea["identifier_exists"] == ["no"]
    assert tea["link"] == [f"{BASE}/en/products/tea"]


def test_a_sale_whose_days_are_known_names_them() -> None:
    days = {
        "sale_starts": datetime(2026, 11, 1, tzinfo=UTC),
        "sale_ends": datetime(2026, 11, 30, tzinfo=UTC),
    }
    (tea,) = items([entry(product(variants=(variant("T", 800, compare_at=usd(900), **days),)))])
    assert tea["sale_price_effective_date"] == ["2026-11-01T00:00:00Z/2026-11-30T00:00:00Z"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a\x00b\x1fc", "abc"), ("a\x0bb\ufffe c", "ab c"), (']]> <&"', ']]> <&"')],
)
def test_what_xml_cannot_hold_is_left_out(text: str, kept: str) -> None:
    (tea,) = items([entry(product(title=text))])
    assert tea["title"] == [kept]


def test_what_is_odd_in_addresses_is_encoded_and_escaped() -> None:
    odd = product(
        "shirt",
        pictures=(Picture(src="https://cdn.example.com/a b.jpg?w=1&h=2"),),
        variants=(variant("A&B <1>"), variant("C")),
    )
    first, second = items([entry(odd)])
    assert (first["id"], first["mpn"]) == (["A&B <1>"], ["A&B <1>"])
    assert first["link"] == [f"{BASE}/en/products/shirt#sku=A%26B%20%3C1%3E"]
    assert first["image_link"] == ["https://cdn.example.com/a%20b.jpg?w=1&h=2"]
    assert second["link"] == [f"{BASE}/en/products/shirt#sku=C"]


def test_a_value_without_words_adds_nothing_to_the_title() -> None:
    nameless = product("shirt", options=(Option(name="Size"),), variants=(variant("S"),))
    assert items([entry(nameless)])[0]["title"] == ["Shirt"]


def test_the_same_option_is_said_in_each_language() -> None:
    files = {code: items([entry(SHIRT)], code)[0] for code in ("en", "vi")}
    assert [files[code]["size"] for code in ("en", "vi")] == [["Small"], ["Nhỏ"]]


def test_a_large_feed_lies_in_several_files_and_a_list_names_them() -> None:
    shop = [entry(product(f"tea-{number}")) for number in range(40)]
    files = files_of("product-feed", shop, 1000)
    named = files["feeds/en/products.txt"].decode().split()
    paths = [path for path in files if path.startswith("feeds/en/") and path.endswith(".xml")]
    assert sorted(named) == sorted(f"{BASE}/{path}" for path in paths)
    assert len(paths) == 8
    found = [item for path in paths for item in ET.fromstring(files[path]).iter("item")]  # noqa: S314
    assert len(found) == 40
