"""Amounts as Stripe writes them, which is not everywhere as ISO 4217 does.

Source: docs.stripe.com/currencies, "Minor units in API amounts" and "Special cases".
"""

from shop.errors import PaymentRefused
from shop.i18n.messages import translatable
from shop.money import Money

# The shop's minor units times this are Stripe's: whole for ISO 4217, written with two zeros there.
TIMES = {"ISK": 100, "UGX": 100}
# The shop's minor units divided by this are Stripe's: hundredths for ISO 4217, whole there.
DIVIDED = {"MGA": 100}
# Stripe takes thousandths, but the last digit must be 0: card networks know two decimals.
TENS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
# HUF and TWD need nothing: hundredths when charged, whole amounts only when paid out.


def chargeable(money: Money) -> bool:
    """Whether Stripe can charge exactly this, not a rounded neighbour of it."""
    step = 10 if money.currency in TENS else DIVIDED.get(money.currency, 1)
    return money.amount % step == 0


def to_stripe(money: Money) -> int:
    """Raises PaymentRefused for an amount that would have to be rounded: the total of an order is
    frozen, and a charge of anything else would be wrong by the difference for ever."""
    if not chargeable(money):
        raise PaymentRefused(
            translatable(
                "%(amount)s %(currency)s cannot be charged to a card: %(currency)s "
                "has no such fraction there. Choose another way to pay.",
                amount=str(money.to_decimal()),
                currency=money.currency,
            ),
            "amount_not_chargeable",
        )
    return money.amount * TIMES.get(money.currency, 1) // DIVIDED.get(money.currency, 1)


def from_stripe(amount: int, currency: str) -> Money:
    """`currency` is in small letters, as Stripe sends it."""
    code = currency.upper()
    return Money.of(amount * DIVIDED.get(code, 1) // TIMES.get(code, 1), code)
