"""What a parcel costs by each method, and why some do not take it."""

from typing import Any

import pytest
from factories import profile, usd

from shop.delivery.rules import Parcel, assess, weigh
from shop.delivery.settings import Parcels, ShippingMethod, Zone
from shop.delivery.zones import Destination
from shop.money import Money

VN = Destination("VN", "", "51300")


def method(**settings: Any) -> ShippingMethod:
    values = {"id": "courier", "title": {"en": "Courier"}, "countries": ["VN"], **settings}
    return ShippingMethod.model_validate(values)


def asked(parcel: Parcel | None = None, to: Destination = VN, **settings: Any) -> tuple[str, Any]:
    zones = [Zone(id="city", countries=("VN",), postcodes=("513",))]
    (verdict,) = assess([method(**settings)], zones, parcel or Parcel(usd(1000), 700), to)
    assert verdict.message % verdict.values
    return verdict.code, verdict.price.amount if verdict.price else None


BY_WEIGHT: dict[str, Any] = {"by_weight": {"USD": [[500, "3.00"], [1000, "4.50"]]}}
BY_AMOUNT: dict[str, Any] = {
    "by_amount": {"USD": [["5.00", "6.00"], ["50.00", "3.00"], ["90.00", "0"]]}
}


@pytest.mark.parametrize(("grams", "price"), [(0, 300), (500, 300), (501, 450), (1000, 450)])
def test_a_weight_has_the_price_of_its_row(grams: int, price: int) -> None:
    assert asked(Parcel(usd(1), grams), **BY_WEIGHT) == ("by_weight", price)


@pytest.mark.parametrize(
    ("goods", "price"), [(500, 600), (4999, 600), (5000, 300), (9000, 0), (10**9, 0)]
)
def test_goods_have_the_price_of_what_they_are_worth(goods: int, price: int) -> None:
    assert asked(Parcel(usd(goods)), **BY_AMOUNT) == ("by_amount", price)


@pytest.mark.parametrize(
    ("parcel", "to", "settings", "code"),
    [
        (Parcel(usd(1), 1001), VN, BY_WEIGHT, "too_heavy"),
        (Parcel(usd(1), 1001), VN, {"price": {"USD": "1"}, "max_weight": 1000}, "too_heavy"),
        (Parcel(usd(1), 10, ("CUP",)), VN, BY_WEIGHT, "weight_unknown"),
        (Parcel(usd(499)), VN, BY_AMOUNT, "too_little"),
        (Parcel(Money.of(1, "EUR")), VN, {"price": {"USD": "1"}}, "no_price"),
        (Parcel(usd(1)), VN, {}, "no_price"),
        (Parcel(usd(1)), Destination("TW"), {"price": {"USD": "1"}}, "outside"),
        (Parcel(usd(1)), Destination(), {"price": {"USD": "1"}}, "needs_country"),
        (Parcel(usd(1)), Destination("VN"), {"zones": ["city"]}, "needs_postcode"),
        (Parcel(usd(1)), Destination("VN", "", "1"), {"zones": ["city"]}, "outside"),
        (Parcel(usd(1)), VN, {"digital": True}, "not_digital"),
        (Parcel(usd(1), only_digital=True), VN, {"price": {"USD": "1"}}, "only_digital"),
    ],
)
def test_why_a_method_is_not_offered(
    parcel: Parcel, to: Destination, settings: dict[str, Any], code: str
) -> None:
    assert asked(parcel, to, **settings) == (code, None)


def test_a_weight_nobody_knows_matters_only_where_it_is_asked_for() -> None:
    unknown = Parcel(usd(1), 0, ("CUP",))
    assert asked(unknown, price={"USD": "1"}) == ("flat", 100)
    assert asked(unknown, pickup=True) == ("free", 0)


def test_pick_up_and_downloads_need_no_price_and_no_address() -> None:
    assert asked(to=Destination(), pickup=True) == ("free", 0)
    digital = Parcel(usd(1), only_digital=True)
    assert asked(digital, Destination(), digital=True) == ("free", 0)


def test_free_above_holds_for_every_kind_of_price() -> None:
    for kind in (BY_WEIGHT, BY_AMOUNT, {"price": {"USD": "9"}}):
        rich = Parcel(usd(8000), 100)
        assert asked(rich, free_above={"USD": "80.00"}, **kind) == ("free_above", 0)


def test_a_parcel_weighs_its_goods_and_its_packaging() -> None:
    pieces = [("TEA", 100, 3), ("CUP", None, 2), ("FOIL", 0, 9)]
    assert weigh(pieces, Parcels(packaging=50)) == (350, ("CUP",))
    assert weigh(pieces, Parcels(packaging=50, default_weight=200)) == (750, ())
    assert weigh([], Parcels(packaging=50)) == (0, ())


@pytest.mark.parametrize(
    "settings",
    [
        {"price": {"USD": "1"}, **BY_WEIGHT},
        {"by_weight": {"USD": []}},
        {"by_weight": {"USD": [[500, "3"], [500, "4"]]}},
        {"by_weight": {"USD": [["500", "3"]]}},
        {"by_weight": {"USD": [[500]]}},
        {"by_amount": {"USD": [["9", "1"], ["5", "2"]]}},
        {"by_amount": {"USD": [["0.001", "1"]]}},
        {"price": {"USD": "-1"}},
        {"lead_days": [4, 2]},
        {"zones": ["nowhere"], "price": {"USD": "1"}},
        {"slots": {"times": []}},
        {"slots": {"times": [{"from": "12:00", "until": "09:00", "capacity": 1}]}},
        {"colour": "red"},
    ],
)
def test_settings_that_make_no_sense_stop_the_shop(settings: dict[str, Any]) -> None:
    values = {"id": "courier", "title": {"en": "Courier"}, **settings}
    with pytest.raises(ValueError, match="validation error"):
        profile(shipping=[values])
