"""From a file to the store."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shop.adapters.dir_media import DirMedia
from shop.adapters.picture_folder import beside
from shop.adapters.sqlite_store import SqliteStore
from shop.catalogue.importing import Darkroom, Reading, read_file
from shop.catalogue.keys import product_key
from shop.catalogue.proposing import Choices
from shop.catalogue.publishing import Order, Outcome, compare, publish, report
from shop.catalogue.records import cost_key, product_from
from shop.errors import InvalidSpreadsheet
from shop.ports import Item, Json, Key
from shop.pricing.keys import offer_key
from shop.stock.holds import stock_key

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
HEADER = "Handle,Title,SKU,Option1 Name,Option1 Value,Price,Cost,Stock,Status,Pictures"
TEA = "tea,Tea,T1,Size,S,12.50,4,10,,\ntea,,T2,,M,20,,5,,"


def read(rows: str, header: str = HEADER) -> Reading:
    return read_file(f"{header}\n{rows}\n".encode(), "goods.csv", currency="USD")


def put(store: SqliteStore, rows: str, header: str = HEADER) -> Outcome:
    return publish(store, read(rows, header), lambda: NOW, Order("owner"))


def item(store: SqliteStore, key: Key) -> Item:
    found = store.get(key)
    assert found is not None
    return found


def offer(store: SqliteStore, sku: str) -> dict[str, Json]:
    return dict(item(store, offer_key(sku)).data)


def test_products_offers_costs_and_stock_are_written(store: SqliteStore) -> None:
    assert put(store, TEA).added == ["tea"]
    product = product_from(item(store, product_key("tea")))
    assert [v.sku for v in product.variants] == ["T1", "T2"]
    assert offer(store, "T1") == {
        "sku": "T1", "handle": "tea", "title": "Tea", "titles": {}, "options": ["S"],
        "label": "S", "labels": {}, "price": {"amount": 1250, "currency": "USD"},
        "member_price": None, "categories": [],
        "compare_at": None, "weight_grams": None, "picture": "", "tracked": True,
        "stock_policy": "deny", "digital": False, "sale_starts": None, "sale_ends": None,
        "published": True,
    }  # fmt: skip
    assert item(store, cost_key("T1")).data == {"sku": "T1", "amount": 400, "currency": "USD"}
    assert store.get(cost_key("T2")) is None
    assert item(store, stock_key("T1")).data == {"on_hand": 10, "held": 0, "sold": 0}
    (move,) = store.query("SKU#T1", "MOVE#").items
    assert move.data == {"cause": "import", "actor": "owner", "on_hand": 10}


def test_the_same_file_again_changes_and_writes_nothing(store: SqliteStore) -> None:
    put(store, TEA)
    keys = [product_key("tea"), offer_key("T1"), offer_key("T2"), cost_key("T1"), stock_key("T1")]
    before = store.get_many(keys)
    again = put(store, TEA)
    assert again == Outcome(unchanged=1)
    assert store.get_many(keys) == before


def test_only_what_differs_is_changed(store: SqliteStore) -> None:
    put(store, TEA + "\ncup,Cup,C1,,,5,,,,")
    outcome = put(store, TEA.replace("12.50", "13") + "\ncup,Cup,C1,,,5,,,,")
    assert (outcome.changed, outcome.unchanged) == (["tea"], 1)
    assert offer(store, "T1")["price"] == {"amount": 1300, "currency": "USD"}


def test_stock_moves_by_the_difference_and_leaves_held_pieces_alone(store: SqliteStore) -> None:
    put(store, TEA)
    store.put_many([Item(stock_key("T1"), {"on_hand": 7, "held": 2, "sold": 1})])
    outcome = put(store, TEA)
    assert (outcome.unchanged, outcome.stock_changes) == (1, 1)
    assert item(store, stock_key("T1")).data == {"on_hand": 10, "held": 2, "sold": 1}
    moves = [move.data["on_hand"] for move in store.query("SKU#T1", "MOVE#").items]
    assert sorted(map(int, map(str, moves))) == [3, 10]


def test_a_variant_that_vanished_is_no_longer_for_sale(store: SqliteStore) -> None:
    put(store, TEA)
    put(store, TEA.split("\n", maxsplit=1)[0])
    assert (offer(store, "T1")["published"], offer(store, "T2")["published"]) == (True, False)


def test_a_product_that_is_not_in_the_file_stays(store: SqliteStore) -> None:
    put(store, TEA)
    put(store, "cup,Cup,C1,,,5,,,,")
    assert store.get(product_key("tea")) is not None
    assert offer(store, "T1")["published"] is True


def test_a_draft_s_offers_are_not_for_sale(store: SqliteStore) -> None:
    put(store, "cup,Cup,C1,,,5,,,draft,")
    assert offer(store, "C1")["published"] is False


def test_an_error_in_one_row_keeps_everything_out_where_the_owner_says_so(
    store: SqliteStore,
) -> None:
    put(store, TEA)
    faulty = read(TEA.replace("12.50", "99") + "\nbad,Bad,B1,,,1e400,,3,,")
    order = Order("owner", Choices(faulty="stop"))
    before = store.get_many([product_key("tea"), offer_key("T1"), stock_key("T1")])
    with pytest.raises(InvalidSpreadsheet, match=r"row 4, Price: “1e400” is not a price") as caught:
        publish(store, faulty, lambda: NOW, order)
    assert [(p["row"], p["column"], p["code"]) for p in caught.value.problems] == [
        (4, "Price", "price_unreadable")
    ]
    assert store.get_many([product_key("tea"), offer_key("T1"), stock_key("T1")]) == before
    assert store.get(product_key("bad")) is None


def test_an_sku_of_another_product_is_not_taken_from_it(store: SqliteStore) -> None:
    put(store, TEA)
    reading = read("cup,Cup,T1,,,5,3,2,,")
    for _ in range(2):
        publish(store, reading, lambda: NOW, Order("owner"))
    assert offer(store, "T1")["handle"] == "tea"
    assert offer(store, "cup")["handle"] == "cup"
    assert item(store, stock_key("cup")).data["on_hand"] == 2
    assert item(store, cost_key("cup")).data["amount"] == 300
    assert [p.code for p in reading.problems] == ["sku_taken"]


def test_an_sku_moves_when_its_product_lets_it_go_in_the_same_file(store: SqliteStore) -> None:
    put(store, "a,A,X,,,5,,,,\nb,B,Y,,,5,,,,")
    put(store, "a,A,Y,,,5,,,,\nb,B,X,,,5,,,,")
    assert (offer(store, "X")["handle"], offer(store, "Y")["handle"]) == ("b", "a")
    assert offer(store, "X")["published"] is True


def test_a_new_title_is_the_same_product_where_the_sku_is(store: SqliteStore) -> None:
    header = "Title,SKU,Price"
    put(store, "Green tea,G1,5", header)
    outcome = put(store, "Fresh green tea,G1,5", header)
    assert outcome == Outcome(changed=["green-tea"])
    assert product_from(item(store, product_key("green-tea"))).title == "Fresh green tea"


def test_whoever_watches_is_told_how_many_products_are_written(store: SqliteStore) -> None:
    told: list[tuple[int, int]] = []
    reading = read(f"{TEA}\ncup,Cup,C1,,,5,,,,\npot,Pot,P1,,,5,,,,")

    def watch(done: int, total: int) -> None:
        told.append((done, total))

    publish(store, reading, lambda: NOW, Order("owner"), watch)
    assert told == [(0, 3), (1, 3), (2, 3)]


def test_comparing_writes_nothing(store: SqliteStore) -> None:
    assert compare(store, read(TEA)).added == ["tea"]
    assert store.get(product_key("tea")) is None


def test_an_import_of_many_rows_is_whole(store: SqliteStore) -> None:
    rows = "\n".join(f"p-{i},Product {i},S{i},,,{i}.50,,{i},," for i in range(1, 400))
    assert len(put(store, rows).added) == 399
    assert item(store, stock_key("S399")).data["on_hand"] == 399


def test_real_exports_import_and_stay_unchanged(store: SqliteStore, shared: Path) -> None:
    file = shared / "data" / "products" / "shopify" / "vietjewelers-products_export.csv"
    for expected in ("added", "unchanged"):
        reading = read_file(file, currency="VND")
        told = report(reading, publish(store, reading, lambda: NOW, Order("owner")))
        assert told[expected] == told["products"] == 1243
    assert told["price_sum"] == {"VND": 1078729190}
    assert (told["release"], told["pages"]) == (None, {"affected": 0, "total": 0})


def test_pictures_beside_the_file_are_put_into_the_media(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "cup.svg").write_bytes(b"<svg xmlns='x'></svg>")
    (tmp_path / "secret.txt").write_text("no picture")
    file = tmp_path / "pictures" / ".." / "goods.csv"
    names = "cup.svg; none.svg; ../../etc/passwd; secret.txt; https://x.example/a.jpg"
    file.write_text(f'{HEADER}\ncup,Cup,C1,,,5,,,,"{names}"\n', encoding="utf-8")
    media = DirMedia(tmp_path / "media")
    reading = read_file(file, currency="USD", pictures=Darkroom(beside(file), media))
    sources = [picture.src for picture in reading.products[0].pictures]
    assert sources[0].startswith("/media/")
    assert sources[0].endswith("-cup.svg")
    assert sources[1:] == ["https://x.example/a.jpg"]
    assert [p.code for p in reading.problems] == ["file_missing"] * 2 + ["file_unusable"]
    assert len(list((tmp_path / "media").iterdir())) == 1


def test_an_unknown_table_names_what_it_needs() -> None:
    with pytest.raises(InvalidSpreadsheet, match="name and the price"):
        read("1,2", "Name,Cost")


def test_the_format_can_be_said() -> None:
    reading = read_file(b"Title,Nothing\nA,1\n", "x.csv", format="table", currency="USD")
    assert (reading.format, reading.products[0].variants[0].price) == ("table", None)
