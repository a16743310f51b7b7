"""Amounts that are no prices: an addition to one, a share of one."""

import re
from decimal import Decimal

from shop.catalogue.reading.cells import Cells
from shop.catalogue.reading.prices import parse_price
from shop.catalogue.reading.sheets import Row
from shop.errors import InvalidMoney
from shop.i18n.messages import translatable
from shop.money import Money

_PERCENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,4})?) ?%?")


def addition(cells: Cells, row: Row, field: str) -> Money | None:
    """Like a price, and negative where it is taken off."""
    text = cells.text(row, field)
    if not text:
        return None
    try:
        amount = parse_price(text.lstrip("-−+ "), cells.currency)
    except InvalidMoney as error:
        reason = str(error.details.get("reason", "unreadable"))
        cells.problems.error(row.number, cells.column(field), f"price_{reason}", error.message)
        return None
    return amount * -1 if text.startswith(("-", "−")) else amount


def percent(cells: Cells, row: Row, field: str) -> Decimal:
    """0 where there is none."""
    text = cells.text(row, field)
    match = _PERCENT.fullmatch(text)
    if match:
        return Decimal(match[1].replace(",", "."))
    if text:
        cells.problems.error(
            row.number,
            cells.column(field),
            "percent_unreadable",
            translatable("“%(text)s” is no share of a hundred. Write it like 12.5", text=text[:80]),
        )
    return Decimal(0)
