"""Working days: when a parcel leaves, and when it can be there.

Both the shop's handling and the carrier's way are counted in the shop's working days. Where a
carrier also works on the shop's closing days, the parcel comes a day early, never late.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shop.delivery.settings import WEEKDAYS, Days

ONE = timedelta(days=1)


def is_open(day: date, days: Days) -> bool:
    return WEEKDAYS[day.weekday()] not in days.closed_weekdays and day not in days.closed_dates


def dispatch_day(now: datetime, days: Days) -> date:
    """The working day on which an order of `now` leaves the shop."""
    local = now.astimezone(ZoneInfo(days.timezone))
    today = local.date()
    late = local.time() >= days.cut_off
    first = _next_open(today + ONE if late else today, days)
    return after(first, days.handling_days, days)


def after(day: date, working_days: int, days: Days) -> date:
    """So many working days after `day`."""
    for _ in range(working_days):
        day = _next_open(day + ONE, days)
    return day


def arrival(dispatched: date, lead: tuple[int, int], days: Days) -> tuple[date, date]:
    """The first and the last day on which what left on `dispatched` may arrive."""
    earliest = after(dispatched, lead[0], days)
    return earliest, after(earliest, lead[1] - lead[0], days)


def _next_open(day: date, days: Days) -> date:
    while not is_open(day, days):
        day += ONE
    return day
