"""How orders lie in the store."""

from typing import Any

from shop.clock import timestamp
from shop.orders.model import Order
from shop.ports import Absent, IndexKey, Item, Json, Key, Put


def order_key(order_id: str) -> Key:
    return Key(f"ORDER#{order_id}", "ORDER")


def idempotency_key(key: str) -> Key:
    return Key(f"IDEMPOTENCY#{key}", "CHECKOUT")


def order_put(order: Order) -> Put:
    """A new order; listed for the owner by the time it was placed."""
    item = Item(
        order_key(order.id),
        order.model_dump(mode="json"),
        index=IndexKey("ORDERS", f"{timestamp(order.placed_at)}#{order.id}"),
    )
    return Put(item, (Absent(),))


def number_put(order: Order) -> Put:
    """Claims the order's number, so that no two orders share one."""
    item = Item(Key(f"ORDERNUMBER#{order.number}", "ORDER"), {"order": order.id})
    return Put(item, (Absent(),))


def answer_put(key: str, fingerprint: str, answer: dict[str, Any]) -> Put:
    """The answer to an Idempotency-Key, kept for ever beside what it answered."""
    data: dict[str, Json] = {"request": fingerprint, "answer": answer}
    return Put(Item(idempotency_key(key), data), (Absent(),))


def order_from(item: Item) -> Order:
    return Order.model_validate(item.data)
