"""Shopify's product CSV with the older column names, which its importer reads as well.

Columns: help.shopify.com/en/manual/products/import-export/using-csv. The Google Shopping columns
are not written: a column that is there and empty makes Shopify forget what it knew.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest

from shop.catalogue.handles import Names, slugify
from shop.catalogue.model import Picture, Product, Variant
from shop.catalogue.writing.goods import Cell, Goods, Layout, Source
from shop.catalogue.writing.table import amount
from shop.errors import InvalidInput
from shop.money import Money

COLUMNS = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published",
    *(f"Option{n} {part}" for n in (1, 2, 3) for part in ("Name", "Value")),
    "Variant SKU", "Variant Grams", "Variant Inventory Tracker", "Variant Inventory Qty",
    "Variant Inventory Policy", "Variant Fulfillment Service", "Variant Price",
    "Variant Compare At Price", "Variant Requires Shipping", "Variant Taxable", "Variant Barcode",
    "Image Src", "Image Position", "Image Alt Text", "Gift Card", "SEO Title", "SEO Description",
    "Variant Image", "Variant Weight Unit", "Variant Tax Code", "Cost per item", "Status",
)  # fmt: skip
MOST_METAFIELDS = 900
TRUE_FALSE = {True: "TRUE", False: "FALSE"}
Cells = dict[str, Cell]


def refuses(goods: Goods, currency: str) -> str | None:
    if not goods.product.variants:
        return "it has no variant"
    return foreign_currency(goods, currency)


def foreign_currency(goods: Goods, currency: str) -> str | None:
    """These files name no currency: an amount in another one would be read as one in `currency`."""
    amounts: list[Money | None] = []
    for variant in goods.product.variants:
        amounts += [variant.price, variant.compare_at, goods.costs.get(variant.sku)]
    others = sorted({money.currency for money in amounts if money} - {currency})
    return (
        f"it has amounts in {', '.join(others)}, and the file is in {currency}" if others else None
    )


def rows(source: Source, kept: Iterable[Goods]) -> Iterator[list[Cell]]:
    metafields = _metafields(source.products())
    columns = [*COLUMNS, *metafields.values()]
    yield list(columns)
    for goods in kept:
        for cells in _product_rows(goods, metafields):
            yield [cells.get(column, "") for column in columns]


LAYOUT = Layout("shopify", refuses, rows)


def _metafields(products: Iterable[Product]) -> dict[str, str]:
    """The columns of the specification table, by attribute, as Shopify names its own."""
    names = dict.fromkeys(name for product in products for name in _details(product))
    if len(names) > MOST_METAFIELDS:
        raise InvalidInput(
            f"Your products have {len(names):,} different attributes, and a Shopify file holds "
            f"{MOST_METAFIELDS}. Export the table format instead."
        )
    keys = Names()
    return {
        name: f"{name} (product.metafields.custom.{keys.claim(slugify(name)).replace('-', '_')})"
        for name in names
    }


def _details(product: Product) -> dict[str, str]:
    """The attributes but for the one that Shopify has a column of its own for."""
    kind = _kind(product)
    return {n: v for n, v in product.attributes.items() if not (kind and n == "Type")}


def _product_rows(goods: Goods, metafields: Mapping[str, str]) -> Iterator[Cells]:
    """A row per variant; pictures beside them, one each, and in rows of their own beyond."""
    product = goods.product
    details = {metafields[name]: value for name, value in _details(product).items()}
    shared = _product_cells(product) | details
    for position, (variant, picture) in enumerate(
        zip_longest(product.variants, product.pictures), start=1
    ):
        own = _variant_cells(product, variant, goods) if variant else {}
        image = _picture_cells(picture, position) if picture else {}
        yield {"Handle": product.handle, **shared, **own, **image}
        shared = {}


def _product_cells(product: Product) -> Cells:
    names = [option.name for option in product.options] or ["Title"]
    return {
        "Title": product.title,
        "Body (HTML)": product.description,
        "Vendor": product.brand,
        **_category_cells(product),
        "Tags": ", ".join(product.tags),
        "Published": TRUE_FALSE[product.published],
        **{f"Option{n} Name": name for n, name in enumerate(names, start=1)},
        "Gift Card": "FALSE",
        "SEO Title": product.seo_title,
        "SEO Description": product.seo_description,
        "Status": product.status,
    }


def _category_cells(product: Product) -> Cells:
    """The owner's own word is Shopify's type; a path fits only the category, one of them."""
    if not product.categories:
        return {}
    first = product.categories[0]
    if len(first) == 1 and not _kind(product):
        return {"Type": first[0]}
    return {"Product Category": " > ".join(first), "Type": _kind(product)}


def _kind(product: Product) -> str:
    """Where the reader keeps a type that stood beside a category."""
    return product.attributes.get("Type", "") if product.categories else ""


def _variant_cells(product: Product, variant: Variant, goods: Goods) -> Cells:
    values = variant.options if product.options else ("Default Title",)
    stock = goods.stock.get(variant.sku)
    return {
        **{f"Option{n} Value": value for n, value in enumerate(values, start=1)},
        "Variant SKU": variant.sku,
        "Variant Grams": "" if variant.weight_grams is None else variant.weight_grams,
        "Variant Inventory Tracker": "shopify" if variant.tracked else "",
        "Variant Inventory Qty": "" if stock is None else stock,
        "Variant Inventory Policy": variant.stock_policy,
        "Variant Fulfillment Service": "manual",
        "Variant Price": amount(variant.price),
        "Variant Compare At Price": amount(variant.compare_at),
        "Variant Requires Shipping": TRUE_FALSE[not variant.digital],
        "Variant Taxable": "TRUE",
        "Variant Barcode": variant.barcode,
        "Variant Image": variant.picture,
        "Variant Weight Unit": "g",
        "Cost per item": amount(goods.costs.get(variant.sku)),
    }


def _picture_cells(picture: Picture, position: int) -> Cells:
    return {"Image Src": picture.src, "Image Position": position, "Image Alt Text": picture.alt}
