"""The shop's own table, every field of it: what comes back in is what went out.

A product stays out of the file, with the reason, if it has no variant, more than three options or
two of one name, a variant with prices in several currencies, sale days that do not go with those of
the product, or words in another language for options or categories it does not have. Stock below
zero, which a back order leaves, is left blank, which changes no stock.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from shop.catalogue.escaping import attribute_lines, joined, joined_paths
from shop.catalogue.model import Picture, Product, ProductText, Variant
from shop.catalogue.reading.table_columns import COLUMNS, TRANSLATED
from shop.catalogue.writing.carrying import Check, first_of, no_rows, too_many_options, unclear_days
from shop.catalogue.writing.goods import Cell, Goods, Layout, Source
from shop.i18n.languages import LANGUAGES
from shop.money import Money

# In the order of the sheet; ``[]`` stands for the translations of the field before it.
FIELDS = (
    "handle", "title", "description", "brand", "origin", "categories", "tags", "status", "sku",
    *(field for n in (1, 2, 3) for field in (f"option{n}_name", f"option{n}")),
    "price", "compare_at", "member_price", "currency", "cost", "barcode", "weight", "stock",
    "tracked", "stock_policy", "digital", "variant_picture", "pictures", "alt", "attributes",
    "supplier", "recommended", "reason", "sale_starts", "sale_ends", "variant_sale_starts",
    "variant_sale_ends", "low_stock", "digital_file", "seo_title", "seo_description",
)  # fmt: skip
YES_NO = {True: "yes", False: "no"}
Cells = dict[str, Cell]


def refuses(goods: Goods, currency: str) -> str | None:  # noqa: ARG001 - as other formats
    return first_of(check(goods.product) for check in CHECKS)


def _mixed_currencies(product: Product) -> str | None:
    """Prices of a row share one currency."""
    mixed = any(len(_currencies(variant)) > 1 for variant in product.variants)
    return "a variant has prices in several currencies" if mixed else None


def _words_for_nothing(product: Product) -> str | None:
    """Words for a value stand beside the value, in the rows of the variants."""
    for n, option in enumerate(product.options):
        known = {variant.options[n] for variant in product.variants if n < len(variant.options)}
        if any(values.keys() - known for values in option.values.values()):
            return f"its option “{option.name}” has words for values that no variant has"
    return None


def _other_paths(product: Product) -> str | None:
    shape = list(map(len, product.categories))
    for code, text in product.texts.items():
        if text.categories and list(map(len, text.categories)) != shape:
            return f"its categories in {LANGUAGES[code].label} are not those it has"
    return None


CHECKS: tuple[Check, ...] = (
    no_rows,
    too_many_options,
    _mixed_currencies,
    unclear_days,
    _words_for_nothing,
    _other_paths,
)


def rows(source: Source, kept: Iterable[Goods]) -> Iterator[list[Cell]]:
    fields = _fields(source.products())
    yield [_column(field) for field in fields]
    for goods in kept:
        for cells in _product_rows(goods):
            yield [cells.get(field, "") for field in fields]


LAYOUT = Layout("table", refuses, rows)


def _fields(products: Iterable[Product]) -> list[str]:
    """With translations into the languages that are used."""
    used = {code for product in products for code in _languages(product)}
    codes = [code for code in LANGUAGES if code in used]
    return [name for field in FIELDS for name in _with_translations(field, codes)]


def _product_rows(goods: Goods) -> Iterator[Cells]:
    """What belongs to the product stands in its first row only."""
    product = goods.product
    shared = _product_cells(product) | _text_cells(product) | _picture_cells(product.pictures)
    for variant in product.variants:
        own = _variant_cells(variant, goods) | _option_cells(product, variant)
        yield {"handle": product.handle, **shared, **own}
        shared = {}


def _product_cells(product: Product) -> Cells:
    cells: Cells = {
        "title": product.title,
        "description": product.description,
        "brand": product.brand,
        "origin": product.origin,
        "categories": joined_paths(product.categories),
        "tags": joined(product.tags, ",;"),
        "status": product.status,
        "attributes": attribute_lines(product.attributes),
        "supplier": product.supplier,
        "recommended": YES_NO[product.recommended],
        "reason": product.reason,
        "sale_starts": first_moment(product.sale_starts),
        "sale_ends": last_moment(product.sale_ends),
        "low_stock": _blank(product.low_stock_level),
        "digital_file": product.digital_file,
        "seo_title": product.seo_title,
        "seo_description": product.seo_description,
    }
    for n, option in enumerate(product.options, start=1):
        cells[f"option{n}_name"] = option.name
        cells |= {f"option{n}_name[{code}]": name for code, name in option.names.items()}
    return cells


def _text_cells(product: Product) -> Cells:
    return {
        f"{field}[{code}]": cell
        for code, text in product.texts.items()
        for field, cell in _translated(text).items()
    }


def _translated(text: ProductText) -> Cells:
    return {
        "title": text.title,
        "description": text.description,
        "categories": joined_paths(text.categories),
        "attributes": attribute_lines(text.attributes),
        "origin": text.origin,
        "reason": text.reason,
    }


def _picture_cells(pictures: tuple[Picture, ...]) -> Cells:
    codes = dict.fromkeys(code for picture in pictures for code in picture.alts)
    return {
        "pictures": joined((picture.src for picture in pictures), ";"),
        "alt": _alts([picture.alt for picture in pictures]),
        **{
            f"alt[{code}]": _alts([picture.alts.get(code, "") for picture in pictures])
            for code in codes
        },
    }


def _alts(alts: list[str]) -> str:
    """The text for a single picture is no list."""
    if len(alts) == 1:
        return alts[0]
    return joined(alts, ";") if any(alts) else ""


def _variant_cells(variant: Variant, goods: Goods) -> Cells:
    currency = next(iter(_currencies(variant)), "")
    return {
        "sku": variant.sku,
        "price": amount(variant.price),
        "compare_at": amount(variant.compare_at),
        "member_price": amount(variant.member_price),
        **_cost_cells(goods.costs.get(variant.sku), currency),
        "barcode": variant.barcode,
        "weight": _blank(variant.weight_grams),
        "stock": pieces(goods, variant),
        "tracked": YES_NO[variant.tracked],
        "stock_policy": variant.stock_policy,
        "digital": YES_NO[variant.digital],
        **_sale_cells(goods.product, variant),
        "variant_picture": variant.picture,
    }


def _cost_cells(cost: Money | None, currency: str) -> Cells:
    """In the row's currency where there is one, else with its own."""
    if cost and currency not in {"", cost.currency}:
        return {"currency": currency, "cost": f"{amount(cost):f} {cost.currency}"}
    return {"currency": currency or (cost.currency if cost else ""), "cost": amount(cost)}


def _sale_cells(product: Product, variant: Variant) -> Cells:
    """The days of this variant's sale, where they are not the product's."""
    starts, ends = variant.sale_starts, variant.sale_ends
    return {
        "variant_sale_starts": "" if starts == product.sale_starts else first_moment(starts),
        "variant_sale_ends": "" if ends == product.sale_ends else last_moment(ends),
    }


def _option_cells(product: Product, variant: Variant) -> Cells:
    cells: Cells = {}
    for n, (option, value) in enumerate(
        zip(product.options, variant.options, strict=False), start=1
    ):
        cells[f"option{n}"] = value
        for code, values in option.values.items():
            cells[f"option{n}[{code}]"] = values.get(value, "")
    return cells


def _currencies(variant: Variant) -> dict[str, None]:
    prices = (variant.price, variant.compare_at, variant.member_price)
    return dict.fromkeys(price.currency for price in prices if price)


def _languages(product: Product) -> Iterator[str]:
    yield from product.texts
    for option in product.options:
        yield from (*option.names, *option.values)
    for picture in product.pictures:
        yield from picture.alts


def _with_translations(field: str, codes: list[str]) -> list[str]:
    return [field, *(f"{field}[{code}]" for code in codes if field in TRANSLATED)]


def _column(field: str) -> str:
    name, bracket, code = field.partition("[")
    return COLUMNS[name][0] + bracket + code


def amount(money: Money | None) -> Cell:
    return money.to_decimal() if money else ""


def pieces(goods: Goods, variant: Variant) -> Cell:
    """On hand, where that is known and a file may say it."""
    stock = goods.stock.get(variant.sku)
    return "" if stock is None or stock < 0 else stock


def first_moment(value: datetime | None) -> str:
    """A plain day where the reader takes it for the same moment."""
    return value.isoformat().removesuffix("T00:00:00+00:00") if value else ""


def last_moment(value: datetime | None) -> str:
    return value.isoformat().removesuffix("T23:59:59+00:00") if value else ""


def _blank(number: int | None) -> Cell:
    return "" if number is None else number
