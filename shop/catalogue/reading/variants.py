"""What the readers of several formats do with the variants of a product."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from shop.catalogue.model import MAX_OPTIONS, Option, Picture
from shop.catalogue.reading.cells import Cells
from shop.catalogue.reading.drafts import DraftProduct, Tally
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import Sheet
from shop.i18n.messages import Message, translatable

OF_BOTH = {"sale_starts", "sale_ends"}
OF_VARIANTS = {
    "price", "compare_at", "member_price", "barcode", "weight_grams", "picture", "tracked",
    "stock_policy", "digital", "sale_starts", "sale_ends",
}  # fmt: skip


def composed(sheet: Sheet) -> Sheet:
    """The sheet with every letter in its composed form (NFC), so that it is found by searching."""
    rows = tuple(
        row
        if all(map(_is_composed, row.cells))
        else replace(row, cells=tuple(unicodedata.normalize("NFC", cell) for cell in row.cells))
        for row in sheet.rows
    )
    header = tuple(unicodedata.normalize("NFC", name) for name in sheet.header)
    return replace(sheet, header=header, rows=rows)


_is_composed = partial(unicodedata.is_normalized, "NFC")


def provided(cells: Cells, fields: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Those of `fields` for which the file has one of the columns named, as `Drafts` names them.

    The days of a sale belong to the product and to each of its variants.
    """
    there = {field for field, columns in fields.items() if any(map(cells.has, columns))}
    of_variants = {f"variant.{field}" for field in there & OF_VARIANTS}
    return frozenset(there - (OF_VARIANTS - OF_BOTH)) | of_variants


def report_unused(
    header: Sequence[str], used: Iterable[int], problems: Problems, format_name: str
) -> None:
    """One sentence per named column that is not understood."""
    known = set(used)
    for index, name in enumerate(header):
        if name and index not in known:
            problems.info(
                1,
                name,
                "column_unknown",
                translatable(
                    "The column “%(name)s” is not used: this shop has no place for it, or "
                    "%(format)s files have no such column.",
                    name=name,
                    format=format_name,
                ),
            )


def add_pictures(draft: DraftProduct, sources: Iterable[str], tally: Tally) -> None:
    """Those of `sources` that are not empty and that the product does not have yet."""
    known = {picture.src for picture in draft.pictures}
    for src in dict.fromkeys(filter(None, sources)):
        tally.pictures.add(src)
        if src not in known:
            draft.pictures.append(Picture(src=src))


def set_options(draft: DraftProduct, names: Sequence[str]) -> None:
    """Gives `draft` the options `names`; what its variants have beyond three goes into the third.

    Every variant already has as many values as there are names.
    """
    if len(names) > MAX_OPTIONS:
        kept = MAX_OPTIONS - 1
        names = [*names[:kept], " / ".join(names[kept:])]
        for variant in draft.variants:
            rest = " / ".join(filter(None, variant.options[kept:]))
            variant.options = (*variant.options[:kept], rest)
    draft.options = [Option(name=name) for name in names]


def report_same_options(draft: DraftProduct, problems: Problems) -> None:
    """Shoppers cannot choose between variants that are called the same."""
    first: dict[tuple[str, ...], int] = {}
    for variant in draft.variants:
        row = first.setdefault(variant.options, variant.row)
        if row != variant.row:
            named = ", ".join(filter(None, variant.options)) or Message(translatable("no options"))
            problems.warn(
                variant.row,
                "",
                "options_repeated",
                translatable(
                    "“%(title)s” already has a variant with %(options)s, in %(place)s. "
                    "Shoppers cannot tell them apart.",
                    title=draft.title,
                    options=named,
                    place=problems.place(row),
                ),
            )


def drop_shared_barcodes(drafts: Sequence[DraftProduct], problems: Problems) -> None:
    """A barcode on several variants was made up, or cut short by a spreadsheet: it is none."""
    variants = [variant for draft in drafts for variant in draft.variants]
    uses = Counter(variant.barcode for variant in variants if variant.barcode)
    told: set[str] = set()
    for variant in variants:
        count = uses[variant.barcode]
        if count > 1:
            if variant.barcode not in told:
                problems.warn(
                    variant.row,
                    "Barcode",
                    "barcode_shared",
                    translatable(
                        "The barcode %(barcode)s stands on %(count)s variants, from %(place)s "
                        "on. It is used for none of them.",
                        barcode=variant.barcode,
                        count=str(count),
                        place=problems.place(variant.row),
                    ),
                )
            told.add(variant.barcode)
            variant.barcode = ""
