"""Columns that know only certain words, and the dropdowns that offer them."""

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from shop.catalogue.reading.cells import folded

MARGIN = 200  # rows below the last one that have dropdowns as well
_YES_NO = ("yes", "no")
_TRUE_FALSE = ("TRUE", "FALSE")
_ONE_ZERO = ("1", "0")
CHOICES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "table": {
        "Status": ("active", "draft", "archived"),
        "Stock policy": ("deny", "continue"),
        "Recommended": _YES_NO,
        "Tracked": _YES_NO,
        "Digital": _YES_NO,
    },
    "shopify": {
        "Status": ("active", "draft", "archived"),
        "Published": _TRUE_FALSE,
        "Variant Inventory Policy": ("deny", "continue"),
        "Variant Requires Shipping": _TRUE_FALSE,
        "Gift Card": _TRUE_FALSE,
    },
    "woocommerce": {
        "Type": ("simple", "variable", "variation", "simple, virtual", "variation, virtual"),
        "Published": ("1", "0", "-1"),
        "Is featured?": _ONE_ZERO,
        "In stock?": _ONE_ZERO,
        "Backorders allowed?": ("1", "0", "notify"),
        "Visibility in catalog": ("visible", "catalog", "search", "hidden"),
    },
}


def add_dropdowns(
    sheet: Any, header: Sequence[str], choices: Mapping[str, Sequence[str]], rows: tuple[int, int]
) -> None:
    """Offers the words in `rows`, from first to last. Another word only brings a question."""
    known = {folded(column): words for column, words in choices.items()}
    for index, column in enumerate(header, start=1):
        if words := known.get(folded(column)):
            letter = get_column_letter(index)
            validation = DataValidation(
                type="list",
                formula1=f'"{",".join(words)}"',
                allow_blank=True,
                showErrorMessage=True,
                errorStyle="warning",
                errorTitle=column,
                error=f"The shop knows: {', '.join(words)}.",
            )
            validation.add(f"{letter}{rows[0]}:{letter}{rows[1]}")
            sheet.data_validations.append(validation)
