"""WooCommerce's product CSV: a row per product, and one per variation where it has options.

Schema: github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from shop.catalogue.handles import Names
from shop.catalogue.model import Product, Variant
from shop.catalogue.writing.goods import Cell, Goods, Layout, Source
from shop.catalogue.writing.shopify import foreign_currency
from shop.catalogue.writing.table import amount, first_moment, last_moment

COLUMNS = (
    "Type", "SKU", "GTIN, UPC, EAN, or ISBN", "Name", "Published", "Is featured?",
    "Visibility in catalog", "Short description", "Description", "Date sale price starts",
    "Date sale price ends", "Tax status", "In stock?", "Stock", "Low stock amount",
    "Backorders allowed?", "Weight (kg)", "Sale price", "Regular price", "Cost of goods",
    "Categories", "Tags", "Brands", "Images", "Download 1 name", "Download 1 URL", "Parent",
)  # fmt: skip
Cells = dict[str, Cell]


def refuses(goods: Goods, currency: str) -> str | None:
    if not goods.product.variants:
        return "it has no variant"
    if goods.product.status == "archived":
        return "WooCommerce knows no archived products"
    return foreign_currency(goods, currency)


def rows(source: Source, kept: Iterable[Goods]) -> Iterator[list[Cell]]:
    widest = 0
    skus: set[str] = set()
    for product in source.products():
        widest = max(widest, len(product.options) + len(product.attributes))
        skus.update(variant.sku.casefold() for variant in product.variants)
    columns = [*COLUMNS, *(name for n in range(1, widest + 1) for name in _attribute_columns(n))]
    parents = Names(skus)
    yield list(columns)
    for goods in kept:
        for cells in _product_rows(goods, parents):
            yield [cells.get(column, "") for column in columns]


LAYOUT = Layout("woocommerce", refuses, rows)


def _product_rows(goods: Goods, parents: Names) -> Iterator[Cells]:
    product = goods.product
    first = product.variants[0]
    shared = _product_cells(product)
    if len(product.variants) == 1 and not product.options:
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
            "Images": _listed([variant.picture] if variant.picture else []),
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
        "Categories": _listed(" > ".join(path) for path in product.categories),
        "Tags": _listed(product.tags),
        "Brands": _listed([product.brand] if product.brand else []),
        "Images": _listed(picture.src for picture in product.pictures),
        "Download 1 name": product.title if product.digital_file else "",
        "Download 1 URL": product.digital_file,
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
        **_stock_cells(variant, goods.stock.get(variant.sku)),
        "Weight (kg)": "" if grams is None else Decimal(grams).scaleb(-3),
        "Sale price": amount(sale),
        "Regular price": amount(regular),
        "Cost of goods": amount(goods.costs.get(variant.sku)),
    }


def _sale(sold: Product | Variant) -> Cells:
    found = {
        "Date sale price starts": first_moment(sold.sale_starts),
        "Date sale price ends": last_moment(sold.sale_ends),
    }
    return {column: text for column, text in found.items() if text}


def _stock_cells(variant: Variant, stock: int | None) -> Cells:
    """A number makes WooCommerce count; what is counted and has no number cannot be bought."""
    counted = stock if variant.tracked else None
    sold_out = variant.tracked and not stock
    return {
        "In stock?": 0 if sold_out else 1,
        "Stock": "" if counted is None else counted,
        "Backorders allowed?": 1 if variant.stock_policy == "continue" else 0,
    }


def _kinds(variant: Variant, digital_file: str) -> list[str]:
    found = ["virtual"] if variant.digital else []
    return [*found, "downloadable"] if digital_file else found


def _attributes(product: Product) -> Cells:
    """Options with all their values first, then the specification table, a column each."""
    options = {
        option.name: _listed(dict.fromkeys(variant.options[n] for variant in product.variants))
        for n, option in enumerate(product.options)
    }
    details = {
        name: _escaped(value) for name, value in product.attributes.items() if name not in options
    }
    return _numbered({**options, **details})


def _options(product: Product, variant: Variant) -> Cells:
    names = [option.name for option in product.options]
    return _numbered(dict(zip(names, map(_escaped, variant.options), strict=False)))


def _numbered(attributes: dict[str, str]) -> Cells:
    cells: Cells = {}
    for n, (name, value) in enumerate(attributes.items(), start=1):
        cells |= dict(zip(_attribute_columns(n), (name, value, 1, 0), strict=True))
    return cells


def _attribute_columns(n: int) -> tuple[str, str, str, str]:
    name = f"Attribute {n}"
    return f"{name} name", f"{name} value(s)", f"{name} visible", f"{name} global"


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(map(_escaped, parts))


def _escaped(text: str) -> str:
    return text.replace(",", "\\,")


def _one_line(description: str) -> str:
    """As WooCommerce's own exporter writes line breaks; a literal backslash becomes its entity."""
    return description.replace("\\n", "&#92;n").replace("\n", "\\n")
