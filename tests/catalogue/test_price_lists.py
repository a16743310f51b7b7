"""A file without titles: it changes what the shop has, and brings nothing new."""

import pytest

from shop.catalogue.importing import Reading, read_file
from shop.catalogue.keys import product_key
from shop.catalogue.publishing import Order, compare, publish
from shop.catalogue.records import product_from
from shop.catalogue.releases.diff import field_changes
from shop.clock import now
from shop.ports import Store

SHOP = (
    "Handle,Title,SKU,Option1 Name,Option1 Value,Price,Stock\n"
    "shirt,Shirt,S-1,Size,Small,10.00,3\n"
    "shirt,,S-2,Size,Large,12.00,4\n"
    "cup,Cup,C-1,,,5.00,9\n"
)


def read(text: str) -> Reading:
    return read_file(text.encode(), "list.csv", currency="USD")


@pytest.fixture
def store(store: Store) -> Store:
    publish(store, read(SHOP), now, Order("test"))
    return store


def prices(store: Store, handle: str) -> dict[str, int]:
    item = store.get(product_key(handle))
    assert item is not None
    variants = product_from(item).variants
    return {v.sku: v.price.amount for v in variants if v.price}


def test_a_price_list_by_sku_changes_prices_and_nothing_else(store: Store) -> None:
    outcome = publish(store, read("SKU,Price\nS-2,13.00\nC-1,6.00\n"), now, Order("test"))
    assert (sorted(outcome.changed), outcome.added) == (["cup", "shirt"], [])
    assert prices(store, "shirt") == {"S-1": 1000, "S-2": 1300}
    assert prices(store, "cup") == {"C-1": 600}
    shirt = store.get(product_key("shirt"))
    assert shirt is not None
    assert (shirt.data["title"], len(shirt.data["options"])) == ("Shirt", 1)  # type: ignore[arg-type]


def test_variants_of_one_product_in_several_rows_are_one_change(store: Store) -> None:
    outcome = compare(store, read("SKU,Price\nS-1,11.00\nC-1,5.00\nS-2,13.00\n"))
    fields = {f.field for change in outcome.change_set.changes for f in field_changes(change)}
    assert outcome.changed == ["shirt"]
    assert fields == {"variants.S-1.price", "variants.S-2.price"}


def test_the_same_list_twice_changes_nothing(store: Store) -> None:
    text = "Handle,SKU,Price\nshirt,S-1,11.00\nshirt,S-2,13.00\n"
    publish(store, read(text), now, Order("test"))
    assert compare(store, read(text)).change_set.changes == ()


def test_what_the_shop_does_not_have_is_left_out_with_its_reason(store: Store) -> None:
    outcome = compare(store, read("SKU,Price\nNEW-1,3.00\nC-1,6.00\n"))
    assert outcome.changed == ["cup"]
    assert [(fault.row, fault.title) for fault in outcome.refused] == [(2, "NEW-1")]
    assert "no titles" in outcome.refused[0].reason
