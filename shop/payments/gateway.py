"""The port to whoever takes cards and wallets, and the facts that pass through it.

Every amount is the shop's Money (ISO 4217's minor units); an adapter translates where its service
counts otherwise. Every call that changes something carries a key: the same key is the same wish,
so a call whose outcome is unknown is repeated with it and happens once.

All methods raise PaymentRefused for a definite no (with a sentence that says why) and
GatewayUnavailable where the outcome is unknown: repeat with the same key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from shop.money import Money

Capture = Literal["manual", "automatic"]
Status = Literal["open", "processing", "authorized", "captured", "cancelled", "failed"]
RefundState = Literal["pending", "done", "failed"]
DisputeState = Literal["inquiry", "open", "won", "lost"]


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One line of what the payment page lists. `amount` is one unit's price, never negative;
    shipping and tax added on top are lines of quantity 1. What does not divide by its quantity
    (a discounted line) is one line of quantity 1 too, with the quantity in its title."""

    title: str
    quantity: int
    amount: Money


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """What a hosted payment page needs. The lines sum exactly to `total`, their discounts
    already taken off; `language` is one of the shop's codes.

    `expires_at` is from half an hour to a day ahead. With `capture` "manual", cards and the wallets
    that carry them (Apple Pay, Google Pay) are authorised and captured later. Methods that cannot
    hold money, such as Alipay, WeChat Pay and bank redirects, stay on offer and are captured when
    they are paid: an order that asked for "manual" may find its payment "captured".
    """

    order_id: str
    number: str
    email: str
    language: str
    lines: tuple[SessionLine, ...]
    total: Money
    success_url: str
    cancel_url: str
    expires_at: datetime
    capture: Capture


@dataclass(frozen=True, slots=True)
class Session:
    """A payment page that is open at `url` until `expires_at`."""

    id: str
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class GatewayRefund:
    """A refund as the gateway knows it. `key` is the shop's own refund id, "" for one that was
    made on the gateway's own pages."""

    id: str
    key: str
    amount: Money
    state: RefundState


@dataclass(frozen=True, slots=True)
class Payment:
    """A snapshot of one payment as the gateway knows it.

    `status`: "open" may still be paid, "processing" is under way and takes days with some
    methods, "authorized" waits for a capture, "captured" has been charged (in part or whole),
    "cancelled" never will be (cancelled, or the page or the authorisation ran out), "failed" was
    declined for good. `authorized` is all that was ever held, `captured` all that was ever
    charged, `refunded` the sum of refunds that are pending or done. `session` and `intent` are ""
    where not known. `method` is the gateway's name of the payment method, "" before one is known.
    """

    order_id: str
    session: str
    intent: str
    status: Status
    authorized: Money
    captured: Money
    refunds: tuple[GatewayRefund, ...]
    refunded: Money
    method: str


@dataclass(frozen=True, slots=True)
class GatewayDispute:
    """A bank takes a payment back, or asks about it ("inquiry"): `amount` is with the bank while
    that is "open", and stays there when it is "lost". `reason` is the gateway's word for it;
    `intent` leads to the order."""

    id: str
    intent: str
    amount: Money
    reason: str
    state: DisputeState


@dataclass(frozen=True, slots=True)
class Notice:
    """A verified webhook event. Its order may be in any state: notices come late, twice and in
    any order. `order_id` is "" for what was made on the gateway's own pages (a refund, say): the
    intent leads to it. `payment` is what the event knew when it was made, which may be long ago,
    and None where it does not tell the whole: ask the gateway. A `dispute` is all that its event
    tells of."""

    id: str
    type: str
    created: datetime
    order_id: str
    session: str
    intent: str
    payment: Payment | None
    dispute: GatewayDispute | None = None


class PaymentGateway(Protocol):
    def open_session(self, request: SessionRequest, key: str) -> Session:
        """Opens a payment page. The same key and request lead to the same page for 24 hours."""

    def expire_session(self, session: str) -> None:
        """Nobody can pay there any more. No error where it is over already."""

    def payment(self, *, session: str = "", intent: str = "") -> Payment:
        """What became of a session, or of an intent where that is known, refunds included."""

    def capture(self, intent: str, amount: Money, key: str) -> Payment:
        """Charges what was authorised, once; what is left of the authorisation is released."""

    def cancel(self, intent: str, key: str) -> Payment:
        """Gives back an authorisation that was not captured."""

    def refund(self, intent: str, amount: Money, key: str, order_id: str) -> GatewayRefund:
        """Pays back a part of what was captured. `key` is the shop's refund id, and the refund
        carries it for ever (``GatewayRefund.key``)."""

    def disputes(self, since: datetime) -> Sequence[GatewayDispute]:
        """All that were opened since then, whatever became of them."""

    def read_notice(self, payload: bytes, signature: str, now: datetime) -> Notice | None:
        """Verifies and reads a webhook. None for an event this shop does not act upon.

        Raises InvalidSignature for a wrong signature, and for one older than 300 seconds.
        """
