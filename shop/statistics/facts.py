"""What an order adds to the statistics: pure.

`facts` says everything that one order stands for, from its record alone. Running statistics are the
sum of the differences between two such sayings, a recount is the sum of the last ones: both must
come to the same, whatever happened in between.

A placed order counts on the day it was placed, an end without money on the day of that end. A sale
counts when it is paid, whole, a refund on the day it is done, and what a bank took back on the day
that was decided; all in the shop's time zone.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from shop.money import Money
from shop.orders.model import Event, Order, OrderLine, State, Transition
from shop.orders.transitions import PAID

LINES_PER_PART = 12  # five figures each are the sixty fields that one update may touch

LAPSED: frozenset[State] = frozenset({"expired", "payment_failed", "capture_failed"})

Kind: TypeAlias = Literal["ORDERS", "LINES"]
Field: TypeAlias = tuple[str, ...]
"""A figure and what it is about: ``("paid",)`` of all orders, ``("paid", "country", "VN")``; of a
line ``("units", sku, handle, category)``."""


class Place(NamedTuple):
    """A group of figures that lie together. `part` tells apart the lines of a long order."""

    kind: Kind
    day: str
    currency: str
    part: int = 0


Facts: TypeAlias = dict[Place, Counter[Field]]


def facts(order: Order, zone: tzinfo) -> Facts:
    """Everything that `order` stands for, by where it is kept."""
    found: Facts = {}
    for kind, moment, part, field, amount in _entries(order):
        day = moment.astimezone(zone).date().isoformat()
        place = Place(kind, day, order.total.currency, part)
        found.setdefault(place, Counter())[field] += amount
    return found


def difference(before: Facts, after: Facts) -> Facts:
    """What has to be added to `before` so that it becomes `after`; nothing that is zero."""
    changed: Facts = {}
    for place in before.keys() | after.keys():
        delta = Counter(after.get(place, {}))
        delta.subtract(before.get(place, {}))
        if some := {field: amount for field, amount in delta.items() if amount}:
            changed[place] = Counter(some)
    return changed


Entry: TypeAlias = tuple[Kind, datetime, int, Field, int]


def _entries(order: Order) -> Iterator[Entry]:
    yield from _of_order(order, order.placed_at, {"placed": 1})
    if order.state == "cancelled":
        yield from _of_order(order, _last(order, order.state), {"cancelled": 1})
    if order.state in LAPSED:
        yield from _of_order(order, _last(order, order.state), {"lapsed": 1})
    if order.state in PAID:
        yield from _sale(order)
    elif order.captured.amount:  # it came when the order was over, and goes back
        captured = {"captured": order.captured.amount}
        yield from _of_order(order, _paid_at(order), captured)
    yield from _refunds(order)
    yield from _taken_back(order)


def _of_order(order: Order, moment: datetime, figures: Mapping[str, int]) -> Iterator[Entry]:
    kinds = {"payment": order.payment, "country": order.address.country, "coupon": order.coupon}
    about: list[Field] = [(), *((kind, name) for kind, name in kinds.items() if name)]
    for figure, amount in figures.items():
        for names in about:
            yield "ORDERS", moment, 0, (figure, *names), amount


def _sale(order: Order) -> Iterator[Entry]:
    moment = _paid_at(order)
    figures = {
        "paid": 1,
        "units": sum(line.quantity for line in order.lines),
        "gross": order.subtotal.amount,
        "discount": order.discount.amount,
        "shipping": order.shipping.amount,
        "tax": order.tax.amount,
        "captured": order.captured.amount,
    }
    yield from _of_order(order, moment, figures)
    for number, line in enumerate(order.lines):
        of_line = {
            "units": line.quantity,
            "gross": line.total.amount,
            "discount": line.discount.amount,
        }
        yield from _of_line(line, number, moment, of_line)


def _of_line(
    line: OrderLine, number: int, moment: datetime, figures: Mapping[str, int]
) -> Iterator[Entry]:
    for figure, amount in figures.items():
        names = (figure, line.sku, line.handle, line.category)
        yield "LINES", moment, number // LINES_PER_PART, names, amount


def _refunds(order: Order) -> Iterator[Entry]:
    """Pieces that are refunded one after the other add up to what their line was sold for."""
    numbered = {line.sku: (number, line) for number, line in enumerate(order.lines)}
    back: Counter[str] = Counter()
    for refund in order.refunds:
        if refund.state != "done":
            continue
        moment = _once(order, "refunded", refund.id) or refund.requested_at
        figures = {"refunded": refund.amount.amount, "returned": sum(refund.lines.values())}
        yield from _of_order(order, moment, figures)
        for sku, quantity in refund.lines.items():
            number, line = numbered[sku]
            worth = _worth(line, back[sku] + quantity) - _worth(line, back[sku])
            back[sku] += quantity
            of_line = {"returned": quantity, "refunded": worth.amount}
            yield from _of_line(line, number, moment, of_line)


def _taken_back(order: Order) -> Iterator[Entry]:
    """What a bank took for good, on the day it was decided."""
    for dispute in order.disputes:
        if dispute.state == "lost":
            moment = _once(order, "dispute_closed", f"{dispute.id}-lost") or dispute.told_at
            yield from _of_order(order, moment, {"refunded": dispute.amount.amount})


def _worth(line: OrderLine, pieces: int) -> Money:
    """What the first of a line's pieces were sold for; tax is no part of a product's figures
    where prices come without it."""
    return (line.total - line.discount).portion(Decimal(pieces) / line.quantity)


def _last(order: Order, state: str) -> datetime:
    return _moment(order, [event for event in order.history if event.state == state][-1:])


def _paid_at(order: Order) -> datetime:
    by_name = [event for event in order.history if event.what in {"paid", "late_refunded"}]
    others = (e for e in order.history if e.state in PAID or e.what == "part_paid")
    return _moment(order, by_name or list(others))


def _once(order: Order, what: Transition, once: str) -> datetime | None:
    """When this happened; None where no history tells of it."""
    return next((e.at for e in order.history if e.what == what and e.once == once), None)


def _moment(order: Order, events: list[Event]) -> datetime:
    return events[0].at if events else order.placed_at
