"""Real exports give the figures that were counted in them by other means."""

import json
from pathlib import Path
from typing import Any

import pytest

from shop.catalogue.importing import Reading, read_file
from shop.catalogue.publishing import report

FILES = [
    ("shopify/apparel.csv", "USD", 2),
    ("shopify/home-and-garden.csv", "USD", 2),
    ("shopify/packt-product-data.csv", "USD", 2),
    ("shopify/vietjewelers-products_export.csv", "VND", 0),
]


def read(shared: Path, name: str, currency: str) -> tuple[Reading, dict[str, Any]]:
    folder = shared / "data" / "products"
    expected = json.loads((folder / "EXPECTED.json").read_text(encoding="utf-8"))
    return read_file(folder / name, currency=currency), expected["files"][name]


@pytest.mark.parametrize(("name", "currency", "places"), FILES)
def test_shopify_exports(shared: Path, name: str, currency: str, places: int) -> None:
    reading, counted = read(shared, name, currency)
    told, expected = report(reading), counted["expect"]
    assert told["sha256"] == counted["sha256"]
    assert (told["format"], told["encoding"]) == ("shopify", counted["format"]["encoding"])
    assert told["rows"] == counted["format"]["records_after_header"]
    assert told["products"] == expected["products"]
    assert told["variants"] == expected["variants"] == expected["variant_price"]["count"]
    assert told["priced"] == expected["variant_price"]["count"]
    assert told["categories"] == expected["product_category_paths"]
    assert told["pictures"] == expected["pictures_distinct"]
    total = round(float(expected["variant_price"]["sum"]) * 10**places)
    assert told["price_sum"] == {currency: total}
    assert reading.problems.errors == []


@pytest.mark.parametrize(("name", "currency", "places"), FILES)
def test_only_published_products_are_active(
    shared: Path, name: str, currency: str, places: int
) -> None:
    reading, counted = read(shared, name, currency)
    expected = counted["expect"]
    assert sum(p.published for p in reading.products) == expected["published_products"]
    variants = [v for product in reading.products for v in product.variants]
    assert len(variants) == expected["variants"]
    assert len({v.sku for v in variants}) == len(variants)
    assert sum(v.on_sale for v in variants) == expected["compare_at_greater_than_price"]
    assert sum(v.price is None for v in variants) == expected["variant_price"]["zero"]
    assert (
        max(len(p.variants) for p in reading.products) == (expected["max_variants_of_one_product"])
    )


def test_vietjewelers_peculiarities_are_told_row_by_row(shared: Path) -> None:
    reading, counted = read(shared, "shopify/vietjewelers-products_export.csv", "VND")
    codes = [problem.code for problem in reading.problems]
    doubled = counted["expect"]["duplicated_skus"]
    assert codes.count("sku_duplicated") == doubled["rows"] - doubled["values"]
    assert codes.count("stock_negative") == counted["expect"]["variants_with_negative_stock"]
    assert codes.count("price_missing") == 0
    skus = {variant.sku for product in reading.products for variant in product.variants}
    assert "'1" in skus
    assert all(quantity >= 0 for quantity in reading.stock.values())


def test_woocommerce_export(shared: Path) -> None:
    reading, counted = read(shared, "woocommerce/sample_products.csv", "USD")
    told, expected = report(reading), counted["expect"]
    assert (told["format"], told["rows"]) == ("woocommerce", expected["rows"])
    assert told["products"] == expected["products"]
    assert told["variants"] == expected["variations"]
    assert told["categories"] == len(expected["category_paths"])
    assert told["pictures"] == expected["pictures_distinct"]
    assert told["priced"] == expected["regular_price"]["count"]
    assert told["price_sum"] == {"USD": int(expected["regular_price"]["sum"]) * 100}
    on_sale = [v.sku for p in reading.products for v in p.variants if v.on_sale]
    assert len(on_sale) == expected["rows_with_sale_price"]
    unsold = [p for p in reading.problems if p.code == "type_not_sold"]
    assert [(p.row, p.severity) for p in unsold] == [(17, "warning"), (18, "warning")]
    hoodie = next(p for p in reading.products if p.title == "Hoodie")
    assert [option.name for option in hoodie.options] == ["Color", "Logo"]
    assert {v.options for v in hoodie.variants} == {
        (colour, logo) for colour in ("Red", "Green", "Blue") for logo in ("Yes", "No")
    }
