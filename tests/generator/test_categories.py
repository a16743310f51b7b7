"""The tree of categories and what stands where in it."""

from collections.abc import Iterator

import pytest

from generator.categories import CategoryTree, grow, places_of
from generator.index.database import IN_MEMORY, Database
from generator.index.shelves import Shelves
from generator.index.stocking import fill
from generator.listings import cut, pages_of
from generator.plan import plan_pages, product_pages
from generator.projection import Projector
from generator.source import Entry
from shop.catalogue.model import Product, ProductText

from .samples import entry, product, stored, usd, variant


def tree_of(*products: Product) -> CategoryTree:
    found = sorted(products, key=lambda it: it.handle)
    return grow((it.handle, places_of(stored(it))) for it in found)


class Shop:
    """An index of some products."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.tree = CategoryTree()
        self.entries: dict[str, Entry] = {}

    def fill(self, *products: Product, gone: frozenset[str] = frozenset()) -> Shelves:
        make = Projector(("en", "vi"), "en", ())
        self.entries = {it.handle: entry(it, gone) for it in products}
        rows = [make.project(it)[0] for it in self.entries.values()]
        self.tree, _count = fill(self.database, [rows])
        return Shelves(self.database, self.tree)


@pytest.fixture
def shop() -> Iterator[Shop]:
    database = Database(IN_MEMORY)
    yield Shop(database)
    database.close()


def test_a_category_holds_what_is_below_it(shop: Shop) -> None:
    deep = product("deep", categories=(("Tea", "Green tea", "Japan", "Uji"),))
    shelves = shop.fill(deep, product("flat", categories=(("Tea",),)))
    assert {c.address: shelves.slice(c.path, 1) for c in shop.tree} == {
        "/categories/tea": ["deep", "flat"],
        "/categories/tea/green-tea": ["deep"],
        "/categories/tea/green-tea/japan": ["deep"],
        "/categories/tea/green-tea/japan/uji": ["deep"],
    }
    assert (
        [shelves.count(c.path) for c in shop.tree] == [c.count for c in shop.tree] == [2, 1, 1, 1]
    )


def test_categories_are_called_what_any_product_calls_them() -> None:
    silent = product("a-silent", categories=(("Tea",),))
    texts = {"vi": ProductText(categories=(("Trà",),)), "zh-Hans": ProductText(categories=())}
    tree = tree_of(silent, product("b", categories=(("Tea",),), texts=texts))
    assert [tree.top[0].title(code, "en") for code in ("en", "vi", "zh-Hans")] == [
        "Tea",
        "Trà",
        "Tea",
    ]


def test_a_translated_path_of_another_length_names_nothing() -> None:
    texts = {"vi": ProductText(categories=(("Trà", "Trà xanh"),))}
    tree = tree_of(product(categories=(("Tea",),), texts=texts))
    assert tree.top[0].title("vi", "en") == "Tea"


def test_of_several_names_a_product_has_for_a_category_the_first_counts() -> None:
    paths = (("Tea", "Green"), ("Tea", "Black"))
    texts = {"vi": ProductText(categories=(("Trà", "Xanh"), ("Chè", "Đen")))}
    tree = tree_of(product(categories=paths, texts=texts))
    assert [c.title("vi", "en") for c in tree] == ["Trà", "Đen", "Xanh"]


def test_an_empty_name_is_none_and_leaves_it_to_the_next_product() -> None:
    empty = {"vi": ProductText(categories=(("Trà", ""),))}
    named = {"vi": ProductText(categories=(("Chè", "Xanh"),))}
    tree = tree_of(product("a", texts=empty), product("b", texts=named))
    assert [c.title("vi", "en") for c in tree] == ["Trà", "Xanh"]


def test_addresses_of_siblings_differ_and_leave_room_for_page_numbers() -> None:
    names = ["Tea", "Tea!", "Page", "茶"]
    products = [product(f"p-{n}", categories=((name,),)) for n, name in enumerate(names)]
    tree = tree_of(*products)
    assert {c.path[0]: c.slugs[0] for c in tree} == {
        "Tea": "tea",
        "Tea!": "tea-2",
        "Page": "page-2",
        "茶": "cha",
    }


def test_listing_order_is_recommended_then_available_then_by_name(shop: Shop) -> None:
    shelves = shop.fill(
        product("sold-out-recommended", title="A", recommended=True, variants=(variant("GONE1"),)),
        product("cup-12", title="Cup 12"),
        product("cup-9", title="Cup 9"),
        product("gone", title="A", variants=(variant("GONE2"),)),
        product("am-tra", title="Ấm trà"),
        product("dia", title="Đĩa"),
        product("pick", title="Z", recommended=True),
        gone=frozenset({"GONE1", "GONE2"}),
    )
    assert shelves.slice((), 1) == [
        "pick",
        "sold-out-recommended",
        "am-tra",
        "cup-9",
        "cup-12",
        "dia",
        "gone",
    ]


def test_relatives_are_neighbours_of_the_deepest_category_then_of_those_above(shop: Shop) -> None:
    tea = (("Tea", "Green tea"),)
    shelves = shop.fill(
        *(product(f"green-{n}", categories=tea) for n in range(3)),
        *(product(f"black-{n}", categories=(("Tea", "Black tea"),)) for n in range(3)),
        product("pot", categories=(("Ceramics",),)),
    )
    related = shelves.related(shop.entries["green-1"])
    assert related[:2] == ["green-2", "green-0"]
    assert len(related) == len(set(related)) == 4
    assert "green-1" not in related
    assert shelves.related(shop.entries["pot"]) == []


def test_home_shows_the_owners_choice_in_the_owners_order(shop: Shop) -> None:
    shelves = shop.fill(product("a"), product("b", recommended=True), product("c"))
    assert shelves.featured(["c", "unknown", "a"]) == ["c", "a"]
    assert shelves.featured() == ["b"]


def test_a_sale_needs_a_higher_former_price_and_something_to_sell(shop: Shop) -> None:
    reduced = variant("R", 800, compare_at=usd(1000))
    gone = variant("G", 800, compare_at=usd(1000))
    equal = variant("E", 800, compare_at=usd(800))
    shelves = shop.fill(
        product("reduced", variants=(reduced,)),
        product("gone", variants=(gone,)),
        product("equal", variants=(equal,)),
        gone=frozenset({"G"}),
    )
    assert shelves.top("on_sale") == ["reduced"]


def test_an_empty_listing_has_one_page() -> None:
    assert cut([]) == [()]
    assert [len(page) for page in cut(range(49))] == [24, 24, 1]
    assert [pages_of(count) for count in (0, 1, 24, 25, 48, 49)] == [1, 1, 1, 2, 2, 3]


def test_a_page_knows_what_it_was_made_of(shop: Shop) -> None:
    shelves = shop.fill(product("a"), product("b"))
    assert shelves.related(shop.entries["a"]) == ["b"]
    assert [card["title"] for card in shelves.cards(["b"], "vi")] == ["B"]
    assert shelves.sources == {
        'next:["Tea","Green tea"]:a',
        'next:["Tea"]:a',
        "card:b",
    }
    shelves.sources = set()
    shelves.slice(("Tea",), 1)
    shelves.count(())
    shelves.featured(["a", "unknown"])
    shelves.newest()
    assert shelves.sources == {
        'slice:["Tea"]:1',
        "count:[]",
        "card:a",
        "card:unknown",
        "list:newest",
    }
    shelves.sources = set()
    assert shelves.pictures(["a"], "vi") == []
    assert shelves.sources == {"picture:a"}


def test_cards_that_are_forgotten_for_want_of_memory_are_read_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.index.shelves.MANY", 2)
    shelves = shop.fill(*(product(handle) for handle in "abcdef"))
    for handles in ("abc", "abd", "cde", "fab"):
        assert [card["handle"] for card in shelves.cards(list(handles), "en")] == list(handles)


def test_a_plan_names_every_page(shop: Shop) -> None:
    shop.fill(product("a"), product("b"))
    pages = plan_pages(("en", "vi"), "en", shop.tree, 2, 0)
    plan = {page.address: page for page in (*pages, *product_pages(("en", "vi"), ["a", "b"]))}
    assert plan["/vi/products/a"].file == "vi/products/a.html"
    assert plan["/vi/products/a"].subject == ("a",)
    assert plan["/en/categories/tea/green-tea"].subject == ("Tea", "Green tea")
    assert plan["/"].file == "index.html"
    assert plan["/vi/"].file == "vi/index.html"
    assert len(plan) == 2 + 2 * (4 + 2 + 2)


def test_only_pages_worth_landing_on_are_indexed(shop: Shop) -> None:
    shop.fill(product("a"))
    pages = plan_pages(("en",), "en", shop.tree, 30, 0, search=True)
    assert {page.address for page in pages if page.indexed} == {
        "/en/",
        "/en/announcements",
        "/en/products",
        "/en/categories/tea",
        "/en/categories/tea/green-tea",
    }
    assert {page.address for page in pages if not page.indexed} == {
        "/",
        "/404",
        "/en/cart",
        "/en/search",
        "/en/products/page/2",
    }
