"""The tax of an order, and every line's share of it: pure.

Rounding: once for each rate, on the sum of everything taxed by it, half away from zero; the lines
and delivery share it by the largest remainder. With one rate that is once for the whole order.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from shop.money import Money
from shop.pricing.model import Offer
from shop.pricing.splitting import split
from shop.profile import Tax

NONE = Decimal(0)


class Taxed(NamedTuple):
    """What is paid for a line or for delivery, and its rate."""

    amount: int
    rate: Decimal


def rate_of(tax: Tax, offer: Offer, country: str) -> Decimal:
    for kind in tax.classes:
        if kind.covers(offer.sku, offer.categories):
            return kind.rates.get(country, kind.rate)
    return tax.rates.get(country, tax.rate)


def shipping_rate(tax: Tax, country: str) -> Decimal:
    return tax.rates.get(country, tax.rate) if tax.shipping else NONE


def tax_shares(parts: Sequence[Taxed], currency: str, *, inclusive: bool) -> list[int]:
    """Minor units of tax in (or on) each of `parts`."""
    shares = [0] * len(parts)
    for rate in dict.fromkeys(part.rate for part in parts):
        amounts = [part.amount if part.rate == rate else 0 for part in parts]
        factor = rate / (1 + rate) if inclusive else rate
        due = Money.of(sum(amounts), currency).portion(factor)
        for i, share in enumerate(split(due.amount, amounts)):
            shares[i] += share
    return shares
