"""A file that was exported brings to another shop all that its format can carry."""

import io

from catalogue.writing.products import EXAMPLES, Catalogue, Habits, catalogues
from hypothesis import HealthCheck, Phase, given, settings

from shop.catalogue.importing import Reading, read_file
from shop.catalogue.model import Option, Picture, Product
from shop.catalogue.writing.exporting import export
from shop.catalogue.writing.files import write_csv
from shop.catalogue.writing.xlsx import write_xlsx

# A failing example is shown as it was found: making it smaller takes minutes.
often = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
# Each example opens a process.
seldom = settings(often, max_examples=1 + EXAMPLES // 8)


def written(catalogue: Catalogue, name: str, suffix: str, currency: str = "USD") -> bytes:
    stream = io.BytesIO()
    rows = export(catalogue.products, catalogue.costs, catalogue.stock, name, currency)
    if suffix == ".csv":
        write_csv(rows, stream)
    else:
        write_xlsx(rows, stream, name)
    return stream.getvalue()


def again(catalogue: Catalogue, name: str, suffix: str, currency: str = "USD") -> Reading:
    content = written(catalogue, name, suffix, currency)
    reading = read_file(content, f"out{suffix}", currency=currency)
    assert reading.format == name
    assert reading.problems.errors == []
    return reading


def assert_same_table(catalogue: Catalogue, suffix: str) -> None:
    reading = again(catalogue, "table", suffix)
    assert reading.products == catalogue.products
    assert reading.costs == catalogue.costs
    assert reading.stock == catalogue.stock


@often
@given(catalogues())
def test_the_table_as_csv_comes_back_whole(catalogue: Catalogue) -> None:
    assert_same_table(catalogue, ".csv")


@seldom
@given(catalogues())
def test_the_table_as_xlsx_comes_back_whole(catalogue: Catalogue) -> None:
    assert_same_table(catalogue, ".xlsx")


def in_shopify(product: Product) -> Product:
    """What Shopify's columns can hold of it."""
    return Product(
        handle=product.handle,
        title=product.title,
        description=product.description,
        brand=product.brand,
        categories=product.categories[:1],
        tags=product.tags,
        status=product.status,
        options=tuple(Option(name=option.name) for option in product.options),
        variants=tuple(v.model_copy(update=NOT_IN_SHOPIFY) for v in product.variants),
        pictures=tuple(Picture(src=p.src, alt=p.alt) for p in product.pictures),
        attributes=product.attributes,
        seo_title=product.seo_title,
        seo_description=product.seo_description,
    )


NOT_IN_SHOPIFY = {"member_price": None, "sale_starts": None, "sale_ends": None}
SHOPIFY = Habits(without=",>", currency="KWD")


def fits_shopify(catalogue: Catalogue) -> bool:
    """Its files have words for nothing, and columns whose names have single blanks: products that
    mean them otherwise are left out of an export (test_left_out.py)."""
    names = [name for product in catalogue.products for name in product.attributes]
    return all(" ".join(name.split()) == name for name in names) and not any(
        product.categories[:1] == (("Uncategorized",),)
        or ("Title", "Default Title") in zip(_names(product), _first(product), strict=True)
        for product in catalogue.products
    )


def _names(product: Product) -> list[str]:
    return [option.name for option in product.options]


def _first(product: Product) -> tuple[str, ...]:
    return product.variants[0].options


def assert_same_shopify(catalogue: Catalogue, suffix: str) -> None:
    reading = again(catalogue, "shopify", suffix, "KWD")
    assert reading.products == [in_shopify(product) for product in catalogue.products]
    assert reading.costs == catalogue.costs
    assert reading.stock == catalogue.stock


@often
@given(catalogues(SHOPIFY).filter(fits_shopify))
def test_shopify_as_csv_comes_back(catalogue: Catalogue) -> None:
    assert_same_shopify(catalogue, ".csv")


@seldom
@given(catalogues(SHOPIFY).filter(fits_shopify))
def test_shopify_as_xlsx_comes_back(catalogue: Catalogue) -> None:
    assert_same_shopify(catalogue, ".xlsx")


def in_woocommerce(product: Product) -> Product:
    """What WooCommerce's columns can hold of it."""
    return Product(
        handle=product.handle,
        title=product.title,
        description=product.description,
        brand=product.brand,
        categories=product.categories,
        tags=product.tags,
        status=product.status,
        options=tuple(Option(name=option.name) for option in product.options),
        variants=tuple(v.model_copy(update={"member_price": None}) for v in product.variants),
        pictures=tuple(Picture(src=p.src) for p in product.pictures),
        attributes=product.attributes,
        recommended=product.recommended,
        sale_starts=product.sale_starts,
        sale_ends=product.sale_ends,
        low_stock_level=product.low_stock_level,
        digital_file=product.digital_file,
    )


def assert_same_woocommerce(catalogue: Catalogue, suffix: str) -> None:
    reading = again(catalogue, "woocommerce", suffix, "JPY")
    assert reading.products == [in_woocommerce(product) for product in catalogue.products]
    assert reading.costs == catalogue.costs
    tracked = {v.sku for p in catalogue.products for v in p.variants if v.tracked}
    assert reading.stock == {sku: n for sku, n in catalogue.stock.items() if sku in tracked}


def distinct(catalogue: Catalogue) -> bool:
    """WooCommerce's options are attributes: a name can be only one of them."""
    return not any(option.name in product.attributes
                   for product in catalogue.products for option in product.options)  # fmt: skip


WOOCOMMERCE = Habits(without="\\>", currency="JPY", statuses=("active", "draft"), own_days=False)


@often
@given(catalogues(WOOCOMMERCE).filter(distinct))
def test_woocommerce_as_csv_comes_back(catalogue: Catalogue) -> None:
    assert_same_woocommerce(catalogue, ".csv")


@seldom
@given(catalogues(WOOCOMMERCE).filter(distinct))
def test_woocommerce_as_xlsx_comes_back(catalogue: Catalogue) -> None:
    assert_same_woocommerce(catalogue, ".xlsx")
