"""Shares of an amount sum to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.pricing.splitting import split

WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any)


@given(amount=st.integers(0, 10**12), weights=WEIGHTS)
def test_shares_sum_exactly_and_none_is_negative(amount: int, weights: list[int]) -> None:
    shares = split(amount, weights)
    assert sum(shares) == amount
    assert min(shares) >= 0


@given(weights=WEIGHTS, data=st.data())
def test_no_share_exceeds_its_weight(weights: list[int], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, sum(weights)))
    assert all(s <= w for s, w in zip(split(amount, weights), weights, strict=True))


@given(amount=st.integers(0, 10**12), weights=WEIGHTS)
def test_no_share_is_a_unit_away_from_its_proportion(amount: int, weights: list[int]) -> None:
    for share, weight in zip(split(amount, weights), weights, strict=True):
        assert abs(share * sum(weights) - amount * weight) < sum(weights)


def test_of_equal_losses_the_earlier_share_is_rounded_up() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(1, [0, 5, 5]) == [0, 1, 0]


def test_nothing_is_shared_among_nothing() -> None:
    assert split(0, [0, 0]) == [0, 0]
    with pytest.raises(ValueError, match="among nothing"):
        split(1, [0])
