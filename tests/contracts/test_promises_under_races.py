"""Coupons and delivery slots under many orders at once: nobody gets what is not there."""

import pytest
from contracts.arrange import together
from factories import MOMENT, offer, profile, put_for_sale

from shop.clock import timestamp
from shop.coupons.model import Coupon
from shop.coupons.service import give_back_writes, list_coupons, redeem_writes, save_coupon
from shop.delivery.slots import free_slot_writes
from shop.errors import StoreBusy, TransactionCancelled
from shop.ports import Store
from shop.pricing.model import Cart, CartLine
from shop.pricing.service import promise_writes, quote
from shop.profile import Profile

RACERS = 200
SLOTS = {"times": [{"from": "09:00", "until": "12:00", "capacity": 10}], "days_ahead": 2}


def shop() -> Profile:
    method = {
        "id": "bike", "title": {"en": "Bike"}, "countries": ["VN"], "price": {"USD": "1"},
        "slots": SLOTS,
    }  # fmt: skip
    return profile(shipping=[method])


def coupon(store: Store, **limits: int) -> None:
    rule = {"code": "SPRING", "kind": "percent", "percent": "10", **limits}
    save_coupon(store, Coupon.model_validate(rule))


def order(store: Store, number: int, email: str, code: str = "SPRING") -> bool:
    """Places an order as checkout does: quoted anew until it holds, or is refused."""
    lines = (CartLine(sku="TEA-50", quantity=1),)
    cart = Cart(
        lines=lines, country="VN", coupon=code, email=email, slot="bike/2026-11-23T09:00-12:00"
    )
    name = f"O{number}"
    while True:
        quoted = quote(store, shop(), cart, MOMENT)
        if quoted.problems:
            return False
        writes = [*promise_writes(quoted, name, email)]
        if quoted.coupon:
            writes += redeem_writes(quoted.coupon, name, email, timestamp(MOMENT))
        try:
            store.transact(writes)
        except (TransactionCancelled, StoreBusy):
            continue
        return True


@pytest.fixture
def open_store(store: Store) -> Store:
    put_for_sale(store, offer(), on_hand=1000)
    return store


def test_one_of_many_gets_the_only_use_of_a_coupon(open_store: Store) -> None:
    coupon(open_store, limit=1)
    won = together(RACERS, lambda n: order(open_store, n, f"buyer{n}@example.com"))
    assert sum(won) == 1
    (standing,) = list_coupons(open_store)
    assert (standing.left, standing.used) == (0, 1)


def test_one_person_many_times_at_once_gets_their_uses(open_store: Store) -> None:
    coupon(open_store, limit_per_person=3)
    won = together(20, lambda n: order(open_store, n, f"hoa+{n}@example.com"))
    assert sum(won) == 3
    (standing,) = list_coupons(open_store)
    assert standing.used == 3


def test_a_slot_is_never_overbooked(open_store: Store) -> None:
    won = together(RACERS // 4, lambda n: order(open_store, n, "hoa@example.com", code=""))
    assert sum(won) == 10
    winner = won.index(True)
    open_store.transact(free_slot_writes("bike/2026-11-23T09:00-12:00", f"O{winner}"))
    again = together(5, lambda n: order(open_store, 1000 + n, "hoa@example.com", code=""))
    assert sum(again) == 1


def test_uses_that_come_back_are_there_once_more(open_store: Store) -> None:
    coupon(open_store, limit=10)
    won = together(20, lambda n: order(open_store, n, f"b{n}@example.com", "SPRING"))
    assert sum(won) == 10

    def give_back(number: int) -> bool:
        email = f"b{number}@example.com"
        try:
            open_store.transact(give_back_writes("SPRING", f"O{number}", email))
        except TransactionCancelled:
            return False
        return True

    assert sum(together(20, give_back)) == 10
    (standing,) = list_coupons(open_store)
    assert (standing.left, standing.used) == (10, 0)
