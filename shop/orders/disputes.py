"""Payments that a shopper's bank takes back: pure.

The gateway tells of a dispute in any order, and again. What it told last counts; of what it told in
the same second, what comes later in the life of a dispute.
"""

from datetime import datetime

from shop.orders.aftersale import Dispute
from shop.orders.model import Order, Transition
from shop.orders.transitions import step
from shop.payments.gateway import GatewayDispute

CLOSED = frozenset({"won", "lost"})
LIFE = ("inquiry", "open", "won", "lost")


def disputed(told: GatewayDispute, told_at: datetime, order: Order, now: datetime) -> Order:
    """The order after `told`, which was so at `told_at`; the same one where that is no news."""
    return _disputed(order, _of_order(told, told_at), now)


def is_news(order: Order, told: GatewayDispute) -> bool:
    """Whether the order knows the dispute otherwise, or not at all."""
    return all((each.id, each.state) != (told.id, told.state) for each in order.disputes)


def _of_order(told: GatewayDispute, told_at: datetime) -> Dispute:
    return Dispute(
        id=told.id, amount=told.amount, reason=told.reason, state=told.state, told_at=told_at
    )


def _disputed(order: Order, told: Dispute, now: datetime) -> Order:
    known = next((each for each in order.disputes if each.id == told.id), None)
    if known is not None and _age(known) >= _age(told):
        return order
    others = (each for each in order.disputes if each.id != told.id)
    after = order.model_copy(update={"disputes": (*others, told)})
    what: Transition = "dispute_closed" if told.state in CLOSED else "disputed"
    once = f"{told.id}-{told.state}"
    if any(event.once == once for event in order.history):
        return after
    return step(after, what, now, "gateway", state=order.state, once=once, note=told.reason)


def _age(dispute: Dispute) -> tuple[datetime, int]:
    return dispute.told_at, LIFE.index(dispute.state)
