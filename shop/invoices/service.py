"""Issuing invoices: each number once and none left out, whoever asks at the same time.

The number is taken and the invoice is stored in one transaction, so that a process that ends in
between has done neither. An order has one invoice and each refund one credit note: asking again
gives the one that is there.
"""

import random
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from shop.clock import Clock
from shop.errors import NotPossible, StoreBusy, TransactionCancelled
from shop.i18n.messages import translatable
from shop.invoices.model import Invoice, Kind
from shop.invoices.records import (
    INDEX,
    count_put,
    invoice_from,
    invoice_key,
    invoice_put,
    series_key,
)
from shop.invoices.rules import Stamp, credit_note_of, invoice_of, local_day, numbered, series_of
from shop.orders.aftersale import Refund
from shop.orders.model import Order
from shop.orders.transitions import PAID
from shop.ports import Item, Store
from shop.profile import Profile

ATTEMPTS = 200  # everybody who issues at the same moment waits for the others in turn
LONGEST_PAUSE = 0.1  # seconds
NOT_PAID = translatable("There is an invoice as soon as the order is paid.")

Make = Callable[[Stamp], Invoice]


def issue_invoice(store: Store, profile: Profile, order: Order, clock: Clock) -> Invoice:
    """The order's invoice, made now if there is none. Raises NotPossible for an unpaid order."""
    known = find_invoice(store, order.id)
    if known is not None:
        return known
    if not order.captured.amount and order.state not in PAID:
        raise NotPossible(NOT_PAID)
    return _issue(store, profile, "invoice", clock, lambda stamp: invoice_of(order, profile, stamp))


def issue_credit_note(
    store: Store, profile: Profile, order: Order, refund: Refund, clock: Clock
) -> Invoice:
    """The credit note for a refund, and before it the invoice if there is none.

    Raises NotPossible as long as the money is not back.
    """
    known = find_invoice(store, order.id, refund.id)
    if known is not None:
        return known
    if refund.state != "done":
        raise NotPossible(translatable("There is a credit note as soon as the money is refunded."))
    invoice = issue_invoice(store, profile, order, clock)
    return _issue(
        store,
        profile,
        "credit_note",
        clock,
        lambda stamp: credit_note_of(order, refund, invoice, stamp),
    )


def find_invoice(store: Store, order_id: str, refund_id: str = "") -> Invoice | None:
    item = store.get(invoice_key(order_id, refund_id))
    return invoice_from(item) if item else None


def invoices(store: Store, period: str = "") -> Iterator[Invoice]:
    """Invoices and credit notes in the order they were issued: of a year ("2026"), a month
    ("2026-11") or a day, in UTC, or all."""
    after: str | None = None
    while True:
        page = store.query_index(INDEX, period, after=after)
        yield from map(invoice_from, page.items)
        after = page.next
        if after is None:
            return


def _issue(store: Store, profile: Profile, kind: Kind, clock: Clock, make: Make) -> Invoice:
    for attempt in range(ATTEMPTS):
        at = clock()
        day = local_day(profile, at)
        series = series_of(profile, kind, day.year)
        read = store.get(series_key(series))
        count = _last(read) + 1
        at = _not_before(read, at)
        number = numbered(profile, kind, day.year, count)
        invoice = make(Stamp(number, at, local_day(profile, at)))
        try:
            store.transact([invoice_put(invoice), count_put(series, count, invoice, read)])
        except TransactionCancelled:
            known = find_invoice(store, invoice.order_id, invoice.refund_id)
            if known is not None:
                return known
            pause = min(LONGEST_PAUSE, 0.001 * 2 ** min(attempt, 10))
            time.sleep(random.uniform(0, pause))  # noqa: S311 - spreads those who wait
            continue
        return invoice
    raise StoreBusy(translatable("Too many invoices at once. Please try again."))


def _last(read: Item | None) -> int:
    last = read.data["last"] if read else 0
    assert isinstance(last, int)  # noqa: S101 - our own record
    return last


def _not_before(read: Item | None, at: datetime) -> datetime:
    """Dates follow numbers, though clocks of two machines may not agree."""
    return max(at, datetime.fromisoformat(str(read.data["issued_at"]))) if read else at
