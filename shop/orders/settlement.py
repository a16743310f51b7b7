"""Dealing with the payment gateway: what the shop has decided is carried out, and what the gateway
knows is taken over.

A call to the gateway is never part of a transaction. The decision is stored first (`capturing`,
`cancelling`, a pending refund), then the gateway is asked under a key made of the decision, then
its answer is stored. Whatever breaks off in between is found by the reconciler and asked again
under the same key: it happens once.
"""

import contextlib
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from shop.clock import timestamp
from shop.errors import GatewayUnavailable, PaymentRefused, TransactionCancelled
from shop.orders.aftersale import Refund
from shop.orders.desk import Decide, Desk, change, read_order
from shop.orders.effects import WATCH, watch_due, watch_item
from shop.orders.model import Order
from shop.orders.refunds import refund_accepted, refund_ended
from shop.orders.snapshots import settled
from shop.orders.taken_back import ask_about_disputes
from shop.orders.transitions import (
    WAITING,
    capture_failed,
    expired,
)
from shop.payments.gateway import Payment, PaymentGateway
from shop.ports import Item, Put, VersionIs, Write

# A gateway that cannot be asked keeps an order's goods from being sold for so long, no longer.
UNREACHABLE = timedelta(hours=24)

# Stripe forgets a key after a day; an older refund is looked for before it is asked for again.
KEYS_ARE_KNOWN = timedelta(hours=12)

log = logging.getLogger(__name__)


def settle(desk: Desk, order_id: str, payment: Payment, extra: Sequence[Write] = ()) -> Order:
    """Takes over what the gateway knows, with `extra` (the event that told it) in the same
    transaction, and carries out what follows."""
    return carry_out(desk, _settled(desk, order_id, payment, extra))


def _settled(desk: Desk, order_id: str, payment: Payment, extra: Sequence[Write] = ()) -> Order:
    """A late payment brings its order back where the goods are still there."""
    at_once = desk.profile.card.capture == "at_once"

    def decide(*, revive: bool) -> Decide:
        return lambda order, now: settled(order, payment, now, at_once=at_once, revive=revive)

    try:
        return change(desk, order_id, decide(revive=True), extra)
    except TransactionCancelled:  # the goods are gone, or the event was told already
        return change(desk, order_id, decide(revive=False), extra)


def carry_out(desk: Desk, order: Order) -> Order:
    """Tells the gateway what the shop has decided about `order`. Where it cannot be reached, the
    order stays as it is and is looked at again later."""
    if by_hand(order):
        return _noted(desk, order)
    if desk.gateway is None:
        log.warning("Order %s waits: there is no payment gateway to tell.", order.number)
        return order
    try:
        if order.cancelling:
            order = _cancel(desk, desk.gateway, order)
        if order.capturing:
            order = _capture(desk, desk.gateway, order)
        for refund in filter(_unasked, order.refunds):
            order = _refund(desk, desk.gateway, order, refund.id)
    except GatewayUnavailable as unknown:
        log.warning("Order %s waits for the payment gateway: %s", order.number, unknown)
    return order


def _unasked(refund: Refund) -> bool:
    return refund.state == "pending" and not refund.gateway_id


def by_hand(order: Order) -> bool:
    """Whether its money comes past the gateway, by transfer or in cash: then nobody but the owner
    can send it back, and has to be told so."""
    return order.payment != "card"


def _noted(desk: Desk, order: Order) -> Order:
    """What goes back by the owner's own hand is only noted: recording the refund is saying that it
    went."""
    for refund in order.refunds:
        if refund.state == "pending":
            order = change(desk, order.id, partial(_paid_back, refund.id))
    return order


def _paid_back(refund_id: str, order: Order, now: datetime) -> Order:
    return refund_ended(order, refund_id, now, done=True)


def _capture(desk: Desk, gateway: PaymentGateway, order: Order) -> Order:
    try:
        payment = gateway.capture(order.intent, order.total, f"{order.id}-capture")
    except PaymentRefused as refused:
        return _uncaptured(desk, gateway, order, refused)
    return _settled(desk, order.id, payment)


def _uncaptured(desk: Desk, gateway: PaymentGateway, order: Order, why: PaymentRefused) -> Order:
    """A refused capture is a failed one, unless the money was captured by an earlier try."""
    payment = _known(gateway, order)
    if payment.captured.amount:
        return _settled(desk, order.id, payment)
    return change(
        desk,
        order.id,
        lambda o, now: capture_failed(o, now, why.message) if o.capturing else o,
    )


def _cancel(desk: Desk, gateway: PaymentGateway, order: Order) -> Order:
    """Closes the payment page and gives an authorisation back. A payment that slipped in before
    is seen now: it brings an expired order back, or goes back itself."""
    if order.session:
        gateway.expire_session(order.session)
    payment = _known(gateway, order)
    if payment.status == "authorized" and order.state != "cancelled":
        order = _settled(desk, order.id, payment)
        if not order.cancelling:
            return order
    if payment.intent and payment.status in {"open", "processing", "authorized"}:
        payment = _given_back(gateway, order, payment.intent)
    return _settled(desk, order.id, payment)


def _given_back(gateway: PaymentGateway, order: Order, intent: str) -> Payment:
    try:
        return gateway.cancel(intent, f"{order.id}-cancel")
    except PaymentRefused:  # it was captured or cancelled meanwhile
        return _known(gateway, order)


def _known(gateway: PaymentGateway, order: Order) -> Payment:
    return gateway.payment(session=order.session, intent=order.intent)


def _refund(desk: Desk, gateway: PaymentGateway, order: Order, refund_id: str) -> Order:
    refund = next(each for each in order.refunds if each.id == refund_id)
    if desk.clock() - refund.requested_at > KEYS_ARE_KNOWN:
        order = _settled(desk, order.id, _known(gateway, order))
        refund = next(each for each in order.refunds if each.id == refund_id)
        if not _unasked(refund):
            return order
    try:
        told = gateway.refund(order.intent, refund.amount, refund.id, order.id)
    except PaymentRefused as refused:
        log.warning("A refund of order %s was refused: %s", order.number, refused.message)
        return change(desk, order.id, lambda o, now: refund_ended(o, refund_id, now, done=False))
    if told.state == "pending":
        return change(desk, order.id, lambda o, _now: refund_accepted(o, refund_id, told.id))
    done = told.state == "done"
    return change(
        desk,
        order.id,
        lambda o, now: refund_ended(o, refund_id, now, done=done, gateway_id=told.id),
    )


def reconcile(desk: Desk, limit: int = 100) -> int:
    """Looks at every order whose time has come: asks the gateway about open payments, repeats
    calls that broke off, lets go of what expired. How many were looked at. Disputes are asked for
    as well, of all orders."""
    ask_about_disputes(desk)
    due = timestamp(desk.clock())
    page = desk.store.query_index(WATCH, limit=limit)
    waiting = [item for item in page.items if item.index and item.index.sk <= due]
    for item in waiting:
        try:
            _look(desk, item)
        except Exception:  # one order's trouble must not keep the others from being looked at
            log.exception("Order %s could not be looked at.", item.data["order"])
            _look_again(desk, item, desk.clock() + timedelta(minutes=5))
    return len(waiting)


def _look(desk: Desk, item: Item) -> None:
    order_id = str(item.data["order"])
    order, _stored = read_order(desk.store, order_id)
    asked = True
    if order.payment == "card" and desk.gateway is not None:
        order, asked = _ask(desk, desk.gateway, order)
    if _has_expired(desk, order, asked=asked):
        order = carry_out(desk, change(desk, order_id, _expire))
    due = watch_due(order, desk.clock())
    if due is not None:
        _look_again(desk, item, due if due > desk.clock() else desk.clock() + timedelta(minutes=2))


def _ask(desk: Desk, gateway: PaymentGateway, order: Order) -> tuple[Order, bool]:
    """The order after the gateway was asked about it, and whether it could be asked."""
    if not order.session and not order.intent:
        return order, True
    try:
        payment = _known(gateway, order)
    except GatewayUnavailable as unknown:
        log.warning("Order %s waits for the payment gateway: %s", order.number, unknown)
        return order, False
    return settle(desk, order.id, payment), True


def _has_expired(desk: Desk, order: Order, *, asked: bool) -> bool:
    if order.state not in WAITING or order.expires_at is None:
        return False
    patience = timedelta(0) if asked else UNREACHABLE
    return order.expires_at + patience <= desk.clock()


def _expire(order: Order, now: datetime) -> Order:
    return expired(order, now) if order.state in WAITING else order


def _look_again(desk: Desk, item: Item, due: datetime) -> None:
    """Unless the order changed meanwhile and said itself when to look again."""
    again = watch_item(str(item.data["order"]), due)
    with contextlib.suppress(TransactionCancelled):
        desk.store.transact([Put(again, (VersionIs(item.version),))])
