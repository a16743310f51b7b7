"""Things tests are about, with every field filled in."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from functions.bootstrap import Services
from shop.money import Money
from shop.orders.request import Address, CheckoutRequest, Contact
from shop.ports import Item, Json, Key, Store
from shop.pricing.model import CartLine, Offer
from shop.profile import Profile

MOMENT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


def usd(amount: int) -> Money:
    return Money.of(amount, "USD")


def profile(**changes: Any) -> Profile:
    values: dict[str, Any] = {
        "name": {"en": "Hiên", "zh-Hant": "簷下"},
        "currency": "USD",
        "contact": {"email": "owner@example.com"},
        "tax": {"rate": "0.08", "inclusive": True},
        "orders": {"number_prefix": "HN"},
        "shipping": [
            {
                "id": "courier",
                "title": {"en": "Courier", "vi": "Chuyển phát"},
                "countries": ["VN", "TW"],
                "price": {"USD": "3.00", "VND": "25000"},
                "free_above": {"USD": "80.00"},
            },
            {"id": "pickup", "title": {"en": "Pick-up"}, "pickup": True, "price": {"USD": "0"}},
            {"id": "download", "title": {"en": "Download"}, "digital": True},
        ],
        "bank_transfer": {
            "enabled": True,
            "title": {"en": "Bank transfer", "vi": "Chuyển khoản"},
            "instructions": {"en": "Please transfer the total."},
            "bank": "Bank of Hội An",
            "account_number": "0012345",
        },
        "cod": {"enabled": True, "countries": ["VN"], "title": {"en": "Cash on delivery"}},
    }
    return Profile.model_validate({**values, **changes})


def offer(sku: str = "TEA-50", price: int | None = 1250, **changes: Any) -> Offer:
    values: dict[str, Any] = {
        "sku": sku,
        "handle": sku.lower(),
        "title": f"Tea {sku}",
        "titles": {"vi": f"Trà {sku}"},
        "price": None if price is None else usd(price),
    }
    return Offer(**{**values, **changes})


def put_for_sale(store: Store, *offers: Offer, on_hand: int = 10) -> None:
    """Puts offers into the price book, with stock."""
    stock: Mapping[str, Json] = {"on_hand": on_hand, "held": 0, "sold": 0}
    for entry in offers:
        record: Mapping[str, Json] = entry.model_dump(mode="json")
        store.put_many(
            [
                Item(Key(f"SKU#{entry.sku}", "OFFER"), record),
                Item(Key(f"SKU#{entry.sku}", "STOCK"), stock),
            ]
        )


def on_hand(store: Store, sku: str) -> tuple[int, int]:
    """Pieces on hand and held."""
    item = store.get(Key(f"SKU#{sku}", "STOCK"))
    assert item is not None
    return int(str(item.data["on_hand"])), int(str(item.data["held"]))


def orders(store: Store) -> list[Item]:
    """Every order, oldest first."""
    return list(store.query_index("ORDERS").items)


def request(**changes: Any) -> CheckoutRequest:
    values: dict[str, Any] = {
        "lines": (CartLine(sku="TEA-50", quantity=1),),
        "contact": Contact(name="Nguyễn Thị Hoa", email="hoa@example.com", phone="0905 000 111"),
        "address": Address(line1="12 Trần Phú", city="Hội An", country="VN"),
        "payment": "bank_transfer",
        "expected_total": usd(1550),
        "language": "vi",
    }
    return CheckoutRequest(**{**values, **changes})


def checkout_body(**changes: Any) -> dict[str, Any]:
    """The JSON body of ``POST /api/checkout`` for one piece of TEA-50 to Việt Nam."""
    values: dict[str, Any] = {
        "lines": [{"sku": "TEA-50", "quantity": 1}],
        "contact": {"name": "Nguyễn Thị Hoa", "email": "hoa@example.com"},
        "address": {"line1": "12 Trần Phú", "city": "Hội An", "country": "VN"},
        "payment": "bank_transfer",
        "expected_total": {"amount": 1550, "currency": "USD"},
        "lang": "vi",
    }
    return {**values, **changes}


def services_over(settings: Any, store: Store) -> Services:
    return Services(settings, profile(), store)
