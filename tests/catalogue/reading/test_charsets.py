"""Texts in the encodings that spreadsheet programs write."""

import pytest

from shop.catalogue.reading.charsets import decode
from shop.errors import InvalidSpreadsheet

CHINESE = "编码,名称,价格\n1,龙井茶礼盒 250克,￥599.00\n2,紫砂壶（手工）,1280\n"
TAIWANESE = "編號,名稱,價格\n1,凍頂烏龍茶禮盒,NT$590\n2,手工陶壺「簷下」,1280\n"
GERMAN = "Artikel;Preis\nKäse für “Öl”;1,50 €\nGrößenübersicht – Übergröße;2\n"
FRENCH = "Désignation;Prix\nThé à la menthe d’été;3,00\nCœur « brisé »;4\n"
RUSSIAN = "Название;Цена\nЧай зелёный листовой;120\nЧАШКА БЕЛАЯ;90\n"
VIETNAMESE = "Tên,Giá\nTrà sen Tây Hồ,120.000 ₫\n"


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (CHINESE, "gbk", "gbk"),
        (CHINESE + "㐀\n", "gb18030", "gb18030"),
        (TAIWANESE, "big5", "big5"),
        (GERMAN, "cp1252", "cp1252"),
        (FRENCH, "cp1252", "cp1252"),
        ("Größe\n", "latin-1", "cp1252"),
        (RUSSIAN, "cp1251", "cp1251"),
        (VIETNAMESE, "utf-8", "utf-8"),
        (VIETNAMESE, "utf-8-sig", "utf-8"),
        (VIETNAMESE, "utf-16", "utf-16"),
        (VIETNAMESE, "utf-16-le", "utf-16-le"),
        (VIETNAMESE, "utf-16-be", "utf-16-be"),
        ("Title,Price\n", "ascii", "utf-8"),
    ],
)
def test_an_encoding_is_told_by_how_it_reads(text: str, encoding: str, told: str) -> None:
    assert decode(text.encode(encoding), "goods.csv") == (text, told)


def test_traditional_chinese_in_gbk_is_not_taken_for_big5() -> None:
    assert decode(TAIWANESE.encode("gbk"), "goods.csv")[0] == TAIWANESE


@pytest.mark.parametrize("word", ["Tüte", "Früh", "Weißbier", "Kühlschrank", "piñata", "Stück"])
def test_a_single_accent_does_not_make_a_text_chinese(word: str) -> None:
    text = f"Title,Price\n{word},12\n"
    assert decode(text.encode("cp1252"), "goods.csv") == (text, "cp1252")


def test_a_large_file_is_judged_by_the_lines_that_say_something() -> None:
    text = "Title;Price\n" + "Plain;1\n" * 200_000 + "Käse;2\n"
    assert decode(text.encode("cp1252"), "goods.csv") == (text, "cp1252")


@pytest.mark.parametrize("content", [b"\xff\xfeabc", b"Title\n\x81\xff\xfe\x00\n", bytes(1000)])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidSpreadsheet):
        decode(content, "goods.csv")
