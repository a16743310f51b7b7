"""How orders lie in the store."""

from collections.abc import Iterator
from typing import Any

from shop.clock import timestamp
from shop.orders.model import Order
from shop.ports import Absent, IndexKey, Item, Json, Key, Put, Store, VersionIs

ORDERS = "ORDERS"
PAGE = 200  # in memory at a time


def order_key(order_id: str) -> Key:
    return Key(f"ORDER#{order_id}", "ORDER")


def number_key(number: str) -> Key:
    return Key(f"ORDERNUMBER#{number}", "ORDER")


def intent_key(intent: str) -> Key:
    """Which order a payment is of: a refund made on the gateway's own pages names no order."""
    return Key(f"INTENT#{intent}", "ORDER")


def idempotency_key(key: str) -> Key:
    return Key(f"IDEMPOTENCY#{key}", "CHECKOUT")


def order_put(order: Order) -> Put:
    """A new order; listed for the owner by the time it was placed."""
    return Put(_item(order), (Absent(),))


def order_update(order: Order, stored: Item) -> Put:
    """The order as it has become, if it is still the one that was read."""
    return Put(_item(order), (VersionIs(stored.version),))


def _item(order: Order) -> Item:
    return Item(
        order_key(order.id),
        order.model_dump(mode="json"),
        index=IndexKey(ORDERS, f"{timestamp(order.placed_at)}#{order.id}"),
    )


def number_put(order: Order) -> Put:
    """Claims the order's number, so that no two orders share one."""
    item = Item(number_key(order.number), {"order": order.id})
    return Put(item, (Absent(),))


def answer_put(key: str, fingerprint: str, order_id: str, answer: dict[str, Any] | None) -> Put:
    """The answer to an Idempotency-Key, kept for ever beside what it answered; None while the
    payment page is still being opened."""
    data: dict[str, Json] = {"request": fingerprint, "order": order_id, "answer": answer}
    return Put(Item(idempotency_key(key), data), (Absent(),))


def order_from(item: Item) -> Order:
    return Order.model_validate(item.data)


def order_items(store: Store, prefix: str = "", *, latest_first: bool = False) -> Iterator[Item]:
    """The orders that were placed when their moment begins with `prefix`, read page by page."""
    after = None
    while True:
        page = store.query_index(ORDERS, prefix, after=after, limit=PAGE, descending=latest_first)
        yield from page.items
        after = page.next
        if after is None:
            return
