"""Disputes: a shopper's bank takes a payment back until it is decided whose money it is."""

from typing import Any, Literal

from infra.embedded.gateway.errors import wrong_state
from infra.embedded.gateway.forms import refuse_unknown, whole
from infra.embedded.gateway.ledger import Obj, Turn, new_id
from infra.embedded.gateway.lists import PAGING, page_of

KIND = "dispute"
LIST = PAGING | {"created"}
PATIENCE = 7 * 24 * 3600  # seconds that a shop has to answer

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
    turn.put(charge | {"disputed": True, "_withdrawn": True})
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
        turn.put(turn.get("charge", dispute["charge"]) | {"_withdrawn": False})
        turn.emit("charge.dispute.funds_reinstated", dispute)
    turn.emit("charge.dispute.closed", dispute)


def listed(turn: Turn, values: dict[str, Any]) -> Obj:
    """Those that were opened since ``created[gte]``."""
    refuse_unknown(values, LIST)
    created = values.get("created") or {}
    since = whole(created, "gte", 0) if isinstance(created, dict) else 0
    found = [dispute for dispute in reversed(turn.all(KIND)) if dispute["created"] >= since]
    return page_of("/v1/disputes", found, values)
