"""A file that is imported a second time changes nothing."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shop.adapters.sqlite_store import SqliteStore
from shop.catalogue.importing import Reading, read_opened
from shop.catalogue.publishing import Order, compare, publish
from shop.catalogue.reading.joining import open_file
from shop.catalogue.releases.diff import diff_json
from shop.errors import InvalidSpreadsheet

NOW = datetime(2026, 11, 22, tzinfo=UTC)
# What is imported together, and the currency of the amounts.
IMPORTS = (
    (("de/artikel.csv",), "EUR"),
    (("en/amazon_phone_items.csv",), "USD"),
    (("google/lecc_google_feed.tsv",), "USD"),
    (("magento/luma_configurable_first20.csv",), "USD"),
    (("medusa/exported-products-comma.csv",), "EUR"),
    (("medusa/exported-products-semicolon.csv",), "EUR"),
    (("medusa/invalid-prices.csv",), "EUR"),
    (("medusa/prices-with-region.csv",), "EUR"),
    (("medusa/product-with-categories.csv",), "EUR"),
    (("medusa/v1-template.csv",), "EUR"),
    (("prestashop/products_import.csv", "prestashop/combinations_import.csv",
      "prestashop/categories_import.csv"), "USD"),
    (("prestashop/products_import.csv",), "USD"),
    (("shopify/apparel.csv",), "USD"),
    (("shopify/home-and-garden.csv",), "USD"),
    (("shopify/packt-product-data.csv",), "USD"),
    (("shopify/vietjewelers-products_export.csv",), "VND"),
    (("vendure/e2e-products-full.csv",), "USD"),
    (("vendure/invalid-row-length.csv",), "USD"),
    (("vendure/multiple-languages.csv",), "USD"),
    (("vendure/products.csv",), "USD"),
    (("vi/kiotviet_DanhSachSanPham.xlsx",), "VND"),
    (("vi/shopee_mass_update_basic_info.xlsx", "vi/shopee_mass_update_media_info.xlsx"), "VND"),
    (("woocommerce/sample_products.csv",), "GBP"),
    (("zh/jd_baby_products.xlsx",), "CNY"),
    (("zh/jd_shelving.xlsx",), "CNY"),
    (("zh/taobao_cellphone_gbk.csv",), "CNY"),
)  # fmt: skip
# 27,000 rows, which test_faulty_files.py imports and compares.
ELSEWHERE = {"en/bigbasket_products.csv"}
# Nothing of these can be imported, for a reason that their own tests state.
REFUSED = (
    ("nl/products.ods", "EUR"),
    ("saleor/populatedb_data.json", "USD"),
)


def read(folder: Path, names: Sequence[str], currency: str) -> Reading:
    files = [open_file((folder / name).read_bytes(), Path(name).name) for name in names]
    return read_opened(files, currency)


@pytest.mark.parametrize(("names", "currency"), IMPORTS, ids=str)
def test_the_second_import_finds_nothing_to_change(
    store: SqliteStore, shared: Path, names: Sequence[str], currency: str
) -> None:
    folder = shared / "data" / "products"
    first = publish(store, read(folder, names, currency), lambda: NOW, Order(actor="owner"))
    assert first.added
    again = compare(store, read(folder, names, currency))
    assert diff_json(again.change_set) == []
    assert (again.stock_changes, again.change_set.renamed) == (0, {})
    assert again.unchanged == len(first.added)
    assert len(again.refused) == len(first.refused)


@pytest.mark.parametrize(("name", "currency"), REFUSED)
def test_what_cannot_be_imported_is_refused_both_times(
    store: SqliteStore, shared: Path, name: str, currency: str
) -> None:
    for _time in range(2):
        with pytest.raises(InvalidSpreadsheet):
            compare(store, read(shared / "data" / "products", (name,), currency))


def test_no_file_is_forgotten(shared: Path) -> None:
    expected = shared / "data" / "products" / "EXPECTED.json"
    counted = json.loads(expected.read_text(encoding="utf-8"))["files"]
    imported = {name for names, _ in IMPORTS for name in names} | {name for name, _ in REFUSED}
    assert set(counted) - imported == ELSEWHERE
