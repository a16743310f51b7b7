"""What stands inside the cells of a Magento file: paths, pairs, variations, American dates."""

import re
from collections.abc import Sequence
from dataclasses import replace

from shop.catalogue.reading.cells import folded
from shop.catalogue.reading.sheets import Row, Sheet
from shop.i18n.languages import LANGUAGES

# Settings of Magento itself, which mean nothing in another shop.
INTERNAL = re.compile(
    r"attribute_set_code|product_websites|website_id|tax_class_name|created_at|updated_at|new_.*"
    r"|use_config_.*|display_product_options_in|map_.*|msrp_.*|gift_message_available|custom_.*"
    r"|page_layout|product_options_container|out_of_stock_qty|is_qty_decimal|m(?:in|ax)_cart_qty"
    r"|notify_on_stock_below|.*qty_increments|is_decimal_divided|configurable_variation_prices"
    r"|hide_from_product_page|deferred_stock_update|meta_keywords|.*_image_label|.*_image_labels"
    r"|_root_category|_product_websites"
)
STEERING = {"has_options", "required_options", "cost", "ts_dimensions_length"}
_PAIRS = re.compile(r',(?="?[A-Za-z_][A-Za-z0-9_]*=)')
_PATHS = re.compile(r",(?! )")  # Magento separates without a blank; names may hold ", "
_SLASH = re.compile(r"(?<!\\)/")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})(?:,? .*)?")
_DATES = re.compile(r"(special_price|special)_(from|to)_date")
_VIEW = re.compile(r"([a-z]{2})(?:[_-](hans|hant))?(?:[_-]([a-z]{2}))?", re.IGNORECASE)
_HANT = {"tw", "hk", "mo"}


def prepared(sheet: Sheet) -> Sheet:
    """Dates as ISO 8601, and the cost as a column of its own instead of among the attributes."""
    header = [folded(name) for name in sheet.header]
    dates = {index for index, name in enumerate(header) if _DATES.fullmatch(name)}
    dated = replace(sheet, rows=tuple(_dated(row, dates) for row in sheet.rows))
    if "additional_attributes" not in header or "cost" in header:
        return dated
    inside = header.index("additional_attributes")
    costs = [pairs(row.cells[inside]).get("cost", "") for row in sheet.rows]
    return _with_column(dated, "cost", costs) if any(costs) else dated


def _dated(row: Row, dates: set[int]) -> Row:
    cells = (_iso(text) if index in dates else text for index, text in enumerate(row.cells))
    return replace(row, cells=tuple(cells)) if dates else row


def _with_column(sheet: Sheet, name: str, cells: Sequence[str]) -> Sheet:
    rows = (
        replace(row, cells=(*row.cells, cell)) for row, cell in zip(sheet.rows, cells, strict=True)
    )
    return replace(sheet, header=(*sheet.header, name), rows=tuple(rows))


def _iso(text: str) -> str:
    match = _AMERICAN.fullmatch(text.strip())
    if not match:
        return text
    month, day, year = match.groups()
    return f"{year if len(year) == 4 else '20' + year}-{month:>02}-{day:>02}"


def pairs(text: str) -> dict[str, str]:
    """``size=XS,color=Black`` by name; a value may contain commas."""
    found = (part.strip().strip('"').partition("=") for part in _PAIRS.split(text))
    return {name.strip(): value.strip() for name, sign, value in found if sign}


def variations(text: str) -> dict[str, dict[str, str]]:
    """``sku=A,size=XS|sku=B,size=S``: the attributes of each variant, by SKU."""
    found = (pairs(part) for part in text.split("|") if part.strip())
    return {values.pop("sku"): values for values in found if values.get("sku")}


def attribute_name(code: str) -> str:
    return code.replace("_", " ").strip().capitalize()


def attribute_table(text: str) -> dict[str, str]:
    """``a=b,c=d|e``: the lines of a specification table."""
    return {
        attribute_name(code): ", ".join(filter(None, value.split("|")))
        for code, value in pairs(text).items()
        if value and code not in STEERING
    }


def category_paths(text: str) -> tuple[tuple[str, ...], ...]:
    """``Default Category/Men/Tops,…``, with the root; a slash of a name has a backslash."""
    found = (
        tuple(name.replace("\\/", "/").strip() for name in _SLASH.split(path) if name.strip())
        for path in _PATHS.split(text)
    )
    return tuple(dict.fromkeys(path for path in found if path))


def shop_paths(text: str) -> tuple[tuple[str, ...], ...]:
    """The same without the root, which is Magento's own."""
    return tuple(path[1:] for path in category_paths(text) if path[1:])


def language_of(view: str) -> str:
    """The language a store view is called after (``vi``, ``zh_hans_cn``, ``zh_TW``), or nothing."""
    match = _VIEW.fullmatch(view.strip())
    if not match:
        return ""
    code, script, country = (part.casefold() if part else "" for part in match.groups())
    if code == "zh":
        return "zh-Hant" if script == "hant" or country in _HANT else "zh-Hans"
    return code if code in LANGUAGES else ""
