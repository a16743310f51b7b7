"""What the owner decided about the shop, read from the files of ``site/``.

``shop.toml`` (name, languages, currency, contact, tax), ``shipping.toml`` (delivery methods) and
``payments.toml`` (how to pay). Everything is checked at start; a mistake names file and setting.
"""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from shop.errors import InvalidMoney, Misconfigured
from shop.i18n.languages import LANGUAGES
from shop.money import Money


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Contact(Section):
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    phone: str = ""
    address: dict[str, str] = Field(default_factory=dict)


class Tax(Section):
    """One rate for everything; `inclusive` means that prices contain it."""

    rate: Decimal = Field(default=Decimal(0), ge=0, lt=1)
    inclusive: bool = True


class Orders(Section):
    number_prefix: str = Field(default="", pattern=r"^[A-Z0-9]{0,6}$")


def _prices(value: Any) -> Any:
    """TOML's ``{USD = "3.00"}`` as Money; the decimals are checked against the currency."""
    if not isinstance(value, dict):
        return value
    try:
        prices = {cur: Money.from_decimal(str(amount), cur) for cur, amount in value.items()}
    except InvalidMoney as error:
        raise ValueError(error.message) from None
    if any(price.amount < 0 for price in prices.values()):
        raise ValueError("a price cannot be below zero")
    return prices


class ShippingMethod(Section):
    """`countries` are ISO 3166-1 alpha-2 codes or ``*``. `price` and `free_above` are by currency;
    a method without a price in the cart's currency is not offered. `digital` methods serve carts
    that hold nothing to carry, `pickup` methods need no address."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: dict[str, str]
    estimate: dict[str, str] = Field(default_factory=dict)
    countries: tuple[str, ...] = ("*",)
    price: dict[str, Money] = Field(default_factory=dict)
    free_above: dict[str, Money] = Field(default_factory=dict)
    pickup: bool = False
    digital: bool = False

    @model_validator(mode="before")
    @classmethod
    def _read_prices(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        return {
            name: _prices(value) if name in {"price", "free_above"} else value
            for name, value in values.items()
        }


class BankTransfer(Section):
    enabled: bool = False
    title: dict[str, str] = Field(default_factory=dict)
    instructions: dict[str, str] = Field(default_factory=dict)
    account_holder: str = ""
    bank: str = ""
    account_number: str = ""
    swift: str = ""


class CashOnDelivery(Section):
    enabled: bool = False
    countries: tuple[str, ...] = ("*",)
    title: dict[str, str] = Field(default_factory=dict)
    instructions: dict[str, str] = Field(default_factory=dict)


class Profile(Section):
    name: dict[str, str]
    tagline: dict[str, str] = Field(default_factory=dict)
    default_language: str = "en"
    languages: tuple[str, ...] = tuple(LANGUAGES)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    contact: Contact
    tax: Tax = Tax()
    orders: Orders = Orders()
    look: dict[str, Any] = Field(default_factory=dict)
    shipping: tuple[ShippingMethod, ...] = ()
    bank_transfer: BankTransfer = BankTransfer()
    cod: CashOnDelivery = CashOnDelivery()

    @model_validator(mode="after")
    def _methods_apart(self) -> "Profile":
        identities = [method.id for method in self.shipping]
        if len(set(identities)) < len(identities):
            raise ValueError("two delivery methods in shipping.toml have the same id")
        return self

    @model_validator(mode="after")
    def _languages_known(self) -> "Profile":
        unknown = [code for code in self.languages if code not in LANGUAGES]
        if unknown or self.default_language not in self.languages:
            raise ValueError(
                f"languages may be {', '.join(LANGUAGES)}, and default_language is one of them"
            )
        return self


def load_profile(site: Path) -> Profile:
    """Reads the three files. Raises Misconfigured with file, setting and reason."""
    values = _read(site / "shop.toml")
    values["shipping"] = _read(site / "shipping.toml").get("method", [])
    values.update(_read(site / "payments.toml"))
    try:
        return Profile.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        setting = ".".join(str(part) for part in first["loc"]) or "shop.toml"
        raise Misconfigured(
            f"The settings in {site.name}/ cannot be used: {setting}: {first['msg']}."
        ) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Misconfigured(f"{path.parent.name}/{path.name} is missing.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"{path.parent.name}/{path.name} cannot be read: {error}. TOML wants key = value."
        ) from None
