"""What the files of ``site/`` are made of: closed sections and amounts of money by currency."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from shop.errors import InvalidMoney
from shop.money import Money


class Section(BaseModel):
    """A misspelt setting is an error, not a setting that does nothing.

    Its validator is made when it is first asked: of most sections that is the profile's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def price_of(amount: Any, currency: str) -> Money:
    """``"3.00"`` as Money; its decimals are checked against the currency.

    Raises ValueError for an amount below zero or one that the currency cannot express.
    """
    try:
        price = amount if isinstance(amount, Money) else Money.from_decimal(str(amount), currency)
    except InvalidMoney as error:
        raise ValueError(error.message) from None
    if price.amount < 0:
        raise ValueError("a price cannot be below zero")
    return price


def _prices(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {
        currency: amount if isinstance(amount, dict) else price_of(amount, currency)
        for currency, amount in value.items()
    }


# TOML's ``{ USD = "3.00", VND = "25000" }``, or what a record keeps of it.
Prices = Annotated[dict[str, Money], BeforeValidator(_prices)]
