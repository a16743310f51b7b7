"""Statistics of orders: kept inside their transactions, read as reports."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from typing import Literal, TypeAlias, get_args
from zoneinfo import ZoneInfo

from shop.errors import InvalidInput
from shop.i18n.messages import translatable
from shop.orders.model import Order
from shop.ports import Store, Update, Write
from shop.profile import Profile
from shop.statistics.facts import Field, Kind, difference, facts
from shop.statistics.records import figures_of, named, place_key, read, shard_of

By: TypeAlias = Literal[
    "day", "week", "month", "product", "sku", "category", "payment", "country", "coupon"
]

COUNTS = ("placed", "paid", "cancelled", "lapsed", "units", "returned")
AMOUNTS = ("gross", "discount", "shipping", "tax", "captured", "refunded")
LINE_COUNTS = ("units", "returned")
LINE_AMOUNTS = ("gross", "discount", "refunded")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a report: what it is about, and its figures in minor units of `currency`.

    `lapsed` are orders that expired or whose payment failed; `captured` is what shoppers paid;
    `gross` is the value of goods before `discount`. A line of goods has no figures of orders.
    """

    key: str
    currency: str
    figures: Mapping[str, int]

    @property
    def net(self) -> int:
        """What the shop keeps: of goods their price after discounts, of orders what was paid."""
        kept = self.figures.get("captured")
        if kept is None:
            kept = self.figures["gross"] - self.figures["discount"]
        return kept - self.figures["refunded"]


def sales_writes(before: Order | None, after: Order, zone: tzinfo = UTC) -> list[Write]:
    """What a change of an order does to the statistics, for the transaction that makes it.

    None of the writes has a condition. A placed order is one write, a paid one of 30 lines four.
    """
    changed = difference(facts(before, zone) if before else {}, facts(after, zone))
    return [
        Update(place_key(place, shard_of(after.id, place.part)), add=named(figures))
        for place, figures in sorted(changed.items())
    ]


def report(store: Store, since: date, until: date, by: By = "day") -> list[Row]:
    """Figures of all days from `since` to `until` inclusive, one row per key and currency.

    Days, weeks (``2026-W47``) and months come in their order, everything else by what it brought.
    """
    kind, key_of = READERS[parsed_by(by)]
    sums: dict[tuple[str, str], Counter[str]] = {}
    for stored in read(store, kind, since, until):
        for field, amount in figures_of(stored).items():
            key = key_of(stored.day, field)
            if key is not None:
                sums.setdefault((key, stored.currency), Counter())[field[0]] += amount
    names = COUNTS + AMOUNTS if kind == "ORDERS" else LINE_COUNTS + LINE_AMOUNTS
    rows = [
        Row(key, currency, {name: found[name] for name in names})
        for (key, currency), found in sums.items()
        if any(found.values())
    ]
    if by in {"day", "week", "month"}:
        return sorted(rows, key=lambda row: (row.key, row.currency))
    return sorted(rows, key=lambda row: (row.currency, -row.net, row.key))


def parsed_by(text: str) -> By:
    """Raises InvalidInput for what no report is by."""
    for by in get_args(By):
        if by == text:
            known: By = by
            return known
    raise InvalidInput(
        translatable(
            "There is no report by “%(text)s”. Choose one of: %(known)s.",
            text=text,
            known=", ".join(get_args(By)),
        )
    )


def shop_zone(profile: Profile) -> tzinfo:
    """In which the shop's days begin and end: the one its days of delivery are counted in."""
    return ZoneInfo(profile.days.timezone)


def _in_time(key: Callable[[str], str]) -> Callable[[str, Field], str | None]:
    return lambda day, field: key(day) if len(field) == 1 else None


def _about(kind: str) -> Callable[[str, Field], str | None]:
    return lambda _day, field: field[2] if field[1:2] == (kind,) else None


def _of_line(number: int) -> Callable[[str, Field], str | None]:
    return lambda _day, field: field[number]


def _week(day: str) -> str:
    year, week, _weekday = date.fromisoformat(day).isocalendar()
    return f"{year}-W{week:02}"


READERS: dict[str, tuple[Kind, Callable[[str, Field], str | None]]] = {
    "day": ("ORDERS", _in_time(str)),
    "week": ("ORDERS", _in_time(_week)),
    "month": ("ORDERS", _in_time(lambda day: day[:7])),
    "payment": ("ORDERS", _about("payment")),
    "country": ("ORDERS", _about("country")),
    "coupon": ("ORDERS", _about("coupon")),
    "sku": ("LINES", _of_line(1)),
    "product": ("LINES", _of_line(2)),
    "category": ("LINES", _of_line(3)),
}
