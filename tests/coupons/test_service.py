"""Coupons in the store: saved, changed, redeemed and given back."""

from typing import Any

import pytest
from factories import MOMENT, offer, profile, put_for_sale

from shop.clock import timestamp
from shop.coupons.model import Coupon, Standing
from shop.coupons.service import (
    deactivate_coupon,
    give_back_writes,
    list_coupons,
    redeem_writes,
    save_coupon,
)
from shop.errors import NotFound, TransactionCancelled
from shop.ports import Store
from shop.pricing.model import Cart, CartLine, Quote
from shop.pricing.service import promise_writes, quote

HOA = "hoa@example.com"
AT = timestamp(MOMENT)


def save(store: Store, **changes: Any) -> None:
    rule = {"code": "spring", "kind": "percent", "percent": "10", **changes}
    save_coupon(store, Coupon.model_validate(rule))


def only(store: Store) -> Standing:
    (standing,) = list_coupons(store)
    return standing


def asked(store: Store, email: str = HOA) -> Quote:
    put_for_sale(store, offer())
    lines = (CartLine(sku="TEA-50", quantity=1),)
    cart = Cart(lines=lines, country="VN", coupon="Spring", email=email)
    return quote(store, profile(), cart, MOMENT)


def refusals(quoted: Quote) -> list[str]:
    return [problem.code for problem in quoted.problems]


def redeem(store: Store, order: str, email: str = HOA, quoted: Quote | None = None) -> None:
    promised = promise_writes(quoted, order, email) if quoted else []
    store.transact([*redeem_writes("SPRING", order, email, AT), *promised])


def test_what_is_saved_is_what_is_found(store: Store) -> None:
    rule = {
        "categories": ["Tea > Green tea"], "skus": ["CUP"], "limit": 5, "limit_per_person": 1,
        "minimum": {"USD": "20.00"}, "starts": MOMENT, "with_sale_prices": False, "note": "fair",
    }  # fmt: skip
    save(store, **rule)
    assert only(store).coupon == Coupon(code="SPRING", kind="percent", percent="10", **rule)
    assert only(store).coupon.categories == (("Tea", "Green tea"),)
    assert (only(store).active, only(store).left, only(store).used) == (True, 5, 0)


@pytest.mark.parametrize(
    "rule",
    [
        {"code": "A"},
        {"code": "A/B"},
        {"percent": "0"},
        {"percent": "100.01"},
        {"amount": {"USD": "1"}},
        {"kind": "amount", "percent": None},
        {"kind": "amount", "percent": None, "amount": {"USD": "0"}},
        {"kind": "free_shipping"},
        {"methods": ["courier"]},
        {"limit": 0},
        {"starts": MOMENT, "ends": MOMENT},
        {"starts": MOMENT.replace(tzinfo=None)},
        {"unknown": 1},
    ],
)
def test_a_coupon_that_makes_no_sense_is_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Coupon.model_validate({"code": "SPRING", "kind": "percent", "percent": "10", **rule})


def test_a_use_is_counted_and_given_back_once(store: Store) -> None:
    save(store, limit=1)
    redeem(store, "O1")
    assert (only(store).left, only(store).used) == (0, 1)
    assert refusals(asked(store)) == ["coupon_used_up"]
    with pytest.raises(TransactionCancelled):
        redeem(store, "O2", "lan@example.com")
    store.transact(give_back_writes("SPRING", "O1", HOA))
    with pytest.raises(TransactionCancelled):
        store.transact(give_back_writes("SPRING", "O1", HOA))
    assert (only(store).left, only(store).used) == (1, 0)
    redeem(store, "O1")  # a late payment brings the order back
    assert only(store).left == 0


def test_a_person_is_refused_after_their_uses_however_they_write_their_address(
    store: Store,
) -> None:
    save(store, limit_per_person=2)
    for order in ("O1", "O2"):
        redeem(store, order, HOA, asked(store))
    assert refusals(asked(store, "HOA+2@example.com")) == ["coupon_used_before"]
    assert refusals(asked(store, "lan@example.com")) == []
    store.transact(give_back_writes("SPRING", "O2", HOA))
    assert refusals(asked(store)) == []
    redeem(store, "O3", HOA, asked(store))
    assert refusals(asked(store)) == ["coupon_used_before"]


def test_before_there_is_an_address_the_coupon_is_shown_as_to_a_new_person(store: Store) -> None:
    save(store, limit_per_person=1)
    redeem(store, "O1", HOA, asked(store))
    assert refusals(asked(store, "")) == []


def test_of_two_orders_of_one_person_at_once_one_is_cancelled(store: Store) -> None:
    save(store, limit_per_person=1)
    first, second = asked(store), asked(store)
    redeem(store, "O1", HOA, first)
    with pytest.raises(TransactionCancelled):
        redeem(store, "O2", HOA, second)
    assert only(store).used == 1


def test_a_limit_is_changed_while_it_is_used(store: Store) -> None:
    save(store, limit=2)
    redeem(store, "O1")
    save(store, limit=5)
    assert (only(store).left, only(store).used) == (4, 1)
    save(store, limit=1)
    assert only(store).left == 0
    save(store)
    assert only(store).left > 10**8
    assert refusals(asked(store)) == []


def test_a_deactivated_coupon_takes_nothing_off_and_can_come_back(store: Store) -> None:
    save(store)
    deactivate_coupon(store, "Spring")
    assert refusals(asked(store)) == ["coupon_over"]
    with pytest.raises(TransactionCancelled):
        redeem(store, "O1")
    save(store)
    assert refusals(asked(store)) == []


def test_a_coupon_that_there_is_not(store: Store) -> None:
    with pytest.raises(NotFound):
        deactivate_coupon(store, "SPRING")
    assert refusals(asked(store)) == ["unknown_coupon"]
    with pytest.raises(TransactionCancelled):
        redeem(store, "O1")


@pytest.mark.parametrize("code", ["", " ", "\u200b"])
def test_a_code_of_nothing_is_none(store: Store, code: str) -> None:
    put_for_sale(store, offer())
    cart = Cart(lines=(CartLine(sku="TEA-50", quantity=1),), country="VN", coupon=code)
    assert quote(store, profile(), cart, MOMENT).problems == ()


def test_all_coupons_are_listed_by_code(store: Store) -> None:
    for code in ("B2", "A1", "TẾT-2027"):
        save(store, code=code)
    assert [standing.coupon.code for standing in list_coupons(store)] == ["A1", "B2", "TẾT-2027"]
