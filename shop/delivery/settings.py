"""What ``site/shipping.toml`` may say."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Annotated, Any, Literal, NamedTuple, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from shop.money import Money
from shop.sections import Prices, Section, price_of

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
Identity = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
Grams = Annotated[int, Field(ge=0, le=10_000_000)]
Bound = Callable[[Any, str], int]


class Step(NamedTuple):
    """A row of a price table: up to `bound` grams, or from `bound` minor units of goods on."""

    bound: int
    price: Money


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"there is no time zone “{name}”, write one like Asia/Tokyo") from None
    return name


def _table(value: Any, bound: Bound) -> Any:
    """``{ USD = [[500, "3.00"], [2000, "6.50"]] }`` as rising steps by currency."""
    if not isinstance(value, dict):
        return value
    return {currency: _steps(rows, currency, bound) for currency, rows in value.items()}


def _steps(rows: Any, currency: str, bound: Bound) -> tuple[Step, ...]:
    if not rows or not all(isinstance(row, list | tuple) and len(row) == 2 for row in rows):
        raise ValueError(f'the table of {currency} wants rows like [500, "3.00"]')
    steps = tuple(Step(bound(each[0], currency), price_of(each[1], currency)) for each in rows)
    if not _rising([step.bound for step in steps]):
        raise ValueError(f"the rows of {currency} must rise from one to the next")
    return steps


def _rising(bounds: list[int]) -> bool:
    return bounds[0] >= 0 and bounds == sorted(set(bounds))


def _by_weight(value: Any) -> Any:
    def grams(cell: Any, _currency: str) -> int:
        if type(cell) is not int:
            raise ValueError("weights are whole grams")
        return cell

    return _table(value, grams)


def _by_amount(value: Any) -> Any:
    def minor_units(cell: Any, currency: str) -> int:
        return cell if type(cell) is int else price_of(cell, currency).amount

    return _table(value, minor_units)


class Zone(Section):
    """Where methods go. Something must match of every list that is not empty, and nothing of
    what is excepted. Postcode patterns are explained in ``shop/delivery/postcodes.py``."""

    id: Identity
    countries: tuple[str, ...] = ("*",)
    regions: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    except_countries: tuple[str, ...] = ()
    except_regions: tuple[str, ...] = ()
    except_postcodes: tuple[str, ...] = ()

    @property
    def asks_more(self) -> bool:
        """Whether it depends on more of an address than the country."""
        parts = (self.regions, self.postcodes, self.except_regions, self.except_postcodes)
        return any(parts)


class SlotTime(Section):
    """A window of the week, and how many orders fit into it each time."""

    weekdays: tuple[Weekday, ...] = WEEKDAYS
    starts: time = Field(alias="from")
    ends: time = Field(alias="until")
    capacity: int = Field(ge=1, le=10_000)

    @model_validator(mode="after")
    def _in_order(self) -> "SlotTime":
        if self.starts >= self.ends:
            raise ValueError("a delivery slot ends after it begins")
        return self


class SlotPlan(Section):
    """The slots of the next `days_ahead` days; one closes `cut_off_hours` before it begins."""

    days_ahead: int = Field(default=14, ge=1, le=60)
    cut_off_hours: int = Field(default=12, ge=0, le=24 * 14)
    times: tuple[SlotTime, ...] = Field(min_length=1)

    @property
    def cut_off(self) -> timedelta:
        return timedelta(hours=self.cut_off_hours)


class ShippingMethod(Section):
    """A way to the shopper. It goes to its `zones`, or else to its `countries`.

    It costs `price`, or what a table says: `by_weight` (up to so many grams; heavier parcels are
    not taken) or `by_amount` (from goods worth so much on). All are by currency; a method without
    a price in the cart's currency is not offered. `digital` methods serve carts that hold nothing
    to carry, `pickup` methods need no address. `lead_days` are the fewest and most working days.
    """

    id: Identity
    title: dict[str, str]
    estimate: dict[str, str] = Field(default_factory=dict)
    countries: tuple[str, ...] = ("*",)
    zones: tuple[str, ...] = ()
    price: Prices = Field(default_factory=dict)
    by_weight: Annotated[dict[str, tuple[Step, ...]], BeforeValidator(_by_weight)] = Field(
        default_factory=dict
    )
    by_amount: Annotated[dict[str, tuple[Step, ...]], BeforeValidator(_by_amount)] = Field(
        default_factory=dict
    )
    free_above: Prices = Field(default_factory=dict)
    max_weight: Grams | None = None
    lead_days: tuple[int, int] | None = None
    slots: SlotPlan | None = None
    pickup: bool = False
    digital: bool = False

    @model_validator(mode="after")
    def _one_way_to_price(self) -> "ShippingMethod":
        if sum(map(bool, (self.price, self.by_weight, self.by_amount))) > 1:
            raise ValueError(f"{self.id} may have one of price, by_weight and by_amount")
        if self.lead_days and not 0 <= self.lead_days[0] <= self.lead_days[1] <= 366:
            raise ValueError(f"lead_days of {self.id} are the fewest and the most days")
        return self

    @property
    def currencies(self) -> set[str]:
        """Those it has a price in; a pick-up without any is free in all."""
        return {*self.price, *self.by_weight, *self.by_amount}


class Days(Section):
    """When the shop works. Orders after `cut_off` count from the next working day."""

    timezone: Annotated[str, AfterValidator(_known_zone)] = "UTC"
    closed_weekdays: tuple[Weekday, ...] = ()
    closed_dates: tuple[date, ...] = ()
    cut_off: time = time.max
    handling_days: int = Field(default=0, ge=0, le=100)

    @model_validator(mode="after")
    def _open_at_times(self) -> "Days":
        if len(set(self.closed_weekdays)) == len(WEEKDAYS):
            raise ValueError("a shop that is closed on every weekday sends nothing")
        return self


class Parcels(Section):
    """In grams. Without `default_weight`, goods of unknown weight are carried only by methods
    that do not ask for it."""

    default_weight: Grams | None = None
    packaging: Grams = 0
