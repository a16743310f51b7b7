"""``POST /admin/orders/{id}/…``: what can be done with an order.

Every form carries an id of its own wish, so that a double click is one; every refusal is a sentence
on the page of the order, with what was typed.
"""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Act, Fields, amount, quantities, text, ticked, with_form
from functions.admin.presence import changed, member
from functions.admin.shell import REFUSALS, done, refusal
from functions.admin_orders.order import PATH, Refused, order_page
from functions.answers import services
from functions.requests import validated
from shop.errors import EditedMeanwhile, InvalidInput, ShopError
from shop.i18n.messages import translatable
from shop.mail.deliveries import resend
from shop.money import Money
from shop.orders import commands
from shop.orders.desk import Desk, read_order
from shop.orders.editing import correct, edit_lines
from shop.orders.model import Order
from shop.orders.notes import add_note
from shop.orders.request import Address, Contact
from shop.orders.settlement import by_hand
from shop.orders.transitions import Correction, fingerprint
from shop.orders.view import owner_json

# Does what a form asks for; gets the desk, the order as it is, the form and who asks.
Command = Callable[[Desk, Order, Fields, str], object]
SECURE = ("https://", "http://")


def _confirm(desk: Desk, order: Order, fields: Fields, who: str) -> object:
    paid = amount(fields, "amount", order.total.currency) or order.due
    reference, once = text(fields, "reference"), _once(fields)
    return commands.confirm_transfer(desk, order.id, paid, reference, who, once=once)


def _capture(desk: Desk, order: Order, _fields: Fields, who: str) -> object:
    return commands.capture(desk, order.id, who)


def _fulfil(desk: Desk, order: Order, fields: Fields, who: str) -> object:
    address = text(fields, "tracking_url", 500)
    if address and not address.startswith(SECURE):
        raise InvalidInput(translatable("A tracking address begins with https://."))
    lines = _some(quantities(fields, "send"))
    if not lines:
        raise InvalidInput(translatable("Say how many pieces are in the parcel."))
    parcel = commands.Parcel(
        id=_once(fields),
        lines=lines,
        carrier=text(fields, "carrier"),
        tracking=text(fields, "tracking"),
        tracking_url=address,
    )
    return commands.fulfil(desk, order.id, parcel, who)


def _refund(desk: Desk, order: Order, fields: Fields, who: str) -> object:
    extra = amount(fields, "amount", order.total.currency) or Money.of(0, order.total.currency)
    wish = commands.RefundWish(
        id=_once(fields),
        lines=_some(quantities(fields, "back")),
        shipping=ticked(fields, "shipping"),
        extra=extra.amount,
        restock=ticked(fields, "restock"),
        reason=text(fields, "reason"),
    )
    return commands.refund(desk, order.id, wish, who)


def _cancel(desk: Desk, order: Order, fields: Fields, who: str) -> object:
    back = ticked(fields, "restock")
    return commands.cancel(desk, order.id, who, text(fields, "reason"), restock=back)


def _edit(desk: Desk, order: Order, fields: Fields, who: str) -> object:
    seen = fields.get("seen", "")
    return edit_lines(desk, order.id, quantities(fields, "pieces"), who, seen)


def _amend(desk: Desk, order: Order, fields: Fields, who: str) -> object:
    wanted = Correction(
        contact=validated(Contact, _named(fields, order.contact)),
        address=validated(Address, _named(fields, order.address)),
        note=fields.get("note", "").replace("\r\n", "\n").strip()[:2000],
        seen=fields.get("seen", ""),
    )
    return correct(desk, order.id, wanted, who)


def _return(desk: Desk, order: Order, fields: Fields, _who: str) -> object:
    accepted = ticked(fields, "accepted")
    return commands.close_return(desk, order.id, fields.get("return", ""), accepted=accepted)


def _note(desk: Desk, order: Order, fields: Fields, who: str) -> object:
    add_note(desk.store, order.id, who, fields.get("text", ""), desk.clock)
    return None


def _resend(desk: Desk, order: Order, fields: Fields, _who: str) -> object:
    names = [fields.get(name, "") for name in ("audience", "event", "once")]
    return resend(desk.store, order.id, names[0], names[1], desk.clock, names[2])


def _some(pieces: dict[str, int]) -> dict[str, int]:
    return {sku: n for sku, n in pieces.items() if n}


def _once(fields: Fields) -> str:
    """The form's own id of what it asks for."""
    once = text(fields, "once", 40)
    if not once.isalnum() or not once.isascii():
        raise InvalidInput(translatable("Open this page anew and try again."))
    return once


def _named(fields: Fields, known: Contact | Address) -> dict[str, str]:
    """The fields of `known`, a line each; one that was left alone stays to the letter."""
    own: dict[str, str] = known.model_dump()
    typed = {name: fields.get(name, "") for name in own}
    return {
        name: text if text == own[name] else " ".join(text.split()) for name, text in typed.items()
    }


def _act(what: str, command: Command) -> Act:
    """The endpoint's work: do it and show the order anew, or say why not."""

    def act(request: Request, fields: Fields) -> Response:
        order_id, desk = request.path_params["order_id"], services(request).desk
        before, _item = read_order(desk.store, order_id)
        try:
            command(desk, before, fields, member(request).email)
        except REFUSALS as error:
            sentence, status = refusal(request, error)
            kept = _kept(fields, error)
            return order_page(request, order_id, Refused(what, sentence, status, kept))
        after, _item = read_order(desk.store, order_id)
        changed(request, after.number, _facts(before), _facts(after))
        return done(f"{PATH}/{order_id}", _done(what, fields, after))

    return act


def _kept(fields: Fields, error: ShopError) -> dict[str, str]:
    """What was typed, and which fields are wrong. Who is shown that somebody else was faster has
    seen the newer order then: saving once more puts what was typed in place of theirs."""
    problems = error.details.get("problems", [])
    kept = {**fields, "wrong": " ".join(each.get("field", "") for each in problems)}
    if isinstance(error, EditedMeanwhile):
        kept.pop("seen", None)
    return kept


def _done(what: str, fields: Fields, after: Order) -> str:
    """The name of the sentence that says what was done."""
    if what in {"refund", "cancel"} and after.refunds and by_hand(after):
        return f"{what}_by_hand"
    if what in {"edit", "amend"} and fields.get("seen") == fingerprint(after):
        return "same"
    return what


def _facts(order: Order) -> dict[str, Any]:
    """For the audit log: all but the history, which tells the same again."""
    return {name: value for name, value in owner_json(order).items() if name != "history"}


COMMANDS: dict[str, Command] = {
    "confirm": _confirm,
    "capture": _capture,
    "fulfil": _fulfil,
    "refund": _refund,
    "cancel": _cancel,
    "edit": _edit,
    "amend": _amend,
    "return": _return,
    "note": _note,
    "resend": _resend,
}
ROUTES = [
    Route(f"{PATH}/{{order_id}}/{name}", with_form(_act(name, command)), methods=["POST"])
    for name, command in COMMANDS.items()
]
