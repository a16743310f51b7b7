"""Rows that cannot be used as they stand: left out, or a reason to stop."""

from dataclasses import replace
from pathlib import Path

import pytest
from catalogue.tables import BAD_TEA, CUP, NOW, TEA, product, put, read, refused

from shop.adapters.dir_media import DirMedia
from shop.adapters.picture_folder import beside
from shop.adapters.sqlite_store import SqliteStore
from shop.catalogue.importing import Darkroom, read_file
from shop.catalogue.keys import product_key
from shop.catalogue.proposing import Choices
from shop.catalogue.publishing import Order, Outcome, compare, publish, report
from shop.catalogue.reading.faults import Faulty
from shop.catalogue.records import cost_key
from shop.catalogue.releases.service import rollback
from shop.errors import InvalidSpreadsheet
from shop.pricing.keys import offer_key
from shop.stock.ledger import on_hand


@pytest.mark.parametrize("price", ["-1", "abc", "1e400", "#REF!", "NaN", "1.2.3,4"])
def test_a_price_that_cannot_be_never_goes_live(store: SqliteStore, price: str) -> None:
    outcome = put(store, f"{CUP}\ntea,Tea,T1,,,{price},,,")
    assert outcome.added == ["cup"]
    assert refused(outcome) == [(3, "tea")]
    assert "Price: " in outcome.refused[0].reason
    assert store.get(product_key("tea")) is None
    assert store.get(offer_key("T1")) is None


def test_a_product_with_a_faulty_row_stays_exactly_as_it_was(store: SqliteStore) -> None:
    put(store, TEA)
    keys = [
        product_key("tea"),
        *(key(sku) for sku in ("T1", "T2") for key in (offer_key, cost_key)),
    ]
    before = store.get_many(keys)
    outcome = put(store, f"{BAD_TEA}\n{CUP}")
    assert (outcome.added, outcome.changed, refused(outcome)) == (["cup"], [], [(3, "tea")])
    assert store.get_many(keys) == before
    assert on_hand(store, ["T1", "T2", "C1"]) == {"T1": 10, "T2": 5, "C1": 3}


def test_the_same_file_twice_is_an_empty_difference_also_with_refused_rows(
    store: SqliteStore,
) -> None:
    put(store, TEA)
    rows = f"{BAD_TEA}\n{CUP}\nnew,New,N1,,,abc,,1,"
    put(store, rows)
    again = put(store, rows)
    assert again == Outcome(unchanged=1)
    assert refused(again) == [(3, "tea"), (5, "new")]


@pytest.mark.parametrize("faulty", ["refuse", "draft"])
def test_a_corrected_file_brings_what_was_left_out(store: SqliteStore, faulty: Faulty) -> None:
    put(store, TEA)
    put(store, f"{BAD_TEA}\n{CUP}", faulty)
    put(store, f"{BAD_TEA.replace('-1', '21')}\n{CUP}", faulty)
    found = product(store, "tea")
    assert (found.title, found.status) == ("Better tea", "active")
    assert [str(v.price.to_decimal()) for v in found.variants if v.price] == ["13.00", "21.00"]
    assert on_hand(store, ["T1", "T2"]) == {"T1": 99, "T2": 77}


def test_a_row_without_a_name_is_refused_by_itself(store: SqliteStore) -> None:
    outcome = put(store, f"{CUP}\n,,C2,,,6,,,")
    assert outcome.added == ["cup"]
    plain = put(store, "Milk,5,m1\n,6,m2\nBread,7,m3", header="Name,Price,Item code")
    assert plain.added == ["milk", "bread"]
    assert refused(plain) == [(3, "")]


def test_everything_refused_is_no_import(store: SqliteStore) -> None:
    with pytest.raises(InvalidSpreadsheet, match="row 2, Price: “abc” is not a price"):
        put(store, "tea,Tea,T1,,,abc,,,")
    with pytest.raises(InvalidSpreadsheet, match="no title"):
        put(store, "tea,,T1,,,5,,,", "draft")


def test_replacing_spares_what_a_refused_row_names(store: SqliteStore) -> None:
    put(store, f"{TEA}\n{CUP}\npot,Pot,P1,,,9,,,\nold,Old,O1,,,9,,,\nmug,Mug,M1,,,4,,,")
    rows = f"{BAD_TEA}\n{CUP}\npot,,P9,,,9,,,\n,Mug,4,too,few"
    outcome = put(store, rows, replace=True)
    assert outcome.archived == ["old"]
    assert refused(outcome) == [(3, "tea"), (5, ""), (6, "")]
    assert product(store, "old").status == "archived"
    assert {product(store, h).status for h in ("tea", "cup", "pot", "mug")} == {"active"}


def test_nobody_takes_the_name_or_the_sku_of_a_refused_product(store: SqliteStore) -> None:
    put(store, TEA)
    header = "Handle,Title,SKU,Price"
    rows = "tea,Tea,T9,abc\n,Other,T1,5\n,Tea,N1,6"
    outcome = put(store, rows, header=header)
    assert outcome.added == ["other", "tea-2"]
    assert [v.sku for v in product(store, "other").variants] == ["other"]
    assert [v.sku for v in product(store, "tea").variants] == ["T1", "T2"]
    assert put(store, rows, header=header) == Outcome(unchanged=2)


def test_a_refused_product_is_known_by_its_sku_under_a_new_title(store: SqliteStore) -> None:
    header = "Title,SKU,Price"
    put(store, "Green tea,G1,5\nCup,C1,3", header=header)
    outcome = put(store, "Fresh green tea,G1,abc\nCup,C1,4", header=header, replace=True)
    assert (outcome.changed, outcome.archived) == (["cup"], [])
    assert refused(outcome) == [(2, "green-tea")]


def test_a_preview_says_of_faults_what_publishing_does(store: SqliteStore) -> None:
    put(store, TEA)
    reading = read(f"{BAD_TEA}\n{CUP}")
    for faulty in ("refuse", "draft"):
        seen = compare(store, reading, Choices(faulty=faulty))
        done = publish(store, reading, lambda: NOW, Order("owner", Choices(faulty=faulty)))
        assert (seen, seen.refused, seen.drafted) == (done, done.refused, done.drafted)
        rollback(store, 1, "owner", lambda: NOW)


def test_the_report_lists_what_was_left_out(store: SqliteStore) -> None:
    reading = read(f"{CUP}\ntea,Tea,T1,,,-1,abc,,")
    told = report(reading, compare(store, reading))
    (negative, unreadable) = reading.problems.errors
    assert (negative.column, unreadable.column) == ("Price", "Cost")
    reason = f"Price: {negative.message} (1 more)"
    assert told["refused"] == [{"row": 3, "handle": "tea", "title": "Tea", "reason": reason}]
    assert (told["refused_count"], told["drafted"], told["archived"]) == (1, [], 0)
    kept = report(reading, compare(store, reading, Choices(faulty="draft")))
    assert (kept["refused"], kept["drafted"]) == ([], told["refused"])


def test_a_fault_found_while_products_are_made_works_the_same(store: SqliteStore) -> None:
    long = "x" * 250
    outcome = put(store, f"{CUP}\ntea,Tea,{long},,,5,,,")
    assert (outcome.added, refused(outcome)) == (["cup"], [(3, "tea")])
    assert "SKU: " in outcome.refused[0].reason


@pytest.mark.parametrize(
    ("faulty", "kept"), [("refuse", ["good"]), ("draft", ["bad", "good"]), ("stop", [])]
)
def test_pictures_are_kept_of_what_goes_on(tmp_path: Path, faulty: Faulty, kept: list[str]) -> None:
    (tmp_path / "pictures").mkdir()
    for name in ("good", "bad"):
        drawing = f"<svg xmlns='x'><!-- {name} --></svg>"
        (tmp_path / "pictures" / f"{name}.svg").write_text(drawing)
    file = tmp_path / "goods.csv"
    rows = "Good,1,good.svg; none.svg\nBad,abc,bad.svg; nothing.svg"
    file.write_text(f"Title,Price,Pictures\n{rows}\n")
    room = Darkroom(beside(file), DirMedia(tmp_path / "media"), faulty=faulty)
    reading = read_file(file, currency="USD", pictures=room)
    media = tmp_path / "media"
    stored = sorted(path.name for path in media.iterdir()) if media.exists() else []
    assert sorted(name.rpartition("-")[2].removesuffix(".svg") for name in stored) == kept
    shown = {p.handle: [picture.src for picture in p.pictures] for p in reading.products}
    assert [src.startswith("/media/") for name in kept for src in shown[name]] == [True] * len(kept)
    missing = [problem.row for problem in reading.problems if problem.code == "file_missing"]
    assert missing == [2, 3]


def test_what_is_wrong_with_the_file_refuses_it_whatever_was_chosen(store: SqliteStore) -> None:
    reading = read(CUP)
    reading.problems.error(None, "", "broken", "The file is no good.")
    for faulty in ("refuse", "draft", "stop"):
        with pytest.raises(InvalidSpreadsheet, match="the file: The file is no good"):
            compare(store, replace(reading), Choices(faulty=faulty))
