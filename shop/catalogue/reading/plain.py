"""Any table with a header: its columns are guessed from their names, and the guess is told.

Every row is a product. Rows belong together where a column names their parent, or where they have
the same title and differ in colour, size or material.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from shop.catalogue.reading.cells import Cells, listed, path
from shop.catalogue.reading.decimals import settled
from shop.catalogue.reading.drafts import DraftProduct, Drafts, DraftVariant, Format, Tally
from shop.catalogue.reading.guessing import CHOICES, Guess, guess
from shop.catalogue.reading.problems import Problems, refusal
from shop.catalogue.reading.sheets import Row, Sheet
from shop.catalogue.reading.variants import (
    add_pictures,
    composed,
    drop_shared_barcodes,
    provided,
    report_same_options,
    set_options,
)
from shop.i18n.messages import Message, joined, translatable
from shop.money import Money

LEVELS = ("category", "subcategory", "type")
AMOUNTS = ("price", "sale_price", "compare_at", "cost")
DETAILS = {"unit": "Unit", "color": "Color", "size": "Size", "material": "Material"}
NEEDED = {
    "title": Message(translatable("the product's name")),
    "price": Message(translatable("the price")),
}
NOTHING = Message(translatable("nothing"))
# A code finds the product that is meant, so that a file may say only its stock.
INSTEAD = {"title": ("sku",), "price": ("sale_price", "sku")}
FIELDS = {
    **{f: (f,) for f in ("sku", "title", "description", "brand", "cost", "stock", "handle")},
    **{f: (f,) for f in ("supplier", "origin", "tags", "barcode")},
    "categories": LEVELS,
    "price": ("price", "sale_price"),
    "compare_at": ("compare_at", "sale_price"),
    "pictures": ("picture",),
    "tracked": ("stock",),
    "weight_grams": ("weight",),
    "attributes": tuple(DETAILS),
    "options": CHOICES,
}
GRAMS = {"kg": Decimal(1000), "g": Decimal(1), "gr": Decimal(1), "gram": Decimal(1),
         "公斤": Decimal(1000), "千克": Decimal(1000), "克": Decimal(1), "кг": Decimal(1000),
         "г": Decimal(1), "lb": Decimal("453.59237"), "lbs": Decimal("453.59237"),
         "oz": Decimal("28.349523125")}  # fmt: skip
_UNIT = re.compile(r"[(（\[]\s*([^()（）\[\]]+?)\s*[)）\]]")
_CODE = re.compile("[A-Z]{3}")


def recognises(columns: frozenset[str]) -> bool:
    """Whether anything at all is understood that a product needs; the rest is asked for."""
    found = guess(sorted(columns))
    return any(found.column(field) is not None for field in ("title", "price", "sale_price"))


def read(
    sheet: Sheet, problems: Problems, currency: str, mapping: Mapping[str, str] | None = None
) -> Drafts:
    """`mapping` are fields by column, as a person has said, now or for an earlier file."""
    sheet = composed(sheet)
    found = guess(sheet.header, sheet.rows).corrected(mapping or {})
    _ask_for_missing(found)
    _tell(found, problems)
    amounts = [index for index, match in found.matches.items() if match.field in AMOUNTS]
    reader = _Reader(found, problems, currency)
    products = [reader.product(rows) for rows in reader.groups(settled(sheet, amounts).rows)]
    drop_shared_barcodes(products, problems)
    fields = provided(reader.cells, FIELDS)
    if reader.pictures and (fields & {"options"} or reader.cells.has("group")):
        fields |= {"variant.picture"}
    return Drafts(products, reader.tally, fields)


def mapped(mapping: Mapping[str, str]) -> Format:
    """The format for a file whose owner said what its columns are."""
    return Format("plain", recognises, partial(read, mapping=mapping))


FORMAT = Format("plain", recognises, read)


def _ask_for_missing(found: Guess) -> None:
    """A product without a name or a price is no product: the file is not imported."""
    there = {match.field for match in found.matches.values()}
    missing = [field for field in NEEDED if not there & {field, *INSTEAD[field]}]
    if not missing:
        return
    seen = ", ".join(
        f"“{found.header[index]}” = {match.field.lstrip('-')}"
        for index, match in sorted(found.matches.items())
    )
    raise refusal(
        "columns_missing",
        translatable(
            "No column was found for %(missing)s; nothing is imported without. Add "
            "such a column, or say which one it is. Read so far: %(found)s.",
            missing=joined([NEEDED[field] for field in missing]),
            found=seen or NOTHING,
        ),
        1,
    )


def _tell(found: Guess, problems: Problems) -> None:
    """One sentence per column: what it is taken for, or that it is not used."""
    for index, name in enumerate(found.header):
        match = found.matches.get(index)
        if match and not match.field.startswith("-"):
            problems.info(
                1,
                name,
                "column_guessed",
                translatable(
                    "“%(name)s” is read as %(field)s (%(confidence)s sure).",
                    name=name,
                    field=match.field,
                    confidence=f"{match.confidence:.0%}",
                ),
            )
        elif name:
            what = f" ({match.field[1:]})" if match else ""
            problems.info(
                1,
                name,
                "column_unknown",
                translatable("The column “%(name)s”%(what)s is not used.", name=name, what=what),
            )


class _Reader:
    def __init__(self, found: Guess, problems: Problems, currency: str) -> None:
        names = {
            match.field: (found.header[index],)
            for index, match in sorted(found.matches.items(), reverse=True)
        }
        self.cells = Cells(found.header, names, problems, currency)
        self.pictures = [i for i, m in sorted(found.matches.items()) if m.field == "picture"]
        self.problems = problems
        self.tally = Tally()
        self.code = _noted(self.cells.column("price"), _CODE)
        self.per_unit = GRAMS.get(_noted(self.cells.column("weight")).casefold())

    def groups(self, rows: Sequence[Row]) -> list[list[Row]]:
        found: dict[object, list[Row]] = {}
        for row in rows:
            found.setdefault(self._group(row), []).append(row)
        return list(found.values())

    def _group(self, row: Row) -> object:
        text = self.cells.text
        if text(row, "group"):
            return text(row, "group")
        if self.cells.has("group") and text(row, "sku"):
            return text(row, "sku")
        if any(text(row, field) for field in CHOICES) and text(row, "title"):
            return text(row, "title"), text(row, "brand")
        return row.number

    def product(self, rows: Sequence[Row]) -> DraftProduct:
        first, text = rows[0], self.cells.text
        draft = DraftProduct(first.number, handle=text(first, "handle"), title=text(first, "title"))
        draft.called = (text(first, "group"),)
        draft.description = self.cells.block(first, "description")
        draft.brand = text(first, "brand")
        draft.supplier = text(first, "supplier")
        draft.origin = text(first, "origin")
        draft.tags = listed(text(first, "tags").replace(";", ","), ",")
        if place := tuple(name for level in LEVELS for name in path(text(first, level))):
            draft.categories = (place,)
            self.tally.categories.add(place)
        if not any(map(self.cells.has, ("price", "sale_price"))):
            draft.status = "draft"
        self._set_variants(draft, rows)
        return draft

    def _set_variants(self, draft: DraftProduct, rows: Sequence[Row]) -> None:
        text = self.cells.text
        chosen = [name for name in CHOICES if len({text(row, name) for row in rows}) > 1]
        details = {DETAILS[name]: text(rows[0], name) for name in DETAILS if name not in chosen}
        draft.attributes = {label: value for label, value in details.items() if value}
        for row in rows:
            own = self._pictures(draft, row)
            draft.variants.append(self._variant(row, chosen, own if len(rows) > 1 else ""))
        set_options(draft, [DETAILS[name] for name in chosen])
        report_same_options(draft, self.problems)

    def _pictures(self, draft: DraftProduct, row: Row) -> str:
        """Adds the row's pictures to the product and gives the first of them."""
        sources = [src for index in self.pictures for src in _sources(self.cells.at(row, index))]
        add_pictures(draft, sources, self.tally)
        return next(iter(sources), "")

    def _variant(self, row: Row, chosen: Sequence[str], picture: str) -> DraftVariant:
        cells = self.cells
        price, before = self._prices(row)
        stock = cells.stock(row, "stock")
        self.tally.variants += 1
        return DraftVariant(
            row.number,
            sku=cells.text(row, "sku"),
            options=tuple(cells.text(row, name) for name in chosen),
            price=price,
            compare_at=before,
            cost=cells.price(row, "cost", self._currency(row)),
            barcode=cells.text(row, "barcode"),
            weight_grams=self._weight(row),
            picture=picture,
            tracked=stock is not None,
            stock=stock,
        )

    def _prices(self, row: Row) -> tuple[Money | None, Money | None]:
        """What it costs now, and what it cost before where the file says so."""
        currency = self._currency(row)
        price, sale, before = (
            self.cells.price(row, field, currency)
            for field in ("price", "sale_price", "compare_at")
        )
        self.tally.price(sale or price)
        return (sale, before or price) if sale else (price, before)

    def _currency(self, row: Row) -> str:
        own = self.cells.text(row, "currency").upper()
        return own if _CODE.fullmatch(own) else self.code

    def _weight(self, row: Row) -> int | None:
        """Only where the column's name says in which unit it is."""
        if not self.cells.has("weight"):
            return None
        if self.per_unit is None:
            self.problems.warn(
                1,
                self.cells.column("weight"),
                "weight_unit",
                translatable(
                    "The weights are not used: the column does not say in which unit they "
                    "are. Call it “Weight (g)” or “Weight (kg)”."
                ),
            )
            return None
        return self.cells.grams(row, "weight", self.per_unit)


def _noted(column: str, shape: re.Pattern[str] | None = None) -> str:
    """What stands in parentheses behind a column's name."""
    match = _UNIT.search(column)
    noted = match[1] if match else ""
    return noted if shape is None or shape.fullmatch(noted) else ""


def _sources(text: str) -> list[str]:
    """One reference or several; a comma may be part of an address, a blank behind it is not."""
    found = re.split(r"[;\n|]\s*|,\s+|,(?=https?:)", text)
    return list(dict.fromkeys(part.strip() for part in found if part.strip()))
