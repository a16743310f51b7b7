"""Products with faulty rows, kept as drafts where the owner chose that."""

from catalogue.tables import BAD_TEA, CUP, TEA, product, put, read, refused, usd

from shop.adapters.sqlite_store import SqliteStore
from shop.catalogue.publishing import Outcome, compare, report
from shop.catalogue.records import cost_key
from shop.pricing.keys import offer_key
from shop.stock.ledger import on_hand


def test_an_existing_product_becomes_a_draft_with_its_last_good_price(store: SqliteStore) -> None:
    put(store, TEA)
    outcome = put(store, BAD_TEA, "draft")
    assert (outcome.changed, refused(outcome)) == (["tea"], [])
    assert [(fault.row, fault.handle) for fault in outcome.drafted] == [(3, "tea")]
    found = product(store, "tea")
    assert (found.status, found.title) == ("draft", "Better tea")
    assert [v.price for v in found.variants] == [usd(1300), usd(2000)]
    offers = store.get_many([offer_key("T1"), offer_key("T2")]).values()
    assert [offer.data["published"] for offer in offers] == [False, False]
    assert put(store, BAD_TEA, "draft") == Outcome(unchanged=1)


def test_a_new_product_becomes_a_draft_without_a_price(store: SqliteStore) -> None:
    rows = f"{CUP}\ntea,Tea,T1,Size,S,abc,4,10,active\ntea,,T2,,M,20,5,,"
    assert put(store, rows, "draft").added == ["cup", "tea"]
    found = product(store, "tea")
    assert found.status == "draft"
    assert [v.price for v in found.variants] == [None, usd(2000)]
    assert product(store, "cup").status == "active"
    assert put(store, rows, "draft") == Outcome(unchanged=2)


def test_what_is_archived_is_not_brought_back_by_a_fault(store: SqliteStore) -> None:
    put(store, f"{TEA}archived")
    put(store, "tea,Tea,T1,Size,S,abc,4,10,archived\ntea,,T2,,M,20,5,5,", "draft")
    assert product(store, "tea").status == "archived"


def test_a_draft_loses_nothing_that_could_not_be_read(store: SqliteStore) -> None:
    header = "Handle,Title,SKU,Price,Compare-at price,Weight (g),Cost,Stock"
    put(store, "tea,Tea,T1,8,10,250,4,7", header=header)
    put(store, "tea,Tea,T1,x,y,heavy,z,many", "draft", header)
    (variant,) = product(store, "tea").variants
    assert (variant.price, variant.compare_at, variant.weight_grams) == (usd(800), usd(1000), 250)
    assert variant.tracked
    assert on_hand(store, ["T1"]) == {"T1": 7}
    assert store.get(cost_key("T1")) is not None


def test_a_draft_keeps_the_variant_whose_row_has_too_many_cells(store: SqliteStore) -> None:
    put(store, TEA)
    rows = "tea,Tea,T1,Size,S,12.50,4,10,\ntea,,T2,,M,20,5,5,,too,many"
    outcome = put(store, rows, "draft")
    assert [v.sku for v in product(store, "tea").variants] == ["T1", "T2"]
    assert [(fault.row, fault.handle) for fault in outcome.drafted] == [(3, "tea")]
    assert store.get(cost_key("T2")) is not None


def test_an_sku_that_moved_to_another_product_is_not_kept_by_the_draft(store: SqliteStore) -> None:
    put(store, TEA)
    put(store, "tea,Tea,T1,Size,S,abc,,,\ncup,Cup,T2,,,5,,,", "draft")
    assert [v.sku for v in product(store, "tea").variants] == ["T1"]
    assert [v.sku for v in product(store, "cup").variants] == ["T2"]


def test_drafts_of_a_file_without_a_status_are_pointed_out(store: SqliteStore) -> None:
    header = "Handle,Title,SKU,Price"
    put(store, "tea,Tea,T1,abc\ncup,Cup,C1,5", "draft", header)
    corrected = read("tea,Tea,T1,6\ncup,Cup,C1,5", header)
    told = report(corrected, compare(store, corrected))
    assert [p["code"] for p in told["problems"] if p["code"] == "still_draft"] == ["still_draft"]
    shown = read("tea,Tea,T1,6,active", f"{header},Status")
    codes = [p["code"] for p in report(shown, compare(store, shown))["problems"]]
    assert "still_draft" not in codes
