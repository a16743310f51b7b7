"""What no store takes: too much, too deep, or no JSON."""

from collections.abc import Callable
from typing import Any

import pytest
from contracts.arrange import KEY, OTHER, item, on_every_store, put

from shop.errors import LimitExceeded, StoreError
from shop.ports import (
    MAX_ITEM_BYTES,
    MAX_TRANSACTION_ITEMS,
    MAX_WRITE_FIELDS,
    Absent,
    Check,
    FieldAtLeast,
    FieldIs,
    IndexKey,
    Key,
    Put,
    Store,
    Update,
)

pytestmark = on_every_store


def test_a_hundred_items_go_through_and_no_more(store: Store) -> None:
    writes = [Put(item(Key("P", f"{n:03}"))) for n in range(MAX_TRANSACTION_ITEMS + 1)]
    with pytest.raises(LimitExceeded, match="100"):
        store.transact(writes)
    assert store.query("P").items == []
    store.transact(writes[:-1])
    assert len(store.query("P").items) == MAX_TRANSACTION_ITEMS


def test_a_transaction_names_each_key_once(store: Store) -> None:
    with pytest.raises(StoreError, match="twice"):
        store.transact([Put(item()), Check(KEY, (Absent(),))])
    assert store.get(KEY) is None


def test_an_item_has_four_hundred_kilobytes_at_most(
    store: Store, not_with: Callable[[str, str], None]
) -> None:
    not_with("moto", "draws the line somewhat earlier")
    room = MAX_ITEM_BYTES - 200
    put(store, item(text="x" * room))
    store.put_many([item(OTHER, text="é" * (room // 2))])
    for text in ("x" * MAX_ITEM_BYTES, "é" * (MAX_ITEM_BYTES // 2)):
        with pytest.raises(LimitExceeded, match=str(MAX_ITEM_BYTES)):
            put(store, item(text=text))
        with pytest.raises(LimitExceeded):
            store.put_many([item(text=text)])
    assert len(str(store.get(KEY).data["text"])) == room


def test_an_item_cannot_grow_beyond_its_limit(
    store: Store, not_with: Callable[[str, str], None]
) -> None:
    not_with("moto", "lets an update grow an item without end")
    half = "x" * (MAX_ITEM_BYTES // 2)
    put(store, item(a=half))
    with pytest.raises(LimitExceeded):
        store.transact([Update(KEY, set={"b": half})])
    assert set(store.get(KEY).data) == {"a"}


def test_a_transaction_has_four_megabytes_at_most(store: Store) -> None:
    with pytest.raises(LimitExceeded):
        store.transact([Put(item(Key("P", str(n)), text="x" * 390_000)) for n in range(11)])
    assert store.query("P").items == []


@pytest.mark.parametrize(
    "value",
    [
        0.5,
        [1.0],
        {"a": float("nan")},
        b"x",
        {1: 2},
        {"": 1},
        {"a"},
        pytest.param(object(), id="object"),
    ],
    ids=repr,
)
def test_only_json_without_floats_is_stored(store: Store, value: Any) -> None:
    for write in (Put(item(a=value)), Update(KEY, set={"a": value})):
        with pytest.raises(StoreError):
            store.transact([write])
    with pytest.raises(StoreError):
        store.put_many([item(a=value)])
    assert store.get(KEY) is None


def test_more_than_fits_an_expression_is_refused(store: Store) -> None:
    fields = {f"field-{n}": n for n in range(MAX_WRITE_FIELDS + 1)}
    with pytest.raises(LimitExceeded):
        store.transact([Update(KEY, add=fields)])
    with pytest.raises(LimitExceeded):
        store.transact([Check(KEY, tuple(FieldIs(name, n) for name, n in fields.items()))])
    fields.popitem()
    store.transact([Update(KEY, add=fields)])
    held = tuple(FieldAtLeast(name, n) for name, n in fields.items())
    store.transact([Update(KEY, add=fields, conditions=held)])
    assert store.get(KEY).data == {name: 2 * n for name, n in fields.items()}


def test_a_field_is_added_to_or_set(store: Store) -> None:
    with pytest.raises(StoreError, match="both"):
        store.transact([Update(KEY, add={"n": 1}, set={"n": 2})])
    with pytest.raises(StoreError, match="whole numbers"):
        store.transact([Update(KEY, add={"n": 0.5})])  # type: ignore[dict-item]


@pytest.mark.parametrize("value", [2**63, -(2**63)])
def test_numbers_have_sixty_three_bits(store: Store, value: int) -> None:
    with pytest.raises(LimitExceeded):
        put(store, item(n=value))


def test_depth_has_a_limit(store: Store) -> None:
    def nested(depth: int) -> Any:
        return [nested(depth - 1)] if depth else 1

    put(store, item(a=nested(30)))
    assert store.get(KEY).data == {"a": nested(30)}
    with pytest.raises(LimitExceeded):
        put(store, item(a=nested(31)))


@pytest.mark.parametrize(
    ("key", "index"),
    [
        (Key("", "a"), None),
        (Key("a", ""), None),
        (Key("a" * 2049, "a"), None),
        (Key("a", "é" * 513), None),
        (KEY, IndexKey("", "a")),
        (KEY, IndexKey("a", "")),
        (KEY, IndexKey("a", "b" * 1025)),
    ],
)
def test_keys_have_limits(store: Store, key: Key, index: IndexKey | None) -> None:
    with pytest.raises(LimitExceeded):
        put(store, item(key, index))
    with pytest.raises(LimitExceeded):
        store.put_many([item(key, index)])


def test_the_longest_keys_fit(store: Store) -> None:
    key, index = Key("a" * 2048, "é" * 512), IndexKey("b" * 2048, "c" * 1024)
    put(store, item(key, index, n=1))
    assert store.get(key).data == {"n": 1}
    assert [each.key for each in store.query_index(index.pk, index.sk).items] == [key]
