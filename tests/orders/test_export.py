"""Orders as files: every amount and every text arrives as it is, and nothing runs."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from factories import MOMENT, usd
from sold_orders import DAY, keep_steps, line, order, paid_order, refunded

from shop.adapters.sqlite_store import SqliteStore
from shop.errors import InvalidInput
from shop.orders.export import Choice, Rows, export_orders
from shop.orders.request import Contact
from shop.orders.transitions import cancelled
from shop.ports import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return SqliteStore(tmp_path / "shop.db")


def exported(
    store: Store, folder: Path, rows: Rows = "orders", choice: Choice | None = None
) -> list[dict[str, str]]:
    file = folder / "orders.csv"
    export_orders(store, file, rows, choice)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def numbers(found: list[dict[str, str]]) -> list[str]:
    return [row["Order"] for row in found]


def test_a_row_per_order_has_its_money_in_decimals(store: Store, tmp_path: Path) -> None:
    first = paid_order(lines=[line(discount=usd(500)), line("CUP", 1, 900)], coupon="TET")
    keep_steps(store, first, refunded(first, "R1", {"CUP": 1}, 0, MOMENT + DAY))
    (row,) = exported(store, tmp_path)
    money = ("Subtotal", "Discount", "Shipping", "Total", "Captured", "Refunded")
    assert [row[name] for name in money] == ["34.00", "5.00", "3.00", "32.00", "32.00", "9.00"]
    assert (row["Currency"], row["Pieces"], row["Coupon"]) == ("USD", "3", "TET")
    assert (row["State"], row["Placed at"]) == ("partially_refunded", "2026-11-22T08:30:00+00:00")
    assert (row["City"], row["Country"]) == ("Hội An", "VN")


def test_a_row_per_line_names_its_article(store: Store, tmp_path: Path) -> None:
    first = paid_order(lines=[line("007", 3, 333), line("CUP", 1, 900, category="")])
    keep_steps(store, first, refunded(first, "R1", {"007": 1}, 0, MOMENT))
    one, other = exported(store, tmp_path, "lines")
    assert (one["SKU"], one["Quantity"], one["Refunded pieces"]) == ("007", "3", "1")
    assert (one["Unit price"], one["Line total"], one["Category"]) == (
        "3.33",
        "9.99",
        "Tea > Green",
    )
    assert (other["Line"], other["SKU"], other["Refunded pieces"]) == ("2", "CUP", "0")


def test_amounts_have_the_decimals_of_their_currency(store: Store, tmp_path: Path) -> None:
    text = order().model_dump_json().replace("USD", "VND")
    keep_steps(store, type(order()).model_validate_json(text))
    assert exported(store, tmp_path)[0]["Total"] == "2800"


@pytest.mark.parametrize(
    "typed", ["=1+1", "+84 905", "-2", "@SUM(A1)", "\uff1d1", '=cmd|"/c calc"!A0']
)
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_looks_like_a_formula_stays_text(
    store: Store, tmp_path: Path, typed: str, suffix: str
) -> None:
    contact = Contact(name=typed, email="hoa@example.com", phone="+84905000111")
    keep_steps(store, order(contact=contact, note=typed))
    file = tmp_path / f"orders.{suffix}"
    export_orders(store, file)
    if suffix == "csv":
        with file.open(encoding="utf-8-sig", newline="") as stream:
            (row,) = csv.DictReader(stream)
        assert (row["Name"], row["Note"], row["Phone"]) == (
            f"'{typed}",
            f"'{typed}",
            "'+84905000111",
        )
        return
    sheet = openpyxl.load_workbook(file)["Orders"]
    cells = {str(head.value): cell for head, cell in zip(*sheet.iter_rows(), strict=True)}
    assert (cells["Name"].value, cells["Name"].data_type) == (typed, "s")
    assert cells["Total"].value == 28


def test_json_is_a_list_of_orders_without_their_tokens(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "orders.json"
    for number in range(3):
        keep_steps(store, paid_order(order_id=f"O{number}", note="茶 “x”\n"))
    assert export_orders(store, file).orders == 3
    found = json.loads(file.read_text("utf-8"))
    assert [one["id"] for one in found] == ["O0", "O1", "O2"]
    assert found[0]["captured"] == {"amount": 2800, "currency": "USD"}
    assert all("token" not in one for one in found)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_no_orders_are_a_file_all_the_same(store: Store, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"orders.{suffix}"
    assert export_orders(store, file).orders == 0
    assert file.stat().st_size > 0
    if suffix == "json":
        assert json.loads(file.read_text()) == []


def test_only_the_days_and_states_asked_for(store: Store, tmp_path: Path) -> None:
    for number, days in enumerate((-40, -1, 0, 1, 40)):
        moment = MOMENT + timedelta(days=days)
        first = order(f"O{number}", at=moment)
        keep_steps(store, first, *([cancelled(first, moment, "owner")] if number == 2 else []))
    today = MOMENT.date()
    near = Choice(today - DAY, today + DAY)
    assert numbers(exported(store, tmp_path, choice=near)) == ["HN-O1", "HN-O2", "HN-O3"]
    since, until = Choice(since=today), Choice(until=today)
    assert numbers(exported(store, tmp_path, choice=since)) == ["HN-O2", "HN-O3", "HN-O4"]
    assert numbers(exported(store, tmp_path, choice=until)) == ["HN-O0", "HN-O1", "HN-O2"]
    over = Choice(states=["cancelled"])
    assert numbers(exported(store, tmp_path, choice=over)) == ["HN-O2"]


def test_days_are_the_shops_own(store: Store, tmp_path: Path) -> None:
    keep_steps(store, order(at=MOMENT.replace(hour=18)))
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    morning = Choice(date(2026, 11, 23), date(2026, 11, 23), zone=zone)
    (row,) = exported(store, tmp_path, choice=morning)
    assert row["Placed at"] == "2026-11-23T01:30:00+07:00"


def test_more_orders_than_a_page(store: Store, tmp_path: Path) -> None:
    for number in range(450):
        keep_steps(store, order(f"O{number:03}", at=MOMENT + timedelta(seconds=number)))
    assert numbers(exported(store, tmp_path)) == [f"HN-O{number:03}" for number in range(450)]


@pytest.mark.parametrize(
    ("name", "rows", "states", "said"),
    [
        ("orders.ods", "orders", (), "csv"),
        ("orders.csv", "pages", (), "lines"),
        ("orders.csv", "orders", ("sold",), "paid"),
    ],
)
def test_wishes_that_cannot_be_met_say_what_can(  # noqa: PLR0917 - as many ways to be wrong
    store: Store, tmp_path: Path, name: str, rows: Rows, states: tuple[str, ...], said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        export_orders(store, tmp_path / name, rows, Choice(states=states))
    assert not (tmp_path / name).exists()
