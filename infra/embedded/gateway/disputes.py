"""Disputes: a shopper's bank takes a payment back until it is decided whose money it is."""

from typing import Any, Literal

from infra.embedded.gateway.errors import unusable, wrong_state
from infra.embedded.gateway.forms import refuse_unknown, whole
from infra.embedded.gateway.ledger import Obj, Turn, new_id, public

KIND = "dispute"
LIST = frozenset({"created", "payment_intent", "limit", "starting_after", "expand"})
PATIENCE = 7 * 24 * 3600  # seconds that a shop has to answer
MOST = 100

Status = Literal["under_review", "won", "lost"]


def begin(turn: Turn, intent: Obj, charge: Obj) -> Obj:
    """The bank withdraws what was charged."""
    dispute: Obj = {
        "id": new_id("du"),
        "object": KIND,
        "amount": charge["amount_captured"],
        "balance_transactions": [],
        "charge": charge["id"],
        "created": turn.moment,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {
            "due_by": turn.moment + PATIENCE,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": intent["id"],
        "reason": "fraudulent",
        "status": "needs_response",
    }
    turn.put(dispute, parent=intent["id"])
    turn.put(charge | {"disputed": True})
    turn.emit("charge.dispute.created", dispute)
    turn.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def move(turn: Turn, dispute: Obj, status: Status) -> None:
    """The bank looks at what the shop has answered, or has decided."""
    if dispute["status"] in {"won", "lost"}:
        raise wrong_state(KIND, dispute["status"], "changed")
    dispute |= {"status": status}
    turn.put(dispute)
    if status == "under_review":
        turn.emit("charge.dispute.updated", dispute)
        return
    if status == "won":
        turn.put(turn.get("charge", dispute["charge"]) | {"disputed": False})
        turn.emit("charge.dispute.funds_reinstated", dispute)
    turn.emit("charge.dispute.closed", dispute)


def listed(turn: Turn, values: dict[str, Any]) -> Obj:
    """Newest first, page by page."""
    refuse_unknown(values, LIST)
    limit = whole(values, "limit", 10)
    if not 1 <= limit <= MOST:
        raise unusable("limit", "Invalid limit: from 1 to 100.")
    created = values.get("created") or {}
    since = whole(created, "gte", 0) if isinstance(created, dict) else 0
    intent = values.get("payment_intent")
    every = turn.children(str(intent), KIND) if intent else turn.all(KIND)[::-1]
    every = [dispute for dispute in every if dispute["created"] >= since]
    names = [dispute["id"] for dispute in every]
    after = values.get("starting_after")
    if after:
        every = every[names.index(after) + 1 :] if after in names else []
    page = [public(dispute) for dispute in every[:limit]]
    return {"object": "list", "url": "/v1/disputes", "has_more": len(every) > limit, "data": page}
