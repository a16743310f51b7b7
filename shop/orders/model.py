"""An order, frozen as it was placed, with all that became of it since."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shop.money import Money, total
from shop.orders.aftersale import Dispute, Refund, Return, Shipment, Transfer
from shop.orders.request import Address, Contact, PaymentMethod

# reserved -> authorized -> paid -> fulfilled, with partially_refunded and refunded; offline:
# pending_offline -> paid. The last five are exits: they hold no stock and no money, but for
# capture_failed, whose goods wait until the owner has spoken with the shopper.
State = Literal[
    "reserved",
    "pending_offline",
    "authorized",
    "paid",
    "fulfilled",
    "partially_refunded",
    "refunded",
    "expired",
    "cancelled",
    "payment_failed",
    "capture_failed",
]
# What happened, as mails, webhooks and the owner's timeline name it.
Transition = Literal[
    "placed",
    "authorized",
    "part_paid",
    "paid",
    "payment_failed",
    "capture_failed",
    "cancelled",
    "expired",
    "fulfilled",
    "refunded",
    "refund_failed",
    "late_refunded",
    "revived",
    "returned",
    "changed",
    "disputed",
    "dispute_closed",
]
# Where the goods of an order are: taken from nowhere, on its shelf, out of the house, put back.
Goods = Literal["none", "held", "sold", "released"]


class OrderLine(BaseModel):
    """A line with title and price as they were when the order was placed, for ever.

    `discount` is the line's share of the order's discount and `tax` its share of the tax: shares
    sum exactly. `limited` says whether the stock ledger has to have its pieces; of a `back_order`
    it counts them, too, and what it has not is owed.
    """

    model_config = ConfigDict(frozen=True)

    sku: str
    handle: str
    title: str
    label: str
    quantity: int
    unit_price: Money
    total: Money
    discount: Money
    tax: Money
    tax_rate: Decimal = Decimal(0)
    picture: str
    limited: bool
    back_order: bool = False
    category: str = ""

    @model_validator(mode="before")
    @classmethod
    def _nothing_off(cls, values: Any) -> Any:
        """Lines of orders from before there were discounts have none."""
        nothing = {"amount": 0, "currency": _currency(values)}
        return {"discount": nothing, "tax": nothing, **values}


class Event(BaseModel):
    """One step of an order's life: what happened, when, who did it and the state after it.

    `once` names the thing it happened to where it can happen again: a refund, a parcel, a return.
    """

    model_config = ConfigDict(frozen=True)

    at: datetime
    state: State
    actor: str
    what: Transition = "placed"
    once: str = ""
    note: str = ""


class Order(BaseModel):
    """A placed order. `token` is the guest's key to it; `number` is what people read out.

    `capturing` and `cancelling` are what the shop has decided and the gateway may not know yet.
    `restocked` are the pieces by SKU that came back into stock after they were sold.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    number: str
    token: str
    state: State
    language: str
    placed_at: datetime
    lines: tuple[OrderLine, ...]
    subtotal: Money
    discount: Money
    shipping: Money
    tax: Money
    tax_included: bool = True
    total: Money
    coupon: str = ""
    contact: Contact
    address: Address
    shipping_method: str
    shipping_title: str
    slot: str = ""
    payment: PaymentMethod
    payment_title: str
    note: str
    history: tuple[Event, ...]
    goods: Goods = "held"
    expires_at: datetime | None = None
    session: str = ""
    payment_url: str = ""
    intent: str = ""
    authorized: Money
    captured: Money
    capturing: bool = False
    cancelling: bool = False
    transfers: tuple[Transfer, ...] = ()
    refunds: tuple[Refund, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    returns: tuple[Return, ...] = ()
    restocked: dict[str, int] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _nothing_paid(cls, values: Any) -> Any:
        """Orders from before there were payments have none."""
        nothing = {"amount": 0, "currency": _currency(values)}
        return {"authorized": nothing, "captured": nothing, **values}

    @property
    def refunded(self) -> Money:
        return self._refunds("done")

    @property
    def refunds_pending(self) -> Money:
        return self._refunds("pending")

    @property
    def refundable(self) -> Money:
        """What was captured and is neither back nor on its way, nor with the shopper's bank."""
        if self.disputed:
            return self._nothing
        left = self.captured - self.refunded - self.refunds_pending
        lost = (dispute.amount for dispute in self.disputes if dispute.state == "lost")
        return max(left - total(lost, left.currency), self._nothing)

    @property
    def received(self) -> Money:
        """What came by transfer or in cash."""
        return total((transfer.amount for transfer in self.transfers), self.total.currency)

    @property
    def due(self) -> Money:
        """What the shopper still has to transfer."""
        return max(self.total - self.received, self._nothing)

    @property
    def overpaid(self) -> Money:
        """What was transferred beyond the total: the owner's to send back."""
        return max(self.received - self.total, self._nothing)

    @property
    def disputed(self) -> bool:
        """The gateway refunds nothing while a bank looks into the payment."""
        return any(dispute.state == "open" for dispute in self.disputes)

    @property
    def demand(self) -> dict[str, int]:
        """Pieces by SKU that the stock ledger counts."""
        counted = (line for line in self.lines if line.limited or line.back_order)
        return {line.sku: line.quantity for line in counted}

    @property
    def back_orders(self) -> frozenset[str]:
        """SKUs of `demand` that may be promised without being there."""
        return frozenset(line.sku for line in self.lines if line.back_order)

    def pieces(self) -> dict[str, int]:
        return {line.sku: line.quantity for line in self.lines}

    def shipped(self) -> dict[str, int]:
        """Pieces by SKU that have left, in all parcels together."""
        return _summed(parcel.lines for parcel in self.shipments)

    def refunded_pieces(self) -> dict[str, int]:
        """Pieces by SKU whose money is back or on its way."""
        return _summed(refund.lines for refund in self.refunds if refund.state != "failed")

    @property
    def _nothing(self) -> Money:
        return Money.of(0, self.total.currency)

    def _refunds(self, state: str) -> Money:
        amounts = (refund.amount for refund in self.refunds if refund.state == state)
        return total(amounts, self.total.currency)


def _currency(values: Any) -> str:
    """The currency of raw values of an order or a line."""
    amount = values["total"]
    return amount.currency if isinstance(amount, Money) else str(amount["currency"])


def _summed(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    pieces: dict[str, int] = {}
    for part in parts:
        for sku, quantity in part.items():
            pieces[sku] = pieces.get(sku, 0) + quantity
    return pieces
