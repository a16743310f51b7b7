"""Paid orders for tests of invoices and papers, with any lines."""

from decimal import Decimal
from typing import Any

from factories import MOMENT

from shop.money import Money, total
from shop.orders.model import Address, Contact, Event, Order, OrderLine, Refund


def line(sku: str, price: int, quantity: int = 1, **changes: Any) -> OrderLine:
    currency = changes.pop("currency", "USD")
    values: dict[str, Any] = {
        "sku": sku,
        "handle": sku.lower(),
        "title": f"Tea {sku}",
        "label": "",
        "quantity": quantity,
        "unit_price": Money.of(price, currency),
        "total": Money.of(price * quantity, currency),
        "discount": Money.of(0, currency),
        "tax": Money.of(0, currency),
        "tax_rate": Decimal("0.08"),
        "picture": "",
        "limited": True,
    }
    return OrderLine(**{**values, **changes})


def taxed(each: OrderLine) -> OrderLine:
    """With the tax that its price contains."""
    paid = each.total - each.discount
    return each.model_copy(update={"tax": paid.portion(each.tax_rate / (1 + each.tax_rate))})


def paid_order(*lines: OrderLine, shipping: int = 300, **changes: Any) -> Order:
    """Of `lines` whose prices contain their tax; so does delivery, 8 %."""
    ordered = tuple(map(taxed, lines or (line("TEA", 1250, 2),)))
    currency = ordered[0].total.currency
    nothing, delivery = Money.of(0, currency), Money.of(shipping, currency)
    subtotal = total((each.total for each in ordered), currency)
    discount = total((each.discount for each in ordered), currency)
    tax = total((each.tax for each in ordered), currency)
    whole = subtotal - discount + delivery
    placed = Event(at=MOMENT, state="pending_offline", actor="shopper")
    values: dict[str, Any] = {
        "id": "ORDER1",
        "number": "HN-2611-7KQ2M",
        "token": "token",
        "state": "paid",
        "language": "en",
        "placed_at": MOMENT,
        "lines": ordered,
        "subtotal": subtotal,
        "discount": discount,
        "shipping": delivery,
        "tax": tax + delivery.portion(Decimal("0.08") / Decimal("1.08")),
        "total": whole,
        "contact": Contact(name="Nguyễn Thị Hoa", email="hoa@example.com"),
        "address": Address(line1="12 Trần Phú", city="Hội An", country="VN"),
        "shipping_method": "courier",
        "shipping_title": "Courier",
        "payment": "bank_transfer",
        "payment_title": "Bank transfer",
        "note": "",
        "history": (placed, Event(at=MOMENT, state="paid", actor="owner", what="paid")),
        "authorized": nothing,
        "captured": whole,
    }
    return Order(**{**values, **changes})


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
