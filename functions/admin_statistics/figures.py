"""A report as its page and its file show it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from functions.admin_statistics.charts import Columns, columns, lengths
from functions.admin_statistics.period import Period
from shop.catalogue.writing.goods import Cell
from shop.i18n.messages import translatable
from shop.money import Money
from shop.statistics.service import AMOUNTS, COUNTS, LINE_AMOUNTS, LINE_COUNTS, Row

IN_TIME = frozenset({"day", "week", "month"})
OF_LINES = frozenset({"product", "sku", "category"})
DRAWN = 20  # bars of what has no order in time
SHOWN = 200  # rows of the page; the file has them all

TITLES = {
    "placed": translatable("Placed"),
    "paid": translatable("Paid"),
    "cancelled": translatable("Cancelled"),
    "lapsed": translatable("Lapsed"),
    "units": translatable("Pieces"),
    "returned": translatable("Came back"),
    "gross": translatable("Goods"),
    "discount": translatable("Discount"),
    "shipping": translatable("Delivery"),
    "tax": translatable("Tax"),
    "captured": translatable("Received"),
    "refunded": translatable("Sent back"),
    "net": translatable("Income"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its name. `figures` has Money where the report has minor units."""

    key: str
    name: str
    figures: Mapping[str, int | Money]


@dataclass(frozen=True, slots=True)
class Account:
    """All of one currency: what it comes to, and its rows. `average` is of a paid order."""

    currency: str
    total: Mapping[str, int | Money]
    average: Money | None
    rows: Sequence[Row]


def accounts(totals: Sequence[Row], rows: Sequence[Row], first: str) -> list[Account]:
    """By currency, the shop's own `first`. `totals` are of orders, whatever `rows` are about."""
    codes = sorted({row.currency for row in totals}, key=lambda code: (code != first, code))
    return [_account(code, totals, rows) for code in codes or [first]]


def _account(currency: str, totals: Sequence[Row], rows: Sequence[Row]) -> Account:
    own = [row for row in totals if row.currency == currency]
    names = (*COUNTS, *AMOUNTS)
    whole = Row("", currency, {name: sum(row.figures[name] for row in own) for name in names})
    paid = whole.figures["paid"]
    received = Money.of(whole.figures["captured"], currency)
    average = received.portion(Decimal(1) / paid) if paid else None
    return Account(
        currency, figures_of(whole), average, [row for row in rows if row.currency == currency]
    )


def figures_of(row: Row) -> dict[str, int | Money]:
    amounts = {name: row.figures[name] for name in row.figures if name in AMOUNTS}
    return {
        **{name: figure for name, figure in row.figures.items() if name not in amounts},
        **{name: Money.of(figure, row.currency) for name, figure in amounts.items()},
        "net": Money.of(row.net, row.currency),
    }


def filled(account: Account, by: str, period: Period) -> list[Row]:
    """The rows as they are drawn and listed: of days, weeks and months also those without sales."""
    if by not in IN_TIME:
        return list(account.rows)
    known = {row.key: row for row in account.rows}
    nothing = dict.fromkeys((*COUNTS, *AMOUNTS), 0)
    return [known.get(key, Row(key, account.currency, nothing)) for key in period.slots(by)]


def lines(rows: Sequence[Row], names: Mapping[str, str]) -> list[Line]:
    return [Line(row.key, names[row.key], figures_of(row)) for row in rows]


def drawn(rows: Sequence[Row], figure: str, names: Mapping[str, str]) -> dict[str, Any]:
    """A chart in time: its columns, its scale, and for each column what it is and how much."""
    values = [_value(row, figure) for row in rows]
    chart: Columns = columns(values)
    shown = [_shown(row, figure) for row in rows]
    return {
        "columns": list(zip(chart.bars, (names[row.key] for row in rows), shown, strict=True)),
        "ticks": [_as_money(tick, rows, figure) for tick in chart.ticks],
        "lines": chart.lines,
    }


def ranked(rows: Sequence[Row], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The first of a list by income, each with the length of its bar in percent."""
    first = rows[:DRAWN]
    return [
        {"name": names[row.key], "length": length, "figure": _shown(row, "net")}
        for row, length in zip(first, lengths([row.net for row in first]), strict=True)
    ]


def table_columns(by: str) -> list[str]:
    """What the page's table shows; the file has every figure."""
    if by in OF_LINES:
        return [*LINE_COUNTS, *LINE_AMOUNTS, "net"]
    return ["placed", "paid", "units", "gross", "discount", "shipping", "tax", "refunded", "net"]


def file_rows(rows: Collection[Row], by: str, names: Mapping[str, str]) -> Iterator[list[Cell]]:
    """Money in decimals beside its currency."""
    counts, amounts = (LINE_COUNTS, LINE_AMOUNTS) if by in OF_LINES else (COUNTS, AMOUNTS)
    yield [by, "name", *counts, *amounts, "net", "currency"]
    for row in rows:
        money = [*(row.figures[name] for name in amounts), row.net]
        decimals = [Money.of(amount, row.currency).to_decimal() for amount in money]
        own = [row.figures[name] for name in counts]
        yield [row.key, names[row.key], *own, *decimals, row.currency]


def _value(row: Row, figure: str) -> int:
    return row.net if figure == "net" else row.figures[figure]


def _shown(row: Row, figure: str) -> int | Money:
    return figures_of(row)[figure]


def _as_money(tick: int, rows: Sequence[Row], figure: str) -> int | Money:
    return Money.of(tick, rows[0].currency) if figure == "net" else tick
