"""WooCommerce's attributes: those in which variations differ are options, the others details."""

from collections.abc import Sequence
from typing import NamedTuple

from shop.catalogue.reading.drafts import DraftVariant
from shop.catalogue.reading.sheets import Row
from shop.catalogue.reading.woocommerce_columns import numbered

ANY = "Any"  # a variation that leaves an attribute open fits every value of it


class AttributeColumn(NamedTuple):
    name: int
    values: int


def attribute_columns(header: Sequence[str]) -> list[AttributeColumn]:
    """``Attribute N name`` and ``Attribute N value(s)``, in the order of N."""
    names, values = numbered(header, "attribute"), numbered(header, "values")
    return [AttributeColumn(names[n], values[n]) for n in sorted(names.keys() & values.keys())]


def options_of(
    parent: Row, children: list[tuple[Row, DraftVariant]], columns: Sequence[AttributeColumn]
) -> tuple[list[str], dict[str, str]]:
    """Names of the options and the remaining attributes; sets the options of each child.

    An attribute that no variation fixes is no choice the shop can offer: it stays a detail.
    """
    own = attributes(parent, columns)
    found = [attributes(row, columns) for row, _ in children]
    options = _fixed(own, found)
    for values, (_, variant) in zip(found, children, strict=True):
        variant.options = tuple(values.get(name) or ANY for name in options)
    details = {name: value for name, value in own.items() if value and name not in options}
    return options, details


def _fixed(own: dict[str, str], found: list[dict[str, str]]) -> list[str]:
    """In the order of the parent's attributes."""
    named = dict.fromkeys([*own, *(name for values in found for name in values)])
    return [name for name in named if any(values.get(name) for values in found)]


def left_open(
    children: list[tuple[Row, DraftVariant]], columns: Sequence[AttributeColumn]
) -> list[str]:
    """Attributes that WooCommerce lets the shopper choose freely, as a variation names no value."""
    found = [attributes(row, columns) for row, _ in children]
    return list(dict.fromkeys(name for values in found for name in values if not values[name]))


def attributes(row: Row, columns: Sequence[AttributeColumn]) -> dict[str, str]:
    """Values by name, as this row has them."""
    return {
        name: row.cells[column.values].strip().replace("\\,", ",")
        for column in columns
        if (name := row.cells[column.name].strip())
    }
