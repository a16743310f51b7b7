"""What the owner, the shopper and the bank can do with an order that is placed.

Each command is safe to repeat: where it names a thing (a refund, a parcel, a return) the same name
is the same wish. Raises NotFound, NotPossible (with what to do instead) or StoreBusy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shop.clock import new_id
from shop.errors import NotPossible, TransactionCancelled
from shop.i18n.messages import translatable
from shop.money import Money
from shop.orders.aftersale import Shipment, Transfer
from shop.orders.desk import Desk, change, read_order
from shop.orders.model import Order
from shop.orders.refunds import refund_asked
from shop.orders.returns import return_announced, return_closed
from shop.orders.service import guest_order
from shop.orders.settlement import carry_out
from shop.orders.transitions import (
    PAID,
    cancelled,
    capture_asked,
    fulfilled,
    received,
    unshipped,
)
from shop.ports import Write

GONE = translatable(
    "This order had expired, and what it needs was sold to others meanwhile. Send the money back."
)


@dataclass(frozen=True, slots=True)
class RefundWish:
    """What goes back: pieces by SKU with their own money, `shipping` whether delivery's too, and
    `extra` in minor units on top. `id` makes a double click one refund."""

    id: str
    lines: Mapping[str, int] = field(default_factory=dict)
    shipping: bool = False
    extra: int = 0
    restock: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What leaves the house. Without `lines` it is everything that has not left yet."""

    id: str
    lines: Mapping[str, int] = field(default_factory=dict)
    carrier: str = ""
    tracking: str = ""
    tracking_url: str = ""
    proof: str = ""


def capture(desk: Desk, order_id: str, actor: str) -> Order:
    """Charges an authorised payment. The order stays `authorized` and `capturing` where the
    gateway cannot be reached: it is asked again until it answers."""
    del actor  # the gateway's answer makes the event
    return carry_out(desk, change(desk, order_id, lambda order, _now: capture_asked(order)))


def fulfil(desk: Desk, order_id: str, parcel: Parcel, actor: str) -> Order:
    """A parcel leaves. A payment that is only authorised is captured first: what cannot be
    charged does not leave."""
    order, _item = read_order(desk.store, order_id)
    if order.state == "authorized":
        order = capture(desk, order_id, actor)
        if order.state not in PAID:
            raise NotPossible(
                translatable("The payment could not be captured yet. Nothing was sent.")
            )

    def leave(order: Order, now: datetime) -> Order:
        if any(known.id == parcel.id for known in order.shipments):
            return order
        shipment = Shipment(
            id=parcel.id,
            at=now,
            lines=dict(parcel.lines) or unshipped(order),
            carrier=parcel.carrier,
            tracking=parcel.tracking,
            tracking_url=parcel.tracking_url,
            proof=parcel.proof,
        )
        return fulfilled(order, shipment, actor)

    return change(desk, order_id, leave)


def cancel(
    desk: Desk, order_id: str, actor: str, reason: str = "", *, restock: bool = False
) -> Order:
    """`restock` is for a parcel that came back unpaid: its goods can be sold again."""

    def give_up(order: Order, now: datetime) -> Order:
        return cancelled(order, now, actor, reason, restock=restock)

    return carry_out(desk, change(desk, order_id, give_up))


def refund(desk: Desk, order_id: str, wish: RefundWish, actor: str) -> Order:
    """Money goes back: at once where the gateway answers, else as soon as it does."""

    def ask(order: Order, now: datetime) -> Order:
        return refund_asked(
            order,
            f"{order.id}-{wish.id}",  # the gateway knows keys of all orders together
            wish.lines,
            Money.of(wish.extra, order.total.currency),
            now,
            actor,
            delivery=wish.shipping,
            restock=wish.restock,
            reason=wish.reason,
        )

    return carry_out(desk, change(desk, order_id, ask))


def confirm_transfer(  # noqa: PLR0913, PLR0917 - whose money came, by whom, with what else
    desk: Desk,
    order_id: str,
    amount: Money,
    reference: str,
    actor: str,
    extra: Sequence[Write] = (),
    once: str = "",
) -> Order:
    """Money arrived by bank transfer or in cash, all of it or a part; `extra` books its row of the
    bank's statement, and `once` makes a double click one transfer.

    Raises NotPossible where the order waits for none, or it is too late for goods that are gone;
    TransactionCancelled where the row was booked."""
    name = once or new_id()

    def receive(order: Order, now: datetime) -> Order:
        return received(order, Transfer(id=name, at=now, amount=amount, reference=reference), actor)

    try:
        return change(desk, order_id, receive, extra)
    except TransactionCancelled as refused:
        if any(refused.reasons[len(refused.reasons) - len(extra) :]):
            raise
        raise NotPossible(GONE) from None


def announce_return(  # noqa: PLR0913, PLR0917 - who gives what back, and says what
    desk: Desk,
    order_id: str,
    token: str,
    return_id: str,
    lines: Mapping[str, int],
    statement: str = "",
) -> Order:
    """The shopper gives pieces back, or withdraws from the contract (Directive 2011/83/EU, article
    11a): a receipt goes out at once. Without `lines` it is all that is left of the order."""
    guest_order(desk.store, order_id, token)
    return change(
        desk,
        order_id,
        lambda order, now: return_announced(order, return_id, lines, statement, now),
    )


def close_return(desk: Desk, order_id: str, return_id: str, *, accepted: bool) -> Order:
    """The goods arrived, or do not count. Money goes back by `refund`, with its own decision."""
    return change(
        desk, order_id, lambda order, _now: return_closed(order, return_id, accepted=accepted)
    )
