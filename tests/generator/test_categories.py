"""The tree of categories and what stands where in it."""

from generator.categories import CategoryTree
from generator.listings import Shelves, cut, in_order
from generator.plan import plan_pages
from generator.source import Entry
from shop.catalogue.model import Product, ProductText

from .samples import product, usd, variant


def entries(*products: Product, gone: frozenset[str] = frozenset()) -> list[Entry]:
    return [Entry(p, frozenset(v.sku for v in p.variants) & gone, "", "") for p in products]


def shelves(*products: Product, gone: frozenset[str] = frozenset()) -> Shelves:
    found = entries(*products, gone=gone)
    return Shelves(found, CategoryTree(found, "en"))


def test_a_category_holds_what_is_below_it() -> None:
    deep = product("deep", categories=(("Tea", "Green tea", "Japan", "Uji"),))
    tree = CategoryTree(entries(deep, product("flat", categories=(("Tea",),))), "en")
    assert {c.address: sorted(c.handles) for c in tree} == {
        "/categories/tea": ["deep", "flat"],
        "/categories/tea/green-tea": ["deep"],
        "/categories/tea/green-tea/japan": ["deep"],
        "/categories/tea/green-tea/japan/uji": ["deep"],
    }


def test_categories_are_called_what_any_product_calls_them() -> None:
    silent = product("a-silent", categories=(("Tea",),))
    texts = {"vi": ProductText(categories=(("Trà",),)), "zh-Hans": ProductText(categories=())}
    tree = CategoryTree(entries(silent, product("b", categories=(("Tea",),), texts=texts)), "en")
    assert [tree.top[0].title(code, "en") for code in ("en", "vi", "zh-Hans")] == [
        "Tea",
        "Trà",
        "Tea",
    ]


def test_a_translated_path_of_another_length_names_nothing() -> None:
    texts = {"vi": ProductText(categories=(("Trà", "Trà xanh"),))}
    tree = CategoryTree(entries(product(categories=(("Tea",),), texts=texts)), "en")
    assert tree.top[0].title("vi", "en") == "Tea"


def test_addresses_of_siblings_differ_and_leave_room_for_page_numbers() -> None:
    names = ["Tea", "Tea!", "Page", "茶"]
    products = [product(f"p-{n}", categories=((name,),)) for n, name in enumerate(names)]
    tree = CategoryTree(entries(*products), "en")
    assert {c.path[0]: c.slugs[0] for c in tree} == {
        "Tea": "tea",
        "Tea!": "tea-2",
        "Page": "page-2",
        "茶": "cha",
    }


def test_listing_order_is_recommended_then_available_then_by_name() -> None:
    found = entries(
        product("sold-out-recommended", title="A", recommended=True, variants=(variant("GONE1"),)),
        product("cup-12", title="Cup 12"),
        product("cup-9", title="Cup 9"),
        product("gone", title="A", variants=(variant("GONE2"),)),
        product("am-tra", title="Ấm trà"),
        product("dia", title="Đĩa"),
        product("pick", title="Z", recommended=True),
        gone=frozenset({"GONE1", "GONE2"}),
    )
    assert [entry.handle for entry in in_order(found)] == [
        "pick",
        "sold-out-recommended",
        "am-tra",
        "cup-9",
        "cup-12",
        "dia",
        "gone",
    ]


def test_relatives_are_neighbours_of_the_deepest_category_then_of_those_above() -> None:
    tea = (("Tea", "Green tea"),)
    found = shelves(
        *(product(f"green-{n}", categories=tea) for n in range(3)),
        *(product(f"black-{n}", categories=(("Tea", "Black tea"),)) for n in range(3)),
        product("pot", categories=(("Ceramics",),)),
    )
    related = [e.handle for e in found.related(found.by_handle["green-1"])]
    assert related[:2] == ["green-2", "green-0"]
    assert len(related) == len(set(related)) == 4
    assert "green-1" not in related
    assert found.related(found.by_handle["pot"]) == []


def test_home_shows_the_owners_choice_in_the_owners_order() -> None:
    found = shelves(product("a"), product("b", recommended=True), product("c"))
    assert [e.handle for e in found.featured(["c", "unknown", "a"])] == ["c", "a"]
    assert [e.handle for e in found.featured()] == ["b"]


def test_a_sale_needs_a_higher_former_price_and_something_to_sell() -> None:
    reduced = variant("R", 800, compare_at=usd(1000))
    gone = variant("G", 800, compare_at=usd(1000))
    equal = variant("E", 800, compare_at=usd(800))
    found = shelves(
        product("reduced", variants=(reduced,)),
        product("gone", variants=(gone,)),
        product("equal", variants=(equal,)),
        gone=frozenset({"G"}),
    )
    assert [e.handle for e in found.on_sale()] == ["reduced"]


def test_an_empty_listing_has_one_page() -> None:
    assert cut([]) == [()]
    assert [len(page) for page in cut(range(49))] == [24, 24, 1]


def test_a_plan_names_what_each_page_shows() -> None:
    found = shelves(product("a"), product("b"))
    tree = CategoryTree(found.entries, "en")
    plan = {page.address: page for page in plan_pages(("en", "vi"), "en", tree, found, 0)}
    assert plan["/vi/products/a"].inputs == ("frame", "product:a", "card:b")
    assert plan["/vi/products/a"].file == "vi/products/a.html"
    listing = plan["/en/categories/tea/green-tea"]
    assert listing.inputs == ("frame", "listing:tea/green-tea", "card:a", "card:b")
    assert plan["/"].file == "index.html"
    assert plan["/vi/"].file == "vi/index.html"
    assert len(plan) == 2 + 2 * (4 + 2 + 2)
