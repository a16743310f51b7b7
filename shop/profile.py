"""What the owner decided about the shop, read from the files of ``site/``.

``shop.toml`` (name, languages, currency, contact, tax), ``shipping.toml`` (how goods travel) and
``payments.toml`` (how to pay). Everything is checked at start; a mistake names file and setting.
"""

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator

from shop.abuse.limits import Limits
from shop.delivery.settings import Days, Parcels, ShippingMethod, Zone
from shop.errors import Misconfigured
from shop.guestbook.settings import GuestbookSettings
from shop.i18n.languages import LANGUAGES
from shop.invoices.settings import Invoices
from shop.pricing.scope import Scope
from shop.sections import Section
from shop.surveys.settings import SurveySettings


class Contact(Section):
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    phone: str = ""
    address: dict[str, str] = Field(default_factory=dict)


_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")

Rate = Annotated[Decimal, Field(ge=0, lt=1)]


class TaxClass(Scope):
    """Goods that are taxed by rates of their own. A country that `rates` does not name has
    `rate`."""

    rate: Rate
    rates: dict[str, Rate] = Field(default_factory=dict)


class Tax(Section):
    """`inclusive` means that prices contain it. `rate` is for whatever nothing else is said of,
    `rates` for countries the goods go to; the first of `classes` that covers an article decides.
    Delivery is taxed by the country's rate unless `shipping` is false."""

    rate: Rate = Decimal(0)
    rates: dict[str, Rate] = Field(default_factory=dict)
    inclusive: bool = True
    shipping: bool = True
    classes: tuple[TaxClass, ...] = ()


class Orders(Section):
    number_prefix: str = Field(default="", pattern=r"^[A-Z0-9]{0,6}$")


class Card(Section):
    """Cards and wallets, on the payment gateway's own page. `capture` says when an authorised
    payment is charged: ``at_once``, or ``on_fulfilment`` when the first parcel leaves."""

    enabled: bool = False
    capture: Literal["at_once", "on_fulfilment"] = "at_once"
    title: dict[str, str] = Field(default_factory=dict)


class Stock(Section):
    """So many pieces or fewer are low, of a product that names no level; -1 stands for owed ones
    only."""

    low_level: int = Field(default=2, ge=-1)


def _iban(value: str) -> str:
    """ISO 13616: the check digits make the number, read in base 36, 1 modulo 97."""
    iban = "".join(value.split()).upper()
    if iban and not (_IBAN.fullmatch(iban) and int(_digits(iban[4:] + iban[:4])) % 97 == 1):
        raise ValueError("this is no IBAN: a digit is wrong or missing")
    return iban


def _digits(text: str) -> str:
    return "".join(str(int(char, 36)) for char in text)


class BankTransfer(Section):
    """`days` is how long the goods wait for the money. `bin` (the bank's six digits at NAPAS) makes
    a VietQR of an order in dong, `iban` an EPC code of one in euros. `currency` is the account's,
    where that is not the shop's."""

    enabled: bool = False
    days: int = Field(default=7, ge=1, le=60)
    title: dict[str, str] = Field(default_factory=dict)
    instructions: dict[str, str] = Field(default_factory=dict)
    account_holder: str = ""
    bank: str = ""
    account_number: str = Field(default="", max_length=40)
    bin: str = Field(default="", pattern=r"^([0-9]{6})?$")
    iban: Annotated[str, AfterValidator(_iban)] = ""
    swift: str = ""
    currency: str = Field(default="", pattern=r"^([A-Z]{3})?$")


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
    stock: Stock = Stock()
    abuse: Limits = Limits()
    guestbook: GuestbookSettings = GuestbookSettings()
    surveys: SurveySettings = SurveySettings()
    look: dict[str, Any] = Field(default_factory=dict)
    shipping: tuple[ShippingMethod, ...] = ()
    zones: tuple[Zone, ...] = ()
    invoices: Invoices = Invoices()
    days: Days = Days()
    parcels: Parcels = Parcels()
    card: Card = Card()
    bank_transfer: BankTransfer = BankTransfer()
    cod: CashOnDelivery = CashOnDelivery()

    @model_validator(mode="after")
    def _methods_apart(self) -> "Profile":
        identities = [method.id for method in self.shipping]
        if len(set(identities)) < len(identities):
            raise ValueError("two delivery methods in shipping.toml have the same id")
        zones = [zone.id for zone in self.zones]
        if len(set(zones)) < len(zones):
            raise ValueError("two zones in shipping.toml have the same id")
        unknown = {zone for method in self.shipping for zone in method.zones} - set(zones)
        if unknown:
            raise ValueError(f"shipping.toml has no zone {', '.join(sorted(unknown))}")
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
    values.update(_delivery(_read(site / "shipping.toml")))
    values.update(_read(site / "payments.toml"))
    try:
        return Profile.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        setting = ".".join(str(part) for part in first["loc"]) or "shop.toml"
        raise Misconfigured(
            f"The settings in {site.name}/ cannot be used: {setting}: {first['msg']}."
        ) from None


def _delivery(values: dict[str, Any]) -> dict[str, Any]:
    """``[[method]]``, ``[[zone]]``, ``[days]`` and ``[parcels]`` as settings of the profile."""
    names = {"method": "shipping", "zone": "zones", "days": "days", "parcels": "parcels"}
    unknown = values.keys() - names.keys()
    if unknown:
        raise Misconfigured(f"shipping.toml: there is no setting {', '.join(sorted(unknown))}.")
    return {names[name]: value for name, value in values.items()}


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Misconfigured(f"{path.parent.name}/{path.name} is missing.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"{path.parent.name}/{path.name} cannot be read: {error}. TOML wants key = value."
        ) from None
