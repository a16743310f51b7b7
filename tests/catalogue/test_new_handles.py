"""A product gets another handle: by a file, in a release that can be undone."""

from datetime import UTC, datetime, timedelta

import pytest

from shop.adapters.sqlite_store import SqliteStore
from shop.catalogue.former import move_items, moves, seen
from shop.catalogue.importing import read_file
from shop.catalogue.keys import product_key
from shop.catalogue.proposing import Choices
from shop.catalogue.publishing import Order, Outcome, compare, publish
from shop.catalogue.releases.applying import apply
from shop.catalogue.releases.diff import diff_json
from shop.catalogue.releases.prices import every
from shop.catalogue.releases.service import all_states, release_changes, releases, rollback
from shop.pricing.keys import offer_key
from shop.rebuilds.service import waiting
from shop.stock.ledger import on_hand

TEA = ("tea,Tea,Size,S,T1,5,3", "tea,,,M,T2,9,4")
MOVED_TEA = ("sencha,Sencha,Size,S,T1,5,3", "sencha,,,M,T2,9,4")


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


CLOCK = Clock()


def bring(store: SqliteStore, *rows: str, **choices: object) -> Outcome:
    head = "Handle,Title,Option1 Name,Option1 Value,SKU,Price,Stock"
    reading = read_file("\n".join([head, *rows]).encode(), "goods.csv", currency="USD")
    order = Order(actor="owner", choices=Choices(**choices))  # type: ignore[arg-type]
    told = compare(store, reading, order.choices)
    done = publish(store, reading, CLOCK, order)
    assert told.change_set == done.change_set
    return done


def handles(store: SqliteStore) -> dict[str, list[str]]:
    products = (state.product for state in all_states(store))
    return {product.handle: [v.sku for v in product.variants] for product in products}


def leading(store: SqliteStore) -> dict[str, str]:
    return moves(move_items(store))


def test_all_skus_under_a_new_handle_are_the_product_under_a_new_handle(
    store: SqliteStore,
) -> None:
    bring(store, *TEA)
    came = store.get_many([product_key("tea")])[product_key("tea")].index
    outcome = bring(store, *MOVED_TEA)
    assert (outcome.added, outcome.changed, outcome.archived) == ([], ["sencha"], [])
    assert handles(store) == {"sencha": ["T1", "T2"]}
    assert leading(store) == {"tea": "sencha"}
    assert on_hand(store, ["T1", "T2"]) == {"T1": 3, "T2": 4}
    offer = store.get(offer_key("T1"))
    assert offer is not None
    assert (offer.data["handle"], offer.data["published"]) == ("sencha", True)
    moved = store.get(product_key("sencha"))
    assert moved is not None
    assert moved.index == came
    assert len(list(every(store, "SKU#T1", "PRICE#"))) == 1
    assert bring(store, *MOVED_TEA).unchanged == 1


def test_the_difference_tells_of_one_product_that_has_changed(store: SqliteStore) -> None:
    bring(store, *TEA)
    outcome = bring(store, *MOVED_TEA)
    assert [
        (entry["handle"], entry["kind"], [field["field"] for field in entry["fields"]])
        for entry in diff_json(outcome.change_set)
    ] == [("sencha", "changed", ["handle", "title"])]
    newest = releases(store)[0]
    assert (newest.added, newest.changed, newest.removed) == (0, 1, 0)
    assert release_changes(store, newest.number).moved == {"tea": "sencha"}


def test_going_back_gives_the_handle_back_and_keeps_the_other_address(store: SqliteStore) -> None:
    bring(store, *TEA)
    bring(store, *MOVED_TEA)
    rollback(store, 1, "owner", CLOCK)
    assert handles(store) == {"tea": ["T1", "T2"]}
    assert leading(store) == {"sencha": "tea"}
    assert releases(store)[0].changed == 1
    rollback(store, 2, "owner", CLOCK)
    assert leading(store) == {"tea": "sencha"}


def test_every_name_a_product_had_leads_to_the_one_it_has(store: SqliteStore) -> None:
    bring(store, *TEA)
    bring(store, *MOVED_TEA)
    bring(store, *(row.replace("sencha", "green-tea") for row in MOVED_TEA))
    assert leading(store) == {"tea": "green-tea", "sencha": "green-tea"}
    assert {"tea", "sencha", "green-tea"} <= waiting(store).handles
    rollback(store, 1, "owner", CLOCK)
    assert leading(store) == {"sencha": "tea", "green-tea": "tea"}


def test_a_former_handle_that_another_product_takes_stays_its_history(store: SqliteStore) -> None:
    bring(store, *TEA)
    bring(store, *MOVED_TEA)
    bring(store, "tea,Black tea,,,B1,5,1")
    assert handles(store) == {"sencha": ["T1", "T2"], "tea": ["B1"]}
    assert leading(store) == {"tea": "sencha"}


def test_who_was_stopped_while_applying_comes_to_the_same(store: SqliteStore) -> None:
    bring(store, *TEA)
    bring(store, *MOVED_TEA)
    rollback(store, 1, "owner", CLOCK)
    before = leading(store)
    newest = releases(store)[0]
    apply(store, newest, release_changes(store, newest.number))
    assert leading(store) == before


@pytest.mark.parametrize(
    "rows",
    [
        ("sencha,Sencha,Size,S,T1,5,3",),  # not all of its SKUs
        (*MOVED_TEA, "tea,Tea,,,T3,5,1"),  # the other is in the file as well
    ],
)
def test_a_product_that_stays_keeps_its_handle(store: SqliteStore, rows: tuple[str, ...]) -> None:
    bring(store, *TEA)
    outcome = bring(store, *rows)
    assert (outcome.added, outcome.change_set.moved) == (["sencha"], {})
    assert "tea" in handles(store)
    assert leading(store) == {}


def test_the_skus_of_another_product_make_no_product_of_it(store: SqliteStore) -> None:
    bring(store, *TEA, "sencha,Sencha,,,X,5,1")
    outcome = bring(store, *MOVED_TEA)
    assert outcome.change_set.moved == {}
    assert handles(store)["tea"] == ["T1", "T2"]


def test_what_moves_is_not_archived_for_being_out_of_the_file(store: SqliteStore) -> None:
    bring(store, *TEA, "cup,Cup,,,C,5,1")
    outcome = bring(store, *MOVED_TEA, replace=True)
    assert outcome.archived == ["cup"]
    assert handles(store).keys() == {"cup", "sencha"}


def test_the_owner_can_leave_out_a_move(store: SqliteStore) -> None:
    bring(store, *TEA)
    outcome = bring(store, *MOVED_TEA, leave_out={2}, replace=True)
    assert outcome.change_set.empty
    assert handles(store) == {"tea": ["T1", "T2"]}


def test_what_shoppers_have_seen_is_known_when_it_goes(store: SqliteStore) -> None:
    head = "Handle,Title,SKU,Price,Status\n"
    for status in ("draft,", "active,", "archived,"):
        rows = f"shown,Shown,A,5,{status}\nnever,Never,B,5,{status.replace('active', 'draft')}"
        text = head + rows.replace(",\n", "\n").rstrip(",")
        reading = read_file(text.encode(), "goods.csv", currency="USD")
        publish(store, reading, CLOCK, Order(actor="owner"))
    assert seen(store, ["shown", "never"]) == {"shown"}
    moved = read_file(f"{head}other,Shown,A,5,archived".encode(), "goods.csv", currency="USD")
    publish(store, moved, CLOCK, Order(actor="owner"))
    assert seen(store, ["other", "never"]) == {"other"}
