"""Pieces move between on hand, held and sold, each time for a reason and never twice."""

from collections.abc import Callable, Iterable

import pytest
from contracts.arrange import MovingClock

from shop.errors import TransactionCancelled
from shop.ports import FieldAtLeast, Store, Update, Write
from shop.stock.holds import (
    claim_writes,
    hold_writes,
    release_writes,
    restock_writes,
    sell_writes,
    stock_key,
)
from shop.stock.ledger import adjust, set_many_on_hand
from shop.stock.movements import Pieces, audit, movements, pieces

MOMENT = "2026-11-22T08:30:00.000000Z"
LATER = "2026-11-23T08:30:00.000000Z"


@pytest.fixture(autouse=True)
def _shelf(store: Store, clock: MovingClock) -> None:
    set_many_on_hand(store, {"A": 5, "B": 5}, "count", "mai", clock)


def act(store: Store, *writes: Iterable[Write]) -> None:
    store.transact([write for some in writes for write in some])


def causes(store: Store, sku: str = "A") -> list[str]:
    """Newest first."""
    return [movement.cause for movement in movements(store, sku).items]


def test_a_piece_is_held_then_sold_then_back_on_the_shelf(store: Store) -> None:
    act(store, hold_writes({"A": 3}, "o1", MOMENT))
    assert pieces(store, "A") == Pieces(2, 3, 0)
    act(store, claim_writes({"A": 3}, "o1", MOMENT))
    assert pieces(store, "A") == Pieces(2, 0, 3)
    act(store, restock_writes({"A": 1}, "o1", MOMENT, "refund-1"))
    act(store, restock_writes({"A": 2}, "o1", MOMENT, "refund-2"))
    assert pieces(store, "A") == Pieces(5, 0, 0)
    assert list(audit(store, ["A", "B"])) == []


def test_a_released_order_can_be_sold_after_all(store: Store) -> None:
    act(store, hold_writes({"A": 5}, "o1", MOMENT))
    act(store, release_writes({"A": 5}, "o1", MOMENT))
    assert pieces(store, "A") == Pieces(5, 0, 0)
    act(store, sell_writes({"A": 5}, "o1", MOMENT))
    assert pieces(store, "A") == Pieces(0, 0, 5)
    assert list(audit(store, ["A"])) == []


def test_more_than_there_is_moves_nothing_at_all(store: Store) -> None:
    with pytest.raises(TransactionCancelled) as refused:
        act(store, hold_writes({"B": 6, "A": 1}, "o1", MOMENT))
    assert refused.value.reasons == (None, None, FieldAtLeast("on_hand", 6), None)
    for writes in (claim_writes, release_writes):
        with pytest.raises(TransactionCancelled):
            act(store, writes({"A": 1}, "o1", MOMENT))
    with pytest.raises(TransactionCancelled):
        act(store, restock_writes({"A": 1}, "o1", MOMENT, "r"))
    assert pieces(store, "A") == pieces(store, "B") == Pieces(5, 0, 0)


@pytest.mark.parametrize("writes", [hold_writes, claim_writes, release_writes, sell_writes])
def test_an_order_does_each_thing_once_whenever_it_is_tried(
    store: Store, writes: Callable[..., Iterable[Write]]
) -> None:
    act(store, hold_writes({"A": 2}, "other", MOMENT))
    act(store, writes({"A": 1}, "o1", MOMENT))
    before = pieces(store, "A")
    with pytest.raises(TransactionCancelled):
        act(store, writes({"A": 1}, "o1", LATER))
    assert pieces(store, "A") == before
    act(store, writes({"A": 1}, "o1", LATER, "edited"))
    assert pieces(store, "A") != before


def test_the_same_refund_restocks_once(store: Store) -> None:
    act(store, sell_writes({"A": 2}, "o1", MOMENT))
    act(store, restock_writes({"A": 1}, "o1", MOMENT, "r1"))
    with pytest.raises(TransactionCancelled):
        act(store, restock_writes({"A": 1}, "o1", LATER, "r1"))
    assert pieces(store, "A") == Pieces(4, 0, 1)


def test_everybody_takes_skus_in_the_same_order(store: Store) -> None:
    one = hold_writes({"A": 1, "B": 1}, "o1", MOMENT)
    assert list(one) == list(hold_writes({"B": 1, "A": 1}, "o1", MOMENT))


def test_what_is_not_wanted_is_not_written(store: Store) -> None:
    assert list(hold_writes({"A": 0}, "o1", MOMENT)) == []


def test_a_back_order_is_counted_as_owed(store: Store) -> None:
    act(store, hold_writes({"A": 8, "NEW": 2}, "o1", MOMENT, back_orders={"A", "NEW"}))
    assert pieces(store, "A") == Pieces(-3, 8, 0)
    assert pieces(store, "NEW") == Pieces(-2, 2, 0)
    assert [each.cause for each in movements(store, "A").items if each.back_order] == ["hold"]
    act(store, claim_writes({"A": 8, "NEW": 2}, "o1", MOMENT))
    assert list(audit(store, ["A", "NEW"])) == []
    with pytest.raises(TransactionCancelled):
        act(store, hold_writes({"A": 1}, "o2", MOMENT))


def test_a_movement_that_is_missing_is_found(store: Store) -> None:
    update, _movement = hold_writes({"A": 1}, "o1", MOMENT)
    store.transact([update])
    (fault,) = audit(store, ["A", "B"])
    assert (fault.sku, fault.pieces, fault.moved) == ("A", Pieces(4, 1, 0), Pieces(5, 0, 0))


def test_more_owed_than_promised_is_found(store: Store) -> None:
    act(store, hold_writes({"A": 6}, "o1", MOMENT, back_orders={"A"}))
    assert list(audit(store, ["A"])) == []
    _condition, movement = hold_writes({"B": 6}, "o1", MOMENT)
    store.transact([Update(stock_key("B"), {"on_hand": -6, "held": 6}), movement])
    (fault,) = audit(store, ["B"])
    assert fault.pieces == fault.moved == Pieces(-1, 6, 0)


def test_movements_are_listed_by_the_page_newest_first(store: Store, clock: MovingClock) -> None:
    for number in range(5):
        clock.move(1)
        adjust(store, "A", 1, f"found-{number}", "mai", clock)
    first = movements(store, "A", limit=4)
    assert [movement.cause for movement in first.items] == [
        "found-4", "found-3", "found-2", "found-1"
    ]  # fmt: skip
    rest = movements(store, "A", after=first.next, limit=4)
    assert [movement.cause for movement in rest.items] == ["found-0", "count"]
    assert rest.next is None
    assert rest.items[1].actor == "mai"


def test_movements_of_an_order_say_where_the_pieces_went(store: Store) -> None:
    act(store, hold_writes({"A": 3}, "o1", LATER.replace("2026", "2999")))
    newest = movements(store, "A").items[0]
    assert (newest.cause, newest.order, newest.on_hand, newest.held) == ("hold", "o1", -3, 3)
    assert newest.at.startswith("2999-11-23")
