"""What can become of an order: pure. Each function takes an order and gives the one after it.

Raises NotPossible where the order is in no state for it, with a sentence that says what to do
instead. Nothing here writes; ``effects.py`` says what each difference brings about.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shop.clock import new_id
from shop.errors import EditedMeanwhile, NotPossible
from shop.i18n.messages import translatable
from shop.money import Money
from shop.orders.aftersale import Refund, Shipment, Transfer
from shop.orders.model import Event, Order, State, Transition
from shop.orders.request import Address, Contact
from shop.orders.shares import all_of

WAITING: frozenset[State] = frozenset({"reserved", "pending_offline"})
OVER: frozenset[State] = frozenset({"expired", "cancelled", "payment_failed"})
PAID: frozenset[State] = frozenset({"paid", "fulfilled", "partially_refunded", "refunded"})


def step(  # noqa: PLR0913 - what happened, when, by whom, and what it changes
    order: Order,
    what: Transition,
    now: datetime,
    actor: str,
    *,
    state: State | None = None,
    once: str = "",
    note: str = "",
    **changes: Any,
) -> Order:
    """The order with one more event in its history and `changes` to its fields."""
    after = order.model_copy(update=changes)
    after = after.model_copy(update={"state": state or standing(after)})
    event = Event(at=now, state=after.state, actor=actor, what=what, once=once, note=note)
    return after.model_copy(update={"history": (*order.history, event)})


def standing(order: Order) -> State:
    """The state of an order by its money and parcels, once it is paid; else the state it has."""
    if order.state in OVER or not _paid_for(order):
        return order.state
    back = order.refunded
    if back.amount:
        return "refunded" if back == order.captured else "partially_refunded"
    return "paid" if unshipped(order) else "fulfilled"


def _paid_for(order: Order) -> bool:
    """There was money, or none was asked for."""
    free = order.state in PAID and not order.total.amount
    return free or order.captured.amount > 0


def unshipped(order: Order) -> dict[str, int]:
    """Pieces by SKU that were neither sent nor refunded."""
    gone, back = order.shipped(), order.refunded_pieces()
    left = {sku: n - gone.get(sku, 0) - back.get(sku, 0) for sku, n in order.pieces().items()}
    return {sku: n for sku, n in left.items() if n > 0}


def authorized(order: Order, now: datetime) -> Order:
    return step(order, "authorized", now, "gateway", state="authorized", expires_at=None)


def paid(order: Order, captured: Money, now: datetime, actor: str, note: str = "") -> Order:
    """The money is there; the goods are sold from now on."""
    return step(
        order,
        "paid",
        now,
        actor,
        note=note,
        captured=captured,
        authorized=max(captured, order.authorized, key=lambda money: money.amount),
        capturing=False,
        goods="sold",
        expires_at=None,
    )


def received(order: Order, transfer: Transfer, actor: str) -> Order:
    """Money came by transfer or in cash; the same transfer again changes nothing. Transfers add up:
    until they come to the total, the order waits for the rest of them. Too much is noted and is the
    owner's to send back. A transfer for an order that has expired brings it back."""
    if any(known.id == transfer.id for known in order.transfers):
        return order
    late = order.state == "expired" and order.payment == "bank_transfer"
    if order.state != "pending_offline" and not late:
        raise NotPossible(translatable("This order does not wait for money."))
    if transfer.amount < order.due:
        return _partly_paid(order, transfer, actor)
    if late:
        order = step(order, "revived", transfer.at, actor, state="pending_offline")
    return _wholly_paid(order, transfer, actor)


def _wholly_paid(order: Order, transfer: Transfer, actor: str) -> Order:
    transfers = (*order.transfers, transfer)
    note = "; ".join(known.reference for known in transfers if known.reference)
    known = order.model_copy(update={"transfers": transfers})
    return paid(known, order.total, transfer.at, actor, note=note)


def _partly_paid(order: Order, transfer: Transfer, actor: str) -> Order:
    """From now on nobody but the owner ends the order: there is money to be sent back."""
    if order.state == "expired" or order.payment != "bank_transfer" or transfer.amount.amount <= 0:
        raise NotPossible(
            translatable("This is less than the order's total. Ask the shopper for the rest.")
        )
    transfers = (*order.transfers, transfer)
    return step(
        order,
        "part_paid",
        transfer.at,
        actor,
        once=transfer.id,
        note=transfer.reference,
        transfers=transfers,
        expires_at=None,
    )


def lost(order: Order, what: Transition, state: State, now: datetime, actor: str) -> Order:
    """An exit before any money came: the goods go back on the shelf."""
    goods = "released" if order.goods == "held" else order.goods
    return step(order, what, now, actor, state=state, goods=goods, expires_at=None, capturing=False)


def expired(order: Order, now: datetime) -> Order:
    """Raises NotPossible for an order that is not due."""
    if order.state not in WAITING or order.expires_at is None or order.expires_at > now:
        raise NotPossible(translatable("This order has not expired."))
    return _without_payment(lost(order, "expired", "expired", now, "clock"))


def cancellable(order: Order) -> bool:
    """It is not over, nobody paid for it, and what cost nothing has not left."""
    if order.state in OVER or order.captured.amount:
        return False
    return order.state not in PAID or not order.shipments


def cancelled(
    order: Order, now: datetime, actor: str, reason: str = "", *, restock: bool = False
) -> Order:
    """Before any money came. A parcel that nobody paid for at the door is back by then; `restock`
    says that its goods are on the shelf again, those that never left are in any case."""
    if order.state in OVER:
        raise NotPossible(translatable("This order is over already."))
    if not cancellable(order):
        raise NotPossible(
            translatable("This order is paid or on its way. Refund it instead of cancelling it.")
        )
    if order.goods == "sold" and (restock or not order.shipments):
        order = order.model_copy(update={"goods": "released"})
    after = lost(order, "cancelled", "cancelled", now, actor)
    last = after.history[-1].model_copy(update={"note": reason})
    after = after.model_copy(update={"history": (*after.history[:-1], last), "capturing": False})
    return _sent_back(_without_payment(after), now, actor, reason)


def _sent_back(order: Order, now: datetime, actor: str, reason: str) -> Order:
    """A part of the money that came by transfer goes back by the owner's own hand."""
    if not order.transfers:
        return order
    part = order.received
    refund = Refund(
        id=f"{order.id}-part",
        amount=part,
        shipping=part,
        actor=actor,
        reason=reason,
        requested_at=now,
    )
    facts = {"captured": part, "authorized": part, "refunds": (refund,)}
    return order.model_copy(update=facts)


def _without_payment(order: Order) -> Order:
    """Nobody shall be able to pay it any more; the gateway has to be told."""
    return order.model_copy(update={"cancelling": bool(order.session or order.intent)})


def capture_asked(order: Order) -> Order:
    if order.state != "authorized":
        raise NotPossible(translatable("There is no authorised payment to capture."))
    return order.model_copy(update={"capturing": True})


def capture_failed(order: Order, now: datetime, reason: str) -> Order:
    return step(
        order,
        "capture_failed",
        now,
        "gateway",
        state="capture_failed",
        note=reason,
        capturing=False,
    )


def fulfilled(order: Order, parcel: Shipment, actor: str) -> Order:
    """A parcel has left. Cash on delivery leaves before it is paid."""
    on_trust = order.state == "pending_offline" and order.payment == "cod"
    if order.state not in PAID and not on_trust:
        raise NotPossible(translatable("This order is not paid yet."))
    left = unshipped(order)
    if not parcel.lines or not all_of(parcel.lines, left):
        raise NotPossible(translatable("The parcel holds more than this order still waits for."))
    parcels = (*order.shipments, parcel)
    return step(
        order,
        "fulfilled",
        parcel.at,
        actor,
        once=parcel.id,
        shipments=parcels,
        goods="sold",
        expires_at=None,
    )


def fingerprint(order: Order) -> str:
    """The same only while contact, address, note and pieces are: whoever corrects one of them says
    by it what they saw."""
    facts = [order.contact.model_dump(), order.address.model_dump(), order.note, order.pieces()]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def refuse_newer(order: Order, seen: str | None) -> None:
    """Raises EditedMeanwhile for an order that is no more as it was `seen`: a form sends all of its
    fields, and would put back what a colleague has just corrected. None is who looked at nothing.
    """
    if seen is not None and seen != fingerprint(order):
        raise EditedMeanwhile


@dataclass(frozen=True, slots=True)
class Correction:
    """Who an order is for and where it goes, as a form has it. `seen` is the fingerprint of the
    order as that form was made from it."""

    contact: Contact
    address: Address
    note: str
    seen: str


def amended(order: Order, now: datetime, actor: str, wanted: Correction) -> Order:
    """Contact, address and note corrected before anything left the house. Raises EditedMeanwhile
    where it is not as it was seen; the same correction again changes nothing."""
    if order.state in OVER or order.shipments:
        raise NotPossible(translatable("This order is over or on its way, so it stays as it is."))
    changes = {"contact": wanted.contact, "address": wanted.address, "note": wanted.note}
    if all(getattr(order, name) == value for name, value in changes.items()):
        return order
    refuse_newer(order, wanted.seen)
    return step(order.model_copy(update=changes), "changed", now, actor, once=new_id())


def reserved_until(order: Order, moment: datetime, longer: timedelta) -> Order:
    """A payment that takes days is under way: the goods wait for it."""
    return order.model_copy(update={"expires_at": moment + longer})
