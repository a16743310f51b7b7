"""Amounts as Stripe counts them (docs.stripe.com/currencies, special cases)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.adapters.stripe_amounts import chargeable, from_stripe, to_stripe
from shop.errors import PaymentRefused
from shop.money import Money


@pytest.mark.parametrize(
    ("amount", "currency", "sent"),
    [
        (1250, "USD", 1250),
        (1_050_000, "VND", 1_050_000),
        (500, "JPY", 500),
        (5, "ISK", 500),  # whole for ISO 4217, written with two zeros at Stripe
        (5, "UGX", 500),
        (500, "MGA", 5),  # hundredths for ISO 4217, whole at Stripe
        (1045, "HUF", 1045),  # whole only when paid out
        (80_050, "TWD", 80_050),
        (5120, "KWD", 5120),
    ],
)
def test_amounts_go_out_and_come_back(amount: int, currency: str, sent: int) -> None:
    assert to_stripe(Money.of(amount, currency)) == sent
    assert from_stripe(sent, currency.lower()) == Money.of(amount, currency)


@pytest.mark.parametrize(
    ("amount", "currency"), [(5124, "KWD"), (5125, "BHD"), (1, "JOD"), (9, "OMR"), (150, "MGA")]
)
def test_an_amount_that_must_be_rounded_is_refused_not_rounded(amount: int, currency: str) -> None:
    with pytest.raises(PaymentRefused, match=currency) as refusal:
        to_stripe(Money.of(amount, currency))
    assert refusal.value.reason == "amount_not_chargeable"


CURRENCIES = ["USD", "EUR", "VND", "JPY", "TWD", "HUF", "ISK", "UGX", "MGA", "KWD", "BHD", "CNY"]


@given(st.integers(0, 10**9), st.sampled_from(CURRENCIES))
def test_what_can_be_charged_survives_the_journey(amount: int, currency: str) -> None:
    money = Money.of(amount, currency)
    if chargeable(money):
        assert from_stripe(to_stripe(money), currency.lower()) == money
