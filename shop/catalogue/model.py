"""Products and their variants, as a release of the catalogue holds them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from shop.money import Money

MAX_OPTIONS = 3

Status = Literal["active", "draft", "archived"]
StockPolicy = Literal["deny", "continue"]


class Record(BaseModel):
    """Frozen, strict, and closed to unknown fields, like everything in the catalogue."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Picture(Record):
    """`src` is an http(s) URL or a path of the shop's own media (``/media/…``)."""

    src: str
    alt: str = ""
    alts: dict[str, str] = Field(default_factory=dict)


class Option(Record):
    """One way in which variants differ. `names` and `values` hold other languages' words:
    ``names={"vi": "Cỡ"}``, ``values={"vi": {"Small": "Nhỏ"}}``."""

    name: str
    names: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)


class Variant(Record):
    """What is sold. `options` are values, parallel to the product's options.

    `price` is None where the owner has given none: such a variant is shown and cannot be bought.
    `tracked` says whether the stock ledger limits its sale. A `price` below `compare_at` holds
    from `sale_starts` to `sale_ends`, and for ever where there is no such day.
    """

    sku: str = Field(min_length=1)
    options: tuple[str, ...] = ()
    price: Money | None = None
    compare_at: Money | None = None
    member_price: Money | None = None
    barcode: str = ""
    weight_grams: int | None = Field(default=None, ge=0)
    picture: str = ""
    tracked: bool = True
    stock_policy: StockPolicy = "deny"
    digital: bool = False
    sale_starts: datetime | None = None
    sale_ends: datetime | None = None

    @property
    def limited(self) -> bool:
        """Whether the stock ledger limits how many can be sold."""
        return self.tracked and self.stock_policy == "deny"

    @property
    def on_sale(self) -> bool:
        """A sale badge needs a higher former price; an equal or lower one means nothing."""
        return bool(self.price and self.compare_at and self.price < self.compare_at)


class ProductText(Record):
    """What a product says in one other language; empty where it says nothing of its own.

    `attributes` is then the whole specification table of that language, its names and values, in
    the order of the product's own table.
    """

    title: str = ""
    description: str = ""
    categories: tuple[tuple[str, ...], ...] = ()
    attributes: dict[str, str] = Field(default_factory=dict)
    origin: str = ""
    reason: str = ""


class Product(Record):
    """A product of the catalogue. `categories` are paths from the root, in the base language;
    `texts[language].categories` runs parallel to them. `description` is sanitised HTML."""

    handle: str = Field(min_length=1, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    description: str = ""
    brand: str = ""
    origin: str = ""
    categories: tuple[tuple[str, ...], ...] = ()
    tags: tuple[str, ...] = ()
    status: Status = "active"
    options: tuple[Option, ...] = ()
    variants: tuple[Variant, ...] = ()
    pictures: tuple[Picture, ...] = ()
    attributes: dict[str, str] = Field(default_factory=dict)
    supplier: str = ""
    recommended: bool = False
    reason: str = ""
    sale_starts: datetime | None = None
    sale_ends: datetime | None = None
    low_stock_level: int | None = None
    digital_file: str = ""
    seo_title: str = ""
    seo_description: str = ""
    texts: dict[str, ProductText] = Field(default_factory=dict)

    @property
    def published(self) -> bool:
        return self.status == "active"
