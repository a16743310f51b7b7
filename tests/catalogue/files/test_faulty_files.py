"""Real files with rows that cannot be imported: the rest of them is."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shop.adapters.sqlite_store import SqliteStore
from shop.catalogue.importing import Reading, read_file
from shop.catalogue.keys import product_key
from shop.catalogue.model import Product
from shop.catalogue.proposing import Choices
from shop.catalogue.publishing import Order, Outcome, compare, publish, report
from shop.catalogue.records import product_from
from shop.catalogue.releases.records import every
from shop.errors import InvalidSpreadsheet

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
Open = Callable[[str, str], tuple[Reading, dict[str, Any]]]


@pytest.fixture
def opened(shared: Path) -> Open:
    folder = shared / "data" / "products"
    counted = json.loads((folder / "EXPECTED.json").read_text(encoding="utf-8"))["files"]

    def read(name: str, currency: str) -> tuple[Reading, dict[str, Any]]:
        return read_file(folder / name, currency=currency), counted[name]["expect"]

    return read


def imported(store: SqliteStore, reading: Reading, choices: Choices) -> Outcome:
    """Published once; and that a second time nothing would change."""
    outcome = publish(store, reading, lambda: NOW, Order("owner", choices))
    again = compare(store, reading, choices)
    assert again == Outcome(unchanged=len(outcome.added))
    assert (again.refused, again.drafted) == (outcome.refused, outcome.drafted)
    return outcome


def products(store: SqliteStore) -> list[Product]:
    prefix = product_key("")
    return [product_from(item) for item in every(store, prefix.pk, prefix.sk)]


def test_jd_is_published_without_what_is_not_for_sale(store: SqliteStore, opened: Open) -> None:
    reading, expect = opened("zh/jd_baby_products.xlsx", "CNY")
    unsold = expect["rows_with_price_minus_1 (not for sale)"]
    outcome = imported(store, reading, Choices())
    assert len(outcome.refused) == unsold
    assert len(outcome.added) == len(reading.products) - unsold
    assert all("-1" in fault.reason for fault in outcome.refused)
    assert report(reading, outcome)["refused_count"] == unsold
    here = {product.handle for product in products(store)}
    assert here == set(outcome.added)
    assert not here & {fault.handle for fault in outcome.refused}


def test_jd_keeps_what_is_not_for_sale_as_drafts(store: SqliteStore, opened: Open) -> None:
    reading, expect = opened("zh/jd_baby_products.xlsx", "CNY")
    outcome = imported(store, reading, Choices(faulty="draft"))
    assert len(outcome.added) == len(reading.products)
    assert len(outcome.drafted) == expect["rows_with_price_minus_1 (not for sale)"]
    drafts = {fault.handle for fault in outcome.drafted}
    for product in products(store):
        assert (product.status == "draft") == (product.handle in drafts)
        if product.handle in drafts:
            assert [variant.price for variant in product.variants] == [None]


def test_bigbasket_is_published_without_its_nameless_row(store: SqliteStore, opened: Open) -> None:
    reading, expect = opened("en/bigbasket_products.csv", "INR")
    outcome = imported(store, reading, Choices())
    assert len(outcome.added) == expect["importable_rows"]
    # Its index in the file is one less than its row.
    assert [str(fault.row - 1) for fault in outcome.refused] == expect["rows_without_name"]


def test_vendure_is_published_without_the_row_of_another_length(
    store: SqliteStore, opened: Open
) -> None:
    reading, expect = opened("vendure/invalid-row-length.csv", "USD")
    outcome = imported(store, reading, Choices())
    assert len(outcome.added) == expect["products"]
    assert [fault.row for fault in outcome.refused] == expect["rejected_record_numbers"]


def test_stopping_at_faults_imports_nothing(store: SqliteStore, opened: Open) -> None:
    reading, _ = opened("vendure/invalid-row-length.csv", "USD")
    with pytest.raises(InvalidSpreadsheet, match="row 3"):
        publish(store, reading, lambda: NOW, Order("owner", Choices(faulty="stop")))
    assert products(store) == []
