"""Prices as spreadsheets write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.reading.prices import parse_price
from shop.currencies import exponent
from shop.errors import InvalidMoney
from shop.money import Money


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("12.50", "USD", 1250),
        ("12", "USD", 1200),
        ("12.5", "USD", 1250),
        ("0", "USD", 0),
        ("0.00", "USD", 0),
        ("0.500", "USD", 50),
        ("49.0000", "USD", 4900),
        ("1,234", "USD", 123400),
        ("1,234.50", "USD", 123450),
        ("1.234,50", "EUR", 123450),
        ("1 234,50", "EUR", 123450),
        ("1\u202f234,50 €", "EUR", 123450),
        ("1'234.50", "CHF", 123450),
        ("1’234.50", "CHF", 123450),
        ("12,50", "EUR", 1250),
        ("$9.99", "USD", 999),
        ("US$ 9.99", "USD", 999),
        ("65.00 USD", "USD", 6500),
        ("USD 65.00", "USD", 6500),
        ("￥599.00", "CNY", 59900),
        ("3.639.000 ₫", "VND", 3639000),
        ("3.639.000đ", "VND", 3639000),
        ("3.639", "VND", 3639),
        ("3,639", "VND", 3639),
        ("450000", "VND", 450000),
        ("450000.00", "VND", 450000),
        ("1.234", "KWD", 1234),
        ("１２.50", "USD", 1250),
    ],
)
def test_reads_what_people_and_programs_write(text: str, currency: str, amount: int) -> None:
    assert parse_price(text, currency) == Money.of(amount, currency)


@pytest.mark.parametrize(
    ("text", "currency", "reason"),
    [
        ("1_0", "USD", "unreadable"),
        ("abc", "USD", "unreadable"),
        ("", "USD", "unreadable"),
        ("1e400", "USD", "unreadable"),
        ("1e2", "USD", "unreadable"),
        ("NaN", "USD", "unreadable"),
        ("Infinity", "USD", "unreadable"),
        ("12.", "USD", "unreadable"),
        (".5", "USD", "unreadable"),
        ("1.2.3", "USD", "unreadable"),
        ("12 50", "USD", "unreadable"),
        ("12-15", "USD", "unreadable"),
        ("#N/A", "USD", "unreadable"),
        ("12.505", "USD", "ambiguous"),
        ("12.5050001", "USD", "unreadable"),
        ("12.50", "VND", "unreadable"),
        ("9" * 30, "USD", "unreadable"),
        ("-5", "USD", "negative"),
        ("$-5", "USD", "negative"),
        ("-$5.00", "USD", "negative"),
        ("−5", "USD", "negative"),
        ("1.234", "USD", "ambiguous"),
        ("1,234", "KWD", "ambiguous"),
        ("65.00 EUR", "USD", "currency"),
        ("₫500", "USD", "currency"),
    ],
)
def test_refuses_what_could_be_misread(text: str, currency: str, reason: str) -> None:
    with pytest.raises(InvalidMoney) as caught:
        parse_price(text, currency)
    assert caught.value.details["reason"] == reason


def written(amount: int, currency: str, thousands: str, point: str) -> str:
    places = exponent(currency)
    value = f"{Decimal(amount).scaleb(-places):,.{places}f}"
    return value.translate({ord(","): thousands, ord("."): point})


@given(
    amount=st.integers(min_value=0, max_value=10**14),
    currency=st.sampled_from(["USD", "EUR", "VND", "JPY"]),
    marks=st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), ("", ".")]),
    around=st.sampled_from(["{}", "{} {currency}", "{currency} {}", " {} "]),
)
def test_every_amount_survives_every_way_of_writing_it(
    amount: int, currency: str, marks: tuple[str, str], around: str
) -> None:
    text = around.format(written(amount, currency, *marks), currency=currency)
    assert parse_price(text, currency) == Money.of(amount, currency)


@given(text=st.text(max_size=30), currency=st.sampled_from(["USD", "VND", "KWD"]))
def test_any_text_is_an_amount_or_a_refusal(text: str, currency: str) -> None:
    try:
        price = parse_price(text, currency)
    except InvalidMoney as refused:
        reason = refused.details.get("reason")
    else:
        reason = "read" if price.amount >= 0 else None
    assert reason
