"""Orders are counted as they are placed, and tickets are taken once."""

from collections import Counter as Tally
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from contracts.arrange import MovingClock, together
from factories import offer, profile, put_for_sale, request

from shop.abuse.counters import Counter, spend
from shop.abuse.declines import decline_writes, declines, source_key
from shop.abuse.limits import HOUR, Limits
from shop.abuse.service import Door, Visit, admission
from shop.abuse.tickets import BITS, leading_zeros, new_token
from shop.errors import ChallengeRequired, OutOfStock, ShopError, TooManyRequests
from shop.orders.desk import Desk
from shop.orders.request import Contact
from shop.orders.service import place_order
from shop.ports import Item, Store

LIMITS = Limits(
    form_orders=3, program_orders=1, most_orders=5, email_orders=10, most_email_orders=20
)
SOURCE = "203.0.113.7"
KEYS = count()


def door(store: Store, clock: MovingClock, limits: Limits = LIMITS) -> Door:
    return Door(store, limits, "key", clock)


def buy(door: Door, visit: Visit = Visit(SOURCE), key: str = "", **changes: Any) -> str:  # noqa: B008
    """How an order of one piece ends."""
    desk = Desk(door.store, profile(), door.clock)
    wanted = request(**changes)
    try:
        place_order(desk, wanted, key or f"key-{next(KEYS)}", admission(door, visit))
    except ShopError as error:
        return error.code
    return "placed"


def by_email(address: str) -> dict[str, Any]:
    return {"contact": Contact(name="Hoa", email=address)}


def solved(door: Door, visit: Visit) -> Visit:
    """The visit once more, with the puzzle it is given and its solution."""
    desk = Desk(door.store, profile(), door.clock)
    with pytest.raises(ChallengeRequired) as asked:
        place_order(desk, request(), f"key-{next(KEYS)}", admission(door, visit))
    challenge = asked.value.details["challenge"]
    assert (challenge["algorithm"], challenge["bits"]) == ("SHA-256", BITS)
    tries = (f"{challenge['text']}:{number}" for number in count())
    solution = next(each for each in tries if leading_zeros(each) >= BITS)
    return Visit(visit.source, visit.token, solution)


@pytest.fixture(autouse=True)
def _shelf(store: Store) -> None:
    put_for_sale(store, offer(), on_hand=1000)


def test_a_page_has_more_patience_than_a_program(store: Store, clock: MovingClock) -> None:
    entrance = door(store, clock)
    assert [buy(entrance) for _ in range(2)] == ["placed", "challenge_required"]
    page = [buy(entrance, Visit(SOURCE, new_token("key", clock()))) for _ in range(3)]
    assert page == ["placed", "placed", "challenge_required"]


def test_a_token_is_good_for_one_order(store: Store, clock: MovingClock) -> None:
    entrance = door(store, clock)
    visit = Visit(SOURCE, new_token("key", clock()))
    assert [buy(entrance, visit), buy(entrance, visit)] == ["placed", "challenge_required"]


def test_a_solution_is_good_for_one_order(store: Store, clock: MovingClock) -> None:
    entrance = door(store, clock)
    buy(entrance)
    visit = solved(entrance, Visit(SOURCE))
    assert [buy(entrance, visit), buy(entrance, visit)] == ["placed", "challenge_required"]


def test_no_puzzle_opens_what_is_full_until_it_begins_anew(
    store: Store, clock: MovingClock
) -> None:
    entrance = door(store, clock, LIMITS.model_copy(update={"program_orders": 5}))
    assert [buy(entrance) for _ in range(6)] == ["placed"] * 5 + ["too_many_requests"]
    desk = Desk(store, profile(), clock)
    with pytest.raises(TooManyRequests) as refused:
        place_order(desk, request(), "one-more", admission(entrance, Visit(SOURCE)))
    assert 0 < refused.value.details["retry_after"] <= HOUR.total_seconds()
    assert buy(entrance, Visit("203.0.113.8"), **by_email("an@example.com")) == "placed"
    clock.move(LIMITS.minutes * 60)
    assert buy(entrance) == "placed"


def test_an_address_is_counted_wherever_it_comes_from(store: Store, clock: MovingClock) -> None:
    entrance = door(store, clock, LIMITS.model_copy(update={"email_orders": 2}))
    told = [buy(entrance, Visit(f"203.0.113.{number}")) for number in range(3)]
    assert told == ["placed", "placed", "challenge_required"]
    assert buy(entrance, Visit("203.0.113.9"), **by_email("HOA@Example.com")) == (
        "challenge_required"
    )
    assert buy(entrance, Visit("203.0.113.9"), **by_email("an@example.com")) == "placed"


def test_what_was_not_placed_is_not_counted(store: Store, clock: MovingClock) -> None:
    entrance = door(store, clock)
    put_for_sale(store, offer(), on_hand=0)
    assert [buy(entrance) for _ in range(3)] == [OutOfStock.code] * 3
    put_for_sale(store, offer(), on_hand=9)
    assert [buy(entrance, key="same") for _ in range(3)] == ["placed"] * 3
    assert buy(entrance) == "challenge_required"


def test_the_inside_of_the_house_is_not_counted(store: Store, clock: MovingClock) -> None:
    entrance = door(store, clock)
    assert [buy(entrance, Visit("")) for _ in range(25)] == ["placed"] * 25


def test_no_address_can_be_read_out_of_the_store(store: Store, clock: MovingClock) -> None:
    order: Any = SimpleNamespace(contact=request().contact, payment="card", id="o1")
    written = [repr(write) for write in admission(door(store, clock), Visit(SOURCE))(order)]
    assert len(written) == 3
    assert not any(SOURCE in text or "hoa@example.com" in text for text in written)


def test_many_at_once_place_no_more_than_the_most(store: Store, clock: MovingClock) -> None:
    entrance = door(store, clock, LIMITS.model_copy(update={"program_orders": 100}))
    told = Tally(together(24, lambda number: buy(entrance, key=f"buyer-{number}")))
    assert told == {"placed": 5, "too_many_requests": 19}


def test_one_token_many_times_at_once_is_one_order(store: Store, clock: MovingClock) -> None:
    limits = LIMITS.model_copy(update={"program_orders": 0, "form_orders": 100})
    entrance = door(store, clock, limits)
    visit = Visit(SOURCE, new_token("key", clock()))
    told = Tally(together(16, lambda number: buy(entrance, visit, key=f"buyer-{number}")))
    assert told == {"placed": 1, "challenge_required": 15}


def decline(store: Store, clock: MovingClock, order_id: str, times: int) -> None:
    for number in range(times):
        store.transact(decline_writes(store, order_id, f"evt-{order_id}-{number}", clock()))


def card_order(store: Store, clock: MovingClock, visit: Visit, order_id: str) -> str:
    """How an order by card is let in; what must be written is."""
    order: Any = SimpleNamespace(contact=request().contact, payment="card", id=order_id)
    try:
        store.transact(admission(door(store, clock, Limits()), visit)(order))
    except ShopError as error:
        return error.code
    return "in"


def test_declined_cards_close_the_way_for_cards_only(store: Store, clock: MovingClock) -> None:
    assert card_order(store, clock, Visit(SOURCE), "o1") == "in"
    decline(store, clock, "o1", 4)
    assert card_order(store, clock, Visit(SOURCE), "o2") == "in"
    decline(store, clock, "o2", 1)
    assert card_order(store, clock, Visit(SOURCE), "o3") == "challenge_required"
    decline(store, clock, "o2", 6)
    assert card_order(store, clock, Visit(SOURCE), "o3") == "too_many_requests"
    assert card_order(store, clock, Visit("203.0.113.8"), "o4") == "in"
    assert buy(door(store, clock, Limits()), **by_email("an@example.com")) == "placed"
    clock.move(3600)
    assert card_order(store, clock, Visit(SOURCE), "o5") == "in"


def test_many_declines_from_everywhere_ask_everybody(store: Store, clock: MovingClock) -> None:
    for number in range(50):
        decline(store, clock, f"unknown-{number}", 1)
    assert card_order(store, clock, Visit("203.0.113.9"), "o1") == "challenge_required"
    assert card_order(store, clock, Visit(""), "o2") == "challenge_required"


def test_the_same_notice_counts_once(store: Store, clock: MovingClock) -> None:
    for _told in range(3):
        store.transact(decline_writes(store, "o1", "evt-1", clock()))
    assert declines(store, "", 10, 10).of_shop == 1


def test_where_an_order_came_from_is_forgotten(store: Store, clock: MovingClock) -> None:
    card_order(store, clock, Visit(SOURCE), "o1")
    found = store.get(source_key("o1"))
    assert isinstance(found, Item)
    assert found.expires_at is not None
    clock.move(24 * 3600)
    assert store.get(source_key("o1")) is None


def test_anything_can_be_counted(store: Store, clock: MovingClock) -> None:
    counter = Counter("letters#x", 2, HOUR)
    spend(store, counter, clock)
    clock.move(600)
    spend(store, counter, clock)
    with pytest.raises(TooManyRequests) as refused:
        spend(store, counter, clock)
    assert refused.value.details["retry_after"] == 3000
    clock.move(3000)
    spend(store, counter, clock)
