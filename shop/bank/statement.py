"""A bank's csv as the payments that came in.

Every bank has its own: lines above the header, any of four separators, any encoding, one column of
signed amounts or one for each direction, "1.234.567,00" or "1,234.56". What cannot be read becomes
a problem with its row, and the rest is read.
"""

import csv
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from shop.bank.amounts import mark_of, side_of, signed_amount
from shop.bank.columns import Role, roles, tells_payments
from shop.bank.days import Order, day_order, iso_day
from shop.bank.model import Statement, StatementRow
from shop.catalogue.reading.charsets import decode
from shop.catalogue.reading.problems import Problems, refusal
from shop.catalogue.reading.separated import DELIMITERS, MAX_FIELD
from shop.errors import InvalidMoney
from shop.i18n.messages import translatable
from shop.money import Money
from shop.profile import Profile

MAX_BYTES = 8 * 1024 * 1024
ABOVE_HEADER = 60  # lines in which the header is looked for
NAME = "The statement"
_CURRENCY = re.compile(r"\b[A-Z]{3}\b")
_BRACKETS = re.compile(r"[(（](.*?)[)）]")
_AMOUNTS: tuple[Role, ...] = ("credit", "debit", "amount")


class Record(NamedTuple):
    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class _Table:
    """The records below the header, and which columns have which role."""

    header: list[str]
    columns: dict[Role, tuple[int, ...]]
    records: list[Record]
    currency: str

    def texts(self, record: Record, role: Role) -> list[str]:
        """What a record says in the columns of that role, without those it leaves empty."""
        places = self.columns.get(role, ())
        cells = (record.cells[place] for place in places if place < len(record.cells))
        return [text for cell in cells if (text := " ".join(cell.split()))]

    def amounts(self, record: Record) -> list[str]:
        return [text for role in _AMOUNTS for text in self.texts(record, role)]

    def first(self, record: Record, role: Role) -> str:
        return next(iter(self.texts(record, role)), "")

    def name(self, role: Role) -> str:
        return self.header[self.columns[role][0]].strip()

    def currency_of(self, record: Record) -> str:
        named = self.first(record, "currency").upper()
        return named if _CURRENCY.fullmatch(named) else self.currency


UNREADABLE = translatable("The amount of this row cannot be read: %(fault)s")


def read_statement(content: bytes, profile: Profile) -> Statement:
    """The payments that came in. Amounts are in the account's currency where the file names none.

    Raises InvalidSpreadsheet for what is no statement, with what a statement must have.
    """
    if len(content) > MAX_BYTES:
        raise refusal(
            "too_large",
            translatable(
                "%(name)s is larger than %(megabytes)s MB. Split it.",
                name=NAME,
                megabytes=MAX_BYTES >> 20,
            ),
        )
    text, encoding = decode(content, NAME)
    table = _table(text, profile.bank_transfer.currency or profile.currency)
    problems = Problems()
    payments = list(_payments(table, problems))
    order = day_order(table.first(record, "date") for record in table.records)
    seen: Counter[str] = Counter()
    rows = tuple(
        _row(table, record, amount, order, seen) for record, amount in payments if amount.amount > 0
    )
    return Statement(rows, tuple(problems), len(payments) - len(rows), encoding)


def _table(text: str, currency: str) -> _Table:
    """Begins at the first line that is a header by its words, whatever separates them."""
    csv.field_size_limit(MAX_FIELD)
    for mark in DELIMITERS:
        records = _records(text, mark)
        for place, record in enumerate(records[:ABOVE_HEADER]):
            columns = roles(record.cells)
            if tells_payments(columns):
                money = [record.cells[i] for role in _AMOUNTS for i in columns.get(role, ())]
                named = _CURRENCY.search(" ".join(_BRACKETS.findall(" ".join(money))))
                told = named[0] if named else currency
                return _Table(record.cells, columns, records[place + 1 :], told)
    raise refusal(
        "no_header",
        translatable(
            "No line of this file is the header of a bank statement. It must name "
            "a date, an amount (or credit and debit), and the text of the transfer."
        ),
    )


def _records(text: str, mark: str) -> list[Record]:
    """Nothing where that mark cannot be the separator."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=True)
    try:
        return [Record(number, cells) for number, cells in enumerate(lines, start=1)]
    except csv.Error:
        return []


def _payments(table: _Table, problems: Problems) -> Iterator[tuple[Record, Money]]:
    """Each record that moves money, and how much: below zero where it went out."""
    mark = mark_of(text for record in table.records for text in table.amounts(record))
    for record in table.records:
        if table.amounts(record) and _has_date(table, record, problems):
            amount = _readable(table, record, mark, problems)
            if amount is not None and amount.amount:
                yield record, amount


def _has_date(table: _Table, record: Record, problems: Problems) -> bool:
    """Sums and balances below the payments have none."""
    if any(char.isdigit() for char in table.first(record, "date")):
        return True
    message = translatable("A line without a date is no payment.")
    problems.info(record.number, table.name("date"), "no_date", message)
    return False


def _readable(table: _Table, record: Record, mark: str, problems: Problems) -> Money | None:
    try:
        return _moved(table, record, mark)
    except InvalidMoney as error:
        reason = str(error.details.get("reason", "unreadable"))
        message = translatable(UNREADABLE, fault=error.message)
        problems.error(record.number, "", f"amount_{reason}", message)
        return None


def _moved(table: _Table, record: Record, mark: str) -> Money:
    """A bank that has a column for each direction writes a zero, a dash or nothing in the other."""
    currency = table.currency_of(record)
    texts = (table.first(record, role) for role in _AMOUNTS)
    credit, debit, signed = (
        signed_amount(text if text.strip("-− ") else "0", mark, currency) for text in texts
    )
    if credit.amount or debit.amount:
        return credit - Money.of(abs(debit.amount), currency)
    side = side_of(table.first(record, "side"))
    return Money.of(side * abs(signed.amount), currency) if side else signed


def _row(
    table: _Table, record: Record, amount: Money, order: Order, seen: Counter[str]
) -> StatementRow:
    date, text, payer, name = (
        " ".join(table.texts(record, role)) for role in ("date", "text", "payer", "id")
    )
    facts = [date, amount.amount, amount.currency, name or [text, payer]]
    seen[json.dumps(facts)] += 1  # the same payment twice on one day is two payments
    facts.append(seen[json.dumps(facts)])
    return StatementRow(
        number=record.number,
        date=iso_day(table.first(record, "date"), order),
        amount=amount,
        text=text,
        payer=payer,
        id=name,
        fingerprint=hashlib.sha256(json.dumps(facts).encode()).hexdigest(),
    )
