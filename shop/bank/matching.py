"""Rows of a statement against the orders that wait for money: pure."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from shop.bank.model import Match, OpenOrder, Outcome, Statement, StatementRow
from shop.bank.references import referenced
from shop.money import total


def match(
    statement: Statement, open_orders: Sequence[OpenOrder], booked: Collection[str] = ()
) -> tuple[Match, ...]:
    """What each row means; `booked` are fingerprints of rows that were booked before.

    A row in another currency than its order's is unknown, but says which order it names.
    """
    by_number = {order.number: order for order in open_orders}
    paid: set[str] = set()
    found = []
    for row in statement.rows:
        meaning = _match(row, by_number, booked, paid)
        if meaning.outcome in {"paid_exactly", "overpaid"}:
            paid.add(meaning.orders[0].id)
        found.append(meaning)
    return _with_parts(found, paid)


def _with_parts(found: Sequence[Match], paid: Collection[str]) -> tuple[Match, ...]:
    """Where rows that are each too little come to what their order waits for, they pay it; unless
    another row does."""
    too_little: dict[str, list[Match]] = {}
    for meaning in found:
        if meaning.outcome == "underpaid" and meaning.orders[0].id not in paid:
            too_little.setdefault(meaning.orders[0].id, []).append(meaning)
    parts = {meaning.row.fingerprint for some in too_little.values() for meaning in _parts(some)}
    return tuple(
        replace(meaning, outcome="in_parts") if meaning.row.fingerprint in parts else meaning
        for meaning in found
    )


def _parts(rows: Sequence[Match]) -> Sequence[Match]:
    """All of them where they pay the order to the unit, else none: which of them do is for the
    owner to say."""
    due = rows[0].orders[0].due
    return rows if total((each.row.amount for each in rows), due.currency) == due else ()


def _match(
    row: StatementRow,
    by_number: dict[str, OpenOrder],
    booked: Collection[str],
    paid: Collection[str],
) -> Match:
    if row.fingerprint in booked:
        return Match(row, "already_booked")
    orders = tuple(by_number[number] for number in referenced(row.text, by_number))
    if not orders:
        return Match(row, "unknown")
    if len(orders) > 1:
        return Match(row, "several_orders", orders)
    return Match(row, "overpaid" if orders[0].id in paid else _weighed(row, orders[0]), orders)


def _weighed(row: StatementRow, order: OpenOrder) -> Outcome:
    if row.amount.currency != order.due.currency:
        return "unknown"
    if row.amount == order.due:
        return "paid_exactly"
    return "underpaid" if row.amount < order.due else "overpaid"
