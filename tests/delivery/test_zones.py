"""Whether an address lies in a zone."""

from typing import Any

import pytest

from shop.delivery.settings import Zone
from shop.delivery.zones import Destination, Reach, best_reach, reach


def zone(**settings: Any) -> Zone:
    return Zone.model_validate({"id": "z", **settings})


MAINLAND = zone(countries=["GB", "IE"], except_postcodes=["GB:BT", "GB:PH17-PH50"])


@pytest.mark.parametrize(
    ("country", "postcode", "expected"),
    [
        ("GB", "SW1A 1AA", Reach.INSIDE),
        ("GB", "BT1 5GS", Reach.EXCEPTED),
        ("GB", "PH20 1AA", Reach.EXCEPTED),
        ("GB", " ", Reach.NEEDS_POSTCODE),
        ("IE", "", Reach.INSIDE),
        ("FR", "75001", Reach.OUTSIDE),
        ("", "SW1A 1AA", Reach.NEEDS_COUNTRY),
    ],
)
def test_islands_are_left_out(country: str, postcode: str, expected: Reach) -> None:
    assert reach(MAINLAND, Destination(country, "", postcode)) is expected


@pytest.mark.parametrize("region", ["Quảng Nam", "quang-nam", "QUANG NAM", "Quảng\u00a0Nam"])
def test_a_region_is_known_however_it_is_written(region: str) -> None:
    central = zone(countries=["VN"], regions=["Quảng Nam", "Đà Nẵng"])
    assert reach(central, Destination("VN", region)) is Reach.INSIDE
    assert reach(central, Destination("VN", "Da Nang")) is Reach.INSIDE


def test_regions_left_out_and_not_given() -> None:
    lower = zone(countries=["US"], except_regions=["Hawaii", "HI", "Alaska"])
    assert reach(lower, Destination("US", "hawaii")) is Reach.EXCEPTED
    assert reach(lower, Destination("US", "Texas")) is Reach.INSIDE
    assert reach(lower, Destination("US")) is Reach.NEEDS_REGION
    assert reach(zone(except_countries=["US"]), Destination("US")) is Reach.EXCEPTED


def test_of_several_zones_inside_one_is_inside() -> None:
    city = zone(countries=["VN"], postcodes=["513"])
    assert best_reach([city, zone(countries=["TW"])], Destination("TW")) is Reach.INSIDE
    assert best_reach([zone(countries=["TW"]), city], Destination("VN")) is Reach.NEEDS_POSTCODE
    assert best_reach([], Destination("VN")) is Reach.OUTSIDE
