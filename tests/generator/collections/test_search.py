"""The data of search, as the browser reads it."""

from typing import Any
from zlib import crc32

import orjson

from generator.collections.search_terms import IDENTITY, MOST
from shop.catalogue.model import Picture, Product, ProductText

from .shelf import entry, files_of, product, usd, variant

LARGE = 5000
TEA = product(
    "long-tinh",
    title="Dragon Well tea",
    brand="Hiên",
    categories=(("Tea", "Green tea"), ("Gifts",)),
    variants=(
        variant("TEA-LJ-050", 1680, compare_at=usd(2100)),
        variant("TEA-LJ-100", 3000),
    ),
    pictures=(Picture(src="/media/0123-long-tinh.svg"),),
    recommended=True,
    texts={
        "vi": ProductText(title="Trà Long Tỉnh", categories=(("Trà", "Trà xanh"), ("Quà",))),
        "zh-Hant": ProductText(title="西湖龍井", categories=(("茶", "綠茶"), ("禮物",))),
    },
)


def read(files: dict[str, bytes], path: str) -> Any:
    return orjson.loads(files[f"search/{path}.json"])


def words_of(*products: Product, language: str = "en") -> dict[str, list[int]]:
    files = files_of("search-terms", map(entry, products), LARGE)
    found: dict[str, list[int]] = {}
    for path, content in files.items():
        if path.startswith(f"search/{language}/terms-"):
            found |= orjson.loads(content)
    return found


def test_a_small_shop_says_what_products_are_and_apart_from_it_what_they_cost() -> None:
    docs = read(files_of("search-docs", [entry(TEA)]), "vi/docs-1-0")
    assert docs["k"] == [[-1, "Trà"], [0, "Trà xanh"], [-1, "Quà"]]
    assert docs["b"] == ["Hiên"]
    assert docs["d"] == [["Trà Long Tỉnh"], [0], [[1, 2]], ["tealj:050,100"]]
    prices = read(files_of("search-prices", [entry(TEA)]), "vi/prices-1-0")
    on_sale, price_from, recommended = 2, 4, 8
    assert prices["c"] == [["USD", 2]]
    assert prices["p"] == [[1680], [on_sale + price_from + recommended], [2100]]
    cards = read(files_of("search-cards", [entry(TEA)]), "vi/cards-1-0")
    assert cards == [["long-tinh", "/media/0123-~.svg", crc32("Trà Long Tỉnh".encode()) & 0xFFFF]]
    assert docs["t"] == prices["t"]
    assert docs["n"] == [1]


def test_in_a_large_shop_a_product_stands_whole_in_one_file() -> None:
    files = files_of("search-docs", [entry(TEA)], LARGE)
    (path,) = [path for path in files if path.startswith("search/en/docs-512-")]
    docs = orjson.loads(files[path])
    assert docs["p"] == [[1680], [14], [2100]]
    assert docs["a"] == [["long-tinh"], ["/media/0123-~.svg"]]
    assert files_of("search-prices", [entry(TEA)], LARGE) == {}
    assert files_of("search-cards", [entry(TEA)], LARGE) == {}


def test_what_is_sold_out_or_has_no_price_says_so() -> None:
    none = product("gift", variants=(variant("G", None),))
    gone = entry(product("cup"), frozenset({"CUP"}))
    prices = read(files_of("search-prices", [gone, entry(none)]), "en/prices-1-0")
    assert prices["p"] == [[1200, -1], [1, 16], [0, 0]]


def test_a_shop_without_products_says_that_there_is_nothing_to_load() -> None:
    assert read(files_of("search-docs", []), "en/index") == {"docs": 0, "cards": 1}


def test_a_small_shop_has_no_files_of_words() -> None:
    assert files_of("search-terms", [entry(TEA)], 1000) == {}


def test_words_lead_to_a_product_by_title_brand_category_and_sku() -> None:
    words = words_of(TEA, language="vi")
    assert {"tra", "long", "tinh", "hien", "xanh", "qua", "tealj050"} <= words.keys()
    assert len({identity for found in words.values() for identity in found}) == 1
    assert all(identity < 512 * IDENTITY for found in words.values() for identity in found)


def test_either_chinese_finds_the_other() -> None:
    for language in ("zh-Hans", "zh-Hant"):
        words = words_of(TEA, language=language)
        assert {"龙井", "龍井", "绿茶", "綠茶", "西湖", "井"} <= words.keys()


def test_words_that_begin_alike_lie_in_one_file() -> None:
    some = [product("a", title="Teapot"), product("b", title="Teaspoon")]
    files = files_of("search-terms", map(entry, some), LARGE)
    (found,) = [
        path
        for path, content in files.items()
        if path[:10] == "search/en/" and b"teapot" in content
    ]
    assert b"teaspoon" in files[found]
    facts = orjson.loads(files["search/en/terms.json"])
    number = int(found.rpartition("-")[2].removesuffix(".json"), 16)
    assert int(facts["there"], 16) >> number & 1
    assert facts["key"] == 3


def test_of_a_word_that_all_hold_the_best_are_named_and_all_counted() -> None:
    some = [product(f"cup-{number}", title="Cup", categories=()) for number in range(MOST + 20)]
    best = product("best", title="Cup", categories=(), recommended=True)
    cups = words_of(*some, best)["cup"]
    assert len(cups) == MOST + 1
    assert cups[-1] == -(MOST + 21)
    assert cups[0] == words_of(best)["cup"][0]
