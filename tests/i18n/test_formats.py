"""What was learned of Babel is what Babel writes, for any amount, currency, day and language."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from babel.dates import format_date as day_by_babel
from babel.numbers import format_currency, list_currencies
from hypothesis import given
from hypothesis import strategies as st

from shop.currencies import exponent
from shop.i18n import formats
from shop.i18n.formats import format_date, format_money, learned, recall
from shop.i18n.languages import LANGUAGES
from shop.money import LARGEST, Money

languages = st.sampled_from(sorted(LANGUAGES))
currencies = st.sampled_from(sorted(list_currencies()))
amounts = st.integers(-LARGEST, LARGEST)


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has learned nothing yet."""
    monkeypatch.setattr(formats, "_money", {})
    monkeypatch.setattr(formats, "_dates", {})


def by_babel(amount: int, currency: str, language: str) -> str:
    value = Decimal(amount).scaleb(-exponent(currency))
    return format_currency(value, currency, locale=LANGUAGES[language].locale)


@given(amount=amounts, currency=currencies, language=languages)
def test_money_is_written_as_babel_writes_it(amount: int, currency: str, language: str) -> None:
    expected = by_babel(amount, currency, language)
    assert format_money({"amount": amount, "currency": currency}, language) == expected
    assert format_money(Money.of(amount, currency), language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("currency", ["USD", "EUR", "VND", "TWD", "JPY", "CNY", "KWD"])
def test_the_currencies_of_shops_like_this_are_learned(language: str, currency: str) -> None:
    pattern = learned(language, currency)[1]
    assert pattern is not None
    for amount in (0, 1, -1, 99, 100, 1000, 99999, 10**6, -(10**9), LARGEST, -LARGEST):
        assert format_money({"amount": amount, "currency": currency}, language) == by_babel(
            amount, currency, language
        )


@given(day=st.dates(), language=languages)
def test_days_are_written_as_babel_writes_them(day: date, language: str) -> None:
    expected = day_by_babel(day, "long", locale=LANGUAGES[language].locale)
    assert format_date(day, language) == expected
    assert format_date(day.isoformat(), language) == expected
    moment = datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC)
    assert format_date(moment, language) == expected


def test_a_currency_that_babel_rounds_otherwise_is_left_to_babel() -> None:
    assert learned("en", "IQD")[1] is None  # CLDR shows no decimals; the dinar has three
    assert format_money(Money.of(1234567, "IQD"), "en") == "IQD1,235"


@pytest.mark.parametrize(
    "value",
    [
        {"amount": "5", "currency": "USD"},
        {"amount": True, "currency": "USD"},
        {"amount": 5.0, "currency": "USD"},
        {"amount": 5},
        {"amount": 5, "currency": "USD", "more": 1},
        {"amount": LARGEST + 1, "currency": "USD"},
        {"amount": 5, "currency": "usd"},
    ],
)
def test_what_is_no_money_is_refused_before_and_after_learning(
    value: dict[str, Any], forgotten: None
) -> None:
    for _ in range(2):
        with pytest.raises(ValueError):  # noqa: PT011 - pydantic's
            format_money(value, "en")
        format_money({"amount": 5, "currency": "USD"}, "en")


def test_what_one_process_learned_serves_another(
    forgotten: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = learned("vi", "VND")
    formats._money.clear()
    formats._dates.clear()
    recall(known)
    monkeypatch.setattr(formats, "_by_babel", None)
    monkeypatch.setattr(formats, "_day_by_babel", None)
    assert format_money({"amount": 1050000, "currency": "VND"}, "vi") == "1.050.000\u00a0₫"
    assert format_date(date(2026, 11, 22), "vi") == "22 tháng 11, 2026"
