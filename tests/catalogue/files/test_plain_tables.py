"""Tables of no program in particular: columns guessed in German, English, Dutch and Chinese."""

from collections.abc import Callable
from typing import Any

import pytest

from shop.errors import InvalidSpreadsheet

Read = Callable[..., Any]


def test_de_artikel(read: Read) -> None:
    found = read("de/artikel.csv", currency="EUR")
    expect = found.expect
    found.check_file("plain")
    assert len(found.products) == expect["rows"]
    assert len({product.title for product in found.products}) == expect["distinct_names"]
    # The gross price is what shoppers pay; the net one and the tax rate are named as not used.
    found.check_prices(expect["gross_price_eur"], "EUR")
    unused = {p.column for p in found.joined.problems if p.code == "column_unknown"}
    assert unused == {"vkNetto", "MwSt"}
    assert len(found.joined.drafts.tally.categories) == expect["categories"]
    assert ("Verpackung/Reinigungsmittel/Hygiene",) in found.joined.drafts.tally.categories
    bare = [product for product in found.products if not product.categories]
    assert len(bare) == expect["rows_without_category"]
    assert found.codes()["price_missing"] == expect["gross_price_eur"]["zero"]
    assert found.refused_rows() == []
    assert {p.title for p in found.products} >= {"Tüte", "Müllcontainer"}


def test_en_amazon_phone_items(read: Read) -> None:
    found = read("en/amazon_phone_items.csv")
    expect = found.expect
    found.check_file("plain")
    assert len(found.products) == expect["rows"]
    assert len({variant.sku for variant in found.variants}) == expect["distinct_codes"]
    assert len({product.title for product in found.products}) == expect["distinct_titles"]
    assert sum(not product.brand for product in found.products) == expect["rows_without_brand"]
    found.check_prices(expect["price_usd"], "USD")
    # "Price 0 means unknown": shown, and not for sale.
    assert sum(variant.price is None for variant in found.variants) == expect["price_usd"]["zero"]
    with_former = [variant for variant in found.variants if variant.compare_at]
    assert len(with_former) == expect["rows_with_original_price"]
    on_sale = [variant for variant in found.variants if variant.on_sale]
    assert len(on_sale) == expect["rows_on_sale (originalPrice > price > 0)"]
    assert len(found.joined.drafts.tally.pictures) == expect["pictures_distinct"]
    assert found.refused_rows() == []


def test_en_bigbasket_products(
    read: Read, categories_of: Callable[..., set[tuple[str, ...]]]
) -> None:
    found = read("en/bigbasket_products.csv", currency="INR")
    expect = found.expect
    found.check_file("plain")
    # The row without a name is refused; its index in the file is one less than its row.
    assert [str(row - 1) for row in found.refused_rows()] == expect["rows_without_name"]
    assert len(found.products) == expect["importable_rows"]
    tally = found.joined.drafts.tally
    assert tally.priced == expect["sale_price_inr"]["count"]
    assert tally.price_sum == {"INR": int(float(expect["sale_price_inr"]["sum"]) * 100 + 0.5)}
    # EXPECTED counts the empty name as one; refused, it is none of the products' titles.
    titles = {product.title for product in found.products}
    assert len(titles) == expect["distinct_names"] - 1
    paths = tally.categories
    assert len({path[:1] for path in paths}) == expect["categories_level1"]
    assert len({path[:2] for path in paths}) == expect["categories_level2"]
    assert len(paths) == expect["categories_level3"]
    assert len({product.brand for product in found.products} - {""}) == expect["brands_trimmed"]
    bare = [found.assembled.rows[p.handle] - 1 for p in found.products if not p.brand]
    assert [str(index) for index in bare] == expect["rows_without_brand"]
    # The refused row is on sale as well.
    assert sum(variant.on_sale for variant in found.variants) == expect["rows_on_sale"] - 1
    assert any("â€" in product.title or "Â" in product.title for product in found.products)


def test_nl_products_ods(read: Read) -> None:
    """A list of links without prices: the columns that are missing are asked for."""
    with pytest.raises(InvalidSpreadsheet, match="the price") as refused:
        read("nl/products.ods", currency="EUR")
    assert refused.value.problems[0]["code"] == "columns_missing"
    assert "“product_name” = title" in refused.value.message


def test_zh_jd_baby_products(read: Read) -> None:
    found = read("zh/jd_baby_products.xlsx", currency="CNY")
    expect = found.expect
    found.check_file("plain")
    assert len({variant.sku for variant in found.variants}) == expect["distinct_codes"]
    assert found.variants[0].sku == expect["first_code"]
    assert len({product.title for product in found.products}) == expect["distinct_names"]
    # "-1.00 (not for sale)" is negative: the row is refused with its reason, never sold at 0.
    refused = expect["rows_with_price_minus_1 (not for sale)"]
    assert len(found.refused_rows()) == found.codes()["price_negative"] == refused
    found.check_prices(expect["price_cny"], "CNY")
    # E to J have no header and repeat promotions: told, not read.
    assert found.codes()["columns_unnamed"] == 1


def test_zh_jd_shelving(read: Read) -> None:
    found = read("zh/jd_shelving.xlsx", currency="CNY")
    expect = found.expect
    # "price" and "title" are our table's own columns, so it needs no guessing.
    found.check_file("table")
    assert len(found.products) == expect["rows"]
    assert len({product.title for product in found.products}) == expect["distinct_titles"]
    found.check_prices(expect["price_cny"], "CNY")
    assert found.refused_rows() == []


def test_zh_taobao_cellphone_gbk(read: Read) -> None:
    found = read("zh/taobao_cellphone_gbk.csv", currency="CNY")
    expect = found.expect
    found.check_file("plain")
    assert len(found.products) == expect["rows"]
    assert len({product.title for product in found.products}) == expect["distinct_names_trimmed"]
    assert found.products[0].title == expect["first_name"]
    found.check_prices(expect["price_cny"], "CNY")
    unused = {p.column for p in found.joined.problems if p.code == "column_unknown"}
    assert unused == {"0", "月销量", "重要度", "评论数"}
    assert found.refused_rows() == []


def test_saleor_populatedb_data(read: Read) -> None:
    """Kept as a relational reference; it is no spreadsheet, and says so."""
    with pytest.raises(InvalidSpreadsheet, match="JSON") as refused:
        read("saleor/populatedb_data.json")
    assert refused.value.problems[0]["code"] == "not_a_table"
