"""Placing an order exactly once, and showing it to its guest.

One transaction holds the order, its number, its answer to the Idempotency-Key, the stock of every
line and the mails that will follow: all of it happens or none.
"""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import Any

from shop.errors import (
    IdempotencyKeyReused,
    NotFound,
    NotPossible,
    PaymentRefused,
    PriceChanged,
    ShopError,
    StoreBusy,
    TransactionCancelled,
)
from shop.i18n.messages import translatable
from shop.money import money_json
from shop.orders.desk import Desk, change, read_order
from shop.orders.effects import effects
from shop.orders.model import Order
from shop.orders.payment import next_step, session_request
from shop.orders.records import (
    answer_put,
    idempotency_key,
    number_put,
    order_from,
    order_key,
    order_put,
)
from shop.orders.request import CheckoutRequest
from shop.orders.rules import new_order, refuse_problems
from shop.orders.transitions import OVER, lost
from shop.ports import Item, Present, Store, Update, Write
from shop.pricing.service import promise_writes, quote
from shop.pricing.view import quote_json
from shop.profile import Profile
from shop.statistics.service import shop_zone

ATTEMPTS = 5

# Asked before each try to place an order: raises, or gives writes for its transaction.
Admit = Callable[[Order], Sequence[Write]]


def everybody(_order: Order) -> Sequence[Write]:
    return ()


def place_order(
    desk: Desk, request: CheckoutRequest, key: str, admit: Admit = everybody
) -> dict[str, Any]:
    """Places the order and returns the answer of ``POST /api/checkout``; the same for ever.

    What `admit` gives joins the order's transaction, and what it raises is raised. Raises
    OutOfStock, PriceChanged, InvalidCart, IdempotencyKeyReused; each leaves nothing behind.
    Raises GatewayUnavailable where the order is placed and its payment page is not: the same key
    goes on from there.
    """
    fingerprint = _fingerprint(request)
    for _attempt in range(ATTEMPTS):
        known = _recorded(desk.store, key, fingerprint)
        if known is not None:
            return _answer_again(desk, known, key)
        try:
            order, answer, writes = _prepared(desk, request, key, fingerprint, admit)
            desk.store.transact(writes)
        except TransactionCancelled:
            continue  # the key was used, stock went, or the number was taken: look again
        except ShopError:
            # What refuses this try may be the first one under its key, which got through meanwhile
            # and took the last piece, or the last order that its address may place.
            if _recorded(desk.store, key, fingerprint) is None:
                raise
            continue
        return answer or open_page(desk, order, key)
    raise StoreBusy(translatable("Too many orders for the same article at once. Please try again."))


def _prepared(
    desk: Desk, request: CheckoutRequest, key: str, fingerprint: str, admit: Admit
) -> tuple[Order, dict[str, Any] | None, Sequence[Write]]:
    """The order that would be placed now, its answer (None before there is a payment page), and
    all that is written with it."""
    priced = quote(desk.store, desk.profile, request.cart(), desk.clock())
    refuse_problems(request, priced)
    if request.expected_total not in (priced.total, priced.total.amount):
        raise PriceChanged(quote_json(priced, request.language))
    order = new_order(request, priced, desk.profile, desk.clock())
    answer = None if order.state == "reserved" else _answer(order, desk.profile)
    joined = admit(order)
    promised = promise_writes(priced, order.id, request.contact.email)
    writes = _writes(order, key, fingerprint, answer, shop_zone(desk.profile))
    return order, answer, [*writes, *promised, *joined]


def _recorded(store: Store, key: str, fingerprint: str) -> Item | None:
    """What lies under `key`; raises IdempotencyKeyReused where it was used for another request."""
    item = store.get(idempotency_key(key))
    if item is not None and item.data["request"] != fingerprint:
        raise IdempotencyKeyReused
    return item


def _answer_again(desk: Desk, known: Item, key: str) -> dict[str, Any]:
    """The recorded answer, or the rest of the work where placing broke off before there was
    one."""
    answer = known.data.get("answer")
    if isinstance(answer, dict):
        return answer
    order, _item = read_order(desk.store, str(known.data["order"]))
    return open_page(desk, order, key)


def open_page(desk: Desk, order: Order, key: str) -> dict[str, Any]:
    """Opens the payment page of a reserved order and records the answer that leads there.

    Raises PaymentRefused where the gateway wants none of it (the goods are free again), and
    NotPossible where the order is over.
    """
    if desk.gateway is None or order.state != "reserved":
        raise NotPossible(
            translatable("This order is over. Put the articles into the cart and order again.")
        )
    try:
        session = desk.gateway.open_session(
            session_request(order, desk.profile, desk.base_url), f"{order.id}-session"
        )
    except PaymentRefused as refused:
        reason = refused.message
        change(desk, order.id, lambda o, now: _unpayable(o, now, reason))
        raise
    facts = {"session": session.id, "payment_url": session.url}
    opened = order.model_copy(update=facts)
    answer = _answer(opened, desk.profile)
    recorded = Update(idempotency_key(key), set={"answer": answer}, conditions=(Present(),))
    change(desk, order.id, lambda o, _now: _opened(o, facts), [recorded])
    return answer


def _opened(order: Order, facts: dict[str, str]) -> Order:
    """An order that came to its end while its page was being opened has it closed again."""
    return order.model_copy(update={**facts, "cancelling": order.cancelling or order.state in OVER})


def _unpayable(order: Order, now: datetime, reason: str) -> Order:
    if order.state != "reserved":
        return order
    after = lost(order, "payment_failed", "payment_failed", now, "gateway")
    last = after.history[-1].model_copy(update={"note": reason})
    return after.model_copy(update={"history": (*after.history[:-1], last)})


def guest_order(store: Store, order_id: str, token: str) -> Order:
    """The order, for whoever holds its token. Raises NotFound for a wrong id or token alike."""
    item = store.get(order_key(order_id))
    order = order_from(item) if item else None
    if order is None or not hmac.compare_digest(order.token.encode(), token.encode()):
        raise NotFound(translatable("There is no such order, or the link to it is incomplete."))
    return order


def _fingerprint(request: CheckoutRequest) -> str:
    return hashlib.sha256(request.model_dump_json().encode()).hexdigest()


def _writes(
    order: Order, key: str, fingerprint: str, answer: dict[str, Any] | None, zone: tzinfo
) -> Sequence[Write]:
    return [
        answer_put(key, fingerprint, order.id, answer),
        order_put(order),
        number_put(order),
        *effects(None, order, order.placed_at, zone),
    ]


def _answer(order: Order, profile: Profile) -> dict[str, Any]:
    return {
        "order": {
            "id": order.id,
            "number": order.number,
            "token": order.token,
            "state": order.state,
            "total": money_json(order.total),
        },
        "next": next_step(order, profile),
    }
