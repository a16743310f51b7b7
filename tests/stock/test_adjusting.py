"""What the owner finds, breaks and gives away."""

import pytest
from contracts.arrange import MovingClock

from shop.errors import InvalidInput, OutOfStock
from shop.ports import Store
from shop.stock.ledger import adjust, on_hand
from shop.stock.movements import Pieces, audit, movements, pieces


def test_an_adjustment_has_a_cause_and_an_actor(store: Store, clock: MovingClock) -> None:
    adjust(store, "A", 4, "found in the attic", "mai", clock)
    adjust(store, "A", -1, "broken", "an", clock)
    assert pieces(store, "A") == Pieces(3, 0, 0)
    told = {(m.cause, m.actor, m.on_hand) for m in movements(store, "A").items}
    assert told == {("found in the attic", "mai", 4), ("broken", "an", -1)}
    assert list(audit(store, ["A"])) == []


def test_no_more_goes_than_is_there(store: Store, clock: MovingClock) -> None:
    adjust(store, "A", 2, "found", "mai", clock)
    with pytest.raises(OutOfStock) as refused:
        adjust(store, "A", -3, "broken", "mai", clock)
    assert refused.value.details["problems"] == [
        {"code": "out_of_stock", "sku": "A", "available": 2}
    ]
    with pytest.raises(OutOfStock):
        adjust(store, "NEVER-SEEN", -1, "broken", "mai", clock)
    assert on_hand(store, ["A", "NEVER-SEEN"]) == {"A": 2}


def test_a_double_click_adjusts_once(store: Store, clock: MovingClock) -> None:
    for _click in range(2):
        adjust(store, "A", 2, "found", "mai", clock, once="form-1")
        clock.move(1)
    assert on_hand(store, ["A"]) == {"A": 2}


def test_a_double_click_that_takes_the_last_ones_is_no_error(
    store: Store, clock: MovingClock
) -> None:
    adjust(store, "A", 2, "found", "mai", clock)
    for _click in range(2):
        adjust(store, "A", -2, "lost", "mai", clock, once="form-1")
    assert on_hand(store, ["A"]) == {"A": 0}


@pytest.mark.parametrize(("delta", "cause"), [(0, "count"), (1, ""), (1, "  ")])
def test_an_adjustment_of_nothing_or_for_nothing_is_refused(
    store: Store, clock: MovingClock, delta: int, cause: str
) -> None:
    with pytest.raises(InvalidInput):
        adjust(store, "A", delta, cause, "mai", clock)
