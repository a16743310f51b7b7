"""What a shopper confirms, and the texts people may send."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from shop.money import Money
from shop.pricing.model import MAX_LINES, Cart, CartLine

PaymentMethod = Literal["card", "bank_transfer", "cod"]

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"  # RFC 1035 §2.3.4
EMAIL = rf"^[A-Za-z0-9._%+'-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+$"


def _plain(value: str) -> str:
    """Trimmed text without control characters (a newline is one, except in notes)."""
    if CONTROL.search(value):
        raise ValueError("must not contain control characters")
    return value.strip()


def _one_line(value: str) -> str:
    if "\n" in value:
        raise ValueError("must be one line")
    return _plain(value)


Line = Annotated[str, Field(max_length=200), AfterValidator(_one_line)]
Note = Annotated[str, Field(max_length=2000), AfterValidator(_plain)]


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Contact(Strict):
    """Who ordered. The address is ASCII so that every mail server accepts it."""

    name: Annotated[Line, Field(min_length=1)]
    email: str = Field(max_length=254, pattern=EMAIL)
    phone: Line = ""


class Address(Strict):
    """Where it goes. `country` is ISO 3166-1 alpha-2; the rest is free text, as the world is."""

    line1: Line = ""
    line2: Line = ""
    city: Line = ""
    region: Line = ""
    postcode: Line = ""
    country: str = Field(default="", pattern=r"^([A-Z]{2})?$")

    @property
    def complete(self) -> bool:
        return bool(self.line1 and self.city and self.country)


class CheckoutRequest(Strict):
    """What a shopper confirms. `expected_total` is what they were shown (a bare number is minor
    units of the cart's currency); it is compared, and never sets a price."""

    lines: tuple[CartLine, ...] = Field(min_length=1, max_length=MAX_LINES, strict=False)
    contact: Contact
    address: Address = Address()
    shipping: Line = ""
    payment: PaymentMethod
    expected_total: Money | int
    coupon: Line = ""
    slot: Line = ""
    note: Note = ""
    language: str = "en"

    def cart(self) -> Cart:
        return Cart(
            lines=self.lines,
            country=self.address.country,
            region=self.address.region,
            postcode=self.address.postcode,
            shipping=self.shipping,
            slot=self.slot,
            payment=self.payment,
            coupon=self.coupon,
            email=self.contact.email,
            language=self.language,
        )
