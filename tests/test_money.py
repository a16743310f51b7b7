"""Money is exact, in every currency's own decimals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.errors import InvalidMoney
from shop.i18n.formats import format_money
from shop.money import Money, total


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("12.50", "USD", 1250),
        ("1050000", "VND", 1050000),
        ("599", "JPY", 599),
        ("1.234", "KWD", 1234),
    ],
)
def test_decimals_follow_the_currency(text: str, currency: str, amount: int) -> None:
    assert Money.from_decimal(text, currency).amount == amount


@pytest.mark.parametrize(
    ("text", "currency"),
    [("12.505", "USD"), ("0.5", "VND"), ("abc", "USD"), ("NaN", "USD"), ("1e400", "USD")],
)
def test_what_is_no_amount_is_refused(text: str, currency: str) -> None:
    with pytest.raises(InvalidMoney):
        Money.from_decimal(text, currency)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(InvalidMoney, match="USD and VND"):
        Money.of(1, "USD") + Money.of(1, "VND")


@given(st.integers(-(10**12), 10**12), st.sampled_from(["USD", "VND", "KWD"]))
def test_decimal_and_back_is_the_same(amount: int, currency: str) -> None:
    money = Money.of(amount, currency)
    assert Money.from_decimal(money.to_decimal(), currency) == money


def test_half_a_cent_rounds_away_from_zero() -> None:
    assert Money.of(5, "USD").portion(Decimal("0.1")).amount == 1
    assert Money.of(-5, "USD").portion(Decimal("0.1")).amount == -1


def test_the_sum_of_nothing_is_zero() -> None:
    assert total([], "VND") == Money.of(0, "VND")


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "₫1,050,000"), ("vi", "1.050.000\u00a0₫"), ("zh-Hans", "₫1,050,000")],
)
def test_money_is_written_as_its_readers_write_it(language: str, written: str) -> None:
    assert format_money(Money.of(1050000, "VND"), language) == written
