"""What every store does with single items: values, versions, expiry, index places, bulk writes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from contracts.arrange import KEY, OTHER, MovingClock, item, on_every_store, put, reasons

from shop.errors import InvalidInput, StoreError
from shop.ports import (
    Delete,
    FieldIs,
    IndexKey,
    Item,
    Key,
    Present,
    Put,
    Store,
    Update,
    VersionIs,
)

pytestmark = on_every_store

MANY = 250


def test_nothing_is_found_where_nothing_was_put(store: Store) -> None:
    assert store.get(KEY) is None
    assert store.get_many([KEY, OTHER]) == {}


def test_an_item_comes_back_as_it_was_put(store: Store, clock: MovingClock) -> None:
    data = {
        "text": "Trà sen Tây Hồ 西湖蓮花茶 🍵",
        "empty": "",
        "nul": "a\0b",
        "number": -(10**18),
        "largest": 2**63 - 1,
        "true": True,
        "nothing": None,
        "list": [1, "1", [], {}, None, False],
        "object": {"pk": "inner", "a.b": {"#n0": [":v0"]}},
        "reserved": {"name": "SELECT"},
    }
    original = Item(KEY, data, IndexKey("OUTBOX", "2026"), clock.later(60))
    put(store, original)
    found = store.get(KEY)
    assert found == Item(KEY, data, original.index, original.expires_at, version=1)
    assert [type(value) for value in found.data.values()] == [type(v) for v in data.values()]


def test_the_caller_cannot_choose_the_version(store: Store) -> None:
    put(store, Item(KEY, {}, version=77))
    assert store.get(KEY).version == 1


def test_every_transaction_counts_the_version_on(store: Store) -> None:
    put(store, item(a=1))
    put(store, item(a=2))
    store.transact([Update(KEY, add={"a": 1})])
    store.transact([Update(KEY)])
    assert store.get(KEY) == Item(KEY, {"a": 3}, version=4)


def test_put_replaces_everything(store: Store, clock: MovingClock) -> None:
    put(store, item(index=IndexKey("I", "1"), expires_at=clock.later(60), a=1, b=2))
    put(store, item(c=3))
    assert store.get(KEY) == Item(KEY, {"c": 3}, version=2)
    assert store.query_index("I").items == []


def test_a_deleted_item_is_gone_and_may_be_deleted_again(store: Store) -> None:
    put(store, item(a=1))
    store.transact([Delete(KEY)])
    store.transact([Delete(KEY)])
    assert store.get(KEY) is None


def test_keys_of_different_partitions_do_not_meet(store: Store) -> None:
    put(store, item(Key("a", "bc"), n=1), item(Key("ab", "c"), n=2))
    assert store.get(Key("a", "bc")).data == {"n": 1}
    assert store.get(Key("ab", "c")).data == {"n": 2}


def test_update_adds_sets_and_keeps_the_rest(store: Store, clock: MovingClock) -> None:
    original = item(index=IndexKey("I", "1"), expires_at=clock.later(60), kept="yes", n=5, old=1)
    put(store, original)
    store.transact([Update(KEY, add={"n": -2, "new": 3}, set={"old": {"deep": [1]}, "x": None})])
    data = {"kept": "yes", "n": 3, "old": {"deep": [1]}, "new": 3, "x": None}
    assert store.get(KEY) == Item(KEY, data, original.index, original.expires_at, 2)


def test_update_creates_an_absent_item(store: Store) -> None:
    store.transact([Update(KEY, add={"n": 2}, set={"a": "b"}), Update(OTHER)])
    assert store.get(KEY) == Item(KEY, {"n": 2, "a": "b"}, version=1)
    assert store.get(OTHER) == Item(OTHER, {}, version=1)


def test_adding_to_what_is_no_number_is_refused(
    store: Store, not_with: Callable[[str, str], None]
) -> None:
    not_with("ministack", "adds to text that looks like a number")
    put(store, item(n="5"))
    with pytest.raises(StoreError):
        store.transact([Update(KEY, add={"n": 1}), Put(item(OTHER))])
    assert store.get(KEY).data == {"n": "5"}
    assert store.get(OTHER) is None


def test_what_has_expired_is_not_read(store: Store, clock: MovingClock) -> None:
    put(store, item(expires_at=clock.later(60), a=1), item(OTHER, expires_at=clock.later(61)))
    clock.move(59)
    assert store.get(KEY).data == {"a": 1}
    clock.move(1)
    assert store.get(KEY) is None
    assert set(store.get_many([KEY, OTHER])) == {OTHER}


def test_what_has_expired_can_be_put_anew(store: Store, clock: MovingClock) -> None:
    put(store, item(expires_at=clock.later(60), a=1))
    clock.move(61)
    assert reasons(store, Put(item(b=2), (VersionIs(0),))) == []
    assert store.get(KEY).data == {"b": 2}


def test_an_update_does_not_revive_what_has_expired(store: Store, clock: MovingClock) -> None:
    put(store, item(expires_at=clock.later(60), n=1))
    clock.move(60)
    assert reasons(store, Update(KEY, add={"n": 1})) == [Present()]
    assert store.get(KEY) is None


def test_many_items_are_put_read_and_deleted(store: Store) -> None:
    items = [item(Key("P", f"{n:03}"), IndexKey("I", f"{n:03}"), n=n) for n in range(MANY)]
    keys = [each.key for each in items]
    store.put_many(iter(items))
    found = store.get_many([*keys, *keys[:50], KEY])
    assert {key: each.data["n"] for key, each in found.items()} == {k: int(k.sk) for k in keys}
    assert len(store.query_index("I").items) == MANY
    store.delete_many(iter(keys))
    assert store.get_many(keys) == {}
    assert store.query("P").items == []


def test_one_fact_is_read_of_many_partitions(store: Store, clock: MovingClock) -> None:
    items = [item(Key(f"SKU#{n:03} é", "STOCK"), on_hand=n) for n in range(MANY)]
    other = item(Key("SKU#001 é", "OFFER"), price=1)
    brief = item(Key("SKU#brief", "STOCK"), expires_at=clock.later(60), on_hand=1)
    store.put_many([*items, other, brief])
    clock.move(60)
    pks = [each.key.pk for each in items]
    asked = [*pks, *pks[:5], "SKU#brief", "SKU#none", "", "x" * 3000, "\ud800"]
    assert store.get_across(iter(asked), "STOCK") == {i.key.pk: i.data for i in items}
    assert store.get_across(pks, "NONE") == store.get_across(pks, "") == {}
    assert store.get_across([], "STOCK") == {}


def test_of_items_with_one_key_the_last_is_kept(store: Store) -> None:
    store.put_many(item(n=n) for n in range(MANY))
    assert store.get(KEY).data == {"n": MANY - 1}


def test_a_bulk_write_changes_the_version(store: Store) -> None:
    put(store, item(n=1))
    versions = [store.get(KEY).version]
    for n in (2, 3):
        store.put_many([item(n=n)])
        versions.append(store.get(KEY).version)
    store.transact([Update(KEY, add={"n": 1}, conditions=(VersionIs(versions[-1]),))])
    assert store.get(KEY) == Item(KEY, {"n": 4}, version=versions[-1] + 1)
    assert versions == sorted(set(versions))


def test_nothing_many_times_is_nothing(store: Store) -> None:
    store.put_many([])
    store.delete_many([])
    store.transact([])
    assert store.get_many([]) == {}


def test_a_closed_store_says_so(store: Store) -> None:
    store.get(KEY)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.get(KEY)


def test_naughty_strings_survive_as_values_and_names(store: Store, shared: Path) -> None:
    strings = _naughty(shared)
    data = {"list": strings, "names": {text: n for n, text in enumerate(strings) if text}}
    put(store, item(**data))
    assert store.get(KEY).data == data


def test_naughty_strings_survive_as_fields_and_conditions(store: Store, shared: Path) -> None:
    strings = [text for text in _naughty(shared) if text]
    for start in range(0, len(strings), 30):
        part = strings[start : start + 30]
        store.transact([Update(KEY, set={text: text for text in part})])
        conditions = tuple(FieldIs(text, text) for text in part)
        assert reasons(store, Update(KEY, set={part[0]: 1}, conditions=conditions)) == []


def test_half_a_character_is_refused_in_writes(store: Store) -> None:
    half = "caf\ud83d"
    for write in (
        Put(item(a=half)),
        Put(item(a=[{half: 1}])),
        Put(item(Key("P", half))),
        Update(KEY, set={"a": half}),
        Put(item(), (FieldIs("a", half),)),
    ):
        with pytest.raises(InvalidInput, match="half a character"):
            store.transact([write])
    with pytest.raises(InvalidInput):
        store.put_many([item(a=half)])


@pytest.mark.parametrize("text", ["", "\ud83d", "x" * 2049, "é" * 1025])
def test_reading_what_cannot_be_a_key_finds_nothing(store: Store, text: str) -> None:
    assert store.get(Key(text, "sk")) is None
    assert store.get(Key("pk", text)) is None
    assert store.get_many([Key("pk", text)]) == {}
    assert store.query(text).items == ()
    assert store.query_index(text).items == ()


def _naughty(shared: Path) -> list[str]:
    file = shared / "specs" / "naughty-strings" / "blns.json"
    if not file.exists():
        pytest.skip("the list of naughty strings is not there")
    strings: list[str] = json.loads(file.read_bytes())
    return list(dict.fromkeys(strings))
