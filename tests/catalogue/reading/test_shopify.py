"""Shopify's two generations of columns."""

import csv
import io

from shop.catalogue.importing import Reading, read_file

OLD = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published",
    "Option1 Name", "Option1 Value", "Option1 Linked To", "Variant SKU", "Variant Grams",
    "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Inventory Policy",
    "Variant Price", "Variant Compare At Price", "Variant Requires Shipping", "Variant Barcode",
    "Image Src", "Image Alt Text", "Gift Card", "SEO Title",
    "Color (product.metafields.shopify.color-pattern)",
    "Related (product.metafields.shopify--discovery--product_recommendation.related)",
    "Variant Image", "Cost per item", "Status",
)  # fmt: skip
NEW = (
    "URL handle", "Title", "Description", "Vendor", "Product category", "Type", "Tags",
    "Published on online store", "Option1 name", "Option1 value", "Option1 Linked To", "SKU",
    "Weight value (grams)", "Inventory tracker", "Inventory quantity",
    "Continue selling when out of stock", "Price", "Compare-at price", "Requires shipping",
    "Barcode", "Product image URL", "Image alt text", "Gift card", "SEO title",
    "Color (product.metafields.shopify.color-pattern)",
    "Related (product.metafields.shopify--discovery--product_recommendation.related)",
    "Variant image URL", "Cost per item", "Status",
)  # fmt: skip
TEE = (
    "tee", "Tee", "<p onclick=x>Soft</p><script>alert(1)</script>", "Hiên",
    "Apparel > Tops", "Summer", "cotton, blue", "TRUE", "Size", "S", "", "TEE-S", "120.5",
    "shopify", "-2", "DENY", "12.50", "15.00", "true", "0012345678905",
    "https://cdn.example/a.jpg", "A tee", "FALSE", "Tee, soft", "blue", "other", "", "4.10",
    "Active",
)  # fmt: skip
TEE_M = (
    "tee", *[""] * 8, "M", "", "TEE-M", "0", "", "5", "CONTINUE", "13", "", "false", "",
    "https://cdn.example/b.jpg", "", "", "", "", "", "https://cdn.example/m.jpg", "", "",
)  # fmt: skip
PICTURE = ("tee", *[""] * 19, "https://cdn.example/c.jpg", *[""] * 8)


def read(header: tuple[str, ...], *rows: tuple[str, ...]) -> Reading:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([header, *rows])
    return read_file(buffer.getvalue().encode(), "shopify.csv", currency="USD")


def changed(row: tuple[str, ...], **cells: str) -> tuple[str, ...]:
    """A row with other cells, by the older columns' names (blanks as underscores)."""
    by_name = {name.replace("_", " "): value for name, value in cells.items()}
    return tuple(by_name.get(name, cell) for name, cell in zip(OLD, row, strict=True))


def test_both_generations_mean_the_same() -> None:
    old, new = read(OLD, TEE, TEE_M, PICTURE), read(NEW, TEE, TEE_M, PICTURE)
    assert (old.format, new.format) == ("shopify", "shopify")
    assert old.products == new.products
    assert (old.costs, old.stock) == (new.costs, new.stock)


def test_columns_are_found_in_any_case() -> None:
    shouted = tuple(name.upper() for name in NEW)
    reading = read(shouted, TEE, TEE_M, PICTURE)
    assert [v.sku for v in reading.products[0].variants] == ["TEE-S", "TEE-M"]


def test_a_product_with_variants_and_pictures() -> None:
    reading = read(OLD, TEE, TEE_M, PICTURE)
    (tee,) = reading.products
    small, medium = tee.variants
    assert (tee.handle, tee.title, tee.description) == ("tee", "Tee", "<p>Soft</p>")
    assert tee.categories == (("Apparel", "Tops"),)
    assert tee.attributes == {"Color": "blue", "Type": "Summer"}
    assert tee.tags == ("cotton", "blue")
    assert [(o.name, v.options) for o, v in zip(tee.options * 2, tee.variants, strict=True)] == [
        ("Size", ("S",)),
        ("Size", ("M",)),
    ]
    assert small.price is not None
    assert (small.price.amount, small.on_sale, small.weight_grams) == (1250, True, 121)
    assert (small.barcode, small.tracked, small.stock_policy) == ("0012345678905", True, "deny")
    assert (medium.tracked, medium.stock_policy, medium.digital) == (False, "continue", True)
    assert medium.picture == "https://cdn.example/m.jpg"
    assert [picture.src[-5:] for picture in tee.pictures] == ["a.jpg", "b.jpg", "c.jpg"]
    assert reading.stock == {"TEE-S": 0, "TEE-M": 5}
    assert {sku: cost.amount for sku, cost in reading.costs.items()} == {"TEE-S": 410}
    assert reading.tally.variants == 2


def test_a_product_needs_both_columns_to_be_published() -> None:
    states = [("TRUE", "Active"), ("FALSE", "Active"), ("TRUE", "Draft"), ("", "Archived"),
              ("", ""), ("TRUE", "Unlisted")]  # fmt: skip
    rows = [
        changed(TEE, Handle=f"tee-{i}", Variant_SKU="", Published=published, Status=status)
        for i, (published, status) in enumerate(states)
    ]
    assert [product.status for product in read(OLD, *rows).products] == [
        "active", "draft", "draft", "archived", "active", "draft",
    ]  # fmt: skip


def test_a_title_only_product_has_no_options_and_a_sku_of_its_handle() -> None:
    plain = changed(TEE, Option1_Name="Title", Option1_Value="Default Title", Variant_SKU="")
    (product,) = read(OLD, plain).products
    assert product.options == ()
    assert [variant.sku for variant in product.variants] == ["tee"]


def test_variants_without_sku_are_named_by_handle_and_values() -> None:
    rows = [changed(TEE, Variant_SKU=""), changed(TEE_M, Variant_SKU="")]
    assert [v.sku for v in read(OLD, *rows).products[0].variants] == ["tee--s", "tee--m"]


def test_a_linked_option_is_not_repeated_as_an_attribute() -> None:
    linked = changed(TEE, Option1_Linked_To="product.metafields.shopify.color-pattern")
    assert read(OLD, linked).products[0].attributes == {"Type": "Summer"}


def test_the_type_is_the_category_where_there_is_no_other() -> None:
    for category in ("", "Uncategorized"):
        (product,) = read(OLD, changed(TEE, Product_Category=category)).products
        assert product.categories == (("Summer",),)


def test_zero_is_never_a_price() -> None:
    shown = read(OLD, changed(TEE, Variant_Price="0"))
    draft = read(OLD, changed(TEE, Variant_Price="0", Status="Draft"))
    absent = read(OLD, changed(TEE, Variant_Price=""))
    for reading in (shown, draft, absent):
        assert reading.products[0].variants[0].price is None
        assert reading.problems.errors == []
    assert [p.code for p in shown.problems] == ["stock_negative", "price_missing"]
    assert [p.code for p in draft.problems] == ["stock_negative"]
    assert shown.tally.price_sum == {"USD": 0}


def test_a_gift_card_is_kept_as_a_draft() -> None:
    reading = read(OLD, changed(TEE, Gift_Card="true"))
    assert reading.products[0].status == "draft"
    assert "gift_card" in [problem.code for problem in reading.problems]


def test_a_handle_is_the_same_in_any_case() -> None:
    reading = read(OLD, changed(TEE, Handle="Tee"), TEE_M)
    assert [(p.handle, len(p.variants)) for p in reading.products] == [("tee", 2)]


def test_stock_that_is_counted_but_not_told_is_a_warning() -> None:
    reading = read(OLD, changed(TEE, Variant_Inventory_Qty=""))
    assert [(p.row, p.column, p.code) for p in reading.problems] == [
        (2, "Variant Inventory Qty", "stock_missing")
    ]
    assert reading.stock == {}


def test_without_a_tracker_column_stock_counts_where_there_is_a_number() -> None:
    reading = read_file(
        b"Handle,Title,Variant Price,Variant Inventory Qty\na,A,1,\nb,B,1,3\n",
        "shopify.csv",
        currency="USD",
    )
    assert [p.variants[0].tracked for p in reading.products] == [False, True]


def test_rows_of_pictures_without_a_product_name_what_is_missing() -> None:
    reading = read(OLD, PICTURE, PICTURE)
    assert [(p.row, p.column, p.code) for p in reading.problems.errors] == [
        (2, "Title", "title_missing")
    ]
