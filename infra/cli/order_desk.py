"""``shop orders show|confirm|capture|send|refund|cancel``: the owner's desk without a browser."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from functions.bootstrap import compose
from shop.clock import new_id
from shop.errors import InvalidInput, NotFound
from shop.money import Money
from shop.orders.commands import (
    Parcel,
    RefundWish,
    cancel,
    capture,
    confirm_transfer,
    fulfil,
    refund,
)
from shop.orders.desk import Desk, read_order
from shop.orders.model import Order
from shop.orders.records import number_key
from shop.orders.view import owner_json
from shop.settings import Settings

ACTOR = "owner"


def show_order(settings: Settings, number: str) -> dict[str, Any]:
    desk, order_id = _found(settings, number)
    return owner_json(read_order(desk.store, order_id)[0])


def confirm_order(settings: Settings, number: str, amount: str, reference: str) -> dict[str, Any]:
    """The money of a transfer, or the courier's, is there; `amount` "" means the order's total."""
    desk, order_id = _found(settings, number)
    order, _item = read_order(desk.store, order_id)
    paid = _money(amount, order) if amount else order.total
    return owner_json(confirm_transfer(desk, order_id, paid, reference, ACTOR))


def capture_order(settings: Settings, number: str) -> dict[str, Any]:
    desk, order_id = _found(settings, number)
    return owner_json(capture(desk, order_id, ACTOR))


def send_order(
    settings: Settings, number: str, carrier: str, tracking: str, tracking_url: str
) -> dict[str, Any]:
    """Everything that has not left yet, in one parcel."""
    desk, order_id = _found(settings, number)
    parcel = Parcel(id=new_id(), carrier=carrier, tracking=tracking, tracking_url=tracking_url)
    return owner_json(fulfil(desk, order_id, parcel, ACTOR))


def cancel_order(settings: Settings, number: str, reason: str) -> dict[str, Any]:
    desk, order_id = _found(settings, number)
    return owner_json(cancel(desk, order_id, ACTOR, reason))


def refund_order(
    settings: Settings,
    number: str,
    pieces: Sequence[str],
    *,
    shipping: bool,
    amount: str,
    restock: bool,
    reason: str,
    once: str,
) -> dict[str, Any]:
    """`pieces` are ``SKU=quantity``; `once` names the wish, so that a repeated command is one."""
    desk, order_id = _found(settings, number)
    order, _item = read_order(desk.store, order_id)
    wish = RefundWish(
        id=once or new_id(),
        lines=dict(map(_piece, pieces)),
        shipping=shipping,
        extra=_money(amount, order).amount if amount else 0,
        restock=restock,
        reason=reason,
    )
    return owner_json(refund(desk, order_id, wish, ACTOR))


def _found(settings: Settings, number: str) -> tuple[Desk, str]:
    """The desk and the order's id, by the number people read out."""
    desk = compose(settings).desk
    claimed = desk.store.get(number_key(number.strip().upper()))
    if claimed is None:
        raise NotFound(f"There is no order {number}. `shop orders list` shows what there is.")
    return desk, str(claimed.data["order"])


def _money(text: str, order: Order) -> Money:
    try:
        return Money.from_decimal(Decimal(text), order.total.currency)
    except InvalidOperation:
        raise InvalidInput(f"“{text}” is no amount. Write it as 12.50.") from None


def _piece(text: str) -> tuple[str, int]:
    sku, separator, quantity = text.rpartition("=")
    if not separator or not quantity.isdecimal():
        raise InvalidInput(f"“{text}” is no piece. Write SKU=quantity, such as TEA-50=1.")
    return sku, int(quantity)
