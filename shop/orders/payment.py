"""How an order gets paid: the payment page it leads to, or instructions for the shopper."""

from typing import Literal

from typing_extensions import TypedDict

from shop.i18n.formats import format_money
from shop.i18n.languages import pick
from shop.i18n.messages import translatable
from shop.orders.model import Order, OrderLine
from shop.orders.rules import PAGE_LIFE
from shop.orders.shares import line_share, shipping_share
from shop.payments.gateway import SessionLine, SessionRequest
from shop.payments.lines import session_line
from shop.profile import Profile

# Row labels are gettext ids; templates and answers translate them.
ACCOUNT_HOLDER = translatable("Account holder")
BANK = translatable("Bank")
ACCOUNT_NUMBER = translatable("Account number")
REFERENCE = translatable("Payment reference")
STILL_DUE = translatable("Still to pay")


class Redirect(TypedDict):
    """The payment page the shopper goes to."""

    type: Literal["redirect"]
    url: str


class Row(TypedDict):
    label: str
    value: str


class Instructions(TypedDict):
    """How to pay, in words and in rows of facts like an account number."""

    type: Literal["instructions"]
    title: str
    text: str
    rows: list[Row]


NextStep = Redirect | Instructions


def next_step(order: Order, profile: Profile) -> NextStep:
    """What the shopper does now."""
    if not order.total.amount:
        return {"type": "instructions", "title": order.payment_title, "text": "", "rows": []}
    if order.payment == "card":
        return {"type": "redirect", "url": order.payment_url}
    default = profile.default_language
    if order.payment == "cod":
        text = pick(profile.cod.instructions, order.language, default)
        return {"type": "instructions", "title": order.payment_title, "text": text, "rows": []}
    bank = profile.bank_transfer
    rows = [
        (ACCOUNT_HOLDER, bank.account_holder),
        (BANK, bank.bank),
        (ACCOUNT_NUMBER, bank.account_number),
        ("IBAN", bank.iban),
        ("SWIFT / BIC", bank.swift),
        (REFERENCE, order.number),
        (STILL_DUE, format_money(order.due, order.language) if order.transfers else ""),
    ]
    return {
        "type": "instructions",
        "title": order.payment_title,
        "text": pick(bank.instructions, order.language, default),
        "rows": [{"label": label, "value": value} for label, value in rows if value],
    }


def how_to_pay(order: Order, profile: Profile) -> NextStep | None:
    """The instructions for a mail, as long as there is something to do."""
    return next_step(order, profile) if order.state == "pending_offline" else None


def session_request(order: Order, profile: Profile, base_url: str) -> SessionRequest:
    """What the payment page shows. The same order is the same request for ever, so that asking
    twice opens one page."""
    back = f"{base_url}/api/orders/{order.id}?token={order.token}&lang={order.language}"
    delivery = shipping_share(order)
    lines = [_page_line(order, line) for line in order.lines]
    if delivery.amount:
        title = order.shipping_title or order.shipping_method
        lines.append(SessionLine(title=title, quantity=1, amount=delivery))
    return SessionRequest(
        order_id=order.id,
        number=order.number,
        email=order.contact.email,
        language=order.language,
        lines=tuple(lines),
        total=order.total,
        success_url=f"{back}&fresh=1",
        cancel_url=back,
        expires_at=order.placed_at + PAGE_LIFE,
        capture="automatic" if profile.card.capture == "at_once" else "manual",
    )


def _page_line(order: Order, line: OrderLine) -> SessionLine:
    title = f"{line.title} ({line.label})" if line.label else line.title
    return session_line(title, line.quantity, line_share(order, line))
