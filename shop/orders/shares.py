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


def worth_of(order: Order, lines: Mapping[str, int]) -> dict[str, int]:
    """Minor units by SKU for `lines` (pieces by SKU), so that they and all that was refunded of
    their line before come to what so many pieces cost: also where a refund in between failed."""
    before = order.refunded_pieces()
    return {
        sku: max(0, pieces_share(order, sku, 0, before.get(sku, 0) + n).amount - _back(order, sku))
        for sku, n in lines.items()
    }


def _back(order: Order, sku: str) -> int:
    return sum(each.worth.get(sku, 0) for each in order.refunds if each.state != "failed")


def all_of(pieces: Mapping[str, int], left: Mapping[str, int]) -> bool:
    """Whether each of `pieces` is one or more, and no more than there are."""
    return all(1 <= n <= left.get(sku, 0) for sku, n in pieces.items())
