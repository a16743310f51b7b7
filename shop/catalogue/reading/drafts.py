"""What a format's reader makes of a sheet: products as the file has them, not yet checked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from shop.catalogue.model import Option, Picture, ProductText, Status, StockPolicy
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import Sheet
from shop.money import Money


@dataclass(slots=True)
class DraftVariant:
    """`stock` is None where the file does not count it; `price` may be missing or zero. A sale
    window of its own goes before the product's."""

    row: int
    sku: str = ""
    old_sku: str = ""
    options: tuple[str, ...] = ()
    price: Money | None = None
    compare_at: Money | None = None
    member_price: Money | None = None
    cost: Money | None = None
    barcode: str = ""
    weight_grams: int | None = None
    picture: str = ""
    tracked: bool = True
    stock_policy: StockPolicy = "deny"
    digital: bool = False
    stock: int | None = None
    sale_starts: datetime | None = None
    sale_ends: datetime | None = None


@dataclass(slots=True)
class DraftProduct:
    """Fields as in `Product`. `handle` is the file's own text, empty where it has none.

    `row` is its first one. `further` are rows that belong to it and make no variant, `called` what
    rows name it by where that is not its handle (the code of a group, of a parent).
    """

    row: int
    further: list[int] = field(default_factory=list)
    called: tuple[str, ...] = ()
    handle: str = ""
    title: str = ""
    description: str = ""
    brand: str = ""
    origin: str = ""
    categories: tuple[tuple[str, ...], ...] = ()
    tags: tuple[str, ...] = ()
    status: Status = "active"
    options: list[Option] = field(default_factory=list)
    variants: list[DraftVariant] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    supplier: str = ""
    recommended: bool = False
    reason: str = ""
    sale_starts: datetime | None = None
    sale_ends: datetime | None = None
    low_stock_level: int | None = None
    digital_file: str = ""
    seo_title: str = ""
    seo_description: str = ""
    texts: dict[str, ProductText] = field(default_factory=dict)

    @property
    def rows(self) -> list[int]:
        """Every row of the file that says something of this product, each once."""
        found = (self.row, *(variant.row for variant in self.variants), *self.further)
        return list(dict.fromkeys(found))


@dataclass(slots=True)
class Tally:
    """Control figures, counted from the file's own columns, so that an owner can compare them.

    `price_sum` adds up every number in the format's main price column (Shopify: Variant Price,
    WooCommerce: Regular price), zeros and drafts included, in minor units by currency; `priced`
    says how many numbers that were. `variants` are rows that stand for one variant (WooCommerce:
    rows of type variation only). `categories` are the distinct paths of the category column,
    `pictures` the distinct picture references.
    """

    variants: int = 0
    priced: int = 0
    price_sum: dict[str, int] = field(default_factory=dict)
    categories: set[tuple[str, ...]] = field(default_factory=set)
    pictures: set[str] = field(default_factory=set)

    def price(self, price: Money | None) -> Money | None:
        if price is not None:
            self.priced += 1
            self.price_sum[price.currency] = self.price_sum.get(price.currency, 0) + price.amount
        return price


class Drafts(NamedTuple):
    """`fields` are what the file has columns for, as ``releases/partial`` names it; None: all.

    `records` says how many rows are data, where the sheet cannot know: some have heading rows.
    """

    products: list[DraftProduct]
    tally: Tally
    fields: frozenset[str] | None = None
    records: int | None = None


class Format(NamedTuple):
    """A kind of spreadsheet. `recognises` gets the column names in lower case.

    A format whose products are spread over several files reads them together with `join`. In one
    that `continues`, a row without a name belongs to the product above it.
    """

    name: str
    recognises: Callable[[frozenset[str]], bool]
    read: Callable[[Sheet, Problems, str], Drafts]
    join: Callable[[Sequence[Sheet], Problems, str], Drafts] | None = None
    continues: bool = False
