"""The desk's list of products: page after page, found by words, status and SKU."""

import pytest
from factories import offer, put_for_sale

from shop.catalogue import listing
from shop.catalogue.keys import product_key
from shop.catalogue.listing import PER_PAGE, products
from shop.ports import Item, Json, Store


def product(handle: str, title: str = "Cup", status: str = "active") -> Item:
    variant: dict[str, Json] = {"sku": handle.upper(), "price": {"amount": 900, "currency": "USD"}}
    data: dict[str, Json] = {"handle": handle, "title": title, "status": status}
    return Item(product_key(handle), {**data, "texts": {}, "variants": [variant], "pictures": []})


def handles(store: Store, **asked: str) -> list[list[str]]:
    """Page after page."""
    found, after = [], ""
    while True:
        page = products(store, after=after, **asked)
        found.append([row.handle for row in page.rows])
        after = page.next
        if not after:
            return found


@pytest.mark.parametrize("count", [0, 1, PER_PAGE - 1, PER_PAGE, PER_PAGE + 1])
def test_every_product_stands_on_one_page(store: Store, count: int) -> None:
    names = [f"cup-{number:03}" for number in range(count)]
    store.put_many(map(product, names))
    pages = handles(store)
    assert [name for page in pages for name in page] == names
    assert len(pages) == max(1, -(-count // PER_PAGE))


def test_a_search_goes_on_where_it_has_looked_long_enough(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_LOOKED_AT", 4)
    store.put_many(product(f"cup-{number}") for number in range(8))
    store.put_many([product("pot", "Trà Sen"), product("tin", "trà sen cũ", status="draft")])
    assert handles(store, query="TRÀ sen") == [[], [], ["pot", "tin"]]
    assert handles(store, query="trà", status="draft") == [[], [], ["tin"]]


def test_an_sku_finds_its_product_alone(store: Store) -> None:
    store.put_many([product("cup"), product("cup-big")])
    put_for_sale(store, offer("CUP", handle="cup"))
    assert handles(store, query=" CUP ") == [["cup"]]
    assert handles(store, query="cup") == [["cup", "cup-big"]]
