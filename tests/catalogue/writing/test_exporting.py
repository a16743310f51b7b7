"""The catalogue as a spreadsheet."""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from catalogue.writing.products import NOW

from shop.adapters.sqlite_store import SqliteStore
from shop.catalogue.escaping import FORMULA
from shop.catalogue.importing import Reading, read_file
from shop.catalogue.model import Option, Picture, Product, ProductText, Variant
from shop.catalogue.publishing import Order, Outcome, compare
from shop.catalogue.publishing import publish as publish_reading
from shop.catalogue.reading.table_columns import COLUMNS, TRANSLATED
from shop.catalogue.writing.exporting import export, write_export
from shop.catalogue.writing.files import write_csv, write_rows
from shop.catalogue.writing.goods import Cell, LeftOut
from shop.errors import InvalidInput
from shop.money import Money

FORMATS = ("table", "shopify", "woocommerce")
USD = Money.of(1250, "USD")
TEA = Product(
    handle="tea", title="Tea", status="active", options=(Option(name="Size"),),
    variants=(Variant(sku="T-1", options=("S, M",), price=USD, tracked=False),
              Variant(sku="T-2", options=("L",), price=USD, compare_at=Money.of(2000, "USD"))),
    pictures=tuple(Picture(src=f"https://x.example/{n}.jpg", alt=f"{n}") for n in "abc"),
    categories=(("Tea", "Green"), ("Gifts",)),
)  # fmt: skip
CUP = Product(handle="cup", title="Cup", variants=(Variant(sku="007", price=USD),))
# Columns by which an owner renames or selects: nothing of a product, so nothing to write.
STEERING = {"old_sku"}


def rows(products: list[Product], name: str, **costs: Money) -> list[dict[str, Cell]]:
    header, *rest = export(products, costs, {"T-2": 5}, name, "USD")
    return [dict(zip(map(str, header), row, strict=True)) for row in rest]


def chosen(found: list[dict[str, Cell]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in found]


def test_the_table_has_every_column_of_the_format() -> None:
    words = dict.fromkeys(("vi", "zh-Hant"), "x")
    texts = {code: ProductText(title=word) for code, word in words.items()}
    header = next(export([CUP.model_copy(update={"texts": texts})], {}, {}, "table", "USD"))
    fields = [name for name in COLUMNS if name not in STEERING]
    translated = [f"{COLUMNS[n][0]}[{code}]" for n in TRANSLATED for code in words]
    assert sorted(map(str, header)) == sorted([*(COLUMNS[n][0] for n in fields), *translated])


def test_what_belongs_to_the_product_stands_in_its_first_row() -> None:
    found = chosen(rows([TEA], "table"), "Handle", "Title", "SKU", "Option1 Value", "Price")
    assert found == [
        ("tea", "Tea", "T-1", "S, M", USD.to_decimal()),
        ("tea", "", "T-2", "L", USD.to_decimal()),
    ]


def test_shopify_has_a_row_per_variant_and_one_per_further_picture() -> None:
    found = rows([TEA], "shopify")
    assert chosen(found, "Handle", "Variant SKU", "Image Src", "Image Position") == [
        ("tea", "T-1", "https://x.example/a.jpg", 1),
        ("tea", "T-2", "https://x.example/b.jpg", 2),
        ("tea", "", "https://x.example/c.jpg", 3),
    ]
    assert chosen(found[:1], "Published", "Product Category", "Option1 Name") == [
        ("TRUE", "Tea > Green", "Size")
    ]
    assert rows([CUP], "shopify")[0]["Option1 Value"] == "Default Title"


def test_woocommerce_has_a_parent_and_its_variations() -> None:
    found = rows([TEA, CUP], "woocommerce")
    assert chosen(found, "Type", "SKU", "Parent", "Regular price", "Sale price", "Stock") == [
        ("variable", "tea", "", "", "", ""),
        ("variation", "T-1", "tea", USD.to_decimal(), "", ""),
        ("variation", "T-2", "tea", Money.of(2000, "USD").to_decimal(), USD.to_decimal(), 5),
        ("simple", "007", "", USD.to_decimal(), "", ""),
    ]
    assert found[0]["Attribute 1 value(s)"] == "S\\, M, L"
    assert found[1]["Attribute 1 value(s)"] == "S\\, M"


def test_a_parent_never_has_the_sku_of_a_variant() -> None:
    other = CUP.model_copy(update={"variants": (Variant(sku="TEA"),)})
    assert [row["SKU"] for row in rows([TEA, other], "woocommerce")] == [
        "tea-2", "T-1", "T-2", "TEA",
    ]  # fmt: skip


def test_decimals_are_those_of_the_currency() -> None:
    kuwait = CUP.model_copy(update={"variants": (Variant(sku="K", price=Money.of(90750, "KWD")),)})
    dong = CUP.model_copy(update={"variants": (Variant(sku="V", price=Money.of(90750, "VND")),)})
    assert [str(row["Price"]) for row in rows([kuwait, dong], "table")] == ["90.750", "90750"]


def test_a_cost_in_another_currency_keeps_it() -> None:
    (row,) = rows([CUP], "table", **{"007": Money.of(90000, "VND")})
    assert (row["Cost"], row["Currency"]) == ("90000 VND", "USD")


def publish(store: SqliteStore, reading: Reading) -> Outcome:
    return publish_reading(store, reading, lambda: NOW, Order(actor="owner"))


def write(store: SqliteStore, path: Path, name: str = "table", **more: Any) -> list[LeftOut]:
    return write_export(store, path, name, currency="USD", **more).left_out


def fill(store: SqliteStore, *products: Product) -> None:
    content = io.BytesIO()
    write_csv(export(products, {}, {}, "table", "USD"), content)
    reading = read_file(content.getvalue(), "in.csv", currency="USD")
    publish(store, reading)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_every_page_of_the_store_is_written(
    store: SqliteStore, tmp_path: Path, name: str, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shop.catalogue.writing.goods.PAGE", 2)
    cups = [CUP.model_copy(update={"handle": f"cup-{n}", "title": f"Cup {n}",
                                   "variants": (Variant(sku=f"C{n}", price=USD),)})
            for n in range(5)]  # fmt: skip
    fill(store, *cups)
    path = tmp_path / f"out{suffix}"
    done = write_export(store, path, name, currency="USD")
    assert (done.products, done.rows, done.left_out) == (5, 5, [])
    reading = read_file(path, currency="USD")
    assert [product.title for product in reading.products] == [cup.title for cup in cups]
    assert list(tmp_path.glob(".out*")) == []


def test_the_exported_table_changes_nothing_when_it_is_imported(
    store: SqliteStore, tmp_path: Path
) -> None:
    source = "Title,SKU,Price,Cost,Stock,Categories,Attribute: Year\n=Tea,'1,12.50,4,7,A > B,2026\n"
    reading = read_file(source.encode(), "in.csv", currency="USD")
    publish(store, reading)
    for name in ("a.csv", "a.xlsx"):
        write(store, tmp_path / name)
        again = read_file(tmp_path / name, currency="USD")
        outcome = compare(store, again)
        assert (outcome.added, outcome.changed, outcome.unchanged) == ([], [], 1)
        assert (again.costs, again.stock) == (reading.costs, reading.stock)
        published = publish(store, again)
        assert (published.unchanged, published.stock_changes) == (1, 0)


def test_what_a_format_cannot_hold_is_left_out_and_named(
    store: SqliteStore, tmp_path: Path
) -> None:
    archived = CUP.model_copy(update={"handle": "old", "status": "archived",
                                      "variants": (Variant(sku="O", price=USD),)})  # fmt: skip
    yen = CUP.model_copy(update={"handle": "yen", "variants": (
        Variant(sku="Y", price=Money.of(90, "JPY")),)})  # fmt: skip
    fill(store, CUP, archived, yen)
    amounts = LeftOut("yen", "it has amounts in JPY, and the file is in USD")
    assert write(store, tmp_path / "t.csv") == []
    assert write(store, tmp_path / "s.csv", "shopify") == [amounts]
    assert write(store, tmp_path / "w.csv", "woocommerce") == [
        LeftOut("old", "WooCommerce knows no archived products"), amounts,
    ]  # fmt: skip
    assert "JPY" not in (tmp_path / "s.csv").read_text(encoding="utf-8")
    nothing = CUP.model_copy(update={"variants": ()})
    assert [rows([nothing], name) for name in FORMATS] == [[], [], []]


@pytest.mark.parametrize("name", FORMATS)
def test_no_cell_of_a_csv_begins_like_a_formula(name: str, tmp_path: Path) -> None:
    evil = "=HYPERLINK(1)"
    product = Product(
        handle="x", title=evil, brand="+1", supplier="-1", origin="@1", tags=("＝1",), reason=evil,
        categories=((evil,),), options=(Option(name=evil),), low_stock_level=-3,
        variants=(Variant(sku=evil, options=(evil,), price=USD, barcode="-5"),),
        pictures=(Picture(src="https://x.example/a", alt=evil),), attributes={"=1": evil},
        seo_title=evil,
    )  # fmt: skip
    path = tmp_path / "x.csv"
    write_rows(export([product], {}, {}, name, "USD"), path, name)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert f"'{evil}" in cells
    assert [cell for cell in cells if cell[:1] and cell[0] in FORMULA] == []


def test_a_workbook_holds_texts_as_texts_and_numbers_as_numbers(
    store: SqliteStore, tmp_path: Path
) -> None:
    fill(store, CUP.model_copy(update={"title": "=1+1", "brand": "#REF", "supplier": "'=1"}))
    write(store, tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    cell = {str(head.value): sheet.cell(2, head.column) for head in sheet[1]}
    assert (cell["Title"].value, cell["Title"].data_type) == ("=1+1", "s")
    assert cell["Title"].quotePrefix
    assert (cell["SKU"].value, cell["SKU"].data_type) == ("007", "s")
    assert (cell["Price"].value, cell["Price"].number_format) == (12.5, "0.00")
    assert cell["Supplier"].value == "''=1"
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    offered = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    letter = cell["Status"].column_letter
    assert offered[f"{letter}2:{letter}202"] == '"active,draft,archived"'


def test_a_text_no_excel_cell_can_hold_is_refused_and_csv_holds_it(
    store: SqliteStore, tmp_path: Path
) -> None:
    fill(store, CUP.model_copy(update={"description": f"<p>{'茶' * 40_000}</p>"}))
    with pytest.raises(InvalidInput, match=r"Cell C2 .* Export to a \.csv"):
        write(store, tmp_path / "x.xlsx")
    assert list(tmp_path.glob("*.xlsx")) + list(tmp_path.glob(".x*")) == []
    write(store, tmp_path / "x.csv")
    assert "茶" * 40_000 in (tmp_path / "x.csv").read_text(encoding="utf-8")


def test_the_byte_order_mark_is_a_choice(store: SqliteStore, tmp_path: Path) -> None:
    fill(store, CUP)
    write(store, tmp_path / "a.csv")
    write(store, tmp_path / "b.csv", bom=False)
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbf" + (tmp_path / "b.csv").read_bytes()


@pytest.mark.parametrize(
    ("file", "name"), [("a.ods", "table"), ("a.csv", "etsy"), ("n/a.csv", "table")]
)
def test_what_cannot_be_written_is_said(
    store: SqliteStore, tmp_path: Path, file: str, name: str
) -> None:
    with pytest.raises(InvalidInput):
        write(store, tmp_path / file, name)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_attributes_travel_in_shopify_s_metafields(tmp_path: Path, suffix: str) -> None:
    own = {"_x0041_ = ü": "1", "=Year": "2026", "year": "2027", "Type": "Loose"}
    product = CUP.model_copy(update={"attributes": own, "categories": (("Tea", "Green"),)})
    path = tmp_path / f"x{suffix}"
    write_rows(export([product], {}, {}, "shopify", "USD"), path, "shopify")
    (found,) = read_file(path, currency="USD").products
    assert found.attributes == own
    many = product.model_copy(update={"attributes": {f"n{n}": "x" for n in range(1000)}})
    with pytest.raises(InvalidInput, match="1,000 different attributes"):
        list(export([many], {}, {}, "shopify", "USD"))
