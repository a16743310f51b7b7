"""Stripe's objects (plain JSON) read as the shop's payments, refunds and notices."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from shop.adapters.stripe_amounts import from_stripe
from shop.money import Money, total
from shop.payments.gateway import (
    DisputeState,
    GatewayDispute,
    GatewayRefund,
    Notice,
    Payment,
    RefundState,
    Status,
)

Json = Mapping[str, Any]

ORDER = "order_id"  # in the metadata of sessions, intents and refunds
REFUND = "refund_key"  # in the metadata of refunds

# What the shop acts upon. A dispute is answered at Stripe; the shop has to know of it.
ALLOWED = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
        "payment_intent.amount_capturable_updated",
        "payment_intent.succeeded",
        "payment_intent.canceled",
        "payment_intent.payment_failed",
        "charge.refunded",
        "refund.created",
        "refund.updated",
        "refund.failed",
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
        "charge.dispute.closed",
    }
)
# Of these the intent alone tells the whole: nothing can have been paid back yet.
TELLING = frozenset({"payment_intent.amount_capturable_updated", "payment_intent.succeeded"})

INTENT_STATES: Mapping[str, Status] = {
    "processing": "processing",
    "requires_capture": "authorized",
    "succeeded": "captured",
    "canceled": "cancelled",
}
REFUND_STATES: Mapping[str, RefundState] = {
    "succeeded": "done",
    "failed": "failed",
    "canceled": "failed",
}
# An inquiry ("warning") takes no money unless it becomes a dispute, and neither does one that was
# prevented or settled by an ordinary refund; every other state keeps the money at the bank.
DISPUTE_STATES: Mapping[str, DisputeState] = {
    "warning_needs_response": "inquiry",
    "warning_under_review": "inquiry",
    "warning_closed": "won",
    "prevented": "won",
    "charge_refunded": "won",
    "won": "won",
    "lost": "lost",
}


def payment_from(session: Json | None, intent: Json | None, refunds: Iterable[Json]) -> Payment:
    """`intent` with its latest charge expanded where there is one; `refunds` are all of it.

    A session has no intent before somebody tries to pay.
    """
    currency = _text(intent or session, "currency").upper()
    every = tuple(refund_from(refund) for refund in refunds)
    authorized, captured = _held_and_charged(intent, currency)
    return Payment(
        order_id=_order_id(session) or _order_id(intent),
        session=_text(session, "id"),
        intent=_text(intent, "id"),
        status=_status(session, intent),
        authorized=authorized,
        captured=captured,
        refunds=every,
        refunded=total((each.amount for each in every if each.state != "failed"), currency),
        method=_method(intent),
    )


def refund_from(refund: Json) -> GatewayRefund:
    """One that needs something of the shopper first is pending, as one under way is."""
    return GatewayRefund(
        id=str(refund["id"]),
        key=str((refund.get("metadata") or {}).get(REFUND, "")),
        amount=from_stripe(int(refund["amount"]), str(refund["currency"])),
        state=REFUND_STATES.get(str(refund.get("status")), "pending"),
    )


def dispute_from(dispute: Json) -> GatewayDispute:
    return GatewayDispute(
        id=_text(dispute, "id"),
        intent=_id(dispute.get("payment_intent")),
        amount=from_stripe(int(dispute["amount"]), str(dispute["currency"])),
        reason=_text(dispute, "reason"),
        state=DISPUTE_STATES.get(_text(dispute, "status"), "open"),
    )


def notice_from(event: Json) -> Notice | None:
    """None for an event that is not on the allow-list."""
    kind = str(event.get("type"))
    if kind not in ALLOWED:
        return None
    thing: Json = event["data"]["object"]
    shape = thing.get("object")
    return Notice(
        id=str(event["id"]),
        type=kind,
        created=datetime.fromtimestamp(int(event["created"]), UTC),
        order_id=_order_id(thing),
        session=str(thing["id"]) if shape == "checkout.session" else "",
        intent=str(thing["id"]) if shape == "payment_intent" else _id(thing.get("payment_intent")),
        payment=payment_from(None, thing, ()) if kind in TELLING else None,
        dispute=dispute_from(thing) if shape == "dispute" else None,
    )


def _text(thing: Json | None, name: str) -> str:
    return str((thing or {}).get(name) or "")


def _order_id(thing: Json | None) -> str:
    """A charge has the metadata of its intent."""
    return str(((thing or {}).get("metadata") or {}).get(ORDER, ""))


def _id(reference: Any) -> str:
    """Stripe sends an object's id, or the object itself where it was expanded."""
    return str(reference.get("id", "")) if isinstance(reference, Mapping) else str(reference or "")


def _status(session: Json | None, intent: Json | None) -> Status:
    """The intent knows what became of the money, the session whether somebody may try again."""
    state = INTENT_STATES.get(_text(intent, "status"))
    if state:
        return state
    if session is None or session.get("status") == "open":
        return "open"
    if session.get("status") == "expired":
        return "cancelled"
    # The page is done. A voucher waits for its payer; a bank that said no asks for another method.
    return "processing" if _text(intent, "status") == "requires_action" else "failed"


def _held_and_charged(intent: Json | None, currency: str) -> tuple[Money, Money]:
    """An intent keeps no word of what was held once it is cancelled; its charge does."""
    if intent is None:
        return from_stripe(0, currency), from_stripe(0, currency)
    captured = int(intent.get("amount_received") or 0)
    held = int(intent.get("amount_capturable") or 0)
    charge = intent.get("latest_charge")
    if isinstance(charge, Mapping) and charge.get("status") == "succeeded":
        held = int(charge["amount"])
    elif captured:
        held = int(intent["amount"])
    return from_stripe(held, currency), from_stripe(captured, currency)


def _method(intent: Json | None) -> str:
    """``card``, ``alipay``, ``apple_pay``: the wallet where there is one."""
    charge = (intent or {}).get("latest_charge")
    details = charge.get("payment_method_details") if isinstance(charge, Mapping) else None
    if not details:
        return ""
    kind = str(details.get("type", ""))
    wallet = (details.get(kind) or {}).get("wallet") or {}
    return str(wallet.get("type") or kind)
