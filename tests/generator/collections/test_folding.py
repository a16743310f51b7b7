"""Text as search compares it."""

import pytest

from generator.collections.folding import fold, grams, han_pairs, runs, simplify, squashed


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Cà phê Đắk Lắk", "ca phe dak lak"),
        ("Áo bà ba", "ao ba ba"),
        ("STRASSE Straße", "strasse strasse"),
        ("Ｔｅａ №5", "tea no5"),
        ("抹茶", "抹茶"),
        ("plain", "plain"),
    ],
)
def test_marks_and_cases_are_one(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_text_is_cut_into_words_and_runs_of_han() -> None:
    assert runs("Trà-xanh 2026 龙井tea『明前』") == (
        "tra", "xanh", "2026", "龙井", "tea", "明前",
    )  # fmt: skip


def test_an_sku_is_one_word_however_it_is_written() -> None:
    assert squashed("TEA-LJ 050") == squashed("tea_lj/050") == "tealj050"


def test_traditional_and_simplified_are_one() -> None:
    assert simplify("龍井綠茶") == "龙井绿茶"
    assert {"绿茶", "綠茶", "龙井", "龍井"} <= set(grams("龍井綠茶"))
    assert set(grams("龍井綠茶")) == set(grams("龙井绿茶"))


def test_only_the_characters_in_use_are_shipped() -> None:
    for text in ("绿茶", "綠茶"):
        pairs = han_pairs([text, "Green tea"])
        assert "綠" in pairs[::2]
        assert set(pairs[1::2]) == {"绿"}
    assert han_pairs(["Trà xanh"]) == ""
