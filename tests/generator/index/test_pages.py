"""Which pages read a source: exactly those that read it when they were last made."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.index.database import IN_MEMORY, Database
from generator.index.pages import Pages, Recorded
from generator.plan import PlannedPage

PROPERTY = settings(max_examples=100, deadline=None, derandomize=True, database=None)
NAMES = st.sampled_from("abcdef")
SOURCES = st.lists(st.sampled_from("uvwxyz"), unique=True, max_size=4)
MADE = st.dictionaries(NAMES, SOURCES, max_size=4)


def page(name: str) -> PlannedPage:
    return PlannedPage("category", "vi", f"/categories/{name}", (name.upper(), "x"), 2)


def recorded(made: dict[str, list[str]]) -> list[Recorded]:
    return [Recorded(page(name), page(name).file, sources) for name, sources in made.items()]


def fill(pages: Pages, made: dict[str, list[str]]) -> None:
    """In two parts, as several workers bring them."""
    with pages.filling() as add:
        add(each.packed() for each in recorded(made)[:2])
        add(each.packed() for each in recorded(made)[2:])


@pytest.fixture
def database() -> Iterator[Database]:
    database = Database(IN_MEMORY)
    yield database
    database.close()


def reading(pages: Pages, sources: Sequence[str]) -> set[str]:
    return {planned.subject[0].lower() for planned in pages.reading(sources).values()}


def test_a_page_comes_back_as_it_was_planned(database: Database) -> None:
    pages = Pages(database, ["vi"])
    fill(pages, {"a": ["u"], "b": []})
    assert pages.reading(["u", "v"]) == {"vi/categories/a.html": page("a")}


@given(MADE, st.lists(st.tuples(MADE, st.sets(NAMES, max_size=3)), max_size=6))
@PROPERTY
def test_what_reads_a_source_is_known_exactly(
    first: dict[str, list[str]], updates: list[tuple[dict[str, list[str]], set[str]]]
) -> None:
    database = Database(IN_MEMORY)
    pages = Pages(database, ["vi"])
    fill(pages, first)
    known = dict(first)
    for made, gone in updates:
        kept = {name: sources for name, sources in made.items() if name not in gone}
        more = pages.update(recorded(kept), [page(name).file for name in gone])
        before = len(known)
        known = {name: s for name, s in {**known, **kept}.items() if name not in gone}
        for source in "uvwxyz":
            assert reading(pages, [source]) == {n for n, read in known.items() if source in read}
        assert more == len(known) - before
    names = [name for (name,) in database.connection.execute("SELECT name FROM source")]
    assert sorted(names) == sorted({source for read in known.values() for source in read})
    database.close()


def test_what_one_product_s_pages_read_is_found_by_its_name(database: Database) -> None:
    """It is noted with the page only."""
    phin = PlannedPage("product", "vi", "/products/phin", ("phin",))
    here, above = 'next:["Tea: green"]:phin', 'next:["Tea"]:phin'
    pages = Pages(database, ["en", "vi"])
    with pages.filling() as add:
        add([Recorded(phin, phin.file, ["card:cup", here, "product:phin"]).packed()])
    for source in ("product:phin", here, "card:cup"):
        assert pages.reading([source]) == {phin.file: phin}
    assert pages.reading([above, "product:cup", "next:[]:cup"]) == {}
    pages.update([Recorded(phin, phin.file, [above, "product:phin"])], [])
    assert pages.reading([here, "card:cup"]) == {}
    assert pages.reading([above]) == {phin.file: phin}
    assert database.connection.execute("SELECT count(*) FROM source").get == 0
