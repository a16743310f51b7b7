"""WooCommerce's product CSV: a row per product, and one per variation where it has options.

Schema: github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema.

There are no columns for other languages, picture texts, search texts, member prices, origin,
supplier and reasons: these stay as they are when the file is imported again. The handle goes into a
custom field, and so do three more things, in columns that are only there if they are needed: that
nobody has counted a stock, a struck price that is not above the price, the picture of the only
variant.

A product stays out of the file, with the reason, if it has no variant, more than three options or
two of one name, is archived, has a backslash at the end of a list's part, ``>`` in a category's
name, an attribute with the name of an option, sale days that do not go with those of the product,
or an amount in another currency. Stock below zero is written as 0 pieces nobody has counted.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from shop.catalogue.handles import Names
from shop.catalogue.model import Product, Variant
from shop.catalogue.writing.goods import Cell, Goods, Layout, Source
from shop.catalogue.writing.table import amount, first_moment, last_moment, pieces
from shop.catalogue.writing.woocommerce_limits import escaped, is_simple, listed, refuses

COLUMNS = (
    "Type", "SKU", "GTIN, UPC, EAN, or ISBN", "Name", "Published", "Is featured?",
    "Visibility in catalog", "Short description", "Description", "Date sale price starts",
    "Date sale price ends", "Tax status", "In stock?", "Stock", "Low stock amount",
    "Backorders allowed?", "Weight (kg)", "Sale price", "Regular price", "Cost of goods",
    "Categories", "Tags", "Brands", "Images", "Download 1 name", "Download 1 URL", "Parent",
)  # fmt: skip
Cells = dict[str, Cell]


# What becomes a custom field; see ``reading/woocommerce_columns``.
HANDLE = "Meta: shop_handle"
UNCOUNTED = "Meta: shop_stock_uncounted"
FORMER_PRICE = "Meta: shop_compare_at"
VARIANT_PICTURE = "Meta: shop_variant_picture"


def rows(source: Source, kept: Iterable[Goods]) -> Iterator[list[Cell]]:
    columns, parents = _header(source)
    yield list(columns)
    for goods in kept:
        for cells in _product_rows(goods, parents):
            yield [cells.get(column, "") for column in columns]


def _header(source: Source) -> tuple[list[str], Names]:
    """The columns that are needed, and names for parents that no variant has."""
    widest = 0
    skus: set[str] = set()
    fields: set[str] = set()
    for goods in source.goods():
        product = goods.product
        widest = max(widest, len(product.options) + len(product.attributes))
        skus.update(variant.sku.casefold() for variant in product.variants)
        fields.update(*(_custom_fields(goods, variant) for variant in product.variants))
    custom = [name for name in (UNCOUNTED, FORMER_PRICE, VARIANT_PICTURE) if name in fields]
    numbered = (name for n in range(1, widest + 1) for name in _attribute_columns(n))
    return [*COLUMNS, HANDLE, *custom, *numbered], Names(skus)


LAYOUT = Layout("woocommerce", refuses, rows)


def _product_rows(goods: Goods, parents: Names) -> Iterator[Cells]:
    product = goods.product
    first = product.variants[0]
    shared = _product_cells(product)
    if is_simple(product):
        own = _variant_cells(first, goods)
        kind = ", ".join(["simple", *_kinds(first, product.digital_file)])
        yield {**own, **shared, **_sale(first), "Type": kind, **_attributes(product)}
        return
    name = parents.claim(product.handle)
    yield {"In stock?": 1, **shared, "Type": "variable", "SKU": name, **_attributes(product)}
    for variant in product.variants:
        yield {
            **_variant_cells(variant, goods),
            "Type": ", ".join(["variation", *_kinds(variant, "")]),
            "Name": product.title,
            "Published": 1,
            "Parent": name,
            "Images": listed([variant.picture] if variant.picture else []),
            **_options(product, variant),
        }


def _product_cells(product: Product) -> Cells:
    return {
        "Name": product.title,
        "Published": 1 if product.published else -1,
        "Is featured?": int(product.recommended),
        "Visibility in catalog": "visible",
        "Description": _one_line(product.description),
        **_sale(product),
        "Tax status": "taxable",
        "Low stock amount": "" if product.low_stock_level is None else product.low_stock_level,
        "Categories": listed(" > ".join(path) for path in product.categories),
        "Tags": listed(product.tags),
        "Brands": listed([product.brand] if product.brand else []),
        "Images": listed(picture.src for picture in product.pictures),
        "Download 1 name": product.title if product.digital_file else "",
        "Download 1 URL": product.digital_file,
        HANDLE: product.handle,
    }


def _variant_cells(variant: Variant, goods: Goods) -> Cells:
    regular, sale = variant.price, None
    if variant.on_sale:
        regular, sale = variant.compare_at, variant.price
    grams = variant.weight_grams
    return {
        "SKU": variant.sku,
        "GTIN, UPC, EAN, or ISBN": variant.barcode,
        "Visibility in catalog": "visible",
        **_sale(variant),
        "Tax status": "taxable",
        **_stock_cells(variant, pieces(goods, variant)),
        "Weight (kg)": "" if grams is None else Decimal(grams).scaleb(-3),
        "Sale price": amount(sale),
        "Regular price": amount(regular),
        "Cost of goods": amount(goods.costs.get(variant.sku)),
        **_custom_fields(goods, variant),
    }


def _custom_fields(goods: Goods, variant: Variant) -> Cells:
    """What this variant needs of them."""
    cells: Cells = {}
    if variant.tracked and pieces(goods, variant) == "":
        cells[UNCOUNTED] = 1
    if variant.compare_at and not variant.on_sale:
        cells[FORMER_PRICE] = amount(variant.compare_at)
    if variant.picture and is_simple(goods.product):
        cells[VARIANT_PICTURE] = variant.picture
    return cells


def _sale(sold: Product | Variant) -> Cells:
    found = {
        "Date sale price starts": first_moment(sold.sale_starts),
        "Date sale price ends": last_moment(sold.sale_ends),
    }
    return {column: text for column, text in found.items() if text}


def _stock_cells(variant: Variant, stock: Cell) -> Cells:
    """A number makes WooCommerce count; what is counted and has no number cannot be bought."""
    sold_out = variant.tracked and not stock
    return {
        "In stock?": 0 if sold_out else 1,
        "Stock": stock if variant.tracked else "",
        "Backorders allowed?": 1 if variant.stock_policy == "continue" else 0,
    }


def _kinds(variant: Variant, digital_file: str) -> list[str]:
    found = ["virtual"] if variant.digital else []
    return [*found, "downloadable"] if digital_file else found


def _attributes(product: Product) -> Cells:
    """Options with all their values first, then the specification table, a column each."""
    options = {
        option.name: listed(dict.fromkeys(variant.options[n] for variant in product.variants))
        for n, option in enumerate(product.options)
    }
    details = {
        name: escaped(value) for name, value in product.attributes.items() if name not in options
    }
    return _numbered({**options, **details})


def _options(product: Product, variant: Variant) -> Cells:
    names = [option.name for option in product.options]
    return _numbered(dict(zip(names, map(escaped, variant.options), strict=False)))


def _numbered(attributes: dict[str, str]) -> Cells:
    cells: Cells = {}
    for n, (name, value) in enumerate(attributes.items(), start=1):
        cells |= dict(zip(_attribute_columns(n), (name, value, 1, 0), strict=True))
    return cells


def _attribute_columns(n: int) -> tuple[str, str, str, str]:
    name = f"Attribute {n}"
    return f"{name} name", f"{name} value(s)", f"{name} visible", f"{name} global"


def _one_line(description: str) -> str:
    """As WooCommerce's own exporter writes line breaks; a literal backslash becomes its entity."""
    return description.replace("\\n", "&#92;n").replace("\n", "\\n")
