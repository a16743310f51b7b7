"""The shop's own table."""

import csv
import io
from pathlib import Path

import pytest

from shop.catalogue.importing import Reading, read_file
from shop.catalogue.reading.table_columns import COLUMNS, TRANSLATED


def read(*rows: dict[str, str]) -> Reading:
    header = list(dict.fromkeys(name for row in rows for name in row))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return read_file(buffer.getvalue().encode(), "goods.csv", currency="USD")


TEA = {
    "Handle": "sencha", "Title": "Sencha", "Title[vi]": "Trà Sencha", "Title [ZH-hans]": "煎茶",
    "Description": "Fresh.\n\nGreen.", "Description[vi]": "<p>Tươi</p>", "Brand": "Hiên",
    "Origin": "Uji", "Origin[zh-Hans]": "宇治", "Categories": "Tea > Green tea; Gifts",
    "Categories[vi]": "Trà > Trà xanh; Quà", "Tags": "fresh, green; new", "SKU": "007",
    "Option1 Name": "Size", "Option1 Name[vi]": "Cỡ", "Option1 Value": "Small",
    "Option1 Value[vi]": "Nhỏ", "Price": "12.50", "Compare-at price": "15", "Member price": "11",
    "Cost": "4", "Weight (g)": "50", "Stock": "3", "Stock policy": "continue",
    "Pictures": "https://x.example/a.svg; https://x.example/b.svg", "Picture alt": "A; B",
    "Picture alt[vi]": "; Bê", "Attribute: Harvest": "May", "Attribute: Harvest[vi]": "Tháng 5",
    "Attribute: Leaf": "whole", "Attribute name: Harvest[vi]": "Vụ", "Supplier": "Marukyu",
    "Recommended": "yes", "Reason": "Our favourite", "Reason[vi]": "Yêu thích",
    "Low stock level": "2", "SEO title": "Sencha tea",
}  # fmt: skip
LARGE = {"Handle": "sencha", "SKU": "008", "Option1 Value": "Large", "Option1 Value[vi]": "Lớn",
         "Price": "20", "Variant picture": "https://x.example/l.svg"}  # fmt: skip


def test_a_product_in_several_languages_and_sizes() -> None:
    reading = read(TEA, LARGE)
    (tea,) = reading.products
    small, large = tea.variants
    assert list(reading.problems) == []
    assert tea.categories == (("Tea", "Green tea"), ("Gifts",))
    assert tea.tags == ("fresh", "green", "new")
    assert tea.description == "<p>Fresh.</p><p>Green.</p>"
    assert tea.attributes == {"Harvest": "May", "Leaf": "whole"}
    assert set(tea.texts) == {"vi", "zh-Hans"}
    assert tea.texts["vi"].categories == (("Trà", "Trà xanh"), ("Quà",))
    assert tea.texts["vi"].attributes == {"Vụ": "Tháng 5", "Leaf": "whole"}
    assert tea.texts["zh-Hans"].title == "煎茶"
    assert tea.texts["zh-Hans"].attributes == {}
    (size,) = tea.options
    assert size.names == {"vi": "Cỡ"}
    assert size.values == {"vi": {"Small": "Nhỏ", "Large": "Lớn"}}
    assert [picture.alts for picture in tea.pictures] == [{}, {"vi": "Bê"}]
    assert (small.sku, small.options, small.stock_policy) == ("007", ("Small",), "continue")
    assert (large.picture, large.tracked) == ("https://x.example/l.svg", False)
    assert (tea.recommended, tea.supplier, tea.low_stock_level) == (True, "Marukyu", 2)
    assert reading.stock == {"007": 3}
    assert reading.tally.price_sum == {"USD": 3250}


def test_rows_without_handle_follow_the_title_above_them() -> None:
    reading = read({"Title": "Cà phê Đắk Lắk", "Price": "5", "SKU": "a"},
                   {"Title": "", "Price": "6", "SKU": "b"},
                   {"Title": "龙井茶", "Price": "7", "SKU": "c"})  # fmt: skip
    assert [(p.handle, [v.sku for v in p.variants]) for p in reading.products] == [
        ("ca-phe-dak-lak", ["a", "b"]),
        ("long-jing-cha", ["c"]),
    ]


def test_a_bad_price_names_row_column_and_reason() -> None:
    reading = read({"Title": "A", "Price": "5"}, {"Title": "B", "Price": "1_0"})
    (problem,) = reading.problems
    assert (problem.row, problem.column, problem.code, problem.severity) == (
        3, "Price", "price_unreadable", "error",
    )  # fmt: skip
    assert "1_0" in problem.message


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("Status", "hidden", "status_unknown"),
        ("Stock policy", "maybe", "stock_policy_unknown"),
        ("Stock", "many", "number_unreadable"),
        ("Stock", "2.5", "number_unreadable"),
        ("Weight (g)", "heavy", "weight_unreadable"),
        ("Sale ends", "31.12.2026", "date_unreadable"),
        ("Currency", "dollars", "currency_unknown"),
        ("Member price", "-1", "price_negative"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_an_error(column: str, text: str, code: str) -> None:
    reading = read({"Title": "A", "Price": "5", column: text})
    assert [(p.column, p.code) for p in reading.problems.errors] == [(column, code)]


def test_a_product_without_title_is_an_error() -> None:
    reading = read({"Handle": "a", "Title": "", "Price": "5"})
    assert [p.code for p in reading.problems] == ["title_missing"]


def test_unknown_columns_are_told_and_do_no_harm() -> None:
    reading = read({"Title": "A", "Price": "5", "Colour of the sky": "blue", "Title[fr]": "B"})
    assert [(p.row, p.column, p.severity) for p in reading.problems] == [
        (1, "Colour of the sky", "info"),
        (1, "Title[fr]", "info"),
    ]
    assert reading.products[0].title == "A"


def test_translated_categories_must_be_as_deep() -> None:
    reading = read({**TEA, "Categories[vi]": "Trà; Quà"})
    assert [p.code for p in reading.problems] == ["categories_differ"]
    assert reading.products[0].texts["vi"].categories == ()


def test_prices_may_be_in_several_currencies() -> None:
    reading = read({"Title": "A", "Price": "5.00", "Currency": ""},
                   {"Title": "B", "Price": "50.000 ₫", "Currency": "vnd"})  # fmt: skip
    assert reading.tally.price_sum == {"USD": 500, "VND": 50000}


def test_an_sku_used_twice_is_told_with_both_rows() -> None:
    reading = read(
        {"Title": "A", "Price": "5", "SKU": "x"}, {"Title": "B", "Price": "5", "SKU": "x"}
    )
    assert [p.variants[0].sku for p in reading.products] == ["x", "b"]
    (problem,) = reading.problems
    assert (problem.row, problem.code) == (3, "sku_duplicated")
    assert "row 2" in problem.message


def test_a_derived_sku_never_takes_one_of_the_file() -> None:
    reading = read(
        {"Title": "Tea", "Price": "5", "SKU": ""}, {"Title": "B", "Price": "5", "SKU": "tea"}
    )
    assert [p.variants[0].sku for p in reading.products] == ["tea-2", "tea"]


def test_the_owner_s_guide_names_every_column() -> None:
    guide = Path(__file__).resolve().parents[3] / "docs" / "table-format.md"
    text = guide.read_text(encoding="utf-8")
    absent = [names[0] for names in COLUMNS.values() if not names[0].startswith("Option")
              and f"`{names[0]}`" not in text]  # fmt: skip
    absent += [COLUMNS[name][0] for name in TRANSLATED if not name.startswith("option")
               and f"`{COLUMNS[name][0]}[vi]`" not in text]  # fmt: skip
    assert absent == []


def test_a_cell_whose_formula_failed_is_an_error_and_never_shown() -> None:
    reading = read({"Title": "A", "Price": "5", "Stock": "#REF!", "Attribute: Leaf": "#N/A"})
    assert {(p.row, p.column, p.code) for p in reading.problems.errors} == {
        (2, "Stock", "cell_failed"), (2, "Attribute: Leaf", "cell_failed"),
    }  # fmt: skip
    assert reading.products[0].attributes == {}


def test_a_failed_formula_in_a_column_that_is_not_used_does_no_harm() -> None:
    assert read({"Title": "A", "Price": "5", "Helper": "#N/A"}).problems.errors == []


def test_a_column_that_comes_twice_is_told() -> None:
    reading = read_file(b"Title,Price,price\nA,1,2\n", "goods.csv", currency="USD")
    assert [(p.column, p.code) for p in reading.problems] == [("price", "column_repeated")]
    assert reading.tally.price_sum == {"USD": 100}


def test_names_are_on_one_line_and_descriptions_keep_theirs() -> None:
    (product,) = read({"Title": "Green\r\n tea", "Price": "5", "Description": "A\nB"}).products
    assert (product.title, product.description) == ("Green tea", "<p>A<br>B</p>")


@pytest.mark.parametrize("day", ["0001-01-01T00:00+14:00", "9999-12-31T23:00-12:00"])
def test_a_moment_outside_of_time_is_an_error(day: str) -> None:
    reading = read({"Title": "A", "Price": "5", "Sale ends": day})
    assert [p.code for p in reading.problems] == ["date_unreadable"]


@pytest.mark.parametrize(
    ("text", "grams"), [("1,250", 1250), ("1,250,000", 1250000), ("12,5", 13), ("0.2", 1)]
)
def test_a_comma_in_grams_parts_thousands(text: str, grams: int) -> None:
    reading = read({"Title": "A", "Price": "5", "Weight (g)": text})
    assert reading.products[0].variants[0].weight_grams == grams


def test_a_handle_is_the_same_in_any_case() -> None:
    option = {"Option1 Name": "Size", "Option1 Value": "S"}
    reading = read({"Handle": "Tea", "Title": "Tea", "Price": "5", **option},
                   {"Handle": "tea", "Title": "", "Price": "6", "Option1 Value": "M"})  # fmt: skip
    assert [(p.handle, len(p.variants)) for p in reading.products] == [("tea", 2)]


def test_a_further_row_of_pictures_is_no_variant() -> None:
    reading = read({"Handle": "tea", "Title": "Tea", "Price": "5", "Pictures": "https://x.example/a"},
                   {"Handle": "tea", "Pictures": "https://x.example/b"})  # fmt: skip
    (tea,) = reading.products
    assert (len(tea.variants), len(tea.pictures)) == (1, 2)


def test_an_option_value_without_a_name_is_an_error() -> None:
    reading = read({"Handle": "tea", "Title": "Tea", "Price": "5", "Option1 Value": "S"})
    assert [(p.row, p.column, p.code) for p in reading.problems] == [
        (2, "Option1 Value", "option_unnamed")
    ]


def test_values_that_are_alike_in_addresses_get_different_skus() -> None:
    rows = [{"Handle": "tea", "Title": "Tea", "Price": "5", "Option1 Name": "Size"}] * 3
    values = ["S / M", "S-M", "s m"]
    reading = read(*({**row, "Option1 Value": v} for row, v in zip(rows, values, strict=True)))
    skus = [variant.sku for variant in reading.products[0].variants]
    assert skus == ["tea--s-m", "tea--s-m-2", "tea--s-m-3"]


def test_a_product_the_store_cannot_hold_is_refused_before_anything_is_written() -> None:
    row = {"Handle": "tea", "Title": "Tea", "Price": "5", "Option1 Name": "Size"}
    reading = read(*({**row, "Option1 Value": str(i)} for i in range(1500)))
    assert [(p.row, p.code) for p in reading.problems.errors] == [(2, "product_too_large")]
