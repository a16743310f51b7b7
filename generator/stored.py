"""Products as they lie in the store, read without a model of their own.

They were validated when they were written (`shop.catalogue.model`, whose fields these are; a test
holds the two together). Checking them once more would cost a cold build more than the build.
"""

from datetime import datetime
from typing import TypedDict

from shop.catalogue.rules import in_window


class Price(TypedDict):
    """Minor units and an ISO 4217 code."""

    amount: int
    currency: str


class StoredPicture(TypedDict):
    src: str
    alt: str
    alts: dict[str, str]


class StoredOption(TypedDict):
    name: str
    names: dict[str, str]
    values: dict[str, dict[str, str]]


class StoredVariant(TypedDict):
    sku: str
    options: list[str]
    price: Price | None
    compare_at: Price | None
    member_price: Price | None
    barcode: str
    weight_grams: int | None
    picture: str
    tracked: bool
    stock_policy: str
    digital: bool
    sale_starts: str | None
    sale_ends: str | None


class StoredText(TypedDict):
    title: str
    description: str
    categories: list[list[str]]
    attributes: dict[str, str]
    origin: str
    reason: str


class StoredProduct(TypedDict):
    handle: str
    title: str
    description: str
    brand: str
    origin: str
    categories: list[list[str]]
    tags: list[str]
    status: str
    options: list[StoredOption]
    variants: list[StoredVariant]
    pictures: list[StoredPicture]
    attributes: dict[str, str]
    supplier: str
    recommended: bool
    reason: str
    sale_starts: str | None
    sale_ends: str | None
    low_stock_level: int | None
    digital_file: str
    seo_title: str
    seo_description: str
    texts: dict[str, StoredText]


def on_sale(variant: StoredVariant) -> bool:
    """A sale badge needs a higher former price; an equal or lower one means nothing."""
    former = variant["compare_at"]
    if not former:
        return False
    price = variant["price"]
    return price is not None and _comparable(price, former) < former["amount"]


def limited(variant: StoredVariant) -> bool:
    """Whether the stock ledger limits how many can be sold."""
    return variant["tracked"] and variant["stock_policy"] == "deny"


def as_sold(variant: StoredVariant, moment: datetime) -> StoredVariant:
    """The variant as it is sold at `moment`: outside a sale's days the former price holds."""
    starts, ends = variant["sale_starts"], variant["sale_ends"]
    if not (starts or ends) or not on_sale(variant):
        return variant
    if in_window(_moment(starts), _moment(ends), moment):
        return variant
    return {**variant, "price": variant["compare_at"], "compare_at": None}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _comparable(price: Price, other: Price) -> int:
    """The amount of `price`; one in another currency is never lower."""
    return price["amount"] if price["currency"] == other["currency"] else other["amount"]
