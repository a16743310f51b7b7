"""What lies under addresses whose product is no longer sold, or has another one."""

import json
from typing import Any

from shop.published.redirects import PATH, read

from .changing import Changing
from .samples import product, variant

PAGE = "en/products/p-1.html"


def page(shop: Changing, path: str = PAGE) -> str:
    return shop.shown.pages()[path].decode()


def becomes(shop: Changing, handle: str, **fields: object) -> None:
    shop.release(shop.change_set(shop.product(handle).model_copy(update=fields)))
    shop.build()
    assert shop.is_right()


def moves(shop: Changing, old: str, new: str) -> None:
    it = shop.product(old).model_copy(update={"handle": new})
    shop.release(shop.change_set(it, removed=[old], moved={old: new}))
    shop.build()
    assert shop.is_right()


def naming(shop: Changing, handle: str) -> set[str]:
    """Published files that name a product, but its own pages."""
    own = {f"{language}/products/{handle}.html" for language in ("en", "vi")}
    names = (f'products/{handle}"', f"products/{handle}<", f'"{handle}"')
    return {
        path
        for path, content in shop.shown.pages().items()
        if path not in own and any(name in content.decode() for name in names)
    }


def test_what_is_no_longer_sold_keeps_its_page_and_is_nowhere_else(shop: Changing) -> None:
    assert naming(shop, "p-1")
    total = shop.build().pages_total
    becomes(shop, "p-1", status="archived")
    gone = page(shop)
    assert "no longer sold" in gone
    assert 'class="variant"' not in gone
    assert naming(shop, "p-1") == set()
    assert "vi/products/p-1.html" in shop.shown.pages()
    # One of a shelf of 13 went: no listing lost a page.
    assert shop.build().pages_total == total


def test_its_page_shows_the_first_of_its_shelf_as_that_changes(shop: Changing) -> None:
    becomes(shop, "p-1", status="archived")  # of Tea, Black: 1, 5, 9, 13, …
    shown = page(shop).partition('id="related"')[2]
    assert [f"p-{n}" in shown for n in (5, 9, 13, 17)] == [True] * 4
    becomes(shop, "p-5", title="Zebra")
    shown = page(shop).partition('id="related"')[2]
    assert "p-5" not in shown
    assert "p-21" in shown


def told(shop: Changing) -> dict[str, Any]:
    """The product, as its page describes it to machines."""
    text = page(shop).partition('ld+json">')[2].partition("</script>")[0]
    product: dict[str, Any] = json.loads(text)["@graph"][0]
    return product


def test_machines_are_told_that_it_is_no_longer_sold_and_offered_no_price(shop: Changing) -> None:
    assert "price" in told(shop)["offers"]
    becomes(shop, "p-1", status="archived")
    assert told(shop)["offers"] == {
        "@type": "Offer",
        "availability": "https://schema.org/Discontinued",
        "url": "https://shop.example.com/en/products/p-1",
    }


def test_of_several_variants_none_is_offered_any_more(shop: Changing) -> None:
    both = (variant("A", 500, options=("S",)), variant("B", 600, options=("L",)))
    becomes(shop, "p-1", option_names=("Size",), variants=both)
    becomes(shop, "p-1", status="archived")
    offers = [each["offers"] for each in told(shop)["hasVariant"]]
    assert [offer["availability"].rpartition("/")[2] for offer in offers] == ["Discontinued"] * 2
    assert "price" not in json.dumps(offers)


def test_it_comes_back_as_it_was(shop: Changing) -> None:
    before = shop.shown.pages()
    becomes(shop, "p-1", status="archived")
    becomes(shop, "p-1", status="active")
    assert shop.shown.pages() == before


def test_a_shelf_that_went_with_it_is_not_named(shop: Changing) -> None:
    becomes(shop, "p-1", categories=(("Tea", "Alone"),))
    becomes(shop, "p-1", status="archived")
    assert "Alone" not in page(shop)
    assert '"/en/categories/tea"' in page(shop)


def test_what_shoppers_have_never_seen_has_no_page(shop: Changing) -> None:
    new = product("new", status="draft", variants=(variant("NEW", 500),))
    shop.release(shop.change_set(new))
    becomes(shop, "new", status="archived")
    assert "en/products/new.html" not in shop.shown.pages()
    becomes(shop, "p-1", status="archived")
    becomes(shop, "p-1", status="draft")
    assert PAGE not in shop.shown.pages()


def test_a_new_handle_leads_on_from_the_old_one(shop: Changing) -> None:
    moves(shop, "p-1", "better")
    assert 'content="0; url=/en/products/better"' in page(shop)
    assert 'canonical" href="https://shop.example.com/en/products/better"' in page(shop)
    assert "buyable" in page(shop, "en/products/better.html")
    assert naming(shop, "p-1") == set()
    moved = {f"/{code}/products/p-1": f"/{code}/products/better" for code in ("en", "vi")}
    assert read(shop.shown.pages()[PATH]) == moved
    moves(shop, "better", "best")
    assert "/en/products/best" in page(shop)
    assert len(read(shop.shown.pages()[PATH])) == 4
    becomes(shop, "best", title="The best")
    assert "<title>The best</title>" in page(shop)
    becomes(shop, "best", status="archived")
    assert "<title>The best</title>" in page(shop)


def test_a_handle_that_is_used_again_leads_nowhere_while_it_is(shop: Changing) -> None:
    moves(shop, "p-1", "better")
    shop.release(shop.change_set(product("p-1", title="Another", variants=(variant("A", 1),))))
    shop.build()
    assert "<h1>Another</h1>" in page(shop)
    assert PATH not in shop.shown.pages()
    shop.release(shop.change_set(removed=["p-1"]))
    shop.build()
    assert "/en/products/better" in page(shop)
    shop.release(shop.change_set(removed=["better"]))
    shop.build()
    assert PAGE not in shop.shown.pages()
    assert PATH not in shop.shown.pages()
    assert shop.is_right()


def test_a_theme_need_not_have_a_page_for_it(shop: Changing) -> None:
    (shop.theme / "templates" / "moved.html").unlink()
    moves(shop, "p-1", "better")
    assert PAGE not in shop.shown.pages()
    assert read(shop.shown.pages()[PATH])["/en/products/p-1"] == "/en/products/better"
