"""Working days, in the shop's own time."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shop.delivery.days import after, arrival, dispatch_day
from shop.delivery.settings import Days


def days(**settings: Any) -> Days:
    return Days.model_validate(
        {"timezone": "Asia/Ho_Chi_Minh", "closed_weekdays": ["sun"], **settings}
    )


@pytest.mark.parametrize(
    ("utc", "leaves"),
    [
        ("2026-11-24T06:59", 24),  # a Tuesday, 13:59 in Hội An
        ("2026-11-24T07:00", 25),  # the cut-off
        ("2026-11-23T17:30", 24),  # already Tuesday there
        ("2026-11-28T08:00", 30),  # Saturday afternoon: Monday
        ("2026-11-29T01:00", 30),  # Sunday
    ],
)
def test_an_order_leaves_on_the_next_working_day_after_the_cut_off(utc: str, leaves: int) -> None:
    now = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert dispatch_day(now, days(cut_off="14:00")) == date(2026, 11, leaves)


def test_holidays_and_packing_take_their_days() -> None:
    now = datetime(2027, 2, 4, 3, tzinfo=UTC)  # a Thursday before Tết
    tet = [date(2027, 2, day) for day in (5, 6, 8, 9, 10)]
    assert dispatch_day(now, days(closed_dates=tet, handling_days=1)) == date(2027, 2, 11)


def test_arrival_is_counted_in_working_days() -> None:
    assert arrival(date(2026, 11, 27), (2, 4), days()) == (date(2026, 11, 30), date(2026, 12, 2))
    assert after(date(2026, 11, 27), 0, days()) == date(2026, 11, 27)


def test_a_shop_that_never_works_or_a_time_zone_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="closed on every weekday"):
        days(closed_weekdays=["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
    with pytest.raises(ValueError, match="time zone"):
        days(timezone="Asia/Hoi_An")
