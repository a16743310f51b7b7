"""Orders of the past, as figures: equal to what was computed from the file by other means."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factories import MOMENT, offer, put_for_sale
from sold_orders import keep_steps, paid_order

from shop.catalogue.reading.separated import MAX_FIELD
from shop.errors import InvalidSpreadsheet
from shop.ports import Store
from shop.statistics.history import Loaded, load_history, titles
from shop.statistics.recounting import recount
from shop.statistics.service import Row, report

FILE = "uci_online_retail_2010-12.csv"
DECEMBER = (date(2010, 12, 1), date(2010, 12, 31))
HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"


def load(store: Store, *rows: str, name: str = "old.csv") -> Loaded:
    content = HEADER + "".join(f"{row}\n" for row in rows)
    return load_history(store, content.encode(), "GBP", name=name, clock=lambda: MOMENT)


def pounds(amount: int) -> Decimal:
    return Decimal(amount).scaleb(-2)


def test_a_real_month_equals_its_expected_figures(store: Store, shared: Path) -> None:
    orders = shared / "data" / "orders"
    expected: dict[str, Any] = json.loads((orders / "EXPECTED.json").read_text("utf-8"))
    expected = expected["files"][FILE]["expect"]
    loaded = load_history(store, (orders / FILE).read_bytes(), "GBP", name=FILE)
    assert loaded.counts == {name: expected[name] for name in loaded.counts}
    assert len(loaded.counts) == 16
    assert (str(loaded.first), str(loaded.last)) == (expected["first"], expected["last"])
    assert (loaded.faulty, loaded.problems, loaded.overlaps) == (0, (), ())
    top = [list(pair) for pair in list(loaded.by_country.items())[:5]]
    assert top == expected["top5_countries_by_lines"]

    days = {row.key: str(pounds(row.figures["captured"])) for row in report(store, *DECEMBER)}
    assert days == expected["revenue_per_day"]
    (month,) = report(store, *DECEMBER, "month")
    assert month.figures["paid"] == expected["sale_invoices"]
    assert month.figures["cancelled"] == expected["cancelled_invoices"]
    assert month.figures["units"] == expected["units_sold_product_lines"]
    assert str(pounds(month.figures["captured"])) == expected["revenue_sale_lines"]
    assert str(pounds(month.figures["gross"])) == expected["revenue_product_lines"]
    assert str(-pounds(month.figures["refunded"])) == expected["value_of_cancelled_lines"]

    articles = report(store, *DECEMBER, "sku")
    sold = [row for row in articles if row.figures["units"]]
    assert len(sold) == expected["products_sold"]
    assert top_ten(store, sold, "units") == expected["top10_by_units"]
    assert top_ten(store, sold, "gross") == expected["top10_by_revenue"]


def top_ten(store: Store, rows: list[Row], figure: str) -> list[list[Any]]:
    best = sorted(rows, key=lambda row: -row.figures[figure])[:10]
    called = titles(store, [row.key for row in best])
    shown = (lambda n: str(pounds(n))) if figure == "gross" else int
    return [[row.key, called[row.key], shown(row.figures[figure])] for row in best]


def test_loading_again_changes_nothing(store: Store) -> None:
    for _ in range(2):
        loaded = load(store, "1,12345,TEA,2,2010-12-01 08:26:00,2.55,17850.0,United Kingdom")
        assert loaded.overlaps == ()
    (row,) = report(store, *DECEMBER)
    assert (row.figures["paid"], row.figures["captured"]) == (1, 510)


def test_a_cancellation_counts_on_its_own_day(store: Store) -> None:
    load(
        store,
        "1,12345,TEA,2,2010-12-01 08:26:00,2.55,1,France",
        "C2,12345,TEA,-1,2010-12-03 10:00:00,2.55,1,France",
    )
    first, second = report(store, *DECEMBER)
    assert (first.net, second.net) == (510, -255)
    assert (second.figures["cancelled"], second.figures["returned"]) == (1, 1)
    (article,) = report(store, *DECEMBER, "sku")
    assert (article.key, article.net) == ("12345", 255)
    assert [row.key for row in report(store, *DECEMBER, "country")] == ["FR"]


def test_postage_is_no_article_but_money(store: Store) -> None:
    load(
        store,
        "1,12345,TEA,2,2010-12-01 08:26:00,2.55,1,France",
        "1,POST,POSTAGE,1,2010-12-01 08:26:00,18.00,1,France",
    )
    (row,) = report(store, *DECEMBER)
    assert (row.figures["paid"], row.figures["gross"], row.figures["shipping"]) == (1, 510, 1800)
    assert [each.key for each in report(store, *DECEMBER, "sku")] == ["12345"]


def test_articles_the_shop_still_has_count_for_their_product(store: Store) -> None:
    put_for_sale(store, offer("12345", handle="green-tea"))
    load(store, "1,12345,TEA,2,2010-12-01 08:26:00,2.55,1,France")
    assert [row.key for row in report(store, *DECEMBER, "product")] == ["green-tea"]


def test_fractions_of_a_penny_are_rounded_once(store: Store) -> None:
    load(store, *["1,12345,TEA,1,2010-12-01 08:26:00,0.004,1,France"] * 5)
    (row,) = report(store, *DECEMBER)
    assert row.figures["captured"] == 2


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("1,12345,TEA,two,2010-12-01 08:26:00,2.55,1,France", "Quantity"),
        ("1,12345,TEA,2,yesterday,2.55,1,France", "InvoiceDate"),
        ("1,12345,TEA,2,2010-12-01 08:26:00,NaN,1,France", "UnitPrice"),
        ("1,12345", "InvoiceDate"),
        (",12345,TEA,2,2010-12-01 08:26:00,2.55,1,France", "InvoiceNo"),
    ],
)
def test_a_faulty_row_is_told_and_left_out(store: Store, row: str, column: str) -> None:
    loaded = load(store, row, "2,12345,TEA,2,2010-12-01 08:26:00,2.55,1,France")
    assert (loaded.faulty, loaded.counts["lines"]) == (1, 1)
    assert (loaded.problems[0]["row"], loaded.problems[0]["column"]) == (2, column)


def test_a_file_without_its_columns_says_what_it_needs(store: Store) -> None:
    with pytest.raises(InvalidSpreadsheet, match="InvoiceDate"):
        load_history(store, b"InvoiceNo,StockCode,Quantity,UnitPrice\n1,2,3,4\n", "GBP")


def test_a_quotation_mark_that_never_ends_is_told(store: Store) -> None:
    content = f'{HEADER}"{"x" * (MAX_FIELD + 1)}'
    with pytest.raises(InvalidSpreadsheet, match="Row 2"):
        load_history(store, content.encode(), "GBP")


def test_another_file_of_the_same_days_is_told(store: Store) -> None:
    load(store, "1,12345,TEA,2,2010-12-01 08:26:00,2.55,1,France", name="first.csv")
    again = load(store, "9,12345,TEA,2,2010-12-01 09:00:00,2.55,1,France", name="second.csv")
    assert again.overlaps == ("first.csv",)


def test_a_recount_of_our_own_orders_leaves_a_history_alone(store: Store) -> None:
    load(store, "1,12345,TEA,2,2026-11-22 08:26:00,2.55,1,France")
    keep_steps(store, paid_order())
    assert recount(store, clock=lambda: MOMENT).wrong == ()
    rows = report(store, MOMENT.date(), MOMENT.date())
    assert [(row.currency, row.figures["captured"]) for row in rows] == [
        ("GBP", 510),
        ("USD", 2800),
    ]
