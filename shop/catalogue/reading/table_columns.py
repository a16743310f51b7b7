"""The columns of the shop's own table, with their language variants: docs/table-format.md."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shop.catalogue.reading.cells import folded
from shop.i18n.languages import LANGUAGES

COLUMNS = {
    "handle": ("Handle",),
    "title": ("Title",),
    "description": ("Description",),
    "brand": ("Brand",),
    "origin": ("Origin",),
    "categories": ("Categories", "Category"),
    "tags": ("Tags",),
    "status": ("Status",),
    "sku": ("SKU",),
    "old_sku": ("Old SKU",),
    "price": ("Price",),
    "compare_at": ("Compare-at price", "Compare at price"),
    "member_price": ("Member price",),
    "cost": ("Cost",),
    "currency": ("Currency",),
    "barcode": ("Barcode",),
    "weight": ("Weight (g)", "Weight"),
    "stock": ("Stock",),
    "tracked": ("Tracked",),
    "stock_policy": ("Stock policy",),
    "digital": ("Digital",),
    "pictures": ("Pictures", "Picture"),
    "alt": ("Picture alt",),
    "variant_picture": ("Variant picture",),
    "attributes": ("Attributes",),
    "supplier": ("Supplier",),
    "recommended": ("Recommended",),
    "reason": ("Reason",),
    "sale_starts": ("Sale starts",),
    "sale_ends": ("Sale ends",),
    "variant_sale_starts": ("Variant sale starts",),
    "variant_sale_ends": ("Variant sale ends",),
    "low_stock": ("Low stock level",),
    "digital_file": ("Digital file",),
    "seo_title": ("SEO title",),
    "seo_description": ("SEO description",),
    **{f"option{n}_name": (f"Option{n} Name", f"Option {n} name") for n in (1, 2, 3)},
    **{f"option{n}": (f"Option{n} Value", f"Option {n} value") for n in (1, 2, 3)},
}
# What of a product each column sets, for files that have only some of them.
FIELDS = {
    **{name: (name,) for name in (
        "title", "description", "brand", "origin", "categories", "tags", "status", "supplier",
        "recommended", "reason", "sale_starts", "sale_ends", "digital_file", "seo_title",
        "seo_description", "price", "compare_at", "member_price", "cost", "barcode",
        "stock_policy",
    )},
    "weight_grams": ("weight",),
    "low_stock_level": ("low_stock",),
    "tracked": ("tracked", "stock"),
    "digital": ("digital", "digital_file"),
    "pictures": ("pictures", "alt"),
    "picture": ("variant_picture",),
    "options": tuple(f"option{n}_name" for n in (1, 2, 3)),
}  # fmt: skip
TRANSLATED = (
    "title", "description", "origin", "categories", "reason", "alt", "attributes",
    *(f"option{n}_name" for n in (1, 2, 3)), *(f"option{n}" for n in (1, 2, 3)),
)  # fmt: skip
_LANGUAGE = re.compile(r"(.*?)\s*\[\s*([\w-]+)\s*\]")
_ATTRIBUTE = re.compile(r"attribute( name)?\s*:\s*(.+)", re.IGNORECASE)
_CODES = {code.casefold(): code for code in LANGUAGES}


@dataclass(slots=True)
class AttributeColumns:
    """Columns of one attribute: the value, its translations, and its label in other languages."""

    name: str
    value: int | None = None
    values: dict[str, int] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)


def names() -> dict[str, tuple[str, ...]]:
    """Every field with its possible column names; ``title[vi]`` is the Vietnamese title."""
    translated = {
        f"{name}[{code}]": tuple(f"{column}[{code}]" for column in COLUMNS[name])
        for name in TRANSLATED
        for code in LANGUAGES
    }
    return {**COLUMNS, **translated}


def known(columns: Iterable[str]) -> list[str]:
    """Those of `columns` that the table has, in any language."""
    own = {folded(name) for possible in COLUMNS.values() for name in possible}
    bases = ((column, split_language(column)[0]) for column in columns)
    return [name for name, base in bases if folded(base) in own or _ATTRIBUTE.fullmatch(base)]


def without_blanks(header: Sequence[str]) -> list[str]:
    """``Title [VI]`` is written ``Title[vi]`` as well."""
    result = []
    for name in header:
        base, code = split_language(name)
        result.append(f"{base}[{code}]" if code else name)
    return result


def split_language(name: str) -> tuple[str, str]:
    """A column's name without its language, and the language's code or nothing."""
    match = _LANGUAGE.fullmatch(name.strip())
    code = _CODES.get(match[2].casefold(), "") if match else ""
    return (match[1].strip(), code) if match and code else (name.strip(), "")


def attribute_columns(header: Sequence[str]) -> list[AttributeColumns]:
    """In the order in which the attributes first appear. A second column of a kind is ignored."""
    found: dict[str, AttributeColumns] = {}
    for index, column in enumerate(header):
        base, code = split_language(column)
        match = _ATTRIBUTE.fullmatch(base)
        if not match:
            continue
        name = match[2].strip()
        attribute = found.setdefault(folded(name), AttributeColumns(name))
        if match[1]:
            attribute.labels.setdefault(code, index)
        elif code:
            attribute.values.setdefault(code, index)
        elif attribute.value is None:
            attribute.value = index
    return list(found.values())
