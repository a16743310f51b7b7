"""Placing an order exactly once, and showing it to its guest.

One transaction holds the order, its number, its answer to the Idempotency-Key, the stock of every
line and the mails that will follow: all of it happens or none.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shop.clock import Clock, timestamp
from shop.errors import (
    IdempotencyKeyReused,
    NotFound,
    PriceChanged,
    StoreBusy,
    TransactionCancelled,
)
from shop.i18n.messages import translatable
from shop.mail.outbox import mail_put
from shop.money import money_json
from shop.orders.model import CheckoutRequest, Order
from shop.orders.payment import next_step
from shop.orders.records import (
    answer_put,
    idempotency_key,
    number_put,
    order_from,
    order_key,
    order_put,
)
from shop.orders.rules import new_order, refuse_problems
from shop.ports import Put, Store, Write
from shop.pricing.service import quote
from shop.pricing.view import quote_json
from shop.profile import Profile
from shop.rebuilds.service import mark_item
from shop.stock.holds import hold_writes

ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Desk:
    """What placing an order needs of the outside."""

    store: Store
    profile: Profile
    clock: Clock


def place_order(desk: Desk, request: CheckoutRequest, key: str) -> dict[str, Any]:
    """Places the order and returns the answer of ``POST /api/checkout``; the same for ever.

    Raises OutOfStock, PriceChanged, InvalidCart, IdempotencyKeyReused; each leaves nothing behind.
    """
    fingerprint = _fingerprint(request)
    for _attempt in range(ATTEMPTS):
        answer = recorded_answer(desk.store, key, fingerprint)
        if answer is not None:
            return answer
        priced = quote(desk.store, desk.profile, request.cart(), desk.clock())
        refuse_problems(request, priced)
        if request.expected_total not in (priced.total, priced.total.amount):
            raise PriceChanged(quote_json(priced, request.language))
        order = new_order(request, priced, desk.profile.orders.number_prefix, desk.clock())
        answer = _answer(order, desk.profile)
        try:
            desk.store.transact(_writes(order, key, fingerprint, answer))
        except TransactionCancelled:
            continue  # the key was used, stock went, or the number was taken: look again
        return answer
    raise StoreBusy("Too many orders for the same article at once. Please try again.")


def recorded_answer(store: Store, key: str, fingerprint: str) -> dict[str, Any] | None:
    """The answer already given under `key`; raises IdempotencyKeyReused for another request."""
    item = store.get(idempotency_key(key))
    if item is None:
        return None
    if item.data["request"] != fingerprint:
        raise IdempotencyKeyReused
    answer = item.data["answer"]
    assert isinstance(answer, dict)  # noqa: S101 - our own record
    return answer


def guest_order(store: Store, order_id: str, token: str) -> Order:
    """The order, for whoever holds its token. Raises NotFound for a wrong id or token alike."""
    item = store.get(order_key(order_id))
    order = order_from(item) if item else None
    if order is None or not hmac.compare_digest(order.token.encode(), token.encode()):
        raise NotFound(translatable("There is no such order, or the link to it is incomplete."))
    return order


def _fingerprint(request: CheckoutRequest) -> str:
    return hashlib.sha256(request.model_dump_json().encode()).hexdigest()


def _writes(order: Order, key: str, fingerprint: str, answer: dict[str, Any]) -> Sequence[Write]:
    demand = {line.sku: line.quantity for line in order.lines if line.limited}
    return [
        answer_put(key, fingerprint, answer),
        order_put(order),
        number_put(order),
        mail_put(order.id, "shopper", "order_placed", order.placed_at),
        mail_put(order.id, "owner", "order_placed_owner", order.placed_at),
        *hold_writes(demand, order.id, timestamp(order.placed_at)),
        # Its pages may have to say that something is sold out now.
        *([Put(mark_item(skus=demand))] if demand else []),
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
