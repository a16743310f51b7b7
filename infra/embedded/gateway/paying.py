"""What shoppers do on the payment page, and what time does afterwards."""

from typing import Literal

from infra.embedded.gateway import intents, refunds, sessions
from infra.embedded.gateway.ledger import Obj, Turn

Outcome = Literal["paid", "declined", "disputed"]

# As in the Dashboard of an account in Asia. A bank debit is known to hold only days later.
METHODS = ("card", "apple_pay", "google_pay", "alipay", "wechat_pay", "sepa_debit")
LATER = frozenset({"sepa_debit"})


def offered(session: Obj) -> tuple[str, ...]:
    """Manual capture of the whole payment leaves out the methods that cannot hold money."""
    manual = session["_intent"].get("capture_method") == "manual"
    return tuple(name for name in METHODS if not manual or intents.made_type(name) == "card")


def pay(turn: Turn, name: str, method: str, outcome: Outcome, settles: int) -> Obj:
    """`settles` are the seconds after which a bank debit holds or comes back: `outcome` says which.
    What is "disputed" is paid first. Raises ApiError where the page is over."""
    session = sessions.open_to_pay(turn, name)
    intent = _intent(turn, session) | {"_disputes": outcome == "disputed"}
    if method in LATER:
        intents.charge(turn, intent, method, "pending")
        intent |= {"status": "processing", "_outcome": outcome}
        turn.put(intent, due=turn.moment + settles)
    elif outcome == "declined":
        intents.charge(turn, intent, method, "failed")
        intents.fail(turn, intent)
        turn.put(session | {"payment_intent": intent["id"]}, due=session["expires_at"])
        return intent
    else:
        intents.charge(turn, intent, method, "succeeded")
        _hold_or_charge(turn, intent, session, method)
    sessions.complete(turn, session, intent)
    return intent


def sweep(turn: Turn) -> None:
    """Whatever is due by now: pages, authorisations and debits that ran out or arrived."""
    for thing in turn.due():
        if thing["object"] == sessions.KIND:
            sessions.run_out(turn, thing)
        elif thing["object"] == refunds.KIND:
            refunds.arrive(turn, thing)
        elif thing["status"] == "processing":
            _settle(turn, thing)
        else:
            intents.run_out(turn, thing)


def _intent(turn: Turn, session: Obj) -> Obj:
    if session["payment_intent"]:
        return turn.get(intents.KIND, session["payment_intent"])
    return intents.create(turn, session)


def _hold_or_charge(turn: Turn, intent: Obj, session: Obj, method: str) -> None:
    """The method's own capture method goes before that of the intent."""
    options = session["_options"].get(intents.made_type(method)) or {}
    if "manual" in {options.get("capture_method"), intent["capture_method"]}:
        intents.hold(turn, intent)
    else:
        intents.succeed(turn, intent, intent["amount"])


def _settle(turn: Turn, intent: Obj) -> None:
    session = turn.get(sessions.KIND, intent["_session"])
    if intent["_outcome"] != "declined":
        intents.succeed(turn, intent, intent["amount"])
        session |= {"payment_status": "paid"}
        turn.put(session)
        turn.emit("checkout.session.async_payment_succeeded", session)
    else:
        intents.fail(turn, intent)
        turn.emit("checkout.session.async_payment_failed", session)
