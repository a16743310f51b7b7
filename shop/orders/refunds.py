"""Money that goes back: pure. A refund is asked for once, accepted at most once, and ends once.

Raises NotPossible as ``transitions.py`` does.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shop.errors import NotPossible
from shop.i18n.messages import translatable
from shop.money import Money
from shop.orders.aftersale import Refund
from shop.orders.model import Order
from shop.orders.shares import all_of, shipping_share, worth_of
from shop.orders.transitions import step


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
    if _found(order, refund_id):
        return order
    _refuse_what_is_back(order, lines, delivery=delivery)
    worth = worth_of(order, lines)
    beside = extra + shipping_share(order) if delivery else extra
    amount = Money.of(sum(worth.values()), extra.currency) + beside
    _refuse_amount(order, extra, amount)
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


def _refuse_what_is_back(order: Order, lines: Mapping[str, int], *, delivery: bool) -> None:
    back = order.refunded_pieces()
    left = {sku: n - back.get(sku, 0) for sku, n in order.pieces().items()}
    if not all_of(lines, left):
        raise NotPossible(translatable("These pieces are not part of the order, or refunded."))
    if delivery and any(refund.delivery and refund.state != "failed" for refund in order.refunds):
        raise NotPossible(translatable("The delivery of this order is refunded already."))


def _refuse_amount(order: Order, extra: Money, amount: Money) -> None:
    if order.disputed:
        raise NotPossible(
            translatable(
                "The shopper's bank disputes this payment and holds the money: nothing can be "
                "refunded until that is decided."
            )
        )
    if extra.amount < 0 or amount.amount <= 0:
        raise NotPossible(translatable("A refund must be more than nothing."))
    if order.refundable < amount:
        raise NotPossible(translatable("This is more than is left to refund of this order."))


def refund_accepted(order: Order, refund_id: str, gateway_id: str) -> Order:
    """The gateway has taken a refund on and will tell how it ends: it is not asked again."""
    refunds = _with(order, refund_id, gateway_id=gateway_id)
    return order if refunds == order.refunds else order.model_copy(update={"refunds": refunds})


def refund_ended(
    order: Order, refund_id: str, now: datetime, *, done: bool, gateway_id: str = ""
) -> Order:
    """A pending refund arrived or failed; anything else stays as it is, so that it ends once. One
    that was thought to have failed may still arrive."""
    refund = _found(order, refund_id)
    if refund is None or not _can_end(refund, done=done):
        return order
    named = gateway_id or refund.gateway_id
    if not done:
        refunds = _with(order, refund_id, state="failed", gateway_id=named)
        return step(order, "refund_failed", now, "gateway", once=refund_id, refunds=refunds)
    changes: dict[str, Any] = {
        "refunds": _with(order, refund_id, state="done", gateway_id=named),
        "restocked": _restocked(order, refund),
    }
    if refund.late:
        return order.model_copy(update=changes)
    return step(order, "refunded", now, refund.actor or "gateway", once=refund_id, **changes)


def _can_end(refund: Refund, *, done: bool) -> bool:
    return refund.state == "pending" or (refund.state == "failed" and done)


def _found(order: Order, refund_id: str) -> Refund | None:
    return next((each for each in order.refunds if each.id == refund_id), None)


def _with(order: Order, refund_id: str, **changes: str) -> tuple[Refund, ...]:
    """All refunds, the one of that id changed."""
    return tuple(
        each.model_copy(update=changes) if each.id == refund_id else each for each in order.refunds
    )


def _restocked(order: Order, refund: Refund) -> dict[str, int]:
    """What is back on the shelf after `refund`, never more than the ledger sold."""
    back = dict(order.restocked)
    if refund.restock and order.goods == "sold":
        for sku in order.demand.keys() & refund.lines.keys():
            back[sku] = min(order.demand[sku], back.get(sku, 0) + refund.lines[sku])
    return back
