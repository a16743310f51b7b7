"""A cart, what its SKUs cost today, and the quote that results."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from shop.catalogue.rules import in_window
from shop.money import Money

MAX_LINES = 30  # each line is two writes of one transaction, and a transaction holds 100
MAX_QUANTITY = 999


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CartLine(Value):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    sku: str = Field(min_length=1, max_length=200)
    quantity: int = Field(ge=1, le=MAX_QUANTITY)


class Cart(Value):
    """What a shopper wants and where it would go. `shipping` and `payment` are ids of methods."""

    lines: tuple[CartLine, ...] = ()
    country: str = ""
    shipping: str = ""
    payment: str = ""
    coupon: str = ""
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
    weight_grams: int | None = None
    picture: str = ""
    tracked: bool = True
    stock_policy: str = "deny"
    digital: bool = False
    published: bool = True
    sale_starts: datetime | None = None
    sale_ends: datetime | None = None

    def at(self, now: datetime) -> Self:
        """The entry as it is sold at `now`: outside a sale's days at the former price."""
        reduced = self.price and self.compare_at and self.price < self.compare_at
        if not reduced or in_window(self.sale_starts, self.sale_ends, now):
            return self
        return self.model_copy(update={"price": self.compare_at, "compare_at": None})

    @property
    def limited(self) -> bool:
        """Whether the stock ledger limits how many can be sold."""
        return self.tracked and self.stock_policy == "deny"


class Problem(Value):
    """Something that keeps a cart from being ordered. `message` is a gettext id with `values`."""

    code: str
    message: str
    sku: str = ""
    values: dict[str, str | int] = Field(default_factory=dict)


class QuoteLine(Value):
    """`available` is None where stock does not limit the sale."""

    sku: str
    handle: str
    title: str
    label: str
    quantity: int
    unit_price: Money
    total: Money
    available: int | None
    picture: str
    digital: bool


class ShippingChoice(Value):
    id: str
    title: str
    estimate: str
    price: Money
    needs_address: bool


class PaymentChoice(Value):
    id: str
    title: str


class Quote(Value):
    """What an order of this cart would cost now. `total` includes tax, however it is stated."""

    currency: str
    lines: tuple[QuoteLine, ...]
    subtotal: Money
    discount: Money
    shipping: Money
    tax: Money
    total: Money
    shipping_methods: tuple[ShippingChoice, ...]
    payment_methods: tuple[PaymentChoice, ...]
    chosen_shipping: str
    chosen_payment: str
    problems: tuple[Problem, ...]

    @property
    def shipping_choice(self) -> ShippingChoice | None:
        return next((m for m in self.shipping_methods if m.id == self.chosen_shipping), None)
