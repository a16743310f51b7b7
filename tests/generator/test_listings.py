"""The order of listings, and how they are cut."""

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.index.database import IN_MEMORY, Database
from generator.listings import sort_key
from generator.source import Entry

from .samples import entry, product, variant

PROPERTY = settings(max_examples=300, deadline=None, derandomize=True, database=None)
TITLES = st.text("aAbBzđĐấắ茶ß 019-\u0300", min_size=1, max_size=6) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8
)
ENTRIES = st.builds(
    lambda handle, title, recommended, gone: entry(
        product(handle, title=title, recommended=recommended, variants=(variant("T"),)),
        frozenset({"T"} if gone else ()),
    ),
    st.from_regex(r"[a-z0-9]{1,3}", fullmatch=True),
    TITLES,
    st.booleans(),
    st.booleans(),
)


def order(it: Entry) -> tuple[bool, bool, list[tuple[int, str]], str]:
    """The order in words: recommended, then available, then by name, numbers as numbers."""
    title = it.product["title"].replace("đ", "d").replace("Đ", "D")
    plain = unicodedata.normalize("NFKD", title)
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    parts = re.findall(r"\d+|\D+", letters)
    natural = [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
    return (not it.product["recommended"], it.sold_out, natural, it.handle)


@given(st.lists(ENTRIES, min_size=2, max_size=12, unique_by=lambda it: it.handle))
@PROPERTY
def test_sort_keys_have_the_order_of_listings(entries: list[Entry]) -> None:
    assert sorted(entries, key=sort_key) == sorted(entries, key=order)


@given(st.lists(ENTRIES, min_size=2, max_size=12, unique_by=lambda it: it.handle))
@PROPERTY
def test_the_index_sorts_keys_as_python_does(entries: list[Entry]) -> None:
    keys = [sort_key(it) for it in entries]
    database = Database(IN_MEMORY)
    database.connection.executemany(
        "INSERT OR REPLACE INTO slice VALUES (?, 1, ?, '')", [(key, key) for key in keys]
    )
    rows = database.connection.execute("SELECT first FROM slice ORDER BY first")
    assert [key for (key,) in rows] == sorted(set(keys))
    database.close()
