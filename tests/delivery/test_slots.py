"""Delivery slots: which can be chosen, and taking and freeing their places."""

from typing import Any

import pytest
from factories import MOMENT, offer, profile, put_for_sale

from shop.delivery.slots import free_slot_writes, slot_writes
from shop.errors import TransactionCancelled
from shop.ports import Store
from shop.pricing.model import Cart, CartLine, Quote
from shop.pricing.service import promise_writes, quote

# MOMENT is Sunday, 22 November 2026, 15:30 in Hội An.
DAYS = {"timezone": "Asia/Ho_Chi_Minh", "closed_weekdays": ["sun"], "closed_dates": ["2026-11-25"]}
TIMES = [
    {"weekdays": ["mon", "tue", "wed"], "from": "09:00", "until": "12:00", "capacity": 1},
    {"weekdays": ["mon"], "from": "16:00", "until": "19:00", "capacity": 2},
]
MONDAY = "bike/2026-11-23T09:00-12:00"
EVENING = "bike/2026-11-23T16:00-19:00"
TUESDAY = "bike/2026-11-24T09:00-12:00"


@pytest.fixture
def store(store: Store) -> Store:
    put_for_sale(store, offer())
    return store


def asked(store: Store, slot: str = "", capacity: int = 1, **settings: Any) -> Quote:
    times = [{**TIMES[0], "capacity": capacity}, TIMES[1]]
    plan = {"days_ahead": 4, "cut_off_hours": 12, "times": times}
    bike = {
        "id": "bike", "title": {"en": "Bike"}, "countries": ["VN"], "price": {"USD": "1"},
        "slots": plan, **settings,
    }  # fmt: skip
    van = {"id": "van", "title": {"en": "Van"}, "countries": ["VN"], "price": {"USD": "2"}}
    shop = profile(shipping=[bike, van], days=DAYS)
    cart = Cart(
        lines=(CartLine(sku="TEA-50", quantity=1),), country="VN", shipping="bike", slot=slot
    )
    return quote(store, shop, cart, MOMENT)


def take(store: Store, order: str, quoted: Quote) -> None:
    assert quoted.problems == ()
    store.transact(promise_writes(quoted, order, "hoa@example.com"))


def left(store: Store) -> dict[str, int]:
    return {slot.id: slot.left for slot in asked(store).slots}


def codes(quoted: Quote) -> list[str]:
    return [problem.code for problem in quoted.problems]


def test_slots_are_on_open_days_after_their_cut_off(store: Store) -> None:
    assert left(store) == {MONDAY: 1, EVENING: 2, TUESDAY: 1}
    late = asked(store, slots={"days_ahead": 4, "cut_off_hours": 18, "times": TIMES})
    assert [slot.id for slot in late.slots] == [EVENING, TUESDAY]


def test_no_slot_begins_before_the_goods_can_be_there(store: Store) -> None:
    assert [slot.id for slot in asked(store, lead_days=[1, 1]).slots] == [TUESDAY]


def test_without_a_choice_it_is_the_first_that_is_free(store: Store) -> None:
    assert asked(store).chosen_slot == MONDAY
    take(store, "O1", asked(store, MONDAY))
    assert asked(store).chosen_slot == EVENING
    assert asked(store, TUESDAY).chosen_slot == TUESDAY


def test_a_full_slot_is_shown_and_refused(store: Store) -> None:
    take(store, "O1", asked(store, MONDAY))
    refused = asked(store, MONDAY)
    assert left(store)[MONDAY] == 0
    assert (codes(refused), refused.chosen_slot) == (["slot_full"], "")


@pytest.mark.parametrize("slot", ["van/2026-11-23T09:00-12:00", "bike/2026-11-22T09:00-12:00", "x"])
def test_a_slot_that_there_is_not_is_refused(store: Store, slot: str) -> None:
    assert codes(asked(store, slot)) == ["slot_unavailable"]


def test_when_every_slot_is_taken_another_delivery_is_asked_for(store: Store) -> None:
    for number, slot in enumerate((MONDAY, EVENING, EVENING, TUESDAY)):
        take(store, f"O{number}", asked(store, slot))
    assert codes(asked(store)) == ["no_slot_left"]


def test_two_who_saw_the_last_place_are_not_both_given_it(store: Store) -> None:
    first, second = asked(store, MONDAY), asked(store, MONDAY)
    take(store, "O1", first)
    with pytest.raises(TransactionCancelled):
        take(store, "O2", second)
    third, fourth = asked(store, EVENING), asked(store, EVENING)
    take(store, "O3", third)
    with pytest.raises(
        TransactionCancelled
    ):  # the counter was made meanwhile: quoted anew it holds
        take(store, "O4", fourth)
    take(store, "O4", asked(store, EVENING))
    assert left(store)[EVENING] == 0


def test_a_place_comes_back_once_and_can_be_taken_again(store: Store) -> None:
    take(store, "O1", asked(store, MONDAY))
    store.transact(free_slot_writes(MONDAY, "O1"))
    with pytest.raises(TransactionCancelled):
        store.transact(free_slot_writes(MONDAY, "O1"))
    assert left(store)[MONDAY] == 1
    store.transact(slot_writes(MONDAY, "O1"))  # a late payment brings the order back
    with pytest.raises(TransactionCancelled):
        store.transact(slot_writes(MONDAY, "O2"))


def test_a_capacity_that_is_changed_counts_for_slots_taken_before(store: Store) -> None:
    take(store, "O1", asked(store, MONDAY))
    more = asked(store, MONDAY, capacity=3)
    assert more.slots[0].left == 2
    take(store, "O2", more)
    take(store, "O3", asked(store, MONDAY, capacity=3))
    assert codes(asked(store, MONDAY, capacity=3)) == ["slot_full"]
    fewer = asked(store, MONDAY, capacity=1)
    assert (codes(fewer), fewer.slots[0].left) == (["slot_full"], 0)


def test_a_method_without_slots_has_none(store: Store) -> None:
    quoted = asked(store, slots=None)
    assert (quoted.slots, quoted.slot, quoted.chosen_slot) == ((), None, "")
    assert promise_writes(quoted, "O1", "hoa@example.com") == []
