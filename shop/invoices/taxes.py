"""The taxes of an order by rate, and of what is refunded of it: pure.

The order froze each line's tax and rate; delivery's tax is what is left of the order's.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from shop.invoices.model import TaxLine
from shop.money import Money, total
from shop.orders.model import Order, OrderLine
from shop.orders.shares import line_share, shipping_share
from shop.pricing.splitting import split

Part = tuple[Decimal, Money, Money]  # rate, money with its tax, the tax in it
THOUSANDTH = Decimal("0.001")


def taxes_of(order: Order) -> tuple[TaxLine, ...]:
    """What was taxed, by rate; the taxes sum to the order's."""
    return _by_rate(_parts(order))


def taxes_back(
    order: Order, lines: Mapping[str, int], first: Mapping[str, int], shipping: Money, other: Money
) -> tuple[TaxLine, ...]:
    """The taxes in a refund: of `lines` (pieces by SKU, after the `first` ones), of delivery, and
    of money for nothing in particular, which is spread over the order's rates."""
    by_sku = {line.sku: line for line in order.lines}
    parts = [_pieces(order, by_sku[sku], first.get(sku, 0), n) for sku, n in lines.items()]
    if shipping.amount:
        parts += _parts(order)[len(order.lines) :]
    if other.amount:
        parts += _spread(order, other)
    return _by_rate(parts)


def _parts(order: Order) -> list[Part]:
    """Every line, and delivery where it costs anything."""
    parts = [(line.tax_rate, line_share(order, line), line.tax) for line in order.lines]
    delivery = shipping_share(order)
    if delivery.amount:
        tax = order.tax - total((line.tax for line in order.lines), order.tax.currency)
        parts.append((_rate_of(order, delivery, tax), delivery, tax))
    return parts


def _rate_of(order: Order, money: Money, tax: Money) -> Decimal:
    """The rate among those of the lines that explains the tax to a unit, else what it comes to."""
    for rate in {line.tax_rate: None for line in order.lines}:
        if abs(money.portion(rate / (1 + rate)).amount - tax.amount) <= 1:
            return rate
    net = money.amount - tax.amount
    return (Decimal(tax.amount) / net).quantize(THOUSANDTH) if net else Decimal(0)


def _pieces(order: Order, line: OrderLine, first: int, quantity: int) -> Part:
    share = line_share(order, line)

    def between(whole: Money) -> Money:
        until = [whole.portion(Decimal(n) / line.quantity) for n in (first, first + quantity)]
        return until[1] - until[0]

    return line.tax_rate, between(share), between(line.tax)


def _spread(order: Order, money: Money) -> list[Part]:
    parts = _parts(order)
    shares = split(money.amount, [gross.amount for _rate, gross, _tax in parts])
    return [
        (rate, share, share.portion(rate / (1 + rate)))
        for (rate, _gross, _tax), amount in zip(parts, shares, strict=True)
        for share in [Money.of(amount, money.currency)]
    ]


def _by_rate(parts: Iterable[Part]) -> tuple[TaxLine, ...]:
    """The highest rate first; none at all where nothing is taxed."""
    sums: dict[Decimal, tuple[Money, Money]] = {}
    for rate, gross, tax in parts:
        net = gross - tax
        known = sums.get(rate)
        sums[rate] = (known[0] + net, known[1] + tax) if known else (net, tax)
    if not any(sums):
        return ()
    return tuple(
        TaxLine(rate=rate, net=net, tax=tax) for rate, (net, tax) in sorted(sums.items())[::-1]
    )
