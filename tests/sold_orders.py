"""Orders with any lines, and what becomes of them: for figures, lists, invoices and papers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from factories import MOMENT, usd

from shop.money import Money, total
from shop.orders.model import Event, Order, OrderLine
from shop.orders.records import order_put
from shop.orders.refunds import refund_asked, refund_ended
from shop.orders.request import Address, Contact
from shop.orders.transitions import paid
from shop.ports import Item, Put, Store
from shop.statistics.service import sales_writes

DAY = timedelta(days=1)


def line(sku: str = "TEA-50", quantity: int = 2, price: int = 1250, **changes: Any) -> OrderLine:
    """`price` of a piece is in minor units of `currency`, dollars if there is none."""
    currency = changes.pop("currency", "USD")
    nothing = Money.of(0, currency)
    values: dict[str, Any] = {
        "sku": sku,
        "handle": sku.lower(),
        "title": f"Tea {sku}",
        "label": "",
        "quantity": quantity,
        "unit_price": Money.of(price, currency),
        "total": Money.of(price * quantity, currency),
        "discount": nothing,
        "tax": nothing,
        "picture": "",
        "limited": True,
        "category": "Tea > Green",
    }
    return OrderLine(**{**values, **changes})


def order(
    order_id: str = "O1",
    lines: Sequence[OrderLine] = (line(),),
    at: datetime = MOMENT,
    shipping: int = 300,
    **changes: Any,
) -> Order:
    currency = lines[0].total.currency
    nothing, delivery = Money.of(0, currency), Money.of(shipping, currency)
    subtotal = total((each.total for each in lines), currency)
    discount = total((each.discount for each in lines), currency)
    values: dict[str, Any] = {
        "id": order_id,
        "number": f"HN-{order_id}",
        "token": "t",
        "state": "pending_offline",
        "language": "en",
        "placed_at": at,
        "lines": tuple(lines),
        "subtotal": subtotal,
        "discount": discount,
        "shipping": delivery,
        "tax": total((each.tax for each in lines), currency),
        "total": subtotal - discount + delivery,
        "contact": Contact(name="Hoa", email="hoa@example.com"),
        "address": Address(line1="12 Trần Phú", city="Hội An", country="VN"),
        "shipping_method": "courier",
        "shipping_title": "Courier",
        "payment": "bank_transfer",
        "payment_title": "Bank transfer",
        "note": "",
        "authorized": nothing,
        "captured": nothing,
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
