"""Queries by prefix, page by page, over a partition and over the secondary index."""

import json
from itertools import chain
from pathlib import Path

import pytest
from contracts.arrange import MovingClock, item, on_every_store, pages, put

from shop.errors import InvalidInput, LimitExceeded
from shop.ports import MAX_PAGE, Delete, IndexKey, Item, Key, Page, Put, Store, Update

pytestmark = on_every_store

# In code-point order, which is that of UTF-8 and not that of UTF-16.
WORDS = [
    "",
    "\0",
    "%",
    "A",
    "_",
    "a",
    "cà phê",
    "cá",
    "đ",
    "ệ",
    "中",
    "茶",
    "\uffee",
    "🍵",
    "\U0010ffff",
]


def test_a_partition_is_sorted_by_code_points(store: Store) -> None:
    names = [f"x{word}" for word in WORDS]
    store.put_many(item(Key("P", name)) for name in reversed(names))
    assert _names(store.query("P")) == names
    assert _names(store.query("P", descending=True)) == names[::-1]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("limit", [1, 3, 5, 10, 11])
def test_pages_join_without_gap_or_repetition(
    store: Store, limit: int, *, descending: bool
) -> None:
    names = [f"{n:02}" for n in range(10)]
    store.put_many(item(Key("P", name)) for name in names)
    store.put_many([item(Key("O", "05")), item(Key("Q", "05"))])
    found = [
        _names(page)
        for page in pages(
            lambda after: store.query("P", after=after, limit=limit, descending=descending)
        )
    ]
    assert list(chain(*found)) == (names[::-1] if descending else names)
    assert [len(part) for part in found[:-1]] == [limit] * (len(found) - 1)
    assert found[-1]


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("a%", ["a%", "a%b"]),
        ("a_", ["a_", "a_b"]),
        ("a", ["a", "a%", "a%b", "a:v", "a\\", "a_", "a_b", "ab"]),
        ("a:", ["a:v"]),
        ("a\\", ["a\\"]),
        ("#", ["#n"]),
        ("茶", ["茶", "茶壺"]),
        ("\U0010ffff", ["\U0010ffff", "\U0010ffff\U0010ffff"]),
        ("\ud7ff", ["\ud7ffa"]),
        ("nothing", []),
        ("\ud83d", []),
        ("x" * 1025, []),
    ],
)
def test_a_prefix_means_itself(store: Store, prefix: str, expected: list[str]) -> None:
    names = ["#n", "a", "a%", "a%b", "a:v", "a\\", "a_", "a_b", "ab", "b", "\ud7ffa", "\ue000"]
    names += ["茶", "茶壺", "荼", "\U0010ffff", "\U0010ffff\U0010ffff"]
    store.put_many(item(Key("P", name), IndexKey("I", name)) for name in names)
    assert _names(store.query("P", prefix)) == expected
    assert _names(store.query("P", prefix, descending=True)) == expected[::-1]
    assert _names(store.query_index("I", prefix)) == expected
    assert _names(store.query_index("I", prefix, descending=True)) == expected[::-1]


@pytest.mark.parametrize(
    ("after", "ascending", "descending"),
    [
        ("b2", ["b3"], ["b1"]),
        ("b2x", ["b3"], ["b2", "b1"]),
        ("b1\0", ["b2", "b3"], ["b1"]),
        ("a", ["b1", "b2", "b3"], []),
        ("c", [], ["b3", "b2", "b1"]),
        ("", ["b1", "b2", "b3"], ["b3", "b2", "b1"]),
    ],
)
def test_a_query_goes_on_behind_any_name(
    store: Store, after: str, ascending: list[str], descending: list[str]
) -> None:
    store.put_many(item(Key("P", name)) for name in ("a", "b1", "b2", "b3", "c"))
    assert _names(store.query("P", "b", after=after)) == ascending
    assert _names(store.query("P", "b", after=after, descending=True)) == descending


def test_a_page_may_begin_behind_what_was_deleted(store: Store) -> None:
    store.put_many(item(Key("P", name), IndexKey("I", name)) for name in "abcd")
    page, indexed = store.query("P", limit=2), store.query_index("I", limit=2)
    store.transact([Delete(Key("P", "b"))])
    assert _names(store.query("P", after=page.next)) == ["c", "d"]
    assert _names(store.query_index("I", after=indexed.next)) == ["c", "d"]


def test_keys_are_those_of_a_query_without_what_is_stored(store: Store) -> None:
    names = [f"x{word}" for word in WORDS]
    store.put_many(item(Key("P", name)) for name in [*reversed(names), "y"])
    store.put_many([item(Key("Q", "x"))])
    assert store.keys("P", "x") == names
    assert store.keys("P") == [*names, "y"]
    assert store.keys("P", "z") == []


def test_keys_pass_over_what_has_expired(store: Store, clock: MovingClock) -> None:
    gone = Item(Key("P", "a"), {"n": 1}, expires_at=int(clock().timestamp()) - 1)
    store.put_many([gone, item(Key("P", "b"))])
    assert store.keys("P") == ["b"]


def test_expired_items_leave_no_holes_in_pages(store: Store, clock: MovingClock) -> None:
    for n in range(12):
        expiry = clock.later(60) if n % 3 else None
        put(store, item(Key("P", f"{n:02}"), IndexKey("I", f"{n:02}"), expiry))
    clock.move(60)
    live = ["00", "03", "06", "09"]
    for ask in (store.query, store.query_index):
        name = "P" if ask == store.query else "I"
        first = ask(name, limit=3)
        assert _names(first) == live[:3]
        last = ask(name, limit=3, after=first.next)
        assert _names(last) == live[3:]
        assert last.next is None
        assert ask(name, limit=4).next is None


def test_the_index_holds_what_has_a_place_in_it(store: Store) -> None:
    put(store, item(Key("A", "1"), IndexKey("I", "2")), item(Key("B", "1"), IndexKey("I", "1")))
    put(store, item(Key("C", "1")), item(Key("D", "1"), IndexKey("J", "1")))
    found = store.query_index("I").items
    assert [each.key.pk for each in found] == ["B", "A"]
    assert found[0] == Item(Key("B", "1"), {}, IndexKey("I", "1"), version=1)


def test_an_item_moves_in_the_index_and_leaves_it(store: Store) -> None:
    key = Key("A", "1")
    put(store, item(key, IndexKey("I", "1"), n=1))
    store.transact([Update(key, add={"n": 1})])
    assert [each.data for each in store.query_index("I", "1").items] == [{"n": 2}]
    put(store, item(key, IndexKey("I", "2")))
    assert _places(store.query_index("I")) == ["2"]
    put(store, item(key, IndexKey("J", "2")))
    assert store.query_index("I").items == []
    assert _places(store.query_index("J")) == ["2"]
    put(store, item(key))
    assert store.query_index("J").items == []
    put(store, item(key, IndexKey("J", "3")))
    store.transact([Delete(key)])
    assert store.query_index("J").items == []


@pytest.mark.parametrize("descending", [False, True])
def test_pages_of_the_index_pass_over_equal_places(store: Store, *, descending: bool) -> None:
    keys = {Key(f"P{n % 3}", f"{n:02}") for n in range(12)}
    store.put_many(item(key, IndexKey("I", "same")) for key in keys)
    found = [
        each.key
        for page in pages(
            lambda after: store.query_index("I", "sa", after=after, limit=5, descending=descending)
        )
        for each in page.items
    ]
    assert len(found) == len(keys)
    assert set(found) == keys


def test_pages_of_the_index_keep_to_the_prefix(store: Store) -> None:
    places = ["a1", "b1", "b2", "b3", "c1"]
    store.put_many(item(Key(f"P{place}", "1"), IndexKey("I", place)) for place in places)
    assert [
        _places(page) for page in pages(lambda a: store.query_index("I", "b", after=a, limit=2))
    ] == [
        ["b1", "b2"],
        ["b3"],
    ]
    elsewhere = store.query_index("I", limit=1).next
    assert _places(store.query_index("I", "b", after=elsewhere)) == ["b1", "b2", "b3"]
    assert _places(store.query_index("I", "b", after=elsewhere, descending=True)) == []


@pytest.mark.parametrize("after", ["x", "[]", '["a"]', "[1,2,3]", '["a","","c"]', "\ud83d", "{}"])
def test_the_index_refuses_places_that_it_never_gave(store: Store, after: str) -> None:
    with pytest.raises(InvalidInput):
        store.query_index("I", after=after)


@pytest.mark.parametrize("after", ["\ud83d", "x" * 1025])
def test_a_query_refuses_places_that_cannot_be(store: Store, after: str) -> None:
    with pytest.raises(InvalidInput):
        store.query("P", after=after)


@pytest.mark.parametrize("limit", [0, -1, MAX_PAGE + 1])
def test_a_page_has_one_to_a_thousand_items(store: Store, limit: int) -> None:
    with pytest.raises(LimitExceeded):
        store.query("P", limit=limit)
    with pytest.raises(LimitExceeded):
        store.query_index("P", limit=limit)


def test_a_full_page_holds_a_thousand(store: Store) -> None:
    store.put_many(item(Key("P", f"{n:04}"), text="x" * 100) for n in range(MAX_PAGE + 1))
    first = store.query("P")
    assert len(first.items) == MAX_PAGE
    assert _names(store.query("P", after=first.next)) == ["1000"]


def test_large_items_fill_pages_all_the_same(store: Store) -> None:
    """DynamoDB answers at most 1 MB at once."""
    for n in range(8):
        store.transact([Put(item(Key("P", str(n)), text="x" * 300_000))])
    page = store.query("P", limit=7)
    assert _names(page) == list("0123456")
    assert _names(store.query("P", after=page.next)) == ["7"]


def test_naughty_strings_sort_as_keys(store: Store, shared: Path) -> None:
    file = shared / "specs" / "naughty-strings" / "blns.json"
    if not file.exists():
        pytest.skip("the list of naughty strings is not there")
    names = sorted(
        {text for text in json.loads(file.read_bytes()) if 0 < len(text.encode()) <= 1024}
    )
    store.put_many(item(Key("P", name), name=name) for name in names)
    found = [
        each for page in pages(lambda a: store.query("P", after=a, limit=97)) for each in page.items
    ]
    assert [each.key.sk for each in found] == names
    assert [each.data["name"] for each in found] == names


def _names(page: Page) -> list[str]:
    return [each.key.sk for each in page.items]


def _places(page: Page) -> list[str]:
    return [each.index.sk for each in page.items if each.index]
