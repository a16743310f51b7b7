"""What no file can say as it is stays out of it, and the owner is told which product, and why."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from catalogue.writing.products import NOW, Catalogue
from catalogue.writing.test_same_shop import left_out, shop_with

from shop.catalogue.importing import read_file
from shop.catalogue.model import Option, Product, ProductText, Variant
from shop.catalogue.publishing import Order, publish
from shop.money import Money

DAY = datetime(2026, 12, 1, tzinfo=UTC)
OLD, NEW = Money.of(2000, "USD"), Money.of(1250, "USD")
SIZES = (Option(name="Size"), Option(name="Colour"))
TWO = (Variant(sku="A", options=("S", "red"), price=NEW), Variant(sku="B", options=("M", "red")))
SALE = Variant(sku="S", price=NEW, compare_at=OLD)
CUP = Product(handle="cup", title="Cup", variants=(Variant(sku="C", price=NEW),))


def cup(**changes: Any) -> Product:
    return CUP.model_copy(update=changes)


def sized(*names: str, **changes: Any) -> Product:
    options = tuple(Option(name=name) for name in names)
    variant = Variant(sku="C", options=tuple("x" for _ in names), price=NEW)
    return cup(options=options, variants=(variant,), **changes)


@pytest.mark.parametrize(
    ("name", "product", "reason"),
    [
        ("table", cup(variants=()), "no variant"),
        ("table", sized("a", "b", "c", "d"), "4 options"),
        ("table", sized("a", "a"), "options have one name"),
        ("table", cup(variants=(Variant(sku="C", price=NEW, member_price=Money.of(1, "JPY")),)),
         "several currencies"),
        ("table", cup(variants=(SALE,), sale_ends=DAY), "sale days of S"),
        ("table", cup(variants=(Variant(sku="C", price=NEW, sale_ends=DAY),)), "sale days of C"),
        ("table", cup(options=(Option(name="Size", values={"vi": {"XL": "Rất lớn"}}),),
                      variants=(Variant(sku="C", options=("S",)),)), "words for values"),
        ("table", cup(categories=(("Tea",),), texts={"vi": ProductText(categories=(("a", "b"),))}),
         "categories in Tiếng Việt"),
        ("shopify", cup(tags=("a,b",)), "tag has a comma"),
        ("shopify", cup(categories=(("A > B", "C"),)), "“>”"),
        ("shopify", cup(categories=(("Uncategorized",),), attributes={"Type": "x"}), "Uncategor"),
        ("shopify", cup(attributes={"two  blanks": "1"}), "“two  blanks”"),
        ("shopify", cup(options=(Option(name="Title"),),
                        variants=(Variant(sku="C", options=("Default Title",)),)), "no options"),
        ("shopify", cup(variants=(Variant(sku="C", price=Money.of(1, "JPY")),)), "amounts in JPY"),
        ("woocommerce", cup(status="archived"), "archived"),
        ("woocommerce", cup(tags=("a\\", "b")), "backslash"),
        ("woocommerce", cup(categories=(("A > B",),)), "“>”"),
        ("woocommerce", sized("Size", attributes={"Size": "big"}), "“Size” is an option"),
        ("woocommerce", cup(variants=(SALE.model_copy(update={"sale_ends": DAY}),)), "days of S"),
    ],
)  # fmt: skip
def test_it_is_told_which_product_stays_out_and_why(
    name: str, product: Product, reason: str
) -> None:
    other = cup(handle="other", variants=(Variant(sku="O", price=NEW),))
    with shop_with(Catalogue([product, other], {}, {})) as (store, folder):
        (missing,) = left_out(store, folder / "out.csv", name, "USD")
    assert missing.handle == "cup"
    assert reason in missing.reason


AWKWARD = cup(
    title="other", tags=("a;b", "c"), categories=(("Uncategorized",),), brand="a, b\\",
    pictures=(), attributes={"Type": "x, y\\", "Note": "one\ntwo\\n"}, sale_ends=DAY,
    variants=(Variant(sku="C", compare_at=OLD, picture="https://x.example/c.jpg"),),
)  # fmt: skip


@pytest.mark.parametrize("name", ["table", "woocommerce"])
def test_what_can_be_said_in_some_way_is_not_left_out(name: str) -> None:
    """A struck price without a sale, a stock nobody counted, a picture of the only variant."""
    other = cup(handle="other", title="Cup", variants=(Variant(sku="O", price=NEW),))
    with shop_with(Catalogue([AWKWARD, other], {}, {})) as (store, folder):
        assert left_out(store, folder / "out.csv", name, "USD") == []


def test_a_type_of_several_lines_is_no_name_for_shopify_s_column() -> None:
    product = cup(categories=(("Tea", "Green"),), attributes={"Type": "loose\nand fine"})
    with shop_with(Catalogue([product], {}, {})) as (store, folder):
        assert left_out(store, folder / "out.csv", "shopify", "USD") == []


def test_a_sale_of_one_variant_has_its_own_days_in_the_table() -> None:
    days = SALE.model_copy(update={"sale_starts": DAY, "sale_ends": NOW})
    with shop_with(Catalogue([cup(variants=(days,))], {}, {})) as (store, folder):
        assert left_out(store, folder / "out.csv", "table", "USD") == []


FULL = cup(
    options=(SIZES[0].model_copy(update={"values": {"vi": {"S": "Nhỏ", "M": "Vừa"}}}), SIZES[1]),
    variants=(TWO[0].model_copy(update={"compare_at": OLD, "sale_ends": DAY}), TWO[1]),
    categories=(("Tea", "Green"),),
    texts={"vi": ProductText(title="Ly", categories=(("Trà", "Xanh"),)),
           "zh-Hans": ProductText(categories=(("茶", "绿茶"),))},
)  # fmt: skip
SHOPIFY = (
    "Handle,Title,Body (HTML),Type,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"
    "Variant SKU,Variant Price,Variant Compare At Price\ncup,Cup,,Tea,Size,S,Colour,red,A,12.50,\n"
)


def test_what_a_file_of_another_shop_leaves_over_keeps_nothing_out_of_the_table(
    tmp_path: Path,
) -> None:
    """A variant, a sale and a category are gone: so are the words and days that hung on them."""
    with shop_with(Catalogue([FULL], {}, {})) as (store, folder):
        reading = read_file(SHOPIFY.encode(), "shopify.csv", currency="USD")
        publish(store, reading, lambda: NOW, Order(actor="owner"))
        assert left_out(store, folder / "out.csv", "table", "USD") == []
        (found,) = read_file(folder / "out.csv", currency="USD").products
    assert [variant.sku for variant in found.variants] == ["A"]
    assert found.options[0].values == {"vi": {"S": "Nhỏ"}}
    assert found.texts == {"vi": ProductText(title="Ly")}
    assert found.variants[0].sale_ends is None
