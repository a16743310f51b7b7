"""A cart, what its SKUs cost today, and the quote that results."""

from datetime import date, datetime
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from shop.catalogue.rules import in_window
from shop.delivery.slots import Slot
from shop.money import Money

MAX_LINES = 30  # each line is two writes of one transaction, and a transaction holds 100
MAX_QUANTITY = 999


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class CartLine(Value):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    sku: str = Field(min_length=1, max_length=200)
    quantity: int = Field(ge=1, le=MAX_QUANTITY)


class Cart(Value):
    """What a shopper wants and where it would go. `shipping` and `payment` are ids of methods.

    `email` is the address a coupon's limit per person goes by, empty as long as nobody has given
    one. `member` is what the server knows of whoever asks; no request can say it.
    """

    lines: tuple[CartLine, ...] = ()
    country: str = ""
    region: str = ""
    postcode: str = ""
    shipping: str = ""
    slot: str = ""
    payment: str = ""
    coupon: str = ""
    email: str = ""
    member: bool = False
    language: str = "en"

    def quantities(self) -> dict[str, int]:
        """Pieces by SKU: the same SKU on two lines is one demand."""
        summed: dict[str, int] = {}
        for line in self.lines:
            summed[line.sku] = summed.get(line.sku, 0) + line.quantity
        return summed


class Offer(BaseModel):
    """An entry of the price book: one SKU as it is sold now."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sku: str
    handle: str
    title: str
    titles: dict[str, str] = Field(default_factory=dict)
    label: str = ""
    labels: dict[str, str] = Field(default_factory=dict)
    price: Money | None = None
    compare_at: Money | None = None
    member_price: Money | None = None
    categories: tuple[tuple[str, ...], ...] = ()
    weight_grams: int | None = None
    picture: str = ""
    tracked: bool = True
    stock_policy: str = "deny"
    digital: bool = False
    published: bool = True
    sale_starts: datetime | None = None
    sale_ends: datetime | None = None

    def at(self, now: datetime, *, member: bool = False) -> Self:
        """The entry as it is sold at `now`: outside a sale's days at the former price, to a
        member at their price where that is lower."""
        price, former = self.price, self.compare_at
        if self.reduced and not in_window(self.sale_starts, self.sale_ends, now):
            price, former = former, None
        if member and _lower(self.member_price, price):
            price, former = self.member_price, former or price
        if price == self.price:
            return self
        return self.model_copy(update={"price": price, "compare_at": former})

    @property
    def reduced(self) -> bool:
        """Whether it costs less than it did, or than it costs others."""
        return _lower(self.price, self.compare_at)

    @property
    def limited(self) -> bool:
        """Whether the stock ledger limits how many can be sold."""
        return self.tracked and self.stock_policy == "deny"

    @property
    def back_order(self) -> bool:
        """Whether the ledger counts it, and it is sold beyond what is there."""
        return self.tracked and self.stock_policy == "continue"


def _lower(price: Money | None, than: Money | None) -> bool:
    if price is None or than is None or price.currency != than.currency:
        return False
    return price < than


class Problem(Value):
    """Something that keeps a cart from being ordered. `message` is a gettext id with `values`."""

    code: str
    message: str
    sku: str = ""
    values: dict[str, str | int] = Field(default_factory=dict)


class QuoteLine(Value):
    """`available` is None where stock does not limit the sale. `total` is before the discount,
    `discount` the line's share of it, and `tax` its share of the tax of the whole order: shares
    sum exactly. `category` is the first path of the product, as a spreadsheet writes it."""

    sku: str
    handle: str
    title: str
    label: str
    quantity: int
    unit_price: Money
    total: Money
    discount: Money
    tax: Money
    tax_rate: Decimal
    available: int | None
    back_order: bool = False
    picture: str
    digital: bool
    category: str = ""


class ShippingChoice(Value):
    """`earliest` and `latest` are the days of arrival, where the owner gives lead times."""

    id: str
    title: str
    estimate: str
    price: Money
    needs_address: bool
    earliest: date | None = None
    latest: date | None = None


class PaymentChoice(Value):
    id: str
    title: str


class Quote(Value):
    """What an order of this cart would cost now. `total` includes tax, however it is stated.

    `tax` is what all lines' taxes and `shipping_tax` sum to; where `tax_included`, prices contain
    it. `coupon` is the code that holds, in its one spelling, or nothing; a coupon of free delivery
    shows in the price of delivery and not in `discount`. `slots` are those of the chosen method.
    `coupon_turn` is for `promise_writes`: the version of the person's turn, where one is needed.
    """

    currency: str
    lines: tuple[QuoteLine, ...]
    subtotal: Money
    discount: Money
    shipping: Money
    tax: Money
    shipping_tax: Money
    tax_included: bool
    total: Money
    coupon: str = ""
    coupon_turn: int | None = None
    shipping_methods: tuple[ShippingChoice, ...]
    payment_methods: tuple[PaymentChoice, ...]
    chosen_shipping: str
    chosen_payment: str
    slots: tuple[Slot, ...] = ()
    chosen_slot: str = ""
    problems: tuple[Problem, ...]

    @property
    def shipping_choice(self) -> ShippingChoice | None:
        return next((m for m in self.shipping_methods if m.id == self.chosen_shipping), None)

    @property
    def slot(self) -> Slot | None:
        """The one that was chosen, as it was when it was quoted."""
        return next((slot for slot in self.slots if slot.id == self.chosen_slot), None)
