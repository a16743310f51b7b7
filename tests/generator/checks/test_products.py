"""Can a product be delivered to anybody, and does it have a picture?"""

import pytest
from factories import offer, profile, usd

from generator.checks.products import Delivery, check_delivery, check_picture
from shop.money import Money

COURIER = {"id": "courier", "title": {"en": "Courier"}, "countries": ["VN"], "price": {"USD": "3"}}
DOWNLOAD = {"id": "download", "title": {"en": "Download"}, "digital": True}
PICKUP = {"id": "pickup", "title": {"en": "Pick-up"}, "pickup": True}


def why(*methods: dict[str, object], **article: object) -> list[str]:
    delivery = Delivery(profile(shipping=list(methods)))
    return [each.about for each in check_delivery("tea", [offer(**article)], delivery)]


@pytest.mark.parametrize(
    ("methods", "article"),
    [
        ([COURIER], {}),
        ([DOWNLOAD], {"digital": True}),
        ([PICKUP], {"price": None}),
        ([], {"price": None}),
        ([{**COURIER, "countries": ["*"]}], {}),
    ],
)
def test_what_some_method_takes_somewhere_is_delivered(
    methods: list[dict[str, object]], article: dict[str, object]
) -> None:
    assert why(*methods, **article) == []


def test_a_pick_up_takes_any_currency() -> None:
    euro = offer().model_copy(update={"price": Money.of(500, "EUR")})
    assert not Delivery(profile(shipping=[PICKUP])).unreached([euro])


def test_what_no_method_takes_is_told_with_the_reason() -> None:
    (digital,) = why(COURIER, digital=True)
    assert "digital = true" in digital
    (none,) = why(DOWNLOAD)
    assert "USD" in none
    (nowhere,) = why({**COURIER, "countries": ["ZZ"]})
    assert "country" in nowhere


def test_a_price_in_a_currency_no_method_knows_names_product_sku_and_currency() -> None:
    euro = offer("TEA-9").model_copy(update={"price": Money.of(500, "EUR")})
    known = offer("TEA-1").model_copy(update={"price": usd(500)})
    delivery = Delivery(profile(shipping=[COURIER, DOWNLOAD]))
    (found,) = check_delivery("tea", [known, euro], delivery)
    assert (found.code, found.severity, found.where) == ("not_delivered", "error", "tea")
    assert "TEA-9" in found.message
    assert "EUR" in found.message
    assert "TEA-1" not in found.message


def test_a_product_without_any_picture_is_a_warning() -> None:
    assert [each.severity for each in check_picture("cup", ["", ""])] == ["warning"]
    assert list(check_picture("cup", ["", "/media/cup.jpg"])) == []


def test_what_only_goes_to_some_postcodes_is_delivered_and_what_nobody_weighed_is_not() -> None:
    zone = {"id": "city", "countries": ["VN"], "postcodes": ["513"]}
    bicycle = {**COURIER, "countries": ["*"], "zones": ["city"]}
    assert not Delivery(profile(shipping=[bicycle], zones=[zone])).unreached([offer()])
    by_weight = {"id": "post", "title": {"en": "Post"}, "by_weight": {"USD": [[500, "3.00"]]}}
    (unweighed,) = why(by_weight)
    assert "default_weight" in unweighed
    assert why(by_weight, weight_grams=500) == []
    assert why(by_weight, weight_grams=501) != []
