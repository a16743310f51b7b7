"""Order lines of the past, out of a csv file: a row per line, as till and shop systems export them.

The columns are those of the UCI “Online Retail” data (InvoiceNo, StockCode, Description, Quantity,
InvoiceDate, UnitPrice, CustomerID, Country), and of its second edition (Invoice, Price, Customer
ID). An invoice that begins with C takes back what another one sold; its quantities are below zero.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from shop.catalogue.reading.separated import MAX_FIELD
from shop.errors import InvalidSpreadsheet

COLUMNS: Mapping[str, Sequence[str]] = {
    "invoice": ("InvoiceNo", "Invoice"),
    "sku": ("StockCode",),
    "title": ("Description",),
    "quantity": ("Quantity",),
    "moment": ("InvoiceDate",),
    "price": ("UnitPrice", "Price"),
    "customer": ("CustomerID", "Customer ID"),
    "country": ("Country",),
}
OPTIONAL = {"title", "customer", "country"}


class PastLine(NamedTuple):
    """`row` counts as a spreadsheet does, the header being 1. `moment` is in the shop's time."""

    row: int
    invoice: str
    sku: str
    title: str
    quantity: int
    moment: datetime
    price: Decimal
    customer: str
    country: str

    @property
    def cancelled(self) -> bool:
        return self.invoice.startswith("C")

    @property
    def sold(self) -> bool:
        """Not given away, written off or taken back."""
        return not self.cancelled and self.quantity > 0 and self.price > 0

    @property
    def worth(self) -> Decimal:
        return self.quantity * self.price


class Fault(NamedTuple):
    """A row that cannot be counted, and why."""

    row: int
    column: str
    message: str


def past_lines(content: bytes) -> Iterator[PastLine | Fault]:
    """The rows of a file in their order. Raises InvalidSpreadsheet where a column is missing, or
    at a row that is none."""
    rows = _rows(content)
    _, header = next(rows, (1, []))
    places = _places([name.strip() for name in header])
    width = max(place for place in places.values() if place is not None) + 1
    for number, row in rows:
        if row:
            yield _line(number, [*row, *[""] * (width - len(row))], places)


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_FIELD)
    number = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(_text(content), newline="")), start=1):
            yield number, row
    except csv.Error:
        message = f"Row {number + 1} cannot be read: a quotation mark may never end there."
        raise InvalidSpreadsheet(message) from None


def _text(content: bytes) -> str:
    """UTF-8, or else the Western encoding that the older exports of this kind are in."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _places(header: list[str]) -> dict[str, int | None]:
    places = {
        field: next((header.index(name) for name in names if name in header), None)
        for field, names in COLUMNS.items()
    }
    missing = [COLUMNS[field][0] for field, at in places.items() if at is None]
    needed = [name for field, (name, *_) in COLUMNS.items() if field not in OPTIONAL]
    if lost := [name for name in missing if name in needed]:
        raise InvalidSpreadsheet(
            f"The file has no column {', '.join(lost)}. It needs {', '.join(needed)}."
        )
    return places


def _line(number: int, row: list[str], places: Mapping[str, int | None]) -> PastLine | Fault:
    cells = {field: "" if at is None else row[at].strip() for field, at in places.items()}
    if not cells["invoice"] or not cells["sku"]:
        return Fault(number, "InvoiceNo", "Neither invoice nor article may be empty.")
    moment, price = _moment(cells["moment"]), _price(cells["price"])
    if moment is None:
        return Fault(number, "InvoiceDate", f"“{cells['moment']}” is no day like 2010-12-31.")
    if price is None:
        return Fault(number, "UnitPrice", f"“{cells['price']}” is no price.")
    try:
        quantity = int(cells["quantity"])
    except ValueError:
        return Fault(number, "Quantity", f"“{cells['quantity']}” is no whole number.")
    return PastLine(
        number,
        cells["invoice"],
        cells["sku"],
        cells["title"],
        quantity,
        moment,
        price,
        cells["customer"].removesuffix(".0"),
        cells["country"],
    )


@lru_cache(maxsize=4096)
def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _price(text: str) -> Decimal | None:
    try:
        price = Decimal(text)
    except InvalidOperation:
        return None
    return price if price.is_finite() else None
