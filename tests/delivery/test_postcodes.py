"""Which postcodes a pattern means."""

import pytest

from shop.delivery.postcodes import concerning, matches_any


@pytest.mark.parametrize(
    ("pattern", "country", "inside", "outside"),
    [
        ("BT", "GB", ["BT1 5GS", "bt15gs", "BT71"], ["B1 1AA", "TB1 5GS", ""]),
        ("B", "GB", ["B1 1AA", "b33 8th"], ["BT1 5GS", "BB1 1AA"]),
        ("HS1", "GB", ["HS1 2AB", "HS1"], ["HS10 2AB", "HS2 1AB", "HS"]),
        ("PH17-PH50", "GB", ["PH17 2AA", "PH502AA", "PH30"], ["PH1 7AA", "PH16 5AA", "PA17 2AA"]),
        ("EC1", "GB", ["EC1A 1BB"], ["EC2A 1BB"]),
        ("10", "DE", ["10115", "10 115"], ["01011", "1"]),
        ("10000-14999", "DE", ["10000", "12345", "14999"], ["09999", "15000", "100", "D-10115"]),
        ("513", "VN", ["51300", "513-00"], ["50300", ""]),
        ("H", "CA", ["H2X 1Y4"], ["K1A 0B1"]),
        ("97-98", "FR", ["97100", "98800"], ["75001", "96999"]),
    ],
)
def test_what_a_pattern_means(
    pattern: str, country: str, inside: list[str], outside: list[str]
) -> None:
    assert [code for code in inside if not matches_any([pattern], code, country)] == []
    assert [code for code in outside if matches_any([pattern], code, country)] == []


def test_patterns_can_be_for_one_country() -> None:
    assert concerning(["GB:BT", "10", "DE:2-3"], "GB") == ["BT", "10"]
    assert concerning(["GB:BT"], "FR") == []
