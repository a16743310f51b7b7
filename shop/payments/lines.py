"""Lines of a payment page out of an order's: what stands there must sum to the total exactly."""

from shop.money import Money
from shop.payments.gateway import SessionLine


def session_line(title: str, quantity: int, total: Money) -> SessionLine:
    """One line that comes to exactly `total`, whatever discount is in it.

    A total that does not divide by the quantity is one piece that names it: ``3 × Trà sen``.
    """
    each, rest = divmod(total.amount, quantity)
    if rest:
        return SessionLine(f"{quantity} × {title}", 1, total)
    return SessionLine(title, quantity, Money.of(each, total.currency))
