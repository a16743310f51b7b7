"""Conditions, the reasons of a cancelled transaction, and all or nothing."""

from collections.abc import Callable

import pytest
from contracts.arrange import KEY, OTHER, MovingClock, item, on_every_store, put, reasons

from shop.errors import TransactionCancelled
from shop.ports import (
    Absent,
    Check,
    Condition,
    Delete,
    FieldAtLeast,
    FieldIs,
    IndexKey,
    Item,
    Key,
    Present,
    Put,
    Store,
    Update,
    VersionIs,
    Write,
)

pytestmark = on_every_store

THIRD = Key("SKU#3", "STOCK")
STORED = {"n": 5, "text": "5", "yes": True, "one": 1, "zero": 0, "none": None, "list": [1]}

HOLD = [
    Present(),
    VersionIs(1),
    FieldIs("n", 5),
    FieldIs("text", "5"),
    FieldIs("yes", True),
    FieldIs("one", 1),
    FieldIs("zero", 0),
    FieldIs("none", None),
    FieldAtLeast("n", 5),
    FieldAtLeast("n", -1),
]
FAIL = [
    Absent(),
    VersionIs(0),
    VersionIs(2),
    FieldIs("n", 6),
    FieldIs("n", "5"),
    FieldIs("n", True),
    FieldIs("text", 5),
    FieldIs("yes", 1),
    FieldIs("yes", False),
    FieldIs("one", True),
    FieldIs("zero", False),
    FieldIs("none", ""),
    FieldIs("none", False),
    FieldIs("missing", None),
    FieldIs("list", "1"),
    FieldAtLeast("n", 6),
    FieldAtLeast("missing", 0),
    FieldAtLeast("text", 1),
    FieldAtLeast("yes", 0),
    FieldAtLeast("none", 0),
]
UNTYPED = [
    FieldIs("yes", 1),
    FieldIs("one", True),
    FieldIs("zero", False),
    FieldIs("missing", None),
    FieldAtLeast("text", 1),
    FieldAtLeast("yes", 0),
]
HOLD_FOR_NOTHING = [Absent(), VersionIs(0)]
FAIL_FOR_NOTHING = [Present(), VersionIs(1), FieldIs("n", None), FieldAtLeast("n", 0)]


def every_write(*conditions: Condition) -> list[Write]:
    return [
        Put(item(a=1), conditions),
        Update(KEY, add={"n": 1}, conditions=conditions),
        Delete(KEY, conditions),
        Check(KEY, conditions),
    ]


@pytest.mark.parametrize("condition", HOLD, ids=repr)
def test_a_condition_lets_writes_through(store: Store, condition: Condition) -> None:
    for write in every_write(condition):
        store.transact([Delete(KEY)])
        put(store, item(**STORED))
        assert reasons(store, write) == []


@pytest.mark.parametrize("condition", FAIL, ids=repr)
def test_a_condition_stops_writes(
    store: Store, condition: Condition, not_with: Callable[[str, str], None]
) -> None:
    if condition in UNTYPED:
        not_with("moto", "compares without regard to types")
    put(store, item(**STORED))
    for write in every_write(condition):
        assert reasons(store, write) == [condition]
    assert store.get(KEY) == Item(KEY, STORED, version=1)


@pytest.mark.parametrize("condition", HOLD_FOR_NOTHING, ids=repr)
def test_a_condition_holds_for_nothing(
    store: Store, clock: MovingClock, condition: Condition
) -> None:
    for write in every_write(condition):
        store.transact([Delete(KEY)])
        assert reasons(store, write) == []
    put(store, item(expires_at=clock.later(60), n=5))
    clock.move(60)
    assert reasons(store, Check(KEY, (condition,))) == []
    assert reasons(store, Update(KEY, add={"n": 1}, conditions=(condition,))) == [Present()]
    assert reasons(store, Delete(KEY, (condition,))) == []
    assert reasons(store, Put(item(n=1), (condition,))) == []


@pytest.mark.parametrize("condition", FAIL_FOR_NOTHING, ids=repr)
def test_a_condition_fails_for_nothing(
    store: Store, clock: MovingClock, condition: Condition
) -> None:
    for write in every_write(condition):
        assert reasons(store, write) == [condition]
    assert store.get(KEY) is None
    put(store, item(expires_at=clock.later(60), n=5))
    clock.move(60)
    for write in every_write(condition):
        assert reasons(store, write) == [condition]


def test_an_item_with_time_left_meets_conditions(store: Store, clock: MovingClock) -> None:
    put(store, item(expires_at=clock.later(60), n=5))
    clock.move(59)
    held = (Present(), VersionIs(1), FieldIs("n", 5), FieldAtLeast("n", 5))
    assert reasons(store, Check(KEY, held)) == []
    assert reasons(store, Put(item(), (Absent(),))) == [Absent()]


def test_the_first_of_several_conditions_is_named(store: Store) -> None:
    put(store, item(n=5, a="b"))
    failing = FieldAtLeast("n", 6)
    conditions = (Present(), FieldIs("a", "b"), failing, FieldIs("a", "c"), VersionIs(1))
    assert reasons(store, Update(KEY, add={"n": -6}, conditions=conditions)) == [failing]


def test_each_write_gets_its_own_reason(store: Store) -> None:
    put(store, item(n=1), item(OTHER, n=9))
    assert reasons(
        store,
        Update(KEY, add={"n": -2}, conditions=(FieldAtLeast("n", 2),)),
        Update(OTHER, add={"n": -2}, conditions=(FieldAtLeast("n", 2),)),
        Put(item(THIRD)),
        Check(Key("none", "none"), (Present(),)),
    ) == [FieldAtLeast("n", 2), None, None, Present()]


def test_a_cancelled_transaction_leaves_no_trace(store: Store) -> None:
    put(store, item(n=1), item(OTHER, IndexKey("I", "1"), n=1))
    assert reasons(
        store,
        Put(item(n=2)),
        Delete(OTHER),
        Update(THIRD, add={"n": 1}),
        Check(Key("none", "none"), (Present(),)),
    ) == [None, None, None, Present()]
    assert store.get_many([KEY, OTHER, THIRD]) == {
        KEY: Item(KEY, {"n": 1}, version=1),
        OTHER: Item(OTHER, {"n": 1}, IndexKey("I", "1"), version=1),
    }


def test_updates_of_present_and_absent_items_mix(store: Store) -> None:
    put(store, item(n=1))
    store.transact(
        [
            Update(KEY, add={"n": 1}),
            Update(OTHER, add={"n": 1}),
            Update(THIRD, set={"a": 1}, conditions=(Absent(),)),
        ]
    )
    found = store.get_many([KEY, OTHER, THIRD])
    assert [found[key].data for key in (KEY, OTHER, THIRD)] == [{"n": 2}, {"n": 1}, {"a": 1}]


def test_a_reason_beside_the_creation_of_an_item(store: Store) -> None:
    put(store, item(n=0))
    assert reasons(
        store,
        Update(OTHER, add={"n": 1}),
        Update(KEY, add={"n": -1}, conditions=(FieldAtLeast("n", 1),)),
    ) == [None, FieldAtLeast("n", 1)]
    assert store.get(OTHER) is None


def test_a_check_without_conditions_checks_nothing(store: Store) -> None:
    store.transact([Check(KEY, ()), Put(item(OTHER))])
    assert store.get(KEY) is None
    assert store.get(OTHER) is not None


def test_the_error_is_a_sentence(store: Store) -> None:
    with pytest.raises(TransactionCancelled, match="write 1: Present"):
        store.transact([Put(item()), Check(OTHER, (Present(),))])
