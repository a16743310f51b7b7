"""The owner is told of every method why it is or is not offered."""

import pytest
from factories import MOMENT, offer, profile, put_for_sale, usd

from shop.coupons.model import Coupon
from shop.coupons.service import save_coupon
from shop.delivery.simulator import simulate, simulation_json
from shop.ports import Store
from shop.pricing.model import Cart, CartLine
from shop.pricing.service import quote

METHODS = [
    {"id": "flat", "title": {"en": "Flat"}, "countries": ["VN"], "price": {"USD": "3.00"},
     "lead_days": [1, 2]},
    {"id": "heavy", "title": {"en": "Heavy"}, "by_weight": {"USD": [[500, "1.00"]]}},
    {"id": "away", "title": {"en": "Away"}, "countries": ["TW"], "price": {"USD": "9.00"}},
    {"id": "pickup", "title": {"en": "Pick-up"}, "pickup": True},
    {"id": "download", "title": {"en": "Download"}, "digital": True},
]  # fmt: skip
SHOP = profile(shipping=METHODS, parcels={"packaging": 100})


@pytest.fixture
def store(store: Store) -> Store:
    put_for_sale(store, offer(weight_grams=300), offer("CUP", 900))
    return store


def cart(*skus: str, **changes: str) -> Cart:
    lines = tuple(CartLine(sku=sku, quantity=2) for sku in skus)
    return Cart(lines=lines, country="VN", **changes)


def test_every_method_has_its_sentence(store: Store) -> None:
    found = simulate(store, SHOP, cart("TEA-50"), MOMENT)
    told = simulation_json(found, "en")
    assert {method["id"]: method["code"] for method in told["methods"]} == {
        "flat": "flat", "heavy": "too_heavy", "away": "outside", "pickup": "free",
        "download": "not_digital",
    }  # fmt: skip
    assert "700 g" in told["methods"][1]["why"]
    assert told["methods"][0]["earliest"] == "2026-11-23"
    assert all(method["why"] for method in told["methods"])


def test_what_it_offers_is_what_shoppers_are_offered(store: Store) -> None:
    save_coupon(store, Coupon(code="SHIP", kind="free_shipping", methods=("flat",)))
    for wanted in (cart("TEA-50"), cart("CUP"), cart("TEA-50", coupon="ship")):
        shown = quote(store, SHOP, wanted, MOMENT).shipping_methods
        told = simulation_json(simulate(store, SHOP, wanted, MOMENT), "en")["methods"]
        assert {m["id"] for m in told if m["offered"]} == {choice.id for choice in shown}
        prices = {choice.id: choice.price.amount for choice in shown}
        assert {m["id"]: m["price"]["amount"] for m in told if m["offered"]} == prices


def test_goods_without_a_weight_are_named(store: Store) -> None:
    told = simulation_json(simulate(store, SHOP, cart("CUP", "NOPE"), MOMENT), "en")
    assert told["unweighed"] == ["CUP"]
    assert "CUP" in told["methods"][1]["why"]
    assert told["problems"] == ["There is no article “NOPE” in this shop."]
    assert told["goods"]["amount"] == usd(1800).amount
