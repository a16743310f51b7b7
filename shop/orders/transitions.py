"""What can become of an order: pure. Each function takes an order and gives the one after it.

Raises NotPossible where the order is in no state for it, with a sentence that says what to do
instead. Nothing here writes; ``effects.py`` says what each difference brings about.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from shop.clock import new_id
from shop.errors import NotPossible
from shop.i18n.messages import translatable
from shop.money import Money
from shop.orders.model import (
    Address,
    Contact,
    Event,
    Order,
    Refund,
    Shipment,
    State,
    Transition,
)
from shop.orders.shares import shipping_share, worth_of

WAITING: frozenset[State] = frozenset({"reserved", "pending_offline"})
OVER: frozenset[State] = frozenset({"expired", "cancelled", "payment_failed"})
PAID: frozenset[State] = frozenset({"paid", "fulfilled", "partially_refunded", "refunded"})
UNPAID_STILL: frozenset[State] = frozenset(
    {"reserved", "pending_offline", "authorized", "capture_failed"}
)


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
    free = order.state in PAID and not order.total.amount
    if order.state in OVER or not (order.captured.amount or free):
        return order.state
    back = order.refunded
    if back == order.captured and not free:
        return "refunded"
    if back.amount:
        return "partially_refunded"
    return "fulfilled" if not unshipped(order) else "paid"


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


def received(order: Order, amount: Money, reference: str, now: datetime, actor: str) -> Order:
    """Money came by transfer or in cash. Too much is noted and is the owner's to send back. A
    transfer for an order that has expired brings it back."""
    late = order.state == "expired" and order.payment == "bank_transfer"
    if order.state != "pending_offline" and not late:
        raise NotPossible(translatable("This order does not wait for money."))
    if amount < order.total:
        raise NotPossible(
            translatable("This is less than the order's total. Ask the shopper for the rest.")
        )
    if late:
        order = step(order, "revived", now, actor, state="pending_offline")
    over = amount - order.total
    notes = [reference, f"overpaid by {over.to_decimal()} {over.currency}" if over.amount else ""]
    return paid(order, order.total, now, actor, note="; ".join(note for note in notes if note))


def lost(order: Order, what: Transition, state: State, now: datetime, actor: str) -> Order:
    """An exit before any money came: the goods go back on the shelf."""
    goods = "released" if order.goods == "held" else order.goods
    return step(order, what, now, actor, state=state, goods=goods, expires_at=None, capturing=False)


def expired(order: Order, now: datetime) -> Order:
    """Raises NotPossible for an order that is not due."""
    if order.state not in WAITING or order.expires_at is None or order.expires_at > now:
        raise NotPossible(translatable("This order has not expired."))
    return _without_payment(lost(order, "expired", "expired", now, "clock"))


def cancelled(
    order: Order, now: datetime, actor: str, reason: str = "", *, restock: bool = False
) -> Order:
    """Before any money came. A parcel that nobody paid for at the door is back by then; `restock`
    says that its goods are on the shelf again, those that never left are in any case."""
    if order.state in OVER:
        raise NotPossible(translatable("This order is over already."))
    if order.captured.amount or (order.state in PAID and order.shipments):
        raise NotPossible(
            translatable("This order is paid or on its way. Refund it instead of cancelling it.")
        )
    if order.goods == "sold" and (restock or not order.shipments):
        order = order.model_copy(update={"goods": "released"})
    after = lost(order, "cancelled", "cancelled", now, actor)
    last = after.history[-1].model_copy(update={"note": reason})
    return _without_payment(
        after.model_copy(update={"history": (*after.history[:-1], last), "capturing": False})
    )


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
    if not parcel.lines or any(n < 1 or n > left.get(sku, 0) for sku, n in parcel.lines.items()):
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


def refund_asked(  # noqa: PLR0913, PLR0917 - which money of which pieces, why, and who says so
    order: Order,
    refund_id: str,
    lines: Mapping[str, int],
    extra: Money,
    now: datetime,
    actor: str,
    *,
    delivery: bool = False,
    restock: bool = False,
    reason: str = "",
) -> Order:
    """Records a refund as pending; one with this id already recorded changes nothing.

    `extra` is money beyond that of the pieces and of `delivery`. Raises NotPossible where it comes
    to nothing, to more than is left, or to pieces or a delivery that are refunded already.
    """
    if any(refund.id == refund_id for refund in order.refunds):
        return order
    left = {sku: n - order.refunded_pieces().get(sku, 0) for sku, n in order.pieces().items()}
    if any(n < 1 or n > left.get(sku, 0) for sku, n in lines.items()):
        raise NotPossible(translatable("These pieces are not part of the order, or refunded."))
    if delivery and any(refund.delivery and refund.state != "failed" for refund in order.refunds):
        raise NotPossible(translatable("The delivery of this order is refunded already."))
    worth = worth_of(order, lines)
    beside = extra + shipping_share(order) if delivery else extra
    amount = Money.of(sum(worth.values()), extra.currency) + beside
    if extra.amount < 0 or amount.amount <= 0:
        raise NotPossible(translatable("A refund must be more than nothing."))
    if order.refundable < amount:
        raise NotPossible(translatable("This is more than is left to refund of this order."))
    refund = Refund(
        id=refund_id,
        amount=amount,
        lines=dict(lines),
        worth=worth,
        shipping=beside,
        delivery=delivery,
        restock=restock,
        reason=reason,
        actor=actor,
        requested_at=now,
    )
    return order.model_copy(update={"refunds": (*order.refunds, refund)})


def refund_accepted(order: Order, refund_id: str, gateway_id: str) -> Order:
    """The gateway has taken a refund on and will tell how it ends: it is not asked again."""
    refunds = tuple(
        each.model_copy(update={"gateway_id": gateway_id}) if each.id == refund_id else each
        for each in order.refunds
    )
    return order if refunds == order.refunds else order.model_copy(update={"refunds": refunds})


def refund_ended(
    order: Order, refund_id: str, now: datetime, *, done: bool, gateway_id: str = ""
) -> Order:
    """A pending refund arrived or failed; anything else stays as it is, so that it ends once."""
    refund = next((each for each in order.refunds if each.id == refund_id), None)
    if refund is None or refund.state == "done" or (refund.state == "failed" and not done):
        return order
    state = "done" if done else "failed"
    ended = refund.model_copy(
        update={"state": state, "gateway_id": gateway_id or refund.gateway_id}
    )
    refunds = tuple(ended if each.id == refund_id else each for each in order.refunds)
    changes: dict[str, Any] = {"refunds": refunds}
    if done and refund.restock and order.goods == "sold":
        changes["restocked"] = _restocked(order, refund)
    if not done:
        return step(order, "refund_failed", now, "gateway", once=refund_id, **changes)
    if refund.late:
        return order.model_copy(update=changes)
    return step(order, "refunded", now, refund.actor or "gateway", once=refund_id, **changes)


def _restocked(order: Order, refund: Refund) -> dict[str, int]:
    """What is back on the shelf after `refund`, never more than the ledger sold."""
    back = dict(order.restocked)
    for sku, sold in order.demand.items():
        if sku in refund.lines:
            back[sku] = min(sold, back.get(sku, 0) + refund.lines[sku])
    return back


def amended(  # noqa: PLR0913 - what may be changed, when and by whom
    order: Order,
    now: datetime,
    actor: str,
    *,
    contact: Contact | None = None,
    address: Address | None = None,
    note: str | None = None,
) -> Order:
    """Contact, address or note corrected before anything left the house."""
    if order.state in OVER or order.shipments:
        raise NotPossible(translatable("This order is over or on its way, so it stays as it is."))
    changes: dict[str, Any] = {"contact": contact, "address": address, "note": note}
    wanted = {name: value for name, value in changes.items() if value is not None}
    if all(getattr(order, name) == value for name, value in wanted.items()):
        return order
    return step(order.model_copy(update=wanted), "changed", now, actor, once=new_id())


def reserved_until(order: Order, moment: datetime, longer: timedelta) -> Order:
    """A payment that takes days is under way: the goods wait for it."""
    return order.model_copy(update={"expires_at": moment + longer})
