"""Checkout Sessions: a page that is open until somebody pays, leaves it for good or time is up."""

from typing import Any

from infra.embedded.gateway import intents
from infra.embedded.gateway.errors import ApiError, unusable, wrong_state
from infra.embedded.gateway.forms import refuse_unknown, whole
from infra.embedded.gateway.ledger import Obj, Turn, new_id

SHORTEST = 30 * 60  # seconds that a page is open
LONGEST = 24 * 3600
SLACK = 60  # seconds between a caller's clock and this one
MOST_LINES = 100
KIND = "checkout.session"
KNOWN = frozenset(
    {
        "mode",
        "line_items",
        "adaptive_pricing",
        "locale",
        "client_reference_id",
        "metadata",
        "payment_intent_data",
        "payment_method_options",
        "success_url",
        "cancel_url",
        "expires_at",
        "customer_email",
        "expand",
    }
)


def create(turn: Turn, values: dict[str, Any], page: str) -> Obj:
    """`page` is the address below which payment pages lie."""
    refuse_unknown(values, KNOWN)
    if values.get("mode") != "payment":
        raise unusable("mode", "Invalid mode: only payment is known here.")
    if not values.get("success_url"):
        raise unusable("success_url", "Missing required param: success_url.")
    lines, currency, amount = _lines(values)
    if amount < 1:
        raise unusable("line_items", "The total amount due must be greater than zero.")
    name = new_id("cs_test")
    session: Obj = {
        "id": name,
        "object": KIND,
        "adaptive_pricing": {"enabled": False},
        "amount_subtotal": amount,
        "amount_total": amount,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "cancel_url": values.get("cancel_url"),
        "client_reference_id": values.get("client_reference_id"),
        "created": turn.moment,
        "currency": currency,
        "custom_fields": [],
        "custom_text": dict.fromkeys(
            ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
        ),
        "customer_email": values.get("customer_email"),
        "expires_at": _expiry(turn, values),
        "livemode": False,
        "locale": values.get("locale"),
        "metadata": values.get("metadata") or {},
        "mode": "payment",
        "payment_intent": None,
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "shipping_options": [],
        "status": "open",
        "success_url": values["success_url"],
        "url": f"{page}/{name}",
        "_lines": lines,
        "_intent": values.get("payment_intent_data") or {},
        "_options": values.get("payment_method_options") or {},
    }
    turn.put(session, due=session["expires_at"])
    return session


def retrieve(turn: Turn, name: str, expand: list[str]) -> Obj:
    session = turn.get(KIND, name)
    if session["payment_intent"] and any(e.startswith("payment_intent") for e in expand):
        inner = [each.removeprefix("payment_intent.") for each in expand]
        session["payment_intent"] = intents.retrieve(turn, session["payment_intent"], inner)
    return session


def expire(turn: Turn, name: str) -> Obj:
    session = turn.get(KIND, name)
    if session["status"] != "open":
        raise ApiError(
            400,
            "",
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of `{session['status']}`.",
        )
    return run_out(turn, session)


def run_out(turn: Turn, session: Obj) -> Obj:
    """Its time is up; an intent that somebody began goes with it."""
    if session["payment_intent"]:
        intent = turn.get(intents.KIND, session["payment_intent"])
        if intent["status"] == "requires_payment_method":
            intents.run_out(turn, intent)
    session |= {"status": "expired", "url": None}
    turn.put(session)
    turn.emit("checkout.session.expired", session)
    return session


def complete(turn: Turn, session: Obj, intent: Obj) -> None:
    """The page is done; whether it is paid, the intent says."""
    paid = intent["status"] == "succeeded"
    session |= {
        "status": "complete",
        "url": None,
        "payment_intent": intent["id"],
        "payment_status": "paid" if paid else "unpaid",
    }
    turn.put(session)
    turn.emit("checkout.session.completed", session)


def open_to_pay(turn: Turn, name: str) -> Obj:
    session = turn.get(KIND, name)
    if session["status"] != "open":
        raise wrong_state("checkout_session", session["status"], "paid")
    return session


def _expiry(turn: Turn, values: dict[str, Any]) -> int:
    at = whole(values, "expires_at", turn.moment + LONGEST)
    if not turn.moment + SHORTEST - SLACK <= at <= turn.moment + LONGEST + SLACK:
        raise unusable(
            "expires_at",
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout "
            "Session creation.",
        )
    return at


def _lines(values: dict[str, Any]) -> tuple[list[Obj], str, int]:
    """The lines as the page shows them, their currency and their sum."""
    given = values.get("line_items")
    if not isinstance(given, list) or len(given) > MOST_LINES:
        raise unusable("line_items", "Give from 1 to 100 line items.")
    try:
        lines = [_line(line) for line in given]
        currencies = sorted({line["price_data"]["currency"] for line in given})
    except (KeyError, TypeError):
        raise unusable("line_items", "A line item lacks its price data.") from None
    if len(currencies) != 1:
        raise unusable("line_items", "All line items must have one currency.")
    return lines, str(currencies[0]), sum(line["quantity"] * line["amount"] for line in lines)


def _line(given: Any) -> Obj:
    line = {
        "title": given["price_data"]["product_data"]["name"],
        "quantity": whole(given, "quantity"),
        "amount": whole(given["price_data"], "unit_amount"),
    }
    if not line["title"] or not line["quantity"]:
        raise unusable("line_items", "A line item needs a name and a quantity.")
    return line
