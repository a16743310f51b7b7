"""Booking what a bank's statement says on the orders that wait for it.

The owner looks first (`preview`), then has it booked (`reconcile`). A row that pays its order to
the unit is booked, and so are rows that do so together; any other only where the owner says which
order it is for. What it pays of that order is taken off what the order waits for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Protocol

from shop.bank.matching import match
from shop.bank.model import Match, OpenOrder, Statement, StatementRow
from shop.bank.records import booking_writes, row_key
from shop.clock import timestamp
from shop.errors import InvalidMoney, NotFound, NotPossible, TransactionCancelled
from shop.i18n.messages import translatable
from shop.money import Money
from shop.orders.records import order_from, order_items
from shop.ports import Item, Store, Write

BOOKED_ALONE = frozenset({"paid_exactly", "in_parts"})
LONGEST_WAIT = timedelta(days=61)  # payments.toml lets an order wait for 60 days
WAITING = frozenset({"pending_offline", "expired"})


class Confirm(Protocol):
    """Takes the money for an order, with `extra` in the same transaction.

    Raises NotFound, or NotPossible for an order that does not wait for so much; passes on the
    TransactionCancelled of a condition in `extra`.
    """

    def __call__(
        self, order_id: str, amount: Money, reference: str, extra: Sequence[Write]
    ) -> object: ...


@dataclass(frozen=True, slots=True)
class Booking:
    """A row that was booked on an order, or why not: ``refused`` is a sentence for the owner."""

    row: StatementRow
    order_id: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """`matches` are what the rows meant before anything was booked."""

    matches: tuple[Match, ...]
    bookings: tuple[Booking, ...]


def open_transfers(store: Store, now: datetime) -> list[OpenOrder]:
    """Orders that wait for a bank transfer, or waited until they expired, the youngest first. Of a
    month's orders they are few: only those are made of what is stored."""
    orders = (
        order_from(item)
        for item in _lately_placed(store, timestamp(now - LONGEST_WAIT))
        if item.data["state"] in WAITING and item.data["payment"] == "bank_transfer"
    )
    return [OpenOrder(order.id, order.number, order.due) for order in orders]


def preview(store: Store, statement: Statement, now: datetime) -> tuple[Match, ...]:
    """What each row means now; nothing is written."""
    return meant(store, statement, open_transfers(store, now))


def meant(store: Store, statement: Statement, waiting: Sequence[OpenOrder]) -> tuple[Match, ...]:
    """What each row means to those that are `waiting`."""
    keys = {row_key(row.fingerprint): row.fingerprint for row in statement.rows}
    booked = {keys[key] for key in store.get_many(keys)}
    return match(statement, waiting, booked)


def reconcile(
    store: Store,
    statement: Statement,
    confirm: Confirm,
    now: datetime,
    chosen: Mapping[str, str] | None = None,
) -> Reconciliation:
    """Books every row that pays exactly, and those that the owner has `chosen` an order for
    (fingerprint of the row → id of the order). Safe to repeat: a row is booked once."""
    matches = preview(store, statement, now)
    wanted = chosen or {}
    bookings = []
    for found in matches:
        order_id = wanted.get(found.row.fingerprint) or _own_order(found)
        if order_id and found.outcome != "already_booked":
            bookings.append(_book(found.row, order_id, confirm))
    return Reconciliation(matches, tuple(bookings))


def _own_order(found: Match) -> str:
    return found.orders[0].id if found.outcome in BOOKED_ALONE else ""


def _book(row: StatementRow, order_id: str, confirm: Confirm) -> Booking:
    reference = row.id or f"{row.date} {row.text}"[:200]
    try:
        confirm(order_id, row.amount, reference, booking_writes(row, order_id))
    except TransactionCancelled:
        return Booking(row, order_id, translatable("This row was booked a moment ago."))
    except (NotPossible, NotFound, InvalidMoney) as error:
        return Booking(row, order_id, error.message)
    return Booking(row, order_id)


def _lately_placed(store: Store, since: str) -> Iterable[Item]:
    def lately(item: Item) -> bool:
        return item.index is not None and item.index.sk >= since

    return takewhile(lately, order_items(store, latest_first=True))
