"""Statistics at the desk, through the real handler."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from desk import cookie
from factories import MOMENT
from sold_orders import DAY, keep_steps, line, order, refunded

from functions.admin_statistics.charts import HIGH, WIDE, columns, lengths, scale
from functions.admin_statistics.period import Period
from shop.orders.transitions import paid
from shop.ports import Store

Invoke = Callable[..., SimpleNamespace]

PATH = "/admin/statistics"
DAYS = "since=2026-11-20&until=2026-11-24"
PAGE = {"accept": "text/html"}


def look(invoke: Invoke, store: Store, query: str, path: str = PATH) -> SimpleNamespace:
    own = [cookie(store, "read_only")]
    return invoke("admin_statistics", "GET", path, query=query, cookies=own, headers=PAGE)


@pytest.fixture
def sold(store: Store) -> None:
    """Two pieces for 25.00 and delivery for 3.00 on the 22nd; all of it went back on the 24th."""
    placed = order(lines=[line(category='=cmd|"/C calc"!A0')], coupon="TET")
    bought = paid(placed, placed.total, MOMENT, "owner")
    back = refunded(bought, "R", {"TEA-50": 2}, 300, MOMENT + 2 * DAY)
    keep_steps(store, placed, bought, back)


@pytest.mark.parametrize(
    ("by", "name"),
    [
        ("day", "November 22, 2026"),
        ("week", "Week 47 of 2026"),
        ("month", "November 2026"),
        ("product", "tea-50"),
        ("sku", "TEA-50"),
        ("payment", "Bank transfer"),
        ("country", "Vietnam"),
        ("coupon", "TET"),
    ],
)
@pytest.mark.usefixtures("sold")
def test_a_report_shows_what_was_sold(invoke: Invoke, store: Store, by: str, name: str) -> None:
    shown = look(invoke, store, f"by={by}&{DAYS}")
    assert shown.status == 200
    assert f">{name}</th>" in shown.text
    assert "$25.00" in shown.text


@pytest.mark.usefixtures("sold")
def test_a_chart_says_what_it_is_and_has_a_place_for_every_day(
    invoke: Invoke, store: Store
) -> None:
    text = look(invoke, store, f"by=day&{DAYS}").text
    titled = re.findall(r'role="img" aria-labelledby="(\S+) (\S+)"', text)
    assert len(titled) == 2
    for names in titled:
        assert all(f'id="{name}"' in text for name in names)
    assert text.count('class="chart__column"') == 2 * 5
    assert "<title>November 22, 2026: $28.00</title>" in text
    assert "<title>November 23, 2026: $0.00</title>" in text
    assert "<title>November 24, 2026: -$28.00</title>" in text


@pytest.mark.usefixtures("sold")
def test_amounts_are_written_as_readers_write_them(invoke: Invoke, store: Store) -> None:
    shown = look(invoke, store, f"by=country&lang=vi&{DAYS}").text
    assert "Việt Nam" in shown
    assert "28,00\xa0US$" in shown


@pytest.mark.usefixtures("sold")
def test_the_file_has_every_figure_and_no_formula(invoke: Invoke, store: Store) -> None:
    answer = look(invoke, store, f"by=category&{DAYS}", f"{PATH}/figures.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "statistics-category-2026-11-20-2026-11-24.csv" in answer.headers["content-disposition"]
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["category"].startswith("'=cmd")
    assert row["name"].startswith("'=cmd")
    figures = {name: row[name] for name in ("units", "returned", "gross", "refunded", "net")}
    assert figures == {
        "units": "2", "returned": "2", "gross": "25.00", "refunded": "25.00", "net": "0.00",
    }  # fmt: skip
    assert row["currency"] == "USD"


def test_a_shop_that_sold_nothing_says_so(invoke: Invoke, store: Store) -> None:
    shown = look(invoke, store, "")
    assert shown.status == 200
    assert "Nothing was sold in these days." in shown.text


@pytest.mark.parametrize(
    "query",
    [
        "by=moon",
        "since=yesterday",
        "since=2026-11-24&until=2026-11-20",
        "since=2000-01-01&until=2026-01-01",
        "since=%00",
    ],
)
def test_what_is_no_report_is_refused_and_the_page_stays(
    invoke: Invoke, store: Store, query: str
) -> None:
    shown = look(invoke, store, query)
    assert shown.status == 400
    assert 'role="alert"' in shown.text
    assert 'name="since"' in shown.text
    assert look(invoke, store, query, f"{PATH}/figures.csv").status == 400


def test_only_whose_role_grants_it_sees_figures(invoke: Invoke, store: Store) -> None:
    for role, status in (("owner", 200), ("catalogue", 200), ("support", 404)):
        own = [cookie(store, role)]  # type: ignore[arg-type]
        for path in (PATH, f"{PATH}/figures.csv"):
            answer = invoke("admin_statistics", "GET", path, cookies=own, headers=PAGE)
            assert answer.status == status, (role, path)


def test_an_average_is_of_what_was_paid(invoke: Invoke, store: Store) -> None:
    for number in range(3):
        placed = order(f"O{number}", lines=[line(quantity=1, price=1000 + (number == 0) * 100)])
        keep_steps(store, placed, paid(placed, placed.total, MOMENT, "owner"))
    assert "$13.33" in look(invoke, store, f"by=payment&{DAYS}").text


@pytest.mark.parametrize(
    ("lowest", "highest", "ticks"),
    [
        (0, 0, (1, 0)),
        (0, 3, (3, 2, 1, 0)),
        (0, 4100, (6000, 4000, 2000, 0)),
        (0, 100, (100, 50, 0)),
        (-250, 700, (1000, 500, 0, -500)),
        (-30, 0, (0, -10, -20, -30)),
    ],
)
def test_a_scale_has_round_steps_and_a_zero(
    lowest: int, highest: int, ticks: tuple[int, ...]
) -> None:
    assert scale(lowest, highest) == ticks


def test_columns_stand_on_zero_or_hang_from_it() -> None:
    chart = columns([500, 0, -500])
    up, none, down = chart.bars
    assert (up.y, up.height) == (0, HIGH / 2)
    assert none.height == 0
    assert (down.y, down.height) == (HIGH / 2, HIGH / 2)
    assert down.x + down.width <= WIDE


def test_bars_are_measured_by_the_longest() -> None:
    assert lengths([200, 50, -10]) == (100, 25, 0)
    assert lengths([]) == ()


def test_weeks_are_those_that_a_year_begins_in() -> None:
    period = Period(date(2026, 12, 28), date(2027, 1, 4))
    assert period.slots("week") == ["2026-W53", "2027-W01"]
    assert period.slots("month") == ["2026-12", "2027-01"]
