"""What builders leave for each other in the store, on every store."""

from contracts.arrange import MovingClock

from shop.ports import MAX_TRANSACTION_ITEMS, Store
from shop.rebuilds.service import forget, mark, waiting
from shop.rebuilds.standing import Held, built, held, hold, hold_again, let_go, standing


def test_what_was_built_is_said_with_the_marks_that_are_forgotten(store: Store) -> None:
    assert standing(store).built is None
    for number in range(MAX_TRANSACTION_ITEMS + 1):
        mark(store, handles=[f"p-{number}"])
    done = waiting(store)
    mark(store, handles=["later"])
    forget(store, done, built("first"))
    assert standing(store).built == "first"
    assert waiting(store).handles == {"later"}
    forget(store, waiting(store), built("second"), let_go())
    assert standing(store) == ("second", None)
    assert waiting(store).marks == ()


def test_pages_are_held_until_they_are_let_go(store: Store, clock: MovingClock) -> None:
    assert held(store) is None
    hold(store, 7, clock)
    first = held(store)
    assert first
    assert first.edition == 7
    assert standing(store).held == first
    hold(store, 8, clock)
    hold_again(store, first)
    assert held(store) == first
    store.transact([let_go()])
    assert held(store) is None
    hold_again(store, Held(9, first.since))
    hold_again(store, None)
    assert held(store) is None
