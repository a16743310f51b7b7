"""An invoice as it was issued. It says everything itself: nothing is looked up to print it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shop.money import Money
from shop.orders.request import PaymentMethod

Kind = Literal["invoice", "credit_note"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Party(Frozen):
    """Who sells or buys; `address` in lines, as it is written on a letter."""

    name: str
    address: tuple[str, ...] = ()
    tax_number: str = ""
    email: str = ""
    phone: str = ""


class InvoiceLine(Frozen):
    """`total` is before the discount of the whole order on an invoice, and what goes back on a
    credit note, which has no price of one piece."""

    sku: str
    title: str
    label: str
    quantity: int
    unit_price: Money | None
    total: Money


class TaxLine(Frozen):
    """All that is taxed by one rate (0.08 is 8 %)."""

    rate: Decimal
    net: Money
    tax: Money


class Invoice(Frozen):
    """An invoice, or a credit note that `corrects` one because of a refund.

    `issued_on` is the day in the shop's time zone. `discount` is taken off, `shipping` and `other`
    (money that goes back for no piece in particular) are added, and taxes too unless they are
    `tax_included`: so the lines come to `total`. A credit note's amounts are those that go back.
    """

    kind: Kind
    number: str
    issued_at: datetime
    issued_on: date
    order_id: str
    order_number: str
    ordered_on: date
    corrects: str = ""
    refund_id: str = ""
    language: str
    seller: Party
    buyer: Party
    lines: tuple[InvoiceLine, ...]
    subtotal: Money
    discount: Money
    coupon: str = ""
    shipping: Money
    shipping_title: str = ""
    other: Money
    tax_included: bool
    taxes: tuple[TaxLine, ...]
    tax: Money
    total: Money
    payment: PaymentMethod
    payment_title: str
    paid_on: date | None
    note: str = ""
