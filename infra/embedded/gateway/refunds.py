"""Refunds: never more than was captured, at once or after a while, and sometimes sent back."""

from typing import Any

from infra.embedded.gateway import intents
from infra.embedded.gateway.errors import ApiError, unusable
from infra.embedded.gateway.forms import refuse_unknown, whole
from infra.embedded.gateway.ledger import Obj, Turn, new_id
from infra.embedded.gateway.lists import PAGING, page_of

KIND = "refund"
CREATE = frozenset({"payment_intent", "amount", "metadata", "reason", "expand"})
LIST = PAGING | {"payment_intent"}
# Methods that pay back at once; the others take their time.
AT_ONCE = frozenset({"card", "alipay", "wechat_pay"})


def create(turn: Turn, values: dict[str, Any], pending: int) -> Obj:
    """`pending` are the seconds that a slow method takes."""
    refuse_unknown(values, CREATE)
    if "payment_intent" not in values:
        raise unusable("payment_intent", "Missing required param: payment_intent.")
    intent = turn.get(intents.KIND, values["payment_intent"])
    if intent["status"] != "succeeded":
        raise ApiError(
            400,
            "",
            f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
        )
    charge = turn.get("charge", intent["latest_charge"])
    left = charge["amount_captured"] - charge["amount_refunded"]
    amount = whole(values, "amount", left)
    _refuse(charge, amount, left)
    at_once = charge["payment_method_details"]["type"] in AT_ONCE
    refund: Obj = {
        "id": new_id("re"),
        "object": KIND,
        "amount": amount,
        "charge": charge["id"],
        "created": turn.moment,
        "currency": intent["currency"],
        "metadata": values.get("metadata") or {},
        "payment_intent": intent["id"],
        "reason": values.get("reason"),
        "status": "succeeded" if at_once else "pending",
    }
    turn.put(refund, parent=intent["id"], due=None if at_once else turn.moment + pending)
    turn.emit("refund.created", refund)
    _pay_back(turn, charge, amount)
    turn.emit("charge.refunded", charge)
    return refund


def arrive(turn: Turn, refund: Obj) -> None:
    """A pending refund got there."""
    refund |= {"status": "succeeded"}
    turn.put(refund)
    turn.emit("refund.updated", refund)


def bounce(turn: Turn, refund: Obj) -> None:
    """A bank sent a refund back: the money is the shop's again."""
    refund |= {"status": "failed", "failure_reason": "expired_or_canceled_card"}
    turn.put(refund)
    _pay_back(turn, turn.get("charge", refund["charge"]), -refund["amount"])
    turn.emit("refund.updated", refund)
    turn.emit("refund.failed", refund)


def listed(turn: Turn, values: dict[str, Any]) -> Obj:
    """Those of a payment."""
    refuse_unknown(values, LIST)
    every = turn.children(str(values.get("payment_intent")), KIND)
    return page_of("/v1/refunds", every, values)


def _refuse(charge: Obj, amount: int, left: int) -> None:
    if charge.get("_withdrawn"):
        raise ApiError(
            400,
            "charge_disputed",
            f"Charge {charge['id']} has been charged back; cannot refund it.",
        )
    if left == 0:
        raise ApiError(
            400, "charge_already_refunded", f"Charge {charge['id']} has already been refunded."
        )
    if not 1 <= amount <= left:
        raise ApiError(
            400,
            "amount_too_large" if amount else "amount_too_small",
            f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).",
            param="amount",
        )


def _pay_back(turn: Turn, charge: Obj, amount: int) -> None:
    back = charge["amount_refunded"] + amount
    charge |= {"amount_refunded": back, "refunded": back == charge["amount_captured"]}
    turn.put(charge)
