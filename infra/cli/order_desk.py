"""``shop orders show|confirm|capture|send|refund|cancel|papers``: the owner's desk without a
browser."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from functions.bootstrap import Services, compose
from shop.clock import new_id
from shop.errors import InvalidInput, NotFound
from shop.invoices.model import Invoice
from shop.invoices.service import issue_credit_note, issue_invoice
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
from shop.orders.editing import edit_lines
from shop.orders.model import Order
from shop.orders.records import number_key
from shop.orders.transitions import PAID
from shop.orders.view import owner_json
from shop.settings import Settings

ACTOR = "owner"


def show_order(settings: Settings, number: str) -> dict[str, Any]:
    desk, order_id = _found(settings, number)
    return owner_json(read_order(desk.store, order_id)[0])


def confirm_order(
    settings: Settings, number: str, amount: str, reference: str, once: str = ""
) -> dict[str, Any]:
    """The money of a transfer, or the courier's, is there; `amount` "" means all that is due."""
    desk, order_id = _found(settings, number)
    order, _item = read_order(desk.store, order_id)
    paid = _money(amount, order) if amount else order.due
    return owner_json(confirm_transfer(desk, order_id, paid, reference, ACTOR, once=once))


def capture_order(settings: Settings, number: str) -> dict[str, Any]:
    desk, order_id = _found(settings, number)
    return owner_json(capture(desk, order_id, ACTOR))


def send_order(
    settings: Settings,
    number: str,
    pieces: Sequence[str],
    carrier: str,
    tracking: str,
    tracking_url: str,
) -> dict[str, Any]:
    """A parcel of `pieces` (``SKU=quantity``), or of everything that has not left yet."""
    desk, order_id = _found(settings, number)
    if tracking_url and not tracking_url.startswith(("https://", "http://")):
        raise InvalidInput("The address of the tracking page begins with https://.")
    parcel = Parcel(
        id=new_id(),
        lines=dict(map(_piece, pieces)),
        carrier=carrier,
        tracking=tracking,
        tracking_url=tracking_url,
    )
    return owner_json(fulfil(desk, order_id, parcel, ACTOR))


def change_order(settings: Settings, number: str, pieces: Sequence[str]) -> dict[str, Any]:
    """`pieces` are ``SKU=quantity``, of the lines that change; 0 takes one out."""
    desk, order_id = _found(settings, number)
    return owner_json(edit_lines(desk, order_id, dict(map(_piece, pieces)), ACTOR))


def cancel_order(
    settings: Settings, number: str, reason: str, *, restock: bool = False
) -> dict[str, Any]:
    desk, order_id = _found(settings, number)
    return owner_json(cancel(desk, order_id, ACTOR, reason, restock=restock))


def write_papers(settings: Settings, number: str, folder: Path) -> list[Path]:
    """The packing slip, and what the shopper can have: the invoice of a paid order, and a credit
    note for each refund that is done."""
    from shop.papers.invoice import invoice_pdf
    from shop.papers.packing import packing_slip_pdf

    services = compose(settings)
    order_id = _found(settings, number)[1]
    order, _item = read_order(services.store, order_id)
    say = services.say(order.language)
    papers = {f"packing-slip-{order.number}": packing_slip_pdf(order, services.profile, say)}
    for paper in _issued(services, order):
        papers[paper.number.replace("/", "-")] = invoice_pdf(paper, say)
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name}.pdf" for name in papers]
    for file, content in zip(files, papers.values(), strict=True):
        file.write_bytes(content)
    return files


def _issued(services: Services, order: Order) -> Iterator[Invoice]:
    if order.state not in PAID:
        return
    yield issue_invoice(services.store, services.profile, order, services.clock)
    for each in order.refunds:
        if each.state == "done" and not each.late:
            yield issue_credit_note(services.store, services.profile, order, each, services.clock)


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
    if not separator or not (quantity.isascii() and quantity.isdecimal()):
        raise InvalidInput(f"“{text}” is no piece. Write SKU=quantity, such as TEA-50=1.")
    return sku, int(quantity)
