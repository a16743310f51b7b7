"""WooCommerce's columns and their ways."""

import csv
import io
from datetime import UTC, datetime

import pytest

from shop.catalogue.importing import Reading, read_file

HEADER = (
    "ID", "Type", "SKU", "Name", "Published", "Is featured?", "Visibility in catalog",
    "Short description", "Description", "Date sale price starts", "Date sale price ends",
    "In stock?", "Stock", "Backorders allowed?", "Sale price", "Regular price", "Categories",
    "Images", "Parent", "Attribute 1 name", "Attribute 1 value(s)", "Attribute 2 name",
    "Attribute 2 value(s)", "Download 1 URL",
)  # fmt: skip
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def read(*rows: dict[str, str], weight: str = "Weight (kg)") -> Reading:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, [*HEADER, weight], restval="")
    writer.writeheader()
    writer.writerows(rows)
    return read_file(buffer.getvalue().encode(), "woo.csv", currency="USD", clock=lambda: NOW)


def row(kind: str, sku: str, **cells: str) -> dict[str, str]:
    named = {name.replace("_", " "): value for name, value in cells.items()}
    base = {"Type": kind, "SKU": sku, "Name": sku.title(), "Published": "1", "In stock?": "1"}
    return {**base, **named}


def test_variations_find_their_parent_wherever_it_stands() -> None:
    reading = read(
        row("variation", "tee-s", Parent="id:7", Regular_price="9", Attribute_1_name="Size",
            **{"Attribute 1 value(s)": "S"}),
        row("simple", "cup", Regular_price="5"),
        row("variable", "tee", ID="7", Attribute_1_name="Size",
            **{"Attribute 1 value(s)": "S, M"}),
        row("variation", "tee-m", Parent="TEE", Regular_price="9", Attribute_1_name="Size",
            **{"Attribute 1 value(s)": "M"}),
    )  # fmt: skip
    cup, tee = reading.products
    assert cup.title == "Cup"
    assert [(v.sku, v.options) for v in tee.variants] == [("tee-s", ("S",)), ("tee-m", ("M",))]
    assert (reading.tally.variants, reading.tally.price_sum) == (2, {"USD": 2300})


def test_a_variation_without_its_parent_is_an_error() -> None:
    reading = read(row("variation", "tee-s", Parent="tee", Regular_price="9"))
    assert [(p.row, p.column, p.code) for p in reading.problems.errors] == [
        (2, "Parent", "parent_missing")
    ]


def test_the_sale_price_is_the_price_and_the_regular_one_is_struck() -> None:
    reading = read(row("simple", "cup", Regular_price="10", Sale_price="8"))
    (cup,) = reading.products[0].variants
    assert cup.price is not None
    assert cup.compare_at is not None
    assert (cup.price.amount, cup.compare_at.amount) == (800, 1000)


@pytest.mark.parametrize(
    ("starts", "ends", "amount"),
    [("", "2018-12-31", 1000), ("2027-01-01", "", 1000), ("2026-11-01", "2026-11-22", 800)],
)
def test_outside_its_days_a_sale_is_none(starts: str, ends: str, amount: int) -> None:
    days = {"Date sale price starts": starts, "Date sale price ends": ends}
    reading = read(row("simple", "cup", Regular_price="10", Sale_price="8", **days))
    price = reading.products[0].variants[0].price
    assert price is not None
    assert price.amount == amount


def test_categories_are_paths_and_may_contain_commas() -> None:
    reading = read(row("simple", "cup", Categories="Home > Cups, Tea\\, cold, Home > Cups"))
    assert reading.products[0].categories == (("Home", "Cups"), ("Tea, cold",))


def test_a_download_is_virtual_and_has_a_file() -> None:
    kind = "simple, downloadable, virtual"
    reading = read(row(kind, "song", Regular_price="2", Download_1_URL="https://x.example/s.zip"))
    (song,) = reading.products
    assert (song.digital_file, song.variants[0].digital) == ("https://x.example/s.zip", True)


@pytest.mark.parametrize("kind", ["grouped", "external", "subscription"])
def test_what_cannot_be_sold_is_kept_as_a_draft_with_a_reason(kind: str) -> None:
    reading = read(row(kind, "set", Regular_price="2"))
    assert [(p.status, len(p.variants)) for p in reading.products] == [("draft", 1)]
    assert [(p.row, p.column, p.code) for p in reading.problems] == [(2, "Type", "type_not_sold")]


@pytest.mark.parametrize(
    ("cells", "tracked", "stock"),
    [
        ({"Stock": "3"}, True, {"cup": 3}),
        ({"Stock": ""}, False, {}),
        ({"Stock": "", "In stock?": "0"}, True, {"cup": 0}),
        ({"Stock": "parent"}, True, {}),
    ],
)
def test_stock_is_a_number_or_only_a_word(
    cells: dict[str, str], *, tracked: bool, stock: dict[str, int]
) -> None:
    reading = read(row("simple", "cup", Regular_price="5", **cells))
    assert reading.products[0].variants[0].tracked is tracked
    assert reading.stock == stock


@pytest.mark.parametrize(
    ("column", "text", "grams"),
    [("Weight (kg)", "0.25", 250), ("Weight (lbs)", "1", 454), ("Weight (g)", "0", None)],
)
def test_weights_are_grams_whatever_the_unit(column: str, text: str, grams: int | None) -> None:
    reading = read(row("simple", "cup", Regular_price="5", **{column: text}), weight=column)
    assert reading.products[0].variants[0].weight_grams == grams


def test_an_attribute_no_variation_fixes_is_a_detail() -> None:
    reading = read(
        row("variable", "tee", Attribute_1_name="Color", Attribute_2_name="Size",
            **{"Attribute 1 value(s)": "Red, Blue", "Attribute 2 value(s)": "S, M"}),
        row("variation", "tee-red", Parent="tee", Attribute_1_name="Color",
            Attribute_2_name="Size", **{"Attribute 1 value(s)": "Red"}),
    )  # fmt: skip
    (tee,) = reading.products
    assert [option.name for option in tee.options] == ["Color"]
    assert tee.attributes == {"Size": "S, M"}
