"""What ``POST /api/checkout`` accepts, as JSON or as a plain form."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from functions import cart_cookie
from functions.cart.schemas import Destination
from shop.money import Money
from shop.orders.request import Address, CheckoutRequest, Contact, Line, Note, PaymentMethod
from shop.pricing.model import MAX_LINES, CartLine

ADDRESS_FIELDS = ("line1", "line2", "city", "region", "postcode", "country")
CONTACT_FIELDS = ("name", "email", "phone")


class CheckoutBody(BaseModel):
    """The JSON body. `expected_total` is money, or minor units in the shop's currency."""

    model_config = ConfigDict(strict=True, extra="forbid")

    lines: tuple[CartLine, ...] = Field(min_length=1, max_length=MAX_LINES, strict=False)
    contact: Contact
    address: Address = Address()
    ship_to: Destination | None = None
    shipping: Line = ""
    slot: Line = ""
    payment: PaymentMethod
    expected_total: Money | int
    coupon: Line = ""
    note: Note = ""
    lang: str = Field(default="", max_length=20)

    @model_validator(mode="after")
    def _place_is_plain(self) -> Self:
        """What becomes part of the address is held to the same rules."""
        if self.ship_to:
            Address(**self.ship_to.model_dump())
        return self

    def request(self, language: str) -> CheckoutRequest:
        address = self.address
        if self.ship_to and not address.country:
            address = address.model_copy(update=self.ship_to.model_dump())
        return CheckoutRequest(
            lines=self.lines,
            contact=self.contact,
            address=address,
            shipping=self.shipping,
            slot=self.slot,
            payment=self.payment,
            expected_total=self.expected_total,
            coupon=self.coupon,
            note=self.note,
            language=language,
        )


def form_values(form: Mapping[str, Any]) -> dict[str, str]:
    """The form's fields by name, as they will be shown again if something is wrong."""
    names = (*CONTACT_FIELDS, *ADDRESS_FIELDS, "shipping", "slot", "payment", "coupon", "note")
    return {name: str(form.get(name, "")) for name in names}


def body_from_form(form: Mapping[str, Any]) -> dict[str, Any]:
    """A form as the JSON body it stands for; numbers are read strictly, never guessed."""
    values = form_values(form)
    lines = cart_cookie.lines_from_text(str(form.get("lines", "")))
    expected = str(form.get("expected_total", ""))
    plain = expected.isascii() and expected.isdigit() and len(expected) <= 16
    return {
        "lines": [line.model_dump() for line in lines],
        "contact": {name: values[name] for name in CONTACT_FIELDS},
        "address": {name: values[name] for name in ADDRESS_FIELDS},
        "shipping": values["shipping"],
        "slot": values["slot"],
        "coupon": values["coupon"],
        "payment": values["payment"],
        "note": values["note"].replace("\r\n", "\n"),
        "expected_total": int(expected) if plain else expected,
    }
