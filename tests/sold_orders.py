"""Orders as the statistics see them: their money, their days, what was in them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from factories import MOMENT, usd

from shop.orders.model import Address, Contact, Event, Order, OrderLine
from shop.orders.records import order_put
from shop.orders.refunds import refund_asked, refund_ended
from shop.orders.transitions import paid
from shop.ports import Item, Put, Store
from shop.statistics.service import sales_writes

DAY = timedelta(days=1)


def line(sku: str = "TEA-50", quantity: int = 2, price: int = 1250, **changes: Any) -> OrderLine:
    values: dict[str, Any] = {
        "sku": sku,
        "handle": sku.lower(),
        "title": f"Tea {sku}",
        "label": "",
        "quantity": quantity,
        "unit_price": usd(price),
        "total": usd(price * quantity),
        "discount": usd(0),
        "tax": usd(0),
        "picture": "",
        "limited": True,
        "category": "Tea > Green",
    }
    return OrderLine(**{**values, **changes})


def order(
    order_id: str = "O1",
    lines: Sequence[OrderLine] = (line(),),
    at: datetime = MOMENT,
    **changes: Any,
) -> Order:
    subtotal = sum(each.total.amount for each in lines)
    discount = sum(each.discount.amount for each in lines)
    values: dict[str, Any] = {
        "id": order_id,
        "number": f"HN-{order_id}",
        "token": "t",
        "state": "pending_offline",
        "language": "en",
        "placed_at": at,
        "lines": tuple(lines),
        "subtotal": usd(subtotal),
        "discount": usd(discount),
        "shipping": usd(300),
        "tax": usd(sum(each.tax.amount for each in lines)),
        "total": usd(subtotal - discount + 300),
        "contact": Contact(name="Hoa", email="hoa@example.com"),
        "address": Address(line1="12 Trần Phú", city="Hội An", country="VN"),
        "shipping_method": "courier",
        "shipping_title": "Courier",
        "payment": "bank_transfer",
        "payment_title": "Bank transfer",
        "note": "",
        "authorized": usd(0),
        "captured": usd(0),
        "history": (Event(at=at, state="pending_offline", actor="shopper", what="placed"),),
    }
    return Order(**{**values, **changes})


def paid_order(at: datetime = MOMENT, **changes: Any) -> Order:
    placed = order(**changes)
    return paid(placed, placed.total, at, "owner")


def refunded(order: Order, name: str, lines: dict[str, int], extra: int, at: datetime) -> Order:
    asked = refund_asked(order, name, lines, usd(extra), at, "owner")
    return refund_ended(asked, name, at, done=True)


def keep(store: Store, before: Order | None, after: Order) -> None:
    """Stores a step of an order with its figures, as the order's own transaction does."""
    put = order_put(after)
    record = Item(put.item.key, put.item.data, put.item.index)
    store.transact([Put(record), *sales_writes(before, after)])


def keep_steps(store: Store, *steps: Order) -> Order:
    before = None
    for step in steps:
        keep(store, before, step)
        before = step
    return steps[-1]
