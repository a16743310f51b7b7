"""What each part of an order cost, so that every split of its money sums exactly: pure.

Rounding: the first n of a line's q pieces cost ``line * n / q``, halves away from zero, and a piece
costs the difference of two such sums. Whoever refunds piece by piece has refunded the line.
"""

from collections.abc import Mapping
from decimal import Decimal

from shop.money import Money, total
from shop.orders.model import Order, OrderLine


def line_share(order: Order, line: OrderLine) -> Money:
    """What the shopper pays for the line, discount and tax included."""
    paid = line.total - line.discount
    return paid if order.tax_included else paid + line.tax


def shipping_share(order: Order) -> Money:
    """What the shopper pays for delivery, its tax included: all that is not in a line."""
    lines = (line_share(order, line) for line in order.lines)
    return order.total - total(lines, order.total.currency)


def pieces_share(order: Order, sku: str, first: int, quantity: int) -> Money:
    """What `quantity` pieces of a line cost, after the `first` ones."""
    line = next(line for line in order.lines if line.sku == sku)
    share = line_share(order, line)

    def until(pieces: int) -> Money:
        return share.portion(Decimal(pieces) / line.quantity)

    return until(first + quantity) - until(first)


def refund_of(order: Order, lines: Mapping[str, int], extra: Money) -> Money:
    """The money for `lines` (pieces by SKU, after those refunded before) and `extra`."""
    before = order.refunded_pieces()
    amounts = (
        pieces_share(order, sku, before.get(sku, 0), quantity) for sku, quantity in lines.items()
    )
    return total(amounts, order.total.currency) + extra
