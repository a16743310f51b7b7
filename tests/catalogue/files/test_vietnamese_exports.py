"""What shops in Vietnam export: KiotViet's list, Shopee's mass-update workbooks."""

import unicodedata
from collections.abc import Callable
from typing import Any

Read = Callable[..., Any]
SHOPEE = ("vi/shopee_mass_update_basic_info.xlsx", "vi/shopee_mass_update_media_info.xlsx")


def test_kiotviet_list(read: Read) -> None:
    found = read("vi/kiotviet_DanhSachSanPham.xlsx", currency="VND")
    expect = found.expect
    found.check_file("kiotviet")
    found.check_prices(expect["price_vnd"], "VND")
    tally = found.joined.drafts.tally
    assert len(found.products) == expect["products"]
    assert len(found.variants) == tally.variants == expect["variants"]
    assert len({variant.sku for variant in found.variants}) == expect["distinct_codes"]
    assert len(tally.categories) == expect["groups_as_written"]
    assert max(map(len, tally.categories)) == expect["category_max_depth"]
    free = {variant.sku for variant in found.variants if variant.price is None}
    assert free == set(expect["codes_with_price_0"])
    # A stock below zero counts as 0 here, so the sum is larger than the file's by what it lacks.
    assert found.codes()["stock_negative"] == expect["negative_stock_rows"]
    assert sum(found.assembled.stock.values()) > int(expect["stock_sum"])
    assert all(quantity >= 0 for quantity in found.assembled.stock.values())
    # One product has one title; rows that are called otherwise are named.
    titles = {product.title for product in found.products}
    assert expect["distinct_names"] - len(titles) <= found.codes()["title_differs"]
    names = {option.name for product in found.products for option in product.options}
    assert names <= {"Màu sắc", "Kích cỡ", "Kiểu", "Chất liệu", "Đơn vị"}
    assert len(found.assembled.costs) > 400
    assert "cost" not in found.products[0].model_dump_json()
    assert found.refused_rows() == []


def test_shopee_basic_info(read: Read) -> None:
    found = read(SHOPEE[0], currency="VND")
    expect = found.expect
    assert found.joined.rows == len(found.products) == expect["products"]
    assert found.variants[0].sku == expect["first_product_id"]
    assert len({product.title for product in found.products}) == expect["distinct_names"]
    texts = [text for p in found.products for text in (p.title, p.description)]
    assert all(unicodedata.is_normalized("NFC", text) for text in texts)
    # No prices in it: kept as drafts until sales_info or the owner gives some.
    assert {product.status for product in found.products} == {"draft"}
    assert found.codes()["price_column_missing"] == 1
    assert found.refused_rows() == []


def test_shopee_media_info(read: Read) -> None:
    found = read(SHOPEE[1], currency="VND")
    expect = found.expect
    assert found.joined.rows == len(found.products) == expect["products"]
    tally = found.joined.drafts.tally
    assert len(tally.pictures) == expect["pictures_distinct_with_option_pictures"]
    own = {picture.src for product in found.products for picture in product.pictures}
    assert len(own) == expect["pictures_distinct"]
    assert len(tally.categories) == expect["category_strings"]
    assert {len(path) for path in tally.categories} <= set(range(1, expect["category_depth"] + 1))
    varied = [product for product in found.products if product.options]
    assert len(varied) == expect["products_with_variation"]
    assert sum(len(product.variants) for product in varied) == expect["option_values_total"]
    shown = sum(bool(variant.picture) for variant in found.variants)
    assert shown == expect["option_picture_references"]
    assert found.refused_rows() == []


def test_shopee_files_are_joined_by_product_id(read: Read) -> None:
    found = read(*SHOPEE, currency="VND")
    assert len(found.products) == 96
    assert all(product.description and product.pictures for product in found.products)
    assert found.joined.name == " + ".join(name.removeprefix("vi/") for name in SHOPEE)
