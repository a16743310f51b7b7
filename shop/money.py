"""Money: integer minor units and a currency, in one frozen type.

The one rounding rule of this shop: half away from zero, once, at the end of a calculation
(`Money.portion`). Decimal places per currency are ISO 4217's.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Self

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from shop.currencies import exponent
from shop.errors import InvalidMoney
from shop.i18n.messages import translatable

LARGEST = 10**15  # minor units; beyond it a spreadsheet cell is a mistake, not a price


class Money(BaseModel):
    """An amount in minor units: ``Money(amount=1250, currency="USD")`` is 12.50 dollars."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    amount: int = Field(ge=-LARGEST, le=LARGEST)
    currency: str = Field(pattern=r"^[A-Z]{3}$")

    @classmethod
    def of(cls, amount: int, currency: str) -> Self:
        """Raises InvalidMoney for what cannot be charged, and so does all arithmetic."""
        if not -LARGEST <= amount <= LARGEST:
            raise InvalidMoney(
                translatable("This comes to more money than can be charged at once.")
            )
        return cls(amount=amount, currency=currency)

    @classmethod
    def from_decimal(cls, value: Decimal | str, currency: str) -> Self:
        """From major units. Raises InvalidMoney where it has more decimals than the currency."""
        try:
            scaled = Decimal(value).scaleb(exponent(currency))
        except InvalidOperation:
            raise InvalidMoney(
                translatable("“%(amount)s” is not an amount of money.", amount=str(value))
            ) from None
        if not scaled.is_finite() or abs(scaled) > LARGEST:
            raise InvalidMoney(
                translatable(
                    "“%(amount)s” is not an amount of money that can be charged.", amount=str(value)
                )
            )
        if scaled != scaled.to_integral_value():
            raise InvalidMoney(
                translatable(
                    "“%(amount)s” has more decimals than %(currency)s has (%(decimals)s).",
                    amount=str(value),
                    currency=currency,
                    decimals=exponent(currency),
                )
            )
        return cls(amount=int(scaled), currency=currency)

    def to_decimal(self) -> Decimal:
        return Decimal(self.amount).scaleb(-exponent(self.currency))

    def portion(self, factor: Decimal) -> Self:
        """`factor` times the amount, rounded half away from zero to a minor unit."""
        amount = (self.amount * factor).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return self.of(int(amount), self.currency)

    def __add__(self, other: "Money") -> Self:
        self._same(other)
        return self.of(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> Self:
        self._same(other)
        return self.of(self.amount - other.amount, self.currency)

    def __mul__(self, quantity: int) -> Self:
        return self.of(self.amount * quantity, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount < other.amount

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise InvalidMoney(
                translatable(
                    "%(currency)s and %(other)s cannot be added up.",
                    currency=self.currency,
                    other=other.currency,
                )
            )


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum; zero of `currency` where there is nothing to add."""
    result = Money.of(0, currency)
    for amount in amounts:
        result = result + amount
    return result


class MoneyJson(TypedDict):
    """The shape every JSON answer uses."""

    amount: int
    currency: str


def money_json(money: Money) -> MoneyJson:
    return {"amount": money.amount, "currency": money.currency}
