"""What an order becomes when its gateway tells what it knows: pure.

Snapshots arrive late, twice and in any order, by webhook, by the reconciler and as answers to our
own calls. So facts only ever grow (the most that was authorised, captured, refunded), and a state
follows from the facts, never from the order in which they came.
"""

from datetime import datetime, timedelta

from shop.money import Money
from shop.orders.aftersale import Refund
from shop.orders.model import Order
from shop.orders.refunds import refund_accepted, refund_ended
from shop.orders.transitions import (
    OVER,
    authorized,
    capture_failed,
    lost,
    paid,
    reserved_until,
    step,
)
from shop.payments.gateway import GatewayRefund, Payment

PROCESSING = timedelta(days=10)  # vouchers and bank debits take days to be confirmed


def settled(order: Order, payment: Payment, now: datetime, *, at_once: bool, revive: bool) -> Order:
    """The order after `payment`; the same one where it tells nothing new.

    `at_once`: authorised money is captured without waiting for a parcel. `revive`: a payment that
    came too late brings the order back; without it (its goods are sold meanwhile) it is returned.
    """
    known = _learned(order, payment)
    if order.state in OVER:
        return _over(known, payment, now, at_once=at_once, revive=revive)
    if not order.captured.amount:
        known = _awaited(known, payment, now, at_once=at_once)
    return _refunds(known, payment, now)


def _over(order: Order, payment: Payment, now: datetime, *, at_once: bool, revive: bool) -> Order:
    wanted = revive and order.state != "cancelled" and not order.captured.amount
    if payment.captured.amount and not wanted:
        captured = _larger(order.captured, payment.captured)
        order = order.model_copy(update={"captured": captured, "cancelling": False})
    order = _refunds(order, payment, now)
    return _late(order, payment, now, at_once=at_once, revive=wanted)


def _awaited(order: Order, payment: Payment, now: datetime, *, at_once: bool) -> Order:
    if payment.captured.amount:
        return paid(order, payment.captured, now, "gateway")
    if payment.status in {"cancelled", "failed"}:
        return _without_money(order, payment, now)
    if order.state != "reserved":
        return order
    if payment.status == "authorized":
        return authorized(order, now).model_copy(update={"capturing": at_once})
    if payment.status == "processing" and not _waits_long(order, now):
        return reserved_until(order, now, PROCESSING)
    return order


def _learned(order: Order, payment: Payment) -> Order:
    """Names and the most that was ever authorised; captured money is left to what it brings."""
    facts = {
        "intent": order.intent or payment.intent,
        "session": order.session or payment.session,
        "authorized": _larger(order.authorized, payment.authorized),
    }
    if all(getattr(order, name) == value for name, value in facts.items()):
        return order
    return order.model_copy(update=facts)


def _larger(one: Money, other: Money) -> Money:
    return max(one, other)


def _refunds(order: Order, payment: Payment, now: datetime) -> Order:
    """Each refund of the gateway's is one of ours, or one that was made on its own pages."""
    for told in payment.refunds:
        known = next(
            (r for r in order.refunds if told.key == r.id or told.id == r.gateway_id), None
        )
        if known is None:
            order = _adopted(order, told, now)
        elif told.state == "pending":
            order = refund_accepted(order, known.id, told.id)
        if told.state != "pending":
            identity = known.id if known else told.id
            done = told.state == "done"
            order = refund_ended(order, identity, now, done=done, gateway_id=told.id)
    return order


def _adopted(order: Order, told: GatewayRefund, now: datetime) -> Order:
    refund = Refund(
        id=told.id,
        amount=told.amount,
        shipping=told.amount,
        actor="gateway",
        requested_at=now,
        gateway_id=told.id,
    )
    return order.model_copy(update={"refunds": (*order.refunds, refund)})


def _without_money(order: Order, payment: Payment, now: datetime) -> Order:
    if order.state == "reserved":
        if payment.status == "failed":
            return lost(order, "payment_failed", "payment_failed", now, "gateway")
        return lost(order, "expired", "expired", now, "gateway")
    if order.state == "authorized":
        return capture_failed(order, now, "The authorisation is gone.")
    return order


def _late(order: Order, payment: Payment, now: datetime, *, at_once: bool, revive: bool) -> Order:
    """A payment of an order that is over: the order comes back, or the money does; once."""
    if payment.captured.amount:
        return _revived(order, payment, now) if revive else _returned(order, now)
    if payment.status == "authorized" and revive:
        return step(
            order,
            "revived",
            now,
            "gateway",
            state="authorized",
            goods="held",
            expires_at=None,
            capturing=at_once,
            cancelling=False,
        )
    if payment.status == "authorized":
        return order.model_copy(update={"cancelling": True})
    if payment.status in {"cancelled", "failed"} and order.cancelling:
        return order.model_copy(update={"cancelling": False})
    return order


def _revived(order: Order, payment: Payment, now: datetime) -> Order:
    back = step(order, "revived", now, "gateway", state="reserved", cancelling=False)
    return paid(back, payment.captured, now, "gateway")


def _returned(order: Order, now: datetime) -> Order:
    """A late refund that failed is the owner's to look at: trying for ever would tell them
    nothing."""
    rest = order.refundable
    if not rest.amount or any(refund.late and refund.state == "failed" for refund in order.refunds):
        return order
    refund = Refund(
        id=f"{order.id}-late",
        amount=rest,
        shipping=rest,
        actor="clock",
        reason="The payment came when the order was over.",
        requested_at=now,
        late=True,
    )
    refunds = (*order.refunds, refund)
    return step(order, "late_refunded", now, "clock", once=refund.id, refunds=refunds)


def _waits_long(order: Order, now: datetime) -> bool:
    return order.expires_at is None or order.expires_at > now + PROCESSING / 2
