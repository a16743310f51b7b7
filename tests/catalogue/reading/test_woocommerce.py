"""WooCommerce's columns and their ways."""

import csv
import io
from datetime import UTC, datetime

import pytest

from shop.catalogue.importing import Reading, read_file
from shop.catalogue.rules import as_sold

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
    reading = read_file(buffer.getvalue().encode(), "woo.csv", currency="USD")
    catalogue = reading.catalogue
    catalogue.products = [as_sold(product, NOW) for product in catalogue.products]
    return reading


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


@pytest.mark.parametrize("published", ["0", "-1", "'-1", "false", "draft"])
def test_what_is_not_published_is_a_draft(published: str) -> None:
    reading = read(row("simple", "cup", Regular_price="5", Published=published))
    assert reading.products[0].status == "draft"
    assert list(reading.problems) == []


def test_what_is_hidden_from_listings_is_kept_as_a_draft_with_a_reason() -> None:
    cells = {"Visibility in catalog": "hidden"}
    reading = read(row("simple", "cup", Regular_price="5", **cells))
    assert reading.products[0].status == "draft"
    assert [(p.column, p.code) for p in reading.problems] == [("Visibility in catalog", "hidden")]


@pytest.mark.parametrize(
    ("sale", "price", "compare_at"), [("12", 1000, None), ("10", 1000, None), ("9,50", 950, 1000)]
)
def test_a_sale_price_counts_only_below_the_regular_one(
    sale: str, price: int, compare_at: int | None
) -> None:
    (cup,) = read(row("simple", "cup", Regular_price="10", Sale_price=sale)).products[0].variants
    amounts = [money and money.amount for money in (cup.price, cup.compare_at)]
    assert amounts == [price, compare_at]


def size(kind: str, sku: str, **cells: str) -> dict[str, str]:
    value = {"Attribute 1 name": "Size", "Attribute 1 value(s)": cells.pop("size", "")}
    return row(kind, sku, **{"Regular price": "10", **value, **cells})


def test_a_variation_has_its_own_sale_days() -> None:
    ended = {"Sale price": "8", "Date sale price ends": "2018-12-31"}
    reading = read(
        size("variable", "tee", size="S, M"),
        size("variation", "tee-s", Parent="tee", size="S", **ended),
        size("variation", "tee-m", Parent="tee", size="M", Sale_price="8"),
    )
    prices = [v.price and v.price.amount for v in reading.products[0].variants]
    assert prices == [1000, 800]


def test_a_variation_that_is_switched_off_is_left_out() -> None:
    reading = read(
        size("variable", "tee", size="S, M"),
        size("variation", "tee-s", Parent="tee", size="S"),
        size("variation", "tee-m", Parent="tee", size="M", Published="0"),
    )
    assert [v.sku for v in reading.products[0].variants] == ["tee-s"]
    assert [(p.row, p.code) for p in reading.problems] == [(4, "variation_disabled")]
    assert reading.tally.variants == 2


def test_the_variations_of_a_draft_are_kept() -> None:
    reading = read(
        size("variable", "tee", size="S", Published="-1"),
        size("variation", "tee-s", Parent="tee", size="S", Published="-1"),
    )
    assert [(p.status, len(p.variants)) for p in reading.products] == [("draft", 1)]


def test_variations_take_the_place_of_a_simple_parent() -> None:
    reading = read(
        size("simple", "tee", size="S"), size("variation", "tee-s", Parent="tee", size="S")
    )
    assert [v.sku for v in reading.products[0].variants] == ["tee-s"]


def test_a_variation_without_weight_has_its_parent_s() -> None:
    weight = {"Weight (kg)": "0.5"}
    reading = read(
        size("variable", "tee", size="S, M", **weight),
        size("variation", "tee-s", Parent="tee", size="S"),
        size("variation", "tee-m", Parent="tee", size="M", **{"Weight (kg)": "0.7"}),
    )
    assert [v.weight_grams for v in reading.products[0].variants] == [500, 700]


def test_a_choice_that_variations_leave_open_is_told() -> None:
    reading = read(size("variable", "tee", size="S, M"), size("variation", "tee-any", Parent="tee"))
    assert [p.code for p in reading.problems] == ["option_open"]


def test_a_product_none_of_whose_variations_is_there_is_told() -> None:
    reading = read(size("variable", "tee", size="S, M"))
    assert [p.code for p in reading.problems] == ["variants_missing"]


@pytest.mark.parametrize(
    ("text", "policy"), [("1", "continue"), ("notify", "continue"), ("0", "deny"), ("", "deny")]
)
def test_backorders_sell_on(text: str, policy: str) -> None:
    cells = {"Backorders allowed?": text, "Stock": "0"}
    (cup,) = read(row("simple", "cup", Regular_price="5", **cells)).products[0].variants
    assert (cup.tracked, cup.stock_policy) == (True, policy)
