"""What the sample files of other shop programs do not show, in tables made here."""

from datetime import UTC, datetime

import pytest
from catalogue.workbooks import workbook

from shop.catalogue.reading.assembly import Assembled, assemble
from shop.catalogue.reading.joining import Joined, grouped, join, open_file
from shop.catalogue.rules import as_sold

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def csv(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def read(*files: bytes, currency: str = "USD") -> tuple[Joined, Assembled]:
    opened = [open_file(content, f"{place}.csv") for place, content in enumerate(files)]
    (group,) = grouped(opened)
    joined = join(group, currency)
    assembled = assemble(joined.drafts.products, joined.problems)
    assembled.products = [as_sold(product, NOW) for product in assembled.products]
    return joined, assembled


def prices(assembled: Assembled) -> list[tuple[int | None, int | None]]:
    return [
        (
            variant.price.amount if variant.price else None,
            variant.compare_at.amount if variant.compare_at else None,
        )
        for product in assembled.products
        for variant in product.variants
    ]


MAGENTO = "sku,store_view_code,product_type,name,price,special_price,special_price_to_date,qty"
MAGENTO += ",visibility,product_online,additional_attributes,url_key"


def test_magento_s_cost_among_the_attributes_is_kept_apart() -> None:
    joined, assembled = read(
        csv(MAGENTO, 'A,,simple,Tea,12,,,5,,1,"cost=4.50,climate=Cool|Windy,taste=dry, fine",tea')
    )
    assert assembled.costs["A"].amount == 450
    assert assembled.products[0].attributes == {"Climate": "Cool, Windy", "Taste": "dry, fine"}
    assert "cost" in (joined.drafts.fields or frozenset())


def test_magento_s_store_views_are_translations() -> None:
    joined, assembled = read(
        csv(MAGENTO, "A,,simple,Tea,12,,,5,,1,,tea", "A,vi,,Trà,,,,,,,,", "A,fr,,Thé,,,,,,,,")
    )
    (product,) = assembled.products
    assert {code: text.title for code, text in product.texts.items()} == {"vi": "Trà"}
    assert [p.code for p in joined.problems if p.code == "view_unused"] == ["view_unused"]
    assert {f for f in joined.drafts.fields or () if f.startswith("texts")} == {
        "texts.vi.title",
        "texts.vi.description",
    }


def test_magento_s_sale_has_its_days_in_american_order() -> None:
    _, running = read(csv(MAGENTO, "A,,simple,Tea,12,9,12/31/26,5,,1,,tea"))
    _, ended = read(csv(MAGENTO, 'A,,simple,Tea,12,9,"1/31/26, 12:00 AM",5,,1,,tea'))
    assert prices(running) == [(900, 1200)]
    assert prices(ended) == [(1200, None)]


@pytest.mark.parametrize(
    ("kind", "visibility", "code"),
    [
        ("bundle", "Catalog, Search", "type_not_sold"),
        ("grouped", "Catalog, Search", "type_not_sold"),
        ("simple", "Not Visible Individually", "visibility_not_sold"),
    ],
)
def test_what_magento_sells_otherwise_is_a_draft_with_a_reason(
    kind: str, visibility: str, code: str
) -> None:
    joined, assembled = read(csv(MAGENTO, f'A,,{kind},Tea,12,,,5,"{visibility}",1,,tea'))
    assert [product.status for product in assembled.products] == ["draft"]
    assert [problem.code for problem in joined.problems] == [code]


SHOP = "Product ID,Name *,Categories (x;y;z...),Price tax included,Discount amount,"
SHOP += "Discount percent,Discount from,Discount to,Reference #,Image URLs,Wholesale price,Weight"
COMBINATIONS = "Product ID*,Attribute (Name:Type:Position)*,Value (Value:Position)*,Reference,"
COMBINATIONS += "Impact on price,Quantity"


def test_prestashop_s_discounts_are_sales() -> None:
    _, assembled = read(
        csv(SHOP, "1,Tea,Tea,100,20,,2026-01-01,2027-01-01,T,,,0.25", "2,Cup,Cups,80,,12.5,,,C,,,")
    )
    assert prices(assembled) == [(8000, 10000), (7000, 8000)]
    assert assembled.products[0].variants[0].weight_grams == 250


def test_prestashop_s_impact_is_added_to_the_price_and_to_the_former_one() -> None:
    combinations = csv(COMBINATIONS, "1,Size:select:0,S:0,T-S,-10,3", "1,Size:select:0,L:1,T-L,5,4")
    _, assembled = read(csv(SHOP, "1,Tea,Tea,100,20,,,,T,,40,"), combinations)
    assert prices(assembled) == [(7000, 9000), (8500, 10500)]
    assert assembled.stock == {"T-S": 3, "T-L": 4}
    assert {sku: cost.amount for sku, cost in assembled.costs.items()} == {"T-S": 4000, "T-L": 4000}


def test_prestashop_s_categories_have_their_place_below_their_parents() -> None:
    categories = csv("Category ID,Name *,Parent category", "3,Tea,Home", "4,Green,3", "5,Cups,")
    _, assembled = read(csv(SHOP, "1,Sencha,Green;Cups,9,,,,,S,,,"), categories)
    assert assembled.products[0].categories == (("Tea", "Green"), ("Cups",))


def test_prestashop_s_combination_without_a_product_is_an_error_in_its_own_file() -> None:
    joined, _ = read(
        csv(SHOP, "1,Tea,Tea,100,,,,,T,,,"), csv(COMBINATIONS, "7,Size:select:0,S:0,X,0,3")
    )
    (told,) = joined.problems.as_json()
    assert (told["row"], told["file"], told["code"]) == (2, "1.csv", "parent_missing")


KIOTVIET = "Loại hàng,Nhóm hàng(3 Cấp),Mã hàng,Tên hàng,Giá bán,Giá vốn,Tồn kho,ĐVT,"
KIOTVIET += "Mã ĐVT Cơ bản,Quy đổi,Thuộc tính,Mã HH Liên quan"


def test_kiotviet_s_units_are_a_choice() -> None:
    _, assembled = read(
        csv(
            KIOTVIET,
            "Hàng hóa,Trà>>Trà xanh,SEN,Trà sen,45000,20000,30,gói,,1,,",
            "Hàng hóa,Trà>>Trà xanh,SEN-T,Trà sen,500000,240000,2,thùng,SEN,12,,",
        ),
        currency="VND",
    )
    (product,) = assembled.products
    assert product.categories == (("Trà", "Trà xanh"),)
    assert [option.name for option in product.options] == ["Đơn vị"]
    assert [variant.options for variant in product.variants] == [("Gói",), ("Thùng",)]
    assert {sku: cost.amount for sku, cost in assembled.costs.items()} == {
        "SEN": 20000,
        "SEN-T": 240000,
    }


def test_kiotviet_s_spellings_of_an_attribute_are_one() -> None:
    _, assembled = read(
        csv(
            KIOTVIET,
            "Hàng hóa,Áo,A,Áo,100000,,1,,,1,MÀU:Đỏ|SIZE:S,",
            "Hàng hóa,Áo,B,Áo,100000,,1,,,1,Kíchcỡ:M|Màu sắc:Đỏ,A",
        ),
        currency="VND",
    )
    (product,) = assembled.products
    assert [option.name for option in product.options] == ["Màu sắc", "Kích cỡ"]
    assert [variant.options for variant in product.variants] == [("Đỏ", "S"), ("Đỏ", "M")]


SALES = ("et_title_product_id", "et_title_product_name", "et_title_variation_id",
         "et_title_variation_name", "et_title_parent_sku", "et_title_variation_sku",
         "et_title_variation_price", "et_title_variation_stock")  # fmt: skip
MEDIA = ("et_title_product_id", "et_title_product_name", "ps_item_cover_image",
         "et_title_variation_1", "et_title_option_1_for_variation_1",
         "et_title_option_image_1_for_variation_1")  # fmt: skip


def test_shopee_s_prices_and_variants_come_from_sales_info() -> None:
    sales = workbook(
        SALES,
        ("sales_info", "hash", "0"),
        ("Mã Sản phẩm", "Tên Sản phẩm"),
        ("55852563446", "Áo", "1", "Đỏ,S", "A1", "A1-DS", "275000", "27"),
        ("55852563446", "Áo", "2", "Đỏ,M", "A1", "", "275000", "3"),
        ("55852563447", "Mũ", "", "", "M1", "", "90000", "5"),
    )
    picture = "https://cf.shopee.vn/file/red"
    media = workbook(MEDIA, ("55852563446", "Áo", "https://a/b", "MÀU", "Đỏ", picture))
    joined, assembled = read(sales, media, currency="VND")
    shirt, hat = assembled.products
    assert (shirt.status, [option.name for option in shirt.options]) == (
        "active",
        ["MÀU", "Phân loại 2"],
    )
    assert [(v.sku, v.options, v.picture) for v in shirt.variants] == [
        ("A1-DS", ("Đỏ", "S"), picture),
        ("55852563446--do-m", ("Đỏ", "M"), picture),
    ]
    assert (hat.variants[0].sku, hat.options) == ("M1", ())
    assert joined.drafts.tally.price_sum == {"VND": 640000}
    assert (joined.rows, assembled.stock["M1"]) == (4, 5)


def test_medusa_reads_the_price_of_the_shop_s_own_currency() -> None:
    header = "Product Handle,Product Title,Product Status,Variant Title,Variant Sku,"
    header += "Variant Price USD,Variant Price VND"
    rows = csv(header, "tea,Tea,published,One,T1,5.50,140000")
    assert prices(read(rows)[1]) == [(550, None)]
    assert prices(read(rows, currency="VND")[1]) == [(140000, None)]
    joined, assembled = read(rows, currency="EUR")
    assert prices(assembled) == [(None, None)]
    assert [p.code for p in joined.problems].count("currency_unused") == 2


def test_files_that_belong_together_are_grouped_and_others_are_not() -> None:
    table = b"Title,Price\nTea,1\n"
    opened = [
        open_file(table, "a.csv"),
        open_file(csv(SHOP, "1,Tea,Tea,9,,,,,T,,,"), "products.csv"),
        open_file(table, "b.csv"),
        open_file(csv(COMBINATIONS, "1,Size:select:0,S:0,X,0,3"), "combinations.csv"),
    ]
    assert [[file.name for file in group] for group in grouped(opened)] == [
        ["a.csv"],
        ["products.csv", "combinations.csv"],
        ["b.csv"],
    ]


def test_more_than_three_choices_share_the_third() -> None:
    header = "name,slug,description,assets,facets,optionGroups,optionValues,sku,price"
    _, assembled = read(
        csv(header, "Desk,,,,,a|b|c|d,1|2|3|4,D1,9", ",,,,,,1|2|3|5,D2,9"), currency="USD"
    )
    (product,) = assembled.products
    assert [option.name for option in product.options] == ["a", "b", "c / d"]
    assert [variant.options[2] for variant in product.variants] == ["3 / 4", "3 / 5"]
