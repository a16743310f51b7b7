"""Which mails follow from what happens to an order: one table, and nothing else decides it."""

Mails = tuple[tuple[str, str], ...]  # (audience, event): whom to write to, and what

SHOPPER, OWNER = "shopper", "owner"

PLACED: Mails = ((SHOPPER, "order_placed"), (OWNER, "order_placed_owner"))

# By what happened, as `Event.what` names it. No event stands under two of them: the second would
# have the name of a mail that exists, and the store would refuse it together with what caused it.
MAILS: dict[str, Mails] = {
    "placed": PLACED,
    "authorized": (),
    "part_paid": ((SHOPPER, "part_received"),),
    "paid": ((SHOPPER, "payment_received"), (OWNER, "payment_received_owner")),
    "payment_failed": ((SHOPPER, "payment_failed"),),
    "capture_failed": ((OWNER, "capture_failed"),),
    "cancelled": ((SHOPPER, "order_cancelled"), (OWNER, "order_cancelled_owner")),
    "expired": ((SHOPPER, "order_expired"),),
    "fulfilled": ((SHOPPER, "order_fulfilled"),),
    "refunded": ((SHOPPER, "refunded"),),
    "refund_failed": ((OWNER, "refund_failed"),),
    "late_refunded": ((SHOPPER, "late_payment_refunded"),),
    "revived": ((SHOPPER, "order_revived"), (OWNER, "order_revived_owner")),
    "returned": ((SHOPPER, "return_received"), (OWNER, "return_received_owner")),
    "changed": ((SHOPPER, "order_changed"),),
    "disputed": ((OWNER, "payment_disputed"),),
    "dispute_closed": ((OWNER, "dispute_closed"),),
}

FREE = "free"  # in place of a way to pay: there was nothing to pay
ELSEWISE: dict[str, dict[str, Mails]] = {
    "card": {"placed": (), "authorized": PLACED},
    FREE: {"paid": ()},
}


def mails_for(transition: str, payment: str = "") -> Mails:
    """The mails of one transition. Who pays by card is thanked when the payment is authorised: on
    the payment page they have not ordered yet, and many never come back from it."""
    return {**MAILS, **ELSEWISE.get(payment, {})}.get(transition, ())
