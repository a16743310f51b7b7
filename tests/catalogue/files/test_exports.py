"""Exports of Shopify, WooCommerce, Vendure, Magento, PrestaShop, Medusa and Google Merchant."""

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]


def check_shopify(found: Any, currency: str) -> None:
    expect = found.expect
    found.check_file("shopify")
    found.check_prices(expect["variant_price"], currency)
    tally = found.joined.drafts.tally
    assert len(found.products) == expect["products"]
    assert len(found.variants) == tally.variants == expect["variants"]
    assert len(tally.categories) == expect["product_category_paths"]
    assert len(tally.pictures) == expect["pictures_distinct"]
    assert sum(product.published for product in found.products) == expect["published_products"]
    assert sum(v.on_sale for v in found.variants) == expect["compare_at_greater_than_price"]
    assert len({product.brand for product in found.products}) == expect["vendors"]
    assert max(len(p.variants) for p in found.products) == expect["max_variants_of_one_product"]
    doubled = expect["duplicated_skus"]
    assert found.codes()["sku_duplicated"] == doubled["rows"] - doubled["values"]
    assert found.codes()["stock_negative"] == expect["variants_with_negative_stock"]
    assert found.refused_rows() == []


def test_shopify_apparel(read: Read) -> None:
    check_shopify(read("shopify/apparel.csv"), "USD")


def test_shopify_home_and_garden(read: Read) -> None:
    check_shopify(read("shopify/home-and-garden.csv"), "USD")


def test_shopify_packt_product_data(read: Read) -> None:
    check_shopify(read("shopify/packt-product-data.csv"), "USD")


def test_shopify_vietjewelers(read: Read) -> None:
    found = read("shopify/vietjewelers-products_export.csv", currency="VND")
    check_shopify(found, "VND")
    assert "'1" in {variant.sku for variant in found.variants}


def test_woocommerce_sample_products(read: Read) -> None:
    found = read("woocommerce/sample_products.csv")
    expect = found.expect
    found.check_file("woocommerce")
    tally = found.joined.drafts.tally
    assert len(found.products) == expect["products"]
    assert tally.variants == expect["variations"]
    assert {" > ".join(path) for path in tally.categories} == set(expect["category_paths"])
    assert len(tally.pictures) == expect["pictures_distinct"]
    assert tally.priced == expect["regular_price"]["count"]
    assert tally.price_sum == {"USD": int(expect["regular_price"]["sum"]) * 100}
    assert sum(variant.on_sale for variant in found.variants) == expect["rows_with_sale_price"]
    unsold = expect["types"]["grouped"] + expect["types"]["external"]
    assert found.codes()["type_not_sold"] == unsold
    assert found.refused_rows() == []


def check_vendure(found: Any) -> None:
    expect = found.expect
    found.check_file("vendure")
    found.check_prices(expect["price"], "USD")
    tally = found.joined.drafts.tally
    assert len(found.products) == expect["products"]
    assert len(found.variants) == tally.variants == expect["variants"]
    assert len(tally.pictures) == expect["pictures_distinct"]
    assert {path[0] for path in tally.categories} == set(expect["category_facet_values"])
    doubled = expect["duplicated_skus"]
    assert found.codes()["sku_duplicated"] == doubled["rows"] - doubled["values"]
    groups = {"|".join(option.name for option in p.options) for p in found.products if p.options}
    assert groups == set(expect["option_groups"])
    assert found.refused_rows() == expect["rejected_record_numbers"]


def test_vendure_products(read: Read) -> None:
    found = read("vendure/products.csv")
    check_vendure(found)
    # Two of three variants with one SKU get one of their own; none is dropped.
    chair = found.product("Modern Cafe Chair")
    assert [variant.options for variant in chair.variants] == [("mustard",), ("mint",), ("pearl",)]
    assert len({variant.sku for variant in chair.variants}) == 3


def test_vendure_e2e_products_full(read: Read) -> None:
    found = read("vendure/e2e-products-full.csv")
    check_vendure(found)
    assert {variant.tracked for variant in found.variants} == {True, False}


def test_vendure_invalid_row_length(read: Read) -> None:
    found = read("vendure/invalid-row-length.csv")
    check_vendure(found)
    assert found.codes()["field_count"] == found.expect["rejected_records"]


def test_vendure_multiple_languages(read: Read) -> None:
    found = read("vendure/multiple-languages.csv")
    check_vendure(found)
    (product,) = found.products
    assert product.texts["zh-Hans"].title == found.expect["name_zh_Hans"]
    assert product.options[0].values["zh-Hans"]["Half Imperial"] == "半英制"
    assert product.brand == "KB"
    assert product.attributes == {"Type": "Accessory"}
    assert product.texts["zh-Hans"].attributes == {"类型": "饰品"}


def test_magento_luma_configurable(read: Read) -> None:
    found = read("magento/luma_configurable_first20.csv")
    expect = found.expect
    found.check_file("magento")
    tally = found.joined.drafts.tally
    assert len(found.products) == expect["products"]
    assert len(found.variants) == tally.variants == expect["variants"]
    found.check_prices(expect["variant_price"], "USD")
    assert found.codes()["variation_missing"] == expect["unresolved_references"]
    assert {"/".join(path) for path in tally.categories} == set(expect["category_list"])
    # Our paths leave out Magento's own root.
    depth = max(len(path) for product in found.products for path in product.categories)
    assert depth == expect["category_max_depth"] - 1
    assert len(tally.pictures) == expect["pictures_distinct"]
    dearest = [max(v.price.amount for v in product.variants) for product in found.products]
    assert sum(dearest) == int(expect["product_price"]["sum"]) * 100
    hoodie = found.product("Chaz Kangeroo Hoodie")
    assert [option.name for option in hoodie.options] == ["Size", "Color"]
    assert hoodie.attributes["Climate"] == "All-weather, Cool, Indoor, Spring, Windy"
    assert found.refused_rows() == []


def check_medusa(read: Read, name: str) -> Any:
    """Every price column that the shop could use is read once, in its own currency."""
    found = read(name)
    expect = found.expect
    found.check_file("medusa")
    assert len(found.products) == expect["products"]
    assert len(found.variants) == expect["variants"]
    assert len(found.joined.drafts.tally.pictures) == expect["pictures_distinct"]
    for column in expect["price_columns"]:
        currency = column.rpartition(" ")[2]
        if "[" in currency:
            told = [p for p in found.joined.problems if p.column == column]
            assert [problem.code for problem in told] == ["region_unknown"]
            continue
        amounts = [v.price.amount if v.price else 0 for v in read(name, currency=currency).variants]
        assert amounts == [round(float(text or 0) * 100) for text in expect["prices"][column]]
    assert found.refused_rows() == []
    return found


def test_medusa_exported_products_comma(read: Read) -> None:
    found = check_medusa(read, "medusa/exported-products-comma.csv")
    product = found.product("Base product")
    assert product.description == "<p>test-product-description<br>test line 2</p>"
    assert [option.name for option in product.options] == ["size", "color"]
    assert product.tags == ("123", "456")
    assert {product.status for product in found.products} == {"draft"}


def test_medusa_exported_products_semicolon(read: Read) -> None:
    found = check_medusa(read, "medusa/exported-products-semicolon.csv")
    assert found.products == read("medusa/exported-products-comma.csv").products


def test_medusa_invalid_prices(read: Read) -> None:
    found = check_medusa(read, "medusa/invalid-prices.csv")
    (told,) = [p for p in found.joined.problems if p.code == "region_unknown"]
    assert "“nonexistent”" in told.message


def test_medusa_prices_with_region(read: Read) -> None:
    check_medusa(read, "medusa/prices-with-region.csv")


def test_medusa_product_with_categories(read: Read) -> None:
    found = check_medusa(read, "medusa/product-with-categories.csv")
    # Medusa names its categories by number only; that is said, and no category is made of it.
    told = {p.column for p in found.joined.problems if p.code == "column_unknown"}
    assert "Product Category 1" in told
    assert found.products[0].categories == ()


def test_medusa_v1_template(read: Read) -> None:
    found = check_medusa(read, "medusa/v1-template.csv")
    assert found.variants[0].sku == "test-sku-1"
    assert found.assembled.stock["test-sku-1"] == 10
    assert found.products[2].categories == (("Test collection",),)


def test_prestashop_products_import(read: Read) -> None:
    found = read("prestashop/products_import.csv")
    expect = found.expect
    found.check_file("prestashop")
    assert len(found.products) == expect["products"]
    found.check_prices(expect["price"], "USD")
    tally = found.joined.drafts.tally
    assert {path[0] for path in tally.categories} == set(expect["categories"])
    assert len(tally.pictures) == expect["pictures_distinct"]
    # One of the seven is active and visible nowhere: this shop has no hidden pages, so a draft.
    assert sum(product.published for product in found.products) == expect["active"] - 1
    # All sales ended in 2018, whatever "On sale" says.
    assert not any(variant.on_sale for variant in found.variants)
    # One barcode on seven products is none.
    assert found.codes()["barcode_shared"] == expect["distinct_ean13"]
    assert not any(variant.barcode for variant in found.variants)
    assert len(found.assembled.costs) == expect["products"]
    assert "wholesale" not in found.products[0].model_dump_json()
    assert found.refused_rows() == []


def test_prestashop_combinations_import(read: Read) -> None:
    found = read(
        "prestashop/products_import.csv",
        "prestashop/combinations_import.csv",
        "prestashop/categories_import.csv",
    )
    products = found.counted["prestashop/products_import.csv"]["expect"]
    expect = found.counted["prestashop/combinations_import.csv"]["expect"]
    assert len(found.products) == products["products"]
    merged = products["sellable_variants_after_merge_with_combinations"]
    assert len(found.variants) == found.joined.drafts.tally.variants == merged
    sizes = [len(product.variants) for product in found.products if product.options]
    assert sizes == list(expect["per_product"].values())
    doubled = expect["duplicated_references"]
    assert found.codes()["sku_duplicated"] == doubled["rows"] - doubled["values"]
    assert found.codes()["options_repeated"] == expect["duplicated_product_value_pairs"]
    # Three barcodes of combinations and the one of the products that have none.
    assert found.codes()["barcode_shared"] == expect["duplicated_ean13"]["values"] + 1
    names = {option.name for product in found.products for option in product.options}
    assert names == set(expect["attribute_names"])
    touch = found.product("iPod touch")
    assert [variant.price.amount for variant in touch.variants] == [24000, 31500, 39000]
    told = found.joined.problems.as_json()
    assert {p.get("file") for p in told if p["code"] == "sku_duplicated"} == {
        "combinations_import.csv"
    }
    assert found.refused_rows() == []


def test_prestashop_combinations_alone_ask_for_their_products(read: Read) -> None:
    found = read("prestashop/combinations_import.csv")
    assert found.joined.drafts.tally.variants == found.expect["combinations"]
    assert [problem.code for problem in found.joined.problems.errors] == ["products_missing"]
    assert found.products == []


def test_prestashop_categories_import(read: Read) -> None:
    found = read("prestashop/categories_import.csv")
    found.check_file("prestashop")
    assert found.joined.drafts.tally.categories == {(name,) for name in found.expect["names"]}
    # Categories alone are no products: they are asked for, and nothing is written.
    assert [problem.code for problem in found.joined.problems.errors] == ["products_missing"]


def test_google_lecc_feed(read: Read) -> None:
    found = read("google/lecc_google_feed.tsv")
    expect = found.expect
    found.check_file("google")
    found.check_prices(expect["price"], expect["currency"])
    tally = found.joined.drafts.tally
    assert len(found.products) == expect["products"]
    assert len(found.variants) == tally.variants == expect["items"]
    assert len({variant.sku for variant in found.variants}) == expect["distinct_ids"]
    assert len({product.title for product in found.products}) == expect["distinct_titles"]
    assert len(tally.pictures) == expect["pictures_distinct"]
    assert len(tally.categories) == expect["google_product_categories"]
    assert values(found, "Size") == set(expect["sizes"])
    assert len(values(found, "Color")) == expect["colors"]
    assert found.refused_rows() == []


def values(found: Any, name: str) -> set[str]:
    """What the products offer under `name`, as a choice or as a line of their table."""
    chosen = {
        variant.options[place]
        for product in found.products
        for place, option in enumerate(product.options)
        if option.name == name
        for variant in product.variants
    }
    told = {product.attributes.get(name, "") for product in found.products}
    return (chosen | told) - {"", "–"}


@pytest.mark.parametrize("name", ["shopify/apparel.csv", "google/lecc_google_feed.tsv"])
def test_a_price_in_another_currency_is_refused(read: Read, name: str) -> None:
    """Only where the file itself says which currency it is."""
    found = read(name, currency="EUR")
    assert bool(found.codes()["price_currency"]) == name.startswith("google")
