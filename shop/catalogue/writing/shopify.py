"""Shopify's product CSV with the older column names, which its importer reads as well.

Columns: help.shopify.com/en/manual/products/import-export/using-csv. The Google Shopping columns
are not written: a column that is there and empty makes Shopify forget what it knew.

There are no columns for other languages, member prices, sale days, origin, supplier, reasons,
recommendations, stock levels, downloads and any category but the first: these stay as they are when
the file is imported again. A product stays out of the file, with the reason, if it has no variant,
more than three options or two of one name, the option ``Title: Default Title``, a tag with a comma,
a category part with ``>`` or the category ``Uncategorized``, an attribute whose name has doubled
blanks, or an amount in another currency. Stock below zero is left blank, which changes no stock.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest

from shop.catalogue.handles import Names, slugify
from shop.catalogue.model import Picture, Product, Variant
from shop.catalogue.reading.cells import listed, path
from shop.catalogue.reading.shopify import NO_CATEGORY
from shop.catalogue.writing.carrying import (
    Check,
    first_of,
    foreign_currency,
    no_rows,
    too_many_options,
)
from shop.catalogue.writing.goods import Cell, Goods, Layout, Source
from shop.catalogue.writing.table import amount, pieces
from shop.errors import InvalidInput
from shop.i18n.messages import translatable

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
    return first_of(check(goods.product) for check in CHECKS) or foreign_currency(goods, currency)


def _default_title(product: Product) -> str | None:
    names = [option.name for option in product.options]
    first = dict(zip(names, product.variants[0].options, strict=False))
    if first.get("Title") != "Default Title":
        return None
    return "“Title: Default Title” is how Shopify writes that there are no options"


def _split_tags(product: Product) -> str | None:
    same = listed(", ".join(product.tags), ",") == product.tags
    return None if same else "a tag has a comma, which parts tags in the file"


def _other_category(product: Product) -> str | None:
    written = str(_category_cells(product).get("Product Category", ""))
    first = product.categories[0] if written else ()
    if path(written) != first:
        return "a category has a “>” in its name, which parts a path in the file"
    return "the category “Uncategorized” means none in the file" if first == NO_CATEGORY else None


def _respaced_attribute(product: Product) -> str | None:
    odd = [name for name in _details(product) if " ".join(name.split()) != name]
    return f"the attribute “{odd[0]}” has blanks that a column's name loses" if odd else None


CHECKS: tuple[Check, ...] = (
    no_rows,
    too_many_options,
    _default_title,
    _split_tags,
    _other_category,
    _respaced_attribute,
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
            translatable(
                "Your products have %(names)s different attributes, and a Shopify file "
                "holds %(most)s. Export the table format instead.",
                names=len(names),
                most=str(MOST_METAFIELDS),
            )
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
    """Where the reader keeps a type that stood beside a category: on one line, as any name."""
    kind = product.attributes.get("Type", "") if product.categories else ""
    return kind if kind.isprintable() else ""


def _variant_cells(product: Product, variant: Variant, goods: Goods) -> Cells:
    values = variant.options if product.options else ("Default Title",)
    return {
        **{f"Option{n} Value": value for n, value in enumerate(values, start=1)},
        "Variant SKU": variant.sku,
        "Variant Grams": "" if variant.weight_grams is None else variant.weight_grams,
        "Variant Inventory Tracker": "shopify" if variant.tracked else "",
        "Variant Inventory Qty": pieces(goods, variant),
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
