"""Orders as a file for the owner's other systems: csv, xlsx or JSON, by order or by line.

Money stands in decimals beside its currency. Cells that a spreadsheet program might take for a
formula are guarded as in every file the shop writes: whatever a shopper typed stays text.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypeAlias, get_args

from shop.catalogue.writing.files import replacing, write_rows
from shop.catalogue.writing.goods import Cell
from shop.clock import timestamp
from shop.errors import InvalidInput
from shop.i18n.messages import translatable
from shop.orders.model import Order, OrderLine, State
from shop.orders.records import order_from, order_items
from shop.orders.view import order_json
from shop.ports import Item, Store

Rows: TypeAlias = Literal["orders", "lines"]
LATEST = "~"  # after every moment


@dataclass(slots=True)
class Exported:
    """What was written; `rows` is 0 for JSON."""

    orders: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """Which orders. Days are the shop's own in `zone`, both inclusive; no states means all."""

    since: date | None = None
    until: date | None = None
    states: Collection[str] = ()
    zone: tzinfo = UTC


def export_orders(
    store: Store, path: Path, rows: Rows = "orders", choice: Choice | None = None
) -> Exported:
    """Writes the file whose suffix says how: .csv, .xlsx or .json; all of it or nothing.

    JSON has one object per order, as the API shows it, whatever `rows` says. Raises InvalidInput
    for another suffix, another kind of rows, an unknown state or a text that no cell can hold.
    """
    wanted = choice or Choice()
    _check(rows, wanted)
    done = Exported()
    orders = _counted(chosen_orders(store, wanted), done)
    if path.suffix.lower() == ".json":
        with replacing(path) as stream:
            _write_json(map(_full_json, orders), stream)
        return done
    write_rows(_table(orders, rows, wanted.zone, done), path, "", title=rows.capitalize())
    return done


def chosen_orders(store: Store, choice: Choice) -> Iterator[Order]:
    """The orders of `choice` by the time they were placed, read a page at a time."""
    first = _midnight(choice.since, choice.zone)
    end = _midnight(choice.until + timedelta(days=1), choice.zone) if choice.until else ""
    found = chain.from_iterable(order_items(store, prefix) for prefix in _prefixes(first, end))
    for order in map(order_from, filter(_between(first, end or LATEST), found)):
        if not choice.states or order.state in choice.states:
            yield order


def _between(first: str, end: str) -> Callable[[Item], bool]:
    return lambda item: item.index is not None and first <= item.index.sk < end


def _prefixes(first: str, end: str) -> list[str]:
    """Months to read where both ends are known, so that an old shop's export of a day is quick."""
    if not first or not end:
        return [""]
    numbers = [int(moment[:4]) * 12 + int(moment[5:7]) - 1 for moment in (first, end)]
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(numbers[0], numbers[1] + 1)]


def _midnight(day: date | None, zone: tzinfo) -> str:
    return timestamp(datetime.combine(day, time(), zone)) if day else ""


def _check(rows: Rows, choice: Choice) -> None:
    if rows not in get_args(Rows):
        raise InvalidInput(
            translatable(
                "Rows are %(known)s, not “%(rows)s”.",
                known=" or ".join(get_args(Rows)),
                rows=rows,
            )
        )
    unknown = sorted(set(choice.states) - set(get_args(State)))
    if unknown:
        raise InvalidInput(
            translatable(
                "No order is “%(unknown)s”. States are: %(known)s.",
                unknown=unknown[0],
                known=", ".join(get_args(State)),
            )
        )


def _counted(orders: Iterable[Order], done: Exported) -> Iterator[Order]:
    for order in orders:
        done.orders += 1
        yield order


def _table(
    orders: Iterable[Order], rows: Rows, zone: tzinfo, done: Exported
) -> Iterator[list[Cell]]:
    yield list(ORDER_COLUMNS if rows == "orders" else LINE_COLUMNS)
    for order in orders:
        found = [_order_cells(order, zone)] if rows == "orders" else _lines(order, zone)
        done.rows += len(found)
        yield from found


ORDER_COLUMNS = (
    "Order", "Placed at", "State", "Name", "Email", "Phone", "Address 1", "Address 2", "City",
    "Region", "Postcode", "Country", "Delivery", "Slot", "Payment", "Coupon", "Pieces", "Subtotal",
    "Discount", "Shipping", "Tax", "Tax included", "Total", "Captured", "Refunded", "Currency",
    "Carrier", "Tracking", "Note", "Language", "Id",
)  # fmt: skip
LINE_COLUMNS = (
    "Order", "Placed at", "State", "Line", "SKU", "Title", "Variant", "Category", "Quantity",
    "Refunded pieces", "Unit price", "Line total", "Discount", "Tax", "Currency", "Name", "Email",
    "Country", "Id",
)  # fmt: skip


def _order_cells(order: Order, zone: tzinfo) -> list[Cell]:
    contact, address = order.contact, order.address
    money = (
        order.subtotal,
        order.discount,
        order.shipping,
        order.tax,
        order.total,
        order.captured,
        order.refunded,
    )
    subtotal, discount, shipping, tax, *totals = (amount.to_decimal() for amount in money)
    return [
        *_head(order, zone),
        *(contact.name, contact.email, contact.phone),
        *(address.line1, address.line2, address.city),
        *(address.region, address.postcode, address.country),
        *(order.shipping_title, order.slot, order.payment, order.coupon),
        sum(line.quantity for line in order.lines),
        *(subtotal, discount, shipping, tax),
        "yes" if order.tax_included else "no",
        *totals,
        order.total.currency,
        "; ".join(parcel.carrier for parcel in order.shipments if parcel.carrier),
        "; ".join(parcel.tracking for parcel in order.shipments if parcel.tracking),
        *(order.note, order.language, order.id),
    ]


def _lines(order: Order, zone: tzinfo) -> list[list[Cell]]:
    back = order.refunded_pieces()
    return [
        _line_cells(order, line, number, back.get(line.sku, 0), zone)
        for number, line in enumerate(order.lines, start=1)
    ]


def _line_cells(order: Order, line: OrderLine, number: int, back: int, zone: tzinfo) -> list[Cell]:
    money = (line.unit_price, line.total, line.discount, line.tax)
    return [
        *_head(order, zone),
        number,
        *(line.sku, line.title, line.label, line.category),
        *(line.quantity, back),
        *(amount.to_decimal() for amount in money),
        line.total.currency,
        *(order.contact.name, order.contact.email, order.address.country, order.id),
    ]


def _head(order: Order, zone: tzinfo) -> list[Cell]:
    placed = order.placed_at.astimezone(zone).replace(microsecond=0)
    return [order.number, placed.isoformat(), order.state]


def _full_json(order: Order) -> dict[str, Any]:
    """What the API shows, and what only the owner may know."""
    return {
        **order_json(order),
        "captured": order.captured.model_dump(),
        "categories": {line.sku: line.category for line in order.lines},
        "language": order.language,
    }


def _write_json(orders: Iterable[dict[str, Any]], stream: BinaryIO) -> None:
    """A list, written one by one: nobody's memory has to hold all orders."""
    between = b"[\n"
    for order in orders:
        stream.write(between + json.dumps(order, ensure_ascii=False).encode())
        between = b",\n"
    stream.write(b"[]\n" if between == b"[\n" else b"\n]\n")
