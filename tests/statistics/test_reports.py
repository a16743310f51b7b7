"""Figures of orders: what counts, on which day, and under which name."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from factories import MOMENT, usd
from sold_orders import DAY, keep_steps, line, order, paid_order, refunded

from shop.errors import InvalidInput
from shop.orders.model import Order
from shop.orders.transitions import cancelled, lost, paid
from shop.ports import MAX_WRITE_FIELDS, Store, Update
from shop.statistics.service import Row, report, sales_writes

TODAY = MOMENT.date()
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def one(store: Store, by: str = "day") -> Row:
    (row,) = report(store, *YEAR, by)  # type: ignore[arg-type]
    return row


def test_a_placed_order_is_no_sale_yet(store: Store) -> None:
    keep_steps(store, order())
    assert {name: n for name, n in one(store).figures.items() if n} == {"placed": 1}
    assert report(store, *YEAR, "product") == []


def test_a_paid_order_counts_whole_on_the_day_it_was_paid(store: Store) -> None:
    placed = order(lines=[line(discount=usd(500), tax=usd(150))], coupon="TET")
    keep_steps(store, placed, paid(placed, placed.total, MOMENT + DAY, "owner"))
    rows = report(store, *YEAR)
    assert [(row.key, row.figures["placed"], row.figures["paid"]) for row in rows] == [
        ("2026-11-22", 1, 0),
        ("2026-11-23", 0, 1),
    ]
    figures = rows[1].figures
    assert (figures["units"], figures["gross"], figures["discount"]) == (2, 2500, 500)
    assert (figures["shipping"], figures["tax"], figures["captured"]) == (300, 150, 2300)
    assert rows[1].net == 2300


@pytest.mark.parametrize(
    ("by", "key"),
    [
        ("day", "2026-11-22"),
        ("week", "2026-W47"),
        ("month", "2026-11"),
        ("payment", "bank_transfer"),
        ("country", "VN"),
        ("coupon", "TET"),
    ],
)
def test_orders_are_reported_by(store: Store, by: str, key: str) -> None:
    keep_steps(store, paid_order(coupon="TET"))
    assert (one(store, by).key, one(store, by).net) == (key, 2800)


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("sku", ["CUP", "TEA-50", "TEA-100"]),
        ("product", ["cup", "tea"]),
        ("category", ["", "Tea > Green"]),
    ],
)
def test_goods_are_reported_by(store: Store, by: str, keys: list[str]) -> None:
    goods = [
        line("TEA-50", 1, 500, handle="tea"),
        line("TEA-100", 1, 400, handle="tea"),
        line("CUP", 1, 9000, category=""),
    ]
    keep_steps(store, paid_order(lines=goods))
    rows = report(store, *YEAR, by)  # type: ignore[arg-type]
    assert [row.key for row in rows] == keys
    assert sum(row.net for row in rows) == 9900


def test_a_day_is_one_of_the_shops_own_time_zone(store: Store) -> None:
    late = MOMENT.replace(hour=18)  # one o'clock the next morning in Hội An
    store.transact(sales_writes(None, order(at=late), ZoneInfo("Asia/Ho_Chi_Minh")))
    assert one(store).key == "2026-11-23"


def test_pieces_refunded_one_by_one_come_to_what_their_line_brought(store: Store) -> None:
    steps = [paid_order(lines=[line("TEA-50", 3, 333, discount=usd(100))])]
    for n in range(3):
        steps.append(refunded(steps[-1], f"R{n}", {"TEA-50": 1}, 0, MOMENT + n * DAY))
    keep_steps(store, *steps)
    goods = one(store, "sku")
    assert (goods.figures["returned"], goods.figures["refunded"], goods.net) == (3, 899, 0)
    assert [row.figures["refunded"] for row in report(store, *YEAR)] == [300, 299, 300]


def test_a_refund_of_any_amount_is_no_products(store: Store) -> None:
    first = paid_order()
    keep_steps(store, first, refunded(first, "R1", {}, 250, MOMENT + DAY))
    assert [row.figures["refunded"] for row in report(store, *YEAR)] == [0, 250]
    assert one(store, "sku").figures["refunded"] == 0


def test_ends_without_money_are_told_apart(store: Store) -> None:
    keep_steps(store, order("A"), cancelled(order("A"), MOMENT, "owner"))
    keep_steps(store, order("B"), lost(order("B"), "expired", "expired", MOMENT, "clock"))
    figures = one(store).figures
    assert (figures["placed"], figures["cancelled"], figures["lapsed"]) == (2, 1, 1)


def test_a_late_payment_that_goes_back_is_no_sale(store: Store) -> None:
    over = lost(order(), "expired", "expired", MOMENT, "clock")
    late = over.model_copy(update={"captured": over.total})
    keep_steps(store, order(), over, late, refunded(late, "R1", {}, 2800, MOMENT))
    row = one(store)
    assert (row.figures["paid"], row.figures["captured"], row.net) == (0, 2800, 0)
    assert report(store, *YEAR, "sku") == []


def test_currencies_are_never_added_up(store: Store) -> None:
    keep_steps(store, paid_order(order_id="A"))
    text = paid_order(order_id="B").model_dump_json().replace("USD", "VND")
    keep_steps(store, Order.model_validate_json(text))
    assert [row.currency for row in report(store, *YEAR)] == ["USD", "VND"]


def test_only_days_that_were_asked_for(store: Store) -> None:
    moments = [MOMENT + timedelta(days=n) for n in (-30, 0, 1, 45)]
    for n, moment in enumerate(moments):
        keep_steps(store, order(f"O{n}", at=moment))
    found = report(store, TODAY, TODAY + DAY)
    assert [row.key for row in found] == ["2026-11-22", "2026-11-23"]
    assert len(report(store, date(2026, 1, 1), date(2027, 12, 31))) == 4


def test_an_unknown_report_says_which_there_are(store: Store) -> None:
    with pytest.raises(InvalidInput, match="week"):
        report(store, *YEAR, "moon")  # type: ignore[arg-type]


def test_the_longest_order_makes_few_writes_that_no_store_refuses(store: Store) -> None:
    goods = [line(f"SKU-{n}" * 5, 2, 900 + n, discount=usd(3)) for n in range(30)]
    placed = order(lines=goods, coupon="TET")
    done = paid(placed, placed.total, MOMENT, "owner")
    back = refunded(done, "R1", {each.sku: 1 for each in goods}, 300, MOMENT)
    for before, after in [(None, placed), (placed, done), (done, back), (None, back)]:
        writes = sales_writes(before, after)
        assert len(writes) <= 4
        assert all(isinstance(w, Update) and len(w.add) <= MAX_WRITE_FIELDS for w in writes)
        assert all(not write.conditions for write in writes)
        store.transact(writes)


def test_what_changes_nothing_writes_nothing() -> None:
    done = paid_order()
    assert sales_writes(done, done.model_copy(update={"note": "gift"})) == []
