"""One SKU for every variant: the file's own where it is usable, else one made of the handle."""

import re
from collections.abc import Iterable

from shop.catalogue.handles import Names, slugify
from shop.catalogue.reading.drafts import DraftProduct, DraftVariant
from shop.catalogue.reading.problems import Problems
from shop.i18n.messages import translatable

LONGEST = 200
_DAMAGED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+", re.IGNORECASE)


def assign_skus(products: Iterable[tuple[DraftProduct, str]], problems: Problems) -> dict[int, str]:
    """SKUs by ``id()`` of the draft variant. The file's own SKUs go first, to their first row."""
    result: dict[int, str] = {}
    first_rows: dict[str, int] = {}
    waiting: list[tuple[DraftVariant, str]] = []
    for product, handle in products:
        for variant in product.variants:
            if not _usable(variant, problems) or variant.sku in first_rows:
                waiting.append((variant, handle))
            else:
                first_rows[variant.sku] = variant.row
                result[id(variant)] = variant.sku
    names = Names(first_rows)
    for variant, handle in waiting:
        sku = names.claim(derived_sku(handle, variant.options))
        result[id(variant)] = sku
        _tell(variant, sku, first_rows, problems)
    return result


def derived_sku(handle: str, options: tuple[str, ...]) -> str:
    """``handle``, or ``handle--value-value`` where there is a choice."""
    values = "-".join(filter(None, (slugify(value) for value in options)))
    return f"{handle}--{values}"[: LONGEST - 8].rstrip("-") if values else handle


def _usable(variant: DraftVariant, problems: Problems) -> bool:
    sku = variant.sku
    if not sku:
        return False
    if len(sku) > LONGEST or not sku.isprintable():
        problems.error(
            variant.row,
            "SKU",
            "sku_unusable",
            translatable(
                "“%(sku)s…” is no SKU: at most %(longest)s characters on one line.",
                sku=sku[:40],
                longest=LONGEST,
            ),
        )
        return False
    if sku.startswith("'"):
        problems.warn(
            variant.row,
            "SKU",
            "sku_apostrophe",
            translatable(
                "The SKU %(sku)s begins with an apostrophe, as a spreadsheet adds it. It is kept.",
                sku=sku,
            ),
        )
    if _DAMAGED.fullmatch(sku):
        problems.warn(
            variant.row,
            "SKU",
            "sku_damaged",
            translatable(
                "The SKU %(sku)s looks like a number that a spreadsheet has shortened.", sku=sku
            ),
        )
    return True


def _tell(variant: DraftVariant, sku: str, first_rows: dict[str, int], problems: Problems) -> None:
    if variant.sku in first_rows:
        problems.warn(
            variant.row,
            "SKU",
            "sku_duplicated",
            translatable(
                "The SKU %(sku)s is already used in %(place)s. The variant in "
                "%(here)s gets “%(own)s” instead.",
                sku=variant.sku,
                place=problems.place(first_rows[variant.sku]),
                here=problems.place(variant.row),
                own=sku,
            ),
        )
