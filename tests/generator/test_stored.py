"""Products read without their model are what the model would have read."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from generator import stored as own
from shop.catalogue import model, rules
from shop.money import Money

from .samples import product, stored, usd, variant

PROPERTY = settings(max_examples=200, deadline=None, derandomize=True, database=None)
MOMENT = datetime(2026, 11, 22, 8, tzinfo=UTC)
HOURS = st.none() | st.integers(-2, 2).map(lambda hours: MOMENT + timedelta(hours=hours))
PRICES = st.none() | st.integers(1, 3).map(usd)
VARIANTS = st.builds(
    model.Variant,
    sku=st.just("T"),
    price=PRICES,
    compare_at=PRICES,
    tracked=st.booleans(),
    stock_policy=st.sampled_from(["deny", "continue"]),
    sale_starts=HOURS,
    sale_ends=HOURS,
)


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (own.StoredProduct, model.Product),
        (own.StoredVariant, model.Variant),
        (own.StoredText, model.ProductText),
        (own.StoredOption, model.Option),
        (own.StoredPicture, model.Picture),
        (own.Price, Money),
    ],
)
def test_fields_are_those_of_the_model(read: Any, written: type[BaseModel]) -> None:
    assert list(get_type_hints(read)) == list(written.model_fields)


@given(VARIANTS)
@PROPERTY
def test_a_variant_is_sold_as_the_price_book_sells_it(it: model.Variant) -> None:
    whole = product(variants=(it,))
    read = stored(whole)["variants"][0]
    assert own.on_sale(read) == it.on_sale
    assert own.limited(read) == it.limited
    assert own.as_sold(read, MOMENT) == stored(rules.as_sold(whole, MOMENT))["variants"][0]


def test_prices_of_different_currencies_are_no_sale() -> None:
    other = Money.of(5000, "VND")
    read = stored(product(variants=(variant("T", 100),)))["variants"][0]
    dong = stored(product(variants=(variant("T").model_copy(update={"price": other}),)))
    assert not own.on_sale({**read, "compare_at": dong["variants"][0]["price"]})
