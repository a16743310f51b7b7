"""The stock ledger."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shop.adapters.sqlite_store import SqliteStore
from shop.errors import StoreBusy
from shop.ports import Update, Write
from shop.stock.holds import stock_key
from shop.stock.ledger import on_hand, set_many_on_hand

THERE = {"A": 10, "B": 4}  # two of B are gone since, and cannot go again


def clock() -> datetime:
    return datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


class Busy(SqliteStore):
    """Somebody sells a piece just before every one of the first transactions."""

    sales = 0

    def transact(self, writes: Sequence[Write]) -> None:
        if self.sales:
            self.sales -= 1
            super().transact([Update(stock_key("A"), add={"on_hand": -1, "held": 1})])
        super().transact(writes)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Busy]:
    opened = Busy(tmp_path / "shop.db")
    yield opened
    opened.close()


def moves(store: Busy, sku: str) -> int:
    return sum(int(str(move.data["on_hand"])) for move in store.query(f"SKU#{sku}", "MOVE#").items)


def test_every_change_has_a_movement_of_the_difference(store: Busy) -> None:
    for quantity in (10, 4, 4, 0):
        set_many_on_hand(store, {"A": quantity}, "count", "owner", clock)
    page = store.query("SKU#A", "MOVE#")
    assert sorted(int(str(move.data["on_hand"])) for move in page.items) == [-6, -4, 10]
    assert on_hand(store, ["A", "B"]) == {"A": 0}


def test_setting_what_is_there_changes_nothing(store: Busy) -> None:
    assert set_many_on_hand(store, {"A": 3}, "count", "owner", clock) == 1
    assert set_many_on_hand(store, {"A": 3}, "count", "owner", clock) == 0


def test_more_skus_than_one_transaction_holds(store: Busy) -> None:
    wanted = {f"S{i}": i for i in range(130)}
    assert set_many_on_hand(store, wanted, "import", "owner", clock) == 130
    assert on_hand(store, list(wanted)) == wanted


def test_a_sale_in_between_is_not_lost(store: Busy) -> None:
    set_many_on_hand(store, {"A": 10}, "count", "owner", clock)
    store.sales = 2
    set_many_on_hand(store, {"A": 20}, "count", "owner", clock)
    item = store.get(stock_key("A"))
    assert item is not None
    assert item.data == {"on_hand": 20, "held": 2, "sold": 0}
    assert moves(store, "A") == 22


def test_what_came_or_went_since_it_was_counted_is_reckoned_in(store: Busy) -> None:
    set_many_on_hand(store, {"A": 10, "B": 2}, "count", "owner", clock)
    store.sales = 1
    set_many_on_hand(store, {"A": 14, "B": 0, "C": 5}, "import", "owner", clock, counted=THERE)
    assert on_hand(store, ["A", "B", "C"]) == {"A": 13, "B": 0, "C": 5}


def test_endless_contention_is_told(store: Busy) -> None:
    set_many_on_hand(store, {"A": 100}, "count", "owner", clock)
    store.sales = 50
    with pytest.raises(StoreBusy):
        set_many_on_hand(store, {"A": 20}, "count", "owner", clock)
