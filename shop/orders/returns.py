"""Pieces that a shopper sends back, or withdraws from the contract about: pure.

Money goes back by a refund, with a decision of its own.
"""

from collections.abc import Mapping
from datetime import datetime

from shop.errors import NotPossible
from shop.i18n.messages import translatable
from shop.orders.aftersale import Return
from shop.orders.model import Order
from shop.orders.shares import all_of
from shop.orders.transitions import OVER, step

MOST = 20  # of one order; each is part of its record, which has room for 400 KB


def returnable(order: Order) -> dict[str, int]:
    """Pieces by SKU that could still be given back: bought, not refunded, not announced yet. Those
    that were announced and then refunded are gone once."""
    if order.state in OVER:
        return {}
    announced: dict[str, int] = {}
    for entry in order.returns:
        if entry.state != "declined":
            for sku, quantity in entry.lines.items():
                announced[sku] = announced.get(sku, 0) + quantity
    back = order.refunded_pieces()
    left = {
        sku: n - max(back.get(sku, 0), announced.get(sku, 0)) for sku, n in order.pieces().items()
    }
    return {sku: n for sku, n in left.items() if n > 0}


def return_announced(
    order: Order, return_id: str, lines: Mapping[str, int], statement: str, now: datetime
) -> Order:
    """Without `lines` it is all that is left; known ids change nothing."""
    if any(each.id == return_id for each in order.returns):
        return order
    if order.state in OVER:
        raise NotPossible(translatable("This order is over: there is nothing to give back."))
    left = returnable(order)
    wanted = dict(lines) or left
    if not wanted or not all_of(wanted, left):
        raise NotPossible(
            translatable(
                "Please choose pieces of this order whose return is not announced already."
            )
        )
    if len(order.returns) >= MOST:
        raise NotPossible(translatable("Please write to us about any further return."))
    entry = Return(id=return_id, at=now, lines=wanted, statement=statement)
    returns = (*order.returns, entry)
    return step(order, "returned", now, "shopper", once=return_id, returns=returns)


def return_closed(order: Order, return_id: str, *, accepted: bool) -> Order:
    state = "received" if accepted else "declined"
    return order.model_copy(
        update={
            "returns": tuple(
                each.model_copy(update={"state": state}) if each.id == return_id else each
                for each in order.returns
            )
        }
    )
