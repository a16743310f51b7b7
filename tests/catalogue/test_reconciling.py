"""Products of a file that names no handles are those of the shop that have their SKUs."""

from datetime import UTC, datetime

from shop.adapters.sqlite_store import SqliteStore
from shop.catalogue.importing import read_file
from shop.catalogue.publishing import Order, Outcome, publish
from shop.catalogue.releases.service import all_states

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def bring(store: SqliteStore, *rows: str) -> Outcome:
    text = "\n".join(["Title,SKU,Price", *rows])
    reading = read_file(text.encode(), "goods.csv", currency="USD")
    return publish(store, reading, lambda: NOW, Order(actor="owner"))


def shown(store: SqliteStore) -> dict[str, tuple[str, list[str]]]:
    products = (state.product for state in all_states(store))
    return {p.handle: (p.title, [v.sku for v in p.variants]) for p in products}


def test_products_that_change_their_titles_do_not_change_places(store: SqliteStore) -> None:
    bring(store, "Tea,T,5", "Cup,C,6")
    outcome = bring(store, "Cup,T,5", "Tea,C,6")
    assert shown(store) == {"tea": ("Cup", ["T"]), "cup": ("Tea", ["C"])}
    assert (outcome.added, sorted(outcome.changed)) == ([], ["cup", "tea"])


def test_titles_that_move_on_by_one_find_their_products(store: SqliteStore) -> None:
    bring(store, "A,1,5", "B,2,6", "C,3,7")
    bring(store, "B,1,5", "C,2,6", "D,3,7")
    assert shown(store) == {"a": ("B", ["1"]), "b": ("C", ["2"]), "c": ("D", ["3"])}


def test_a_newcomer_does_not_take_the_address_of_a_product_that_is_still_there(
    store: SqliteStore,
) -> None:
    bring(store, "Tea,T,5")
    outcome = bring(store, "Tea,N,9", "Green tea,T,5")
    assert shown(store) == {"tea": ("Green tea", ["T"]), "tea-2": ("Tea", ["N"])}
    assert (outcome.added, outcome.changed) == (["tea-2"], ["tea"])
    assert bring(store, "Tea,N,9", "Green tea,T,5").unchanged == 2
