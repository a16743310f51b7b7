"""Payment intents and their charges: tried, held, captured, cancelled, lapsed."""

from typing import Any

from infra.embedded.gateway import disputes
from infra.embedded.gateway.errors import ApiError, unusable, wrong_state
from infra.embedded.gateway.forms import refuse_unknown, whole
from infra.embedded.gateway.ledger import Obj, Turn, new_id

KIND = "payment_intent"
LAPSE = 7 * 24 * 3600  # seconds that a card's authorisation lasts
CANCELLABLE = frozenset({"requires_payment_method", "requires_capture", "requires_action"})
CAPTURE = frozenset({"amount_to_capture", "expand"})
CANCEL = frozenset({"cancellation_reason", "expand"})
DECLINED = "Your card was declined."


def create(turn: Turn, session: Obj) -> Obj:
    """What a session makes when somebody first tries to pay."""
    intent: Obj = {
        "id": new_id("pi"),
        "object": KIND,
        "amount": session["amount_total"],
        "amount_capturable": 0,
        "amount_received": 0,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": session["_intent"].get("capture_method", "automatic_async"),
        "confirmation_method": "automatic",
        "created": turn.moment,
        "currency": session["currency"],
        "description": session["_intent"].get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": session["_intent"].get("metadata") or {},
        "payment_method_types": ["card"],
        "status": "requires_payment_method",
        "_session": session["id"],
    }
    turn.put(intent)
    return intent


def retrieve(turn: Turn, name: str, expand: list[str]) -> Obj:
    intent = turn.get(KIND, name)
    if intent["latest_charge"] and "latest_charge" in expand:
        intent["latest_charge"] = turn.get("charge", intent["latest_charge"])
    return intent


def charge(turn: Turn, intent: Obj, method: str, status: str) -> Obj:
    """An attempt of `method`: ``succeeded`` (held or captured), ``pending`` or ``failed``."""
    made: Obj = {
        "id": new_id("ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "billing_details": dict.fromkeys(("address", "email", "name", "phone", "tax_id")),
        "captured": False,
        "created": turn.moment,
        "currency": intent["currency"],
        "disputed": False,
        "livemode": False,
        "metadata": intent["metadata"],
        "paid": status == "succeeded",
        "payment_intent": intent["id"],
        "payment_method_details": _details(method),
        "refunded": False,
        "status": status,
    }
    turn.put(made)
    intent |= {"latest_charge": made["id"], "payment_method_types": [made_type(method)]}
    return made


def made_type(method: str) -> str:
    """Apple Pay and Google Pay are cards in a wallet."""
    return "card" if method in {"apple_pay", "google_pay"} else method


def hold(turn: Turn, intent: Obj) -> None:
    intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
    turn.put(intent, due=turn.moment + LAPSE)
    turn.emit("payment_intent.amount_capturable_updated", intent)


def succeed(turn: Turn, intent: Obj, amount: int) -> None:
    """`amount` is charged; what was held beyond it is released. Who pays in order to dispute it
    does so now."""
    paid = turn.get("charge", intent["latest_charge"])
    paid |= {"status": "succeeded", "paid": True, "captured": True, "amount_captured": amount}
    turn.put(paid)
    intent |= {"status": "succeeded", "amount_received": amount, "amount_capturable": 0}
    turn.put(intent)
    turn.emit("payment_intent.succeeded", intent)
    if intent.get("_disputes"):
        disputes.begin(turn, intent, paid)


def fail(turn: Turn, intent: Obj) -> None:
    """Declined; the same intent may be tried again while its page is open."""
    intent |= {
        "status": "requires_payment_method",
        "last_payment_error": {
            "type": "card_error",
            "code": "card_declined",
            "decline_code": "generic_decline",
            "message": DECLINED,
        },
    }
    turn.put(intent)
    turn.emit("payment_intent.payment_failed", intent)


def capture(turn: Turn, name: str, values: dict[str, Any]) -> Obj:
    refuse_unknown(values, CAPTURE)
    intent = turn.get(KIND, name)
    amount = whole(values, "amount_to_capture", intent["amount"])
    if intent["status"] != "requires_capture":
        raise wrong_state(KIND, intent["status"], "captured")
    if not 1 <= amount <= intent["amount_capturable"]:
        raise ApiError(
            400,
            "amount_too_large" if amount else "amount_too_small",
            "The requested capture amount is not within the authorized amount.",
            param="amount_to_capture",
        )
    succeed(turn, intent, amount)
    _paid_session(turn, intent)
    return intent


def cancel(turn: Turn, name: str, values: dict[str, Any]) -> Obj:
    refuse_unknown(values, CANCEL)
    intent = turn.get(KIND, name)
    if intent["status"] not in CANCELLABLE:
        raise wrong_state(KIND, intent["status"], "canceled")
    if turn.get("checkout.session", intent["_session"])["status"] == "open":
        raise unusable("id", "Expire the Checkout Session of this PaymentIntent instead.")
    return _give_back(turn, intent, values.get("cancellation_reason"))


def run_out(turn: Turn, intent: Obj) -> Obj:
    """Nobody captured in time, or the page ran out."""
    return _give_back(turn, intent, "automatic")


def _give_back(turn: Turn, intent: Obj, reason: str | None) -> Obj:
    intent |= {
        "status": "canceled",
        "amount_capturable": 0,
        "canceled_at": turn.moment,
        "cancellation_reason": reason,
    }
    turn.put(intent)
    turn.emit("payment_intent.canceled", intent)
    return intent


def _paid_session(turn: Turn, intent: Obj) -> None:
    session = turn.get("checkout.session", intent["_session"])
    turn.put(session | {"payment_status": "paid"})


def _details(method: str) -> Obj:
    kind = made_type(method)
    wallet = {"dynamic_last4": None, "type": method} if kind != method else None
    card = {"brand": "visa", "last4": "4242", "wallet": wallet}
    return {"type": kind, kind: card if kind == "card" else {}}
