"""Columns of any table, by their names in nine languages and by what stands in them."""

from pathlib import Path

import pytest

from shop.adapters.sqlite_store import SqliteStore
from shop.catalogue.import_maps import load_map, map_key, save_map
from shop.catalogue.importing import read_file
from shop.catalogue.reading.decimals import decimal_mark
from shop.catalogue.reading.guessing import guess, parse_mapping
from shop.catalogue.reading.joining import join, open_file
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import Row
from shop.errors import InvalidInput, InvalidSpreadsheet

HEADERS = {
    "en": ("Item Code", "Product Name", "Unit Price", "Qty", "Category", "Image URL"),
    "zh-Hans": ("商品编码", "商品名称", "售价", "库存", "分类", "图片"),
    "zh-Hant": ("商品編號", "商品名稱", "售價", "庫存", "分類", "圖片"),
    "vi": ("Mã sản phẩm", "Tên sản phẩm", "Giá bán", "Tồn kho", "Danh mục", "Hình ảnh"),
    "de": ("Artikelnummer", "Bezeichnung", "Verkaufspreis", "Lagerbestand", "Warengruppe", "Bild"),
    "fr": ("Référence", "Désignation", "Prix TTC", "Quantité", "Catégorie", "Photo"),
    "it": ("Codice articolo", "Nome prodotto", "Prezzo", "Giacenza", "Categoria", "Immagine"),
    "ru": ("Артикул", "Наименование", "Цена", "Остаток", "Категория", "Изображение"),
    "nl": ("Artikelnummer", "Productnaam", "Verkoopprijs", "Voorraad", "Categorie", "Afbeelding"),
}
FIELDS = ["sku", "title", "price", "stock", "category", "picture"]


@pytest.mark.parametrize("language", HEADERS)
def test_columns_are_found_by_their_names(language: str) -> None:
    found = guess(HEADERS[language])
    assert [found.matches[index].field for index in range(6)] == FIELDS
    assert all(match.confidence >= 0.9 for match in found.matches.values())


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("京东产品名称", "title"),
        ("originalPrice", "compare_at"),
        ("sub_category", "subcategory"),
        ("Price (USD)", "price"),
        ("Giá vốn", "cost"),
        ("EK-Preis", "cost"),
        ("Prezzo di listino", "compare_at"),
        ("product_url", "-link"),
        ("totalReviews", "-rating"),
        ("vkNetto", "-net price"),
        ("Artikeltext1", "title"),
    ],
)
def test_names_as_programs_and_people_write_them(name: str, field: str) -> None:
    assert guess([name]).matches[0].field == field


def test_what_stands_in_the_cells_speaks_against_a_name() -> None:
    rows = [Row(2, ("on request", "12.50")), Row(3, ("ask us", "3"))]
    assert guess(["Price", "Unit price"], rows).column("price") == 1


def test_a_field_goes_to_the_column_that_fits_it_best() -> None:
    found = guess(["Preis je Meter", "Preis", "Name"])
    assert (found.column("price"), found.column("title")) == (1, 2)


def test_a_guess_can_be_shown_and_corrected() -> None:
    found = guess(["Name", "Preis", "Text A", "Bild"])
    assert found.as_json()["Preis"] == {"field": "price", "confidence": 1.0}
    corrected = found.corrected(parse_mapping(["text a=title", "Bild=ignore", "Preis=compare at"]))
    assert corrected.as_json() == {
        "Text A": {"field": "title", "confidence": 1.0},
        "Preis": {"field": "compare_at", "confidence": 1.0},
    }


@pytest.mark.parametrize("argument", ["Preis", "=price", "Preis=colour of the sky"])
def test_a_mapping_that_says_nothing_is_refused(argument: str) -> None:
    with pytest.raises(InvalidInput):
        parse_mapping([argument])


def test_a_mapping_of_a_column_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(InvalidInput, match="Name, Preis"):
        guess(["Name", "Preis"]).corrected({"Prijs": "price"})


def test_a_mapping_is_remembered_per_set_of_columns(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "shop.sqlite")
    save_map(store, ["Was", "Wieviel", "Rest"], {"Was": "title", "Wieviel": "price"})
    assert load_map(store, ["REST", "was ", "Wieviel"]) == {"Was": "title", "Wieviel": "price"}
    assert load_map(store, ["Was", "Wieviel"]) == {}
    save_map(store, ["Was", "Wieviel", "Rest"], {"Rest": "stock"})
    content = b"Was,Wieviel,Rest\nTee,3.50,7\n"
    opened = open_file(content, "x.csv", remembered=lambda header: load_map(store, header))
    (draft,) = join([opened], "EUR").drafts.products
    assert (draft.title, draft.variants[0].stock) == ("Tee", 7)
    assert map_key(["a", "B"]) == map_key(["b", "A", ""])
    store.close()


def test_mapping_a_format_that_needs_none_is_refused() -> None:
    with pytest.raises(InvalidInput, match="shopify"):
        open_file(b"Handle,Title\na,A\n", "x.csv", format="shopify", mapping={"Title": "title"})


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Product name,Brand\nTea,X\n", "No column was found for the price"),
        ("Price,Brand\n3,X\n", "No column was found for the product's name"),
    ],
)
def test_missing_columns_are_asked_for(text: str, asked: str) -> None:
    with pytest.raises(InvalidSpreadsheet, match="nothing is imported") as refused:
        read_file(text.encode(), "goods.csv", currency="USD")
    assert asked in refused.value.message


def test_a_code_without_a_price_is_no_reason_to_sell_for_nothing() -> None:
    reading = read_file(b"Item code,Product name,Qty\nA1,Tea,5\n", "goods.csv", currency="USD")
    assert [product.status for product in reading.products] == ["draft"]
    assert "variant.price" not in (reading.fields or frozenset())


def test_rows_that_differ_in_size_are_one_product() -> None:
    text = "Product name,Size,Price,Photo\nTee,S,5,1.jpg\nTee,M,6,2.jpg\nCup,,3,\n"
    problems = Problems()
    tee, cup = join([open_file(text.encode(), "x.csv")], "USD").drafts.products
    assert [variant.options for variant in tee.variants] == [("S",), ("M",)]
    assert [variant.picture for variant in tee.variants] == ["1.jpg", "2.jpg"]
    assert (len(cup.variants), cup.options, len(problems)) == (1, [], 0)


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1.234", "12,50"], ","),
        (["1,234", "12.5"], "."),
        (["1.234.567"], ","),
        (["1 234,50"], ","),
        (["0.125"], "."),
        (["1.234", "5.678"], ""),
        (["1.5", "2,5"], ""),
        (["12", "¥5"], ""),
    ],
)
def test_the_decimal_mark_is_what_other_cells_of_the_column_prove(
    texts: list[str], mark: str
) -> None:
    assert decimal_mark(texts) == mark


def test_a_doubtful_price_is_read_as_its_column_says() -> None:
    text = "Bezeichnung;Preis\nTee;1.234\nTasse;12,50\n"
    products = read_file(text.encode(), "goods.csv", currency="EUR").products
    prices = [product.variants[0].price for product in products]
    assert [price.amount if price else None for price in prices] == [123400, 1250]


@pytest.mark.parametrize("text", ["1 234,50", "1.234,50 €", "1234.5", "€1,234.50"])
def test_prices_as_people_write_them(text: str) -> None:
    content = f"Bezeichnung;Preis\nTee;{text}\n"
    (product,) = read_file(content.encode(), "goods.csv", currency="EUR").products
    assert product.variants[0].price is not None
    assert product.variants[0].price.amount == 123450
