"""Medusa's product CSV, of version 1 and 2: one row per variant, a price column per currency.

docs.medusajs.com/user-guide/products/import. Version 2 says "Variant Price USD" and "Variant
Option 1 Name", version 1 "Price USD" and "Option 1 Name". A price column such as "Price Europe
[EUR]" belongs to a region; this shop has none.
"""

import re
from collections.abc import Sequence

from shop.catalogue.model import Status
from shop.catalogue.reading.cells import Cells, folded, listed
from shop.catalogue.reading.drafts import DraftProduct, Drafts, DraftVariant, Format, Tally
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import Row, Sheet
from shop.catalogue.reading.variants import (
    add_pictures,
    provided,
    report_same_options,
    report_unused,
    set_options,
)
from shop.i18n.messages import translatable

COLUMNS = {
    "handle": ("Product Handle",),
    "title": ("Product Title",),
    "subtitle": ("Product Subtitle",),
    "description": ("Product Description",),
    "status": ("Product Status",),
    "thumbnail": ("Product Thumbnail",),
    "collection": ("Product Collection Title",),
    "kind": ("Product Type",),
    "tags": ("Product Tags",),
    "material": ("Product Material",),
    "origin": ("Product Origin Country", "Variant Origin Country"),
    "gift_card": ("Product Is Giftcard",),
    "product_weight": ("Product Weight",),
    "variant_title": ("Variant Title",),
    "sku": ("Variant SKU",),
    "barcode": ("Variant Barcode",),
    "ean": ("Variant EAN",),
    "upc": ("Variant UPC",),
    "stock": ("Variant Inventory Quantity",),
    "backorder": ("Variant Allow Backorder",),
    "managed": ("Variant Manage Inventory",),
    "weight": ("Variant Weight",),
}
FIELDS = {
    **{field: (field,) for field in ("title", "description", "status", "sku", "stock", "origin")},
    **{field: (field,) for field in ("tags", "price")},
    "categories": ("collection",),
    "attributes": ("kind", "material"),
    "barcode": ("barcode", "ean", "upc"),
    "weight_grams": ("weight", "product_weight"),
    "tracked": ("managed",),
    "stock_policy": ("backorder",),
}
_PRICE = re.compile(
    r"(?:variant )?price (?:(?P<region>.+) \[(?P<of>[a-z]{3})\]|(?P<code>[a-z]{3}))"
)
_OPTION = re.compile(r"(?:variant )?option (?P<number>\d{1,2}) (?P<part>name|value)")
_PICTURE = re.compile(r"(?:product )?image (?P<number>\d{1,3})(?: url)?")
_TAG = re.compile(r"product tag \d{1,3}")
# Numbers and dates of Medusa itself, which mean nothing in another shop.
INTERNAL = re.compile(
    r"(product|variant) (id|external id|created at|updated at|deleted at|discountable|metadata|"
    r"product id|variant rank|hs code|mid code|height|length|width)|product collection handle"
    r"|variant material"
)


def recognises(columns: frozenset[str]) -> bool:
    return {"product handle", "product title", "variant title"} <= columns


def read(sheet: Sheet, problems: Problems, currency: str) -> Drafts:
    reader = _Reader(sheet, problems, currency)
    for row in sheet.rows:
        reader.row(row)
    return Drafts(reader.finished(), reader.tally, reader.fields())


FORMAT = Format("medusa", recognises, read)


class _Reader:
    def __init__(self, sheet: Sheet, problems: Problems, currency: str) -> None:
        self.header = sheet.header
        price = _price_column(sheet.header, currency, problems)
        self.cells = Cells(sheet.header, {**COLUMNS, **price}, problems, currency)
        self.options = _numbered(sheet.header, _OPTION)
        self.pictures = [
            i for i, name in enumerate(sheet.header) if _PICTURE.fullmatch(folded(name))
        ]
        self.tags = [i for i, name in enumerate(sheet.header) if _TAG.fullmatch(folded(name))]
        self.problems = problems
        self.tally = Tally()
        self._open: dict[str, DraftProduct] = {}
        self._options: dict[str, list[str]] = {}
        self._report_unused()

    def fields(self) -> frozenset[str]:
        found = provided(self.cells, FIELDS)
        return found | ({"pictures"} if self.pictures or self.cells.has("thumbnail") else set())

    def row(self, row: Row) -> None:
        handle = self.cells.text(row, "handle") or f"\n{row.number}"
        draft = self._open.get(handle)
        if draft is None:
            draft = self._open[handle] = self._start(row)
            names = [row.cells[pair["name"]].strip() for pair in self.options]
            self._options[handle] = names
        sources = (self.cells.text(row, "thumbnail"), *self._values(row, self.pictures))
        add_pictures(draft, sources, self.tally)
        chosen = tuple(
            row.cells[pair["value"]].strip()
            for pair, name in zip(self.options, self._options[handle], strict=True)
            if name
        )
        draft.variants.append(self._variant(row, chosen))

    def finished(self) -> list[DraftProduct]:
        for handle, draft in self._open.items():
            set_options(draft, list(filter(None, self._options[handle])))
            report_same_options(draft, self.problems)
        return list(self._open.values())

    def _start(self, row: Row) -> DraftProduct:
        text = self.cells.text
        draft = DraftProduct(row.number, handle=text(row, "handle"), title=text(row, "title"))
        draft.description = "\n\n".join(
            filter(
                None,
                (text(row, "subtitle"), self.cells.block(row, "description").replace("\\n", "\n")),
            )
        )
        draft.status = self._status(row)
        draft.origin = text(row, "origin")
        draft.tags = tuple(
            dict.fromkeys((*listed(text(row, "tags"), ","), *self._values(row, self.tags)))
        )
        if collection := text(row, "collection"):
            draft.categories = ((collection,),)
        for name, field in (("Type", "kind"), ("Material", "material")):
            if value := text(row, field):
                draft.attributes[name] = value
        self.tally.categories.update(draft.categories)
        return draft

    def _status(self, row: Row) -> Status:
        """Only what is published; Medusa also knows draft, proposed and rejected."""
        if self.cells.flag(row, "gift_card", default=False):
            self.problems.warn(
                row.number,
                self.cells.column("gift_card"),
                "gift_card",
                translatable(
                    "“%(title)s” is a gift card, which this shop does not sell. It is kept "
                    "as a draft.",
                    title=self.cells.text(row, "title"),
                ),
            )
            return "draft"
        return "active" if self.cells.text(row, "status").casefold() == "published" else "draft"

    def _values(self, row: Row, columns: Sequence[int]) -> list[str]:
        return [value for index in columns if (value := row.cells[index].strip())]

    def _variant(self, row: Row, options: tuple[str, ...]) -> DraftVariant:
        cells = self.cells
        self.tally.variants += 1
        backorder = cells.flag(row, "backorder", default=False)
        codes = (cells.text(row, field) for field in ("ean", "upc", "barcode"))
        return DraftVariant(
            row.number,
            sku=cells.text(row, "sku"),
            options=options,
            price=self.tally.price(cells.price(row, "price")),
            barcode=next(filter(None, codes), ""),
            weight_grams=cells.grams(row, "weight") or cells.grams(row, "product_weight"),
            tracked=cells.flag(row, "managed", default=True),
            stock_policy="continue" if backorder else "deny",
            stock=cells.stock(row, "stock"),
        )

    def _report_unused(self) -> None:
        own = {index for pair in self.options for index in pair.values()}
        skipped = {
            index
            for index, name in enumerate(self.header)
            if INTERNAL.fullmatch(folded(name)) or _PRICE.fullmatch(folded(name))
        }
        used = self.cells.used() | own | skipped | {*self.pictures, *self.tags}
        report_unused(self.header, used, self.problems, "Medusa")


def _price_column(
    header: Sequence[str], currency: str, problems: Problems
) -> dict[str, tuple[str, ...]]:
    """The column of the shop's currency; the others are named, with what becomes of them."""
    chosen: dict[str, tuple[str, ...]] = {}
    for name in header:
        match = _PRICE.fullmatch(folded(name))
        if match and match["region"]:
            problems.warn(
                1,
                name,
                "region_unknown",
                translatable(
                    "There is no region “%(region)s” in this shop. The prices of the "
                    "column “%(name)s” are not used.",
                    region=match["region"],
                    name=name,
                ),
            )
        elif match and match["code"].upper() == currency:
            chosen.setdefault("price", (name,))
        elif match:
            code = match["code"].upper()
            problems.info(
                1,
                name,
                "currency_unused",
                translatable(
                    "This import is in %(currency)s: the prices in %(code)s are not used.",
                    currency=currency,
                    code=code,
                ),
            )
    return chosen


def _numbered(header: Sequence[str], pattern: re.Pattern[str]) -> list[dict[str, int]]:
    """Columns of ``Option 1 Name`` and ``Option 1 Value``, in the order of their numbers."""
    found: dict[int, dict[str, int]] = {}
    for index, name in enumerate(header):
        if match := pattern.fullmatch(folded(name)):
            found.setdefault(int(match["number"]), {})[match["part"]] = index
    return [pair for _number, pair in sorted(found.items()) if len(pair) == 2]
