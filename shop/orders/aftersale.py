"""What comes of an order after it was placed: money in and out, disputes, parcels, returns."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from shop.money import Money
from shop.payments.gateway import DisputeState


class Transfer(BaseModel):
    """Money that came by transfer or in cash; all of an order's, or a part of it. `id` is who it
    is known by: the same one is booked once."""

    model_config = ConfigDict(frozen=True)

    id: str
    at: datetime
    amount: Money
    reference: str = ""


class Dispute(BaseModel):
    """A shopper asked their bank for the money back. The gateway has taken it while the dispute is
    `open`, and for good where it is `lost`; an `inquiry` has taken nothing yet. `told_at` is when
    the gateway said so."""

    model_config = ConfigDict(frozen=True)

    id: str
    amount: Money
    reason: str = ""
    state: DisputeState
    told_at: datetime


class Refund(BaseModel):
    """Money that goes back. It is recorded as pending before the gateway is asked, under an id
    that is the gateway's idempotency key too, so that asking again refunds nothing twice.

    `worth` is what its pieces cost in minor units, by SKU; `delivery` says that delivery is in it.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    amount: Money
    lines: dict[str, int] = Field(default_factory=dict)
    worth: dict[str, int] = Field(default_factory=dict)
    shipping: Money
    delivery: bool = False
    restock: bool = False
    reason: str = ""
    actor: str = ""
    requested_at: datetime
    state: Literal["pending", "done", "failed"] = "pending"
    gateway_id: str = ""
    late: bool = False  # of a payment that came when the order was over


class Shipment(BaseModel):
    """A parcel that left. `lines` are pieces by SKU."""

    model_config = ConfigDict(frozen=True)

    id: str
    at: datetime
    lines: dict[str, int]
    carrier: str = ""
    tracking: str = ""
    tracking_url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    proof: str = ""


class Return(BaseModel):
    """Pieces that a shopper sends back, or a withdrawal from the contract they declared."""

    model_config = ConfigDict(frozen=True)

    id: str
    at: datetime
    lines: dict[str, int]
    statement: str = ""
    state: Literal["announced", "received", "declined"] = "announced"
