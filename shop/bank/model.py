"""What a bank's statement says, and what it means for the orders that wait for money."""

from dataclasses import dataclass
from typing import Literal

from shop.catalogue.reading.problems import Problem
from shop.money import Money


@dataclass(frozen=True, slots=True)
class StatementRow:
    """Money that came in. `number` is the record's number as a spreadsheet shows it.

    `date` is ISO 8601, or as the bank writes it where that is no date. `id` is the bank's own name
    for the transaction, if it has one. `fingerprint` is the row's identity in every upload.
    """

    number: int
    date: str
    amount: Money
    text: str
    payer: str
    id: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Statement:
    """`rows` are the incoming payments; `outgoing` counts the others; rows that cannot be read are
    `problems`."""

    rows: tuple[StatementRow, ...]
    problems: tuple[Problem, ...]
    outgoing: int = 0
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order that waits for a transfer of `due`."""

    id: str
    number: str
    due: Money


Outcome = Literal[
    "paid_exactly",
    "in_parts",
    "underpaid",
    "overpaid",
    "several_orders",
    "unknown",
    "already_booked",
]


@dataclass(frozen=True, slots=True)
class Match:
    """What a row means. `orders` are those it names: one where it pays it, several where it names
    several, none where it is unknown. Rows that pay their order to the unit together are
    `in_parts`; what comes for an order after that is `overpaid`."""

    row: StatementRow
    outcome: Outcome
    orders: tuple[OpenOrder, ...] = ()
