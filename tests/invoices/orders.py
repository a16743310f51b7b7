"""Paid orders for tests of invoices and papers: their prices contain 8 % tax."""

from decimal import Decimal
from typing import Any

import sold_orders
from factories import MOMENT

from shop.money import Money
from shop.orders.aftersale import Refund
from shop.orders.model import Event, Order, OrderLine

RATE = Decimal("0.08")


def line(sku: str, price: int, quantity: int = 1, **changes: Any) -> OrderLine:
    return sold_orders.line(sku, quantity, price, **{"tax_rate": RATE, "category": "", **changes})


def taxed(each: OrderLine) -> OrderLine:
    """With the tax that its price contains."""
    paid = each.total - each.discount
    return each.model_copy(update={"tax": paid.portion(each.tax_rate / (1 + each.tax_rate))})


def paid_order(*lines: OrderLine, shipping: int = 300, **changes: Any) -> Order:
    """Of `lines` whose prices contain their tax; so does delivery."""
    ordered = tuple(map(taxed, lines or (line("TEA", 1250, 2),)))
    placed = sold_orders.order("ORDER1", ordered, shipping=shipping)
    values: dict[str, Any] = {
        "number": "HN-2611-7KQ2M",
        "state": "paid",
        "tax": placed.tax + placed.shipping.portion(RATE / (1 + RATE)),
        "contact": placed.contact.model_copy(update={"name": "Nguyễn Thị Hoa"}),
        "history": (*placed.history, Event(at=MOMENT, state="paid", actor="owner", what="paid")),
        "captured": placed.total,
    }
    return Order.model_validate({**dict(placed), **values, **changes})


def refunded(order: Order, refund_id: str, lines: dict[str, int], amount: int, extra: int) -> Order:
    """The order with one more refund, done: `amount` in all, `extra` of it for no piece."""
    refund = Refund(
        id=refund_id,
        amount=Money.of(amount, order.total.currency),
        lines=lines,
        shipping=Money.of(extra, order.total.currency),
        requested_at=MOMENT,
        state="done",
    )
    return order.model_copy(update={"refunds": (*order.refunds, refund)})
