"""Headers and days, as programs of all kinds write them."""

import unicodedata

import pytest

from shop.bank.columns import role_of
from shop.bank.days import day_order, iso_day


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize(
    ("name", "role"),
    [("Số tiền ghi có (VND)", "credit"), ("Nội dung", "text"), ("Währung", "currency")],
)
def test_a_header_is_known_in_every_form_of_unicode(form: str, name: str, role: str) -> None:
    assert role_of(unicodedata.normalize(form, name)) == role  # type: ignore[arg-type]


def test_wide_signs_are_signs() -> None:
    assert role_of("收／支") == "side"
    assert role_of("贷方金额（元）") == "credit"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("22/11/2026 12:30", "2026-11-22"),
        ("12:30 22/11/2026", "2026-11-22"),
        ("12:30:05 01.02.26", "2026-02-01"),
        ("22 11 2026", "2026-11-22"),
        ("2026-11-22T12:30", "2026-11-22"),
        ("31/02/2026", "31/02/2026"),
        ("yesterday", "yesterday"),
    ],
)
def test_the_time_of_day_is_no_part_of_the_day(text: str, day: str) -> None:
    assert iso_day(text, "dmy") == day


def test_only_a_day_tells_whether_the_month_comes_first() -> None:
    assert day_order(["11/02/2026", "12:30 22/11/2026"]) == "dmy"
    assert day_order(["11/02/2026", "12:30 11/22/2026"]) == "mdy"
