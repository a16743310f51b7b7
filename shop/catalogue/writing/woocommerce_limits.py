"""What WooCommerce's product CSV can hold: its lists, and which products stay out of it."""

from collections.abc import Iterable

from shop.catalogue.model import Product
from shop.catalogue.reading.cells import paths
from shop.catalogue.reading.woocommerce import comma_parts
from shop.catalogue.writing.carrying import (
    Check,
    first_of,
    foreign_currency,
    no_rows,
    too_many_options,
    unclear_days,
)
from shop.catalogue.writing.goods import Goods


def refuses(goods: Goods, currency: str) -> str | None:
    return first_of(check(goods.product) for check in CHECKS) or foreign_currency(goods, currency)


def _archived(product: Product) -> str | None:
    return "WooCommerce knows no archived products" if product.status == "archived" else None


def _split_list(product: Product) -> str | None:
    names = [" > ".join(path) for path in product.categories]
    pictures = [picture.src for picture in product.pictures]
    if all(comma_parts(listed(parts)) == list(parts) for parts in (names, product.tags, pictures)):
        return None
    return "a tag, category or picture ends with a backslash, which joins it to the next one"


def _split_path(product: Product) -> str | None:
    same = paths(" > ".join(path) for path in product.categories) == product.categories
    return None if same else "a category has a “>” in its name, which parts a path in the file"


def _attribute_and_option(product: Product) -> str | None:
    both = [option.name for option in product.options if option.name in product.attributes]
    return f"“{both[0]}” is an option of it and an attribute" if both else None


def _days_of_a_row(product: Product) -> str | None:
    """A product without options has one row, for itself and its variant."""
    first = product.variants[0] if product.variants else None
    if first is None or not is_simple(product) or not first.on_sale:
        return None
    same = (first.sale_starts, first.sale_ends) == (product.sale_starts, product.sale_ends)
    return None if same else f"the sale days of {first.sku} are not those of the product"


def is_simple(product: Product) -> bool:
    return len(product.variants) == 1 and not product.options


CHECKS: tuple[Check, ...] = (
    no_rows,
    _archived,
    too_many_options,
    _split_list,
    _split_path,
    _attribute_and_option,
    unclear_days,
    _days_of_a_row,
)


def listed(parts: Iterable[str]) -> str:
    return ", ".join(map(escaped, parts))


def escaped(text: str) -> str:
    return text.replace(",", "\\,")
