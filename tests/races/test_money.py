"""Every payment is taken once and every refund paid once, whoever tells of it and how often.

``RACES=full`` runs them in their full size; ``python -m races`` (in tests/) prints the figures.
"""

import os

import pytest
from races.money import paid_once, refunded_at_once

from shop.ports import Store

FULL = os.environ.get("RACES") == "full"
ORDERS = 2000 if FULL else 40
REFUNDED = 500 if FULL else 8


@pytest.mark.parametrize("capture", ["at_once", "on_fulfilment"])
def test_notices_in_any_order_pay_each_order_once(store: Store, capture: str) -> None:
    ledger = paid_once(store, ORDERS, in_flight=3, seed=1, capture=capture)
    assert (ledger.wrong, ledger.faults) == ((), ())
    assert ledger.states == {"paid" if capture == "at_once" else "authorized": ORDERS}
    thanks = "payment_received" if capture == "at_once" else "order_placed"
    assert ledger.mails[thanks] == ORDERS


def test_refunds_at_once_give_back_what_was_taken_and_no_more(store: Store) -> None:
    ledger = refunded_at_once(store, REFUNDED, each=20, lost=30, seed=1)
    assert (ledger.wrong, ledger.faults) == ((), ())
    assert 0 < ledger.refunded <= ledger.captured
    assert ledger.answers.keys() <= {"accepted", "not_possible", "fault: store_busy"}
