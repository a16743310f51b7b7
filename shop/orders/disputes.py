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
    latest = Dispute(
        id=told.id, amount=told.amount, reason=told.reason, state=told.state, told_at=told_at
    )
    known = next((each for each in order.disputes if each.id == told.id), None)
    if known is not None and _age(known) >= _age(latest):
        return order
    others = (each for each in order.disputes if each.id != told.id)
    after = order.model_copy(update={"disputes": (*others, latest)})
    what: Transition = "dispute_closed" if told.state in CLOSED else "disputed"
    once = f"{told.id}-{told.state}"
    if any(event.once == once for event in order.history):
        return after
    return step(after, what, now, "gateway", state=order.state, once=once, note=told.reason)


def is_news(order: Order, told: GatewayDispute) -> bool:
    """Whether the order knows the dispute otherwise, or not at all."""
    return all((each.id, each.state) != (told.id, told.state) for each in order.disputes)


def _age(dispute: Dispute) -> tuple[datetime, int]:
    return dispute.told_at, LIFE.index(dispute.state)
