"""What every collection promises: a change costs its buckets and leaves what building anew does."""

from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.collections.assembly import collections_for
from generator.collections.model import bucket_of, by_bucket, shards
from generator.source import Entry
from shop.catalogue.model import ProductText

from .shelf import BASE, collection, entry, facts, poured, product, put, take, usd, variant, written

NAMES = [each.name for each in collections_for(facts(), BASE, 1)]
SIZES = (3, 5000)  # loaded whole, and in shards

some_products = st.builds(
    lambda number, price, sale, title, gone: entry(
        product(
            f"tea-{number}",
            title=title,
            brand="Hiên" if price % 2 else "",
            variants=(
                variant(f"T-{number}-S", price, compare_at=usd(price * 2) if sale else None),
                variant(f"T-{number}-L", None),
            ),
            texts={"zh-Hant": ProductText(title="綠茶" * number, categories=(("茶", "綠茶"),))},
        ),
        frozenset({f"T-{number}-S"} if gone else ()),
    ),
    st.integers(1, 6),
    st.integers(1, 9000),
    st.booleans(),
    st.sampled_from(["Green tea", "Trà xanh Đà Lạt", "绿茶 & <co>", "Cup 9"]),
    st.booleans(),
)
changes = st.lists(st.one_of(some_products, st.integers(1, 6)), max_size=12)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", SIZES)
@given(history=changes)
@settings(max_examples=25, deadline=None)
def test_changes_one_by_one_leave_what_is_made_at_once(
    name: str, size: int, history: list[Entry | int]
) -> None:
    it = collection(name, size)
    kept: dict[str, Entry] = {}
    step_by_step = poured(it, [])
    for change in history:
        if isinstance(change, int):
            kept.pop(f"tea-{change}", None)
            take(step_by_step, f"tea-{change}")
        else:
            kept[change.handle] = change
            put(it, step_by_step, change)
    at_once = poured(it, reversed(list(kept.values())))
    assert written(it, step_by_step) == written(it, at_once)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", SIZES)
def test_a_product_stays_in_its_buckets_whatever_else_is_sold(name: str, size: int) -> None:
    one, more = collection(name, size), collection(name, size - 1)
    it = entry(product("green-tea"))
    assert poured(one, [it]) == poured(more, [it])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", SIZES)
def test_a_changed_price_is_one_small_file_of_search_and_one_of_the_feed(
    name: str, size: int
) -> None:
    it = collection(name, size)
    shop = [entry(product(f"tea-{number}")) for number in range(40)]
    before = written(it, poured(it, shop))
    dearer = entry(product("tea-7", variants=(variant("TEA-7", 1900),)))
    after = written(it, poured(it, [*shop[:7], dearer, *shop[8:]]))
    changed = {path for path in before if before[path] != after[path] and path[:9] != "sitemap.x"}
    told = "search-docs" if size > 1000 else "search-prices"
    languages = len(facts().languages)
    assert before.keys() == after.keys()
    assert len(changed) == (languages if name in {told, "product-feed"} else 0)
    if name == "search-docs" and changed:
        assert max(len(after[path]) for path in changed) < 600


def test_no_bucket_grows_beyond_its_bound_and_a_new_product_moves_no_other() -> None:
    assert [shards(number, 100) for number in (0, 1, 100, 101, 200, 201, 1600)] == [
        1, 1, 1, 2, 2, 4, 16,
    ]  # fmt: skip
    handles = [f"tea-{number}" for number in range(1600)]
    filled = [bucket_of(handle, 16) for handle in handles]
    assert max(filled.count(name) for name in set(filled)) < 200


@pytest.mark.parametrize("count", [1, 2, 16, 1024])
def test_products_of_a_bucket_follow_each_other(count: int) -> None:
    handles = [f"tea-{number}" for number in range(500)]
    order = by_bucket(handles)
    found = [name for name, _ in groupby(bucket_of(handle, count) for handle in order)]
    assert sorted(order) == sorted(handles)
    assert len(found) == len(set(found))
