"""The shop's own table, one row per variant, as docs/table-format.md describes it."""

import re
from collections.abc import Iterable
from datetime import datetime

from shop.catalogue.escaping import split, split_paths
from shop.catalogue.model import Option, Picture, ProductText, Status, StockPolicy
from shop.catalogue.reading.cells import Cells
from shop.catalogue.reading.drafts import DraftProduct, Drafts, DraftVariant, Format, Tally
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import Row, Sheet
from shop.catalogue.reading.table_columns import (
    FIELDS,
    attribute_columns,
    known,
    names,
    without_blanks,
)
from shop.catalogue.reading.table_texts import Texts
from shop.catalogue.reading.variants import provided
from shop.i18n.languages import LANGUAGES
from shop.i18n.messages import translatable

TEXTS = tuple(ProductText.model_fields)
STATUSES: dict[str, Status] = {"active": "active", "draft": "draft", "archived": "archived"}
OF_VARIANT = ("sku", "price", "option1", "option2", "option3", "stock", "barcode", "weight",
              "variant_picture")  # fmt: skip
_CURRENCY = re.compile("[A-Z]{3}")
_WITH_CURRENCY = re.compile("[0-9.,]+ ([A-Z]{3})")
POLICIES: dict[str, StockPolicy] = {"deny": "deny", "continue": "continue"}


def recognises(columns: frozenset[str]) -> bool:
    """Title and price, and at least half of all columns: else it is someone else's table."""
    return {"title", "price"} <= columns and 2 * len(known(columns)) >= len(columns - {""})


def read(sheet: Sheet, problems: Problems, currency: str) -> Drafts:
    reader = _Reader(sheet, problems, currency)
    for row in sheet.rows:
        reader.row(row)
    return Drafts(reader.products, reader.tally, reader.fields())


FORMAT = Format("table", recognises, read, continues=True)


class _Reader:
    def __init__(self, sheet: Sheet, problems: Problems, currency: str) -> None:
        header = without_blanks(sheet.header)
        self.cells = Cells(header, names(), problems, currency)
        self.texts = Texts(self.cells, attribute_columns(header), sheet.rows)
        self.problems = problems
        self.tally = Tally()
        self.products: list[DraftProduct] = []
        self._by_handle: dict[str, DraftProduct] = {}
        self._options: dict[int, list[int]] = {}
        self._report_unknown(header)

    def fields(self) -> frozenset[str]:
        """What the file has columns for; the others stay as the shop has them."""
        found = provided(self.cells, FIELDS)
        attributes = self.texts.used() or self.cells.has("attributes")
        translated = {f"texts.{code}.{name}" for name, code in self._translated(*TEXTS)}
        if attributes:
            translated |= {f"texts.{code}.attributes" for code in LANGUAGES}
        options = (f"option{n}_name" for n in (1, 2, 3))
        parts = {
            "options.names": bool(self._translated(*options)),
            "pictures.alt": self.cells.has("alt"),
            "pictures.alts": bool(self._translated("alt")),
            "categories.all": self.cells.has("categories"),
            "attributes": bool(attributes),
            "variant.sale_starts": self.cells.has("variant_sale_starts"),
            "variant.sale_ends": self.cells.has("variant_sale_ends"),
        }
        return found | translated | {name for name, there in parts.items() if there}

    def _translated(self, *names: str) -> list[tuple[str, str]]:
        """Name and language of every column there is for one of `names`."""
        pairs = [(name, code) for name in names for code in LANGUAGES]
        return [(name, code) for name, code in pairs if self.cells.has(f"{name}[{code}]")]

    def row(self, row: Row) -> None:
        """A new handle starts a product; without handles, a new title does. A further row that
        says nothing of a variant has more pictures."""
        handle, title = self.cells.text(row, "handle"), self.cells.text(row, "title")
        if handle:
            draft = self._by_handle.get(handle.casefold())
        else:
            draft = self.products[-1] if self.products and not title else None
        if draft is None:
            draft = self._start(row, handle, title)
        self._pictures(draft, row)
        self._translate_values(draft, row)
        self._check_values(draft, row)
        if row.number == draft.row or any(self.cells.text(row, field) for field in OF_VARIANT):
            draft.variants.append(self._variant(draft, row))
        else:
            draft.further.append(row.number)

    def _start(self, row: Row, handle: str, title: str) -> DraftProduct:
        cells = self.cells
        draft = DraftProduct(row.number, handle=handle, title=title)
        draft.description = cells.block(row, "description")
        draft.brand = cells.text(row, "brand")
        draft.origin = cells.text(row, "origin")
        draft.categories = tuple(dict.fromkeys(split_paths(cells.text(row, "categories"))))
        draft.tags = tuple(dict.fromkeys(filter(None, split(cells.text(row, "tags"), ",;"))))
        draft.status = self._status(row)
        draft.supplier = cells.text(row, "supplier")
        draft.recommended = cells.flag(row, "recommended", default=False)
        draft.reason = cells.text(row, "reason")
        draft.sale_starts = cells.moment(row, "sale_starts")
        draft.sale_ends = cells.moment(row, "sale_ends", end_of_day=True)
        draft.low_stock_level = cells.whole(row, "low_stock")
        draft.digital_file = cells.text(row, "digital_file")
        draft.seo_title = cells.text(row, "seo_title")
        draft.seo_description = cells.text(row, "seo_description")
        draft.attributes, draft.texts = self.texts.of(row, draft)
        self._start_options(draft, row)
        self.tally.categories.update(draft.categories)
        self.products.append(draft)
        if handle:
            self._by_handle[handle.casefold()] = draft
        return draft

    def _start_options(self, draft: DraftProduct, row: Row) -> None:
        numbers = [n for n in (1, 2, 3) if self.cells.text(row, f"option{n}_name")]
        self._options[draft.row] = numbers
        for n in numbers:
            translated = {
                code: text
                for code in LANGUAGES
                if (text := self.cells.text(row, f"option{n}_name[{code}]"))
            }
            draft.options.append(
                Option(name=self.cells.text(row, f"option{n}_name"), names=translated)
            )

    def _translate_values(self, draft: DraftProduct, row: Row) -> None:
        for place, n in enumerate(self._options[draft.row]):
            value = self.cells.text(row, f"option{n}")
            for code in LANGUAGES:
                text = self.cells.text(row, f"option{n}[{code}]")
                if value and text:
                    draft.options[place].values.setdefault(code, {}).setdefault(value, text)

    def _check_values(self, draft: DraftProduct, row: Row) -> None:
        """A value without a name would make variants that nobody can tell apart."""
        for n in (1, 2, 3):
            if n not in self._options[draft.row] and self.cells.text(row, f"option{n}"):
                self.problems.error(
                    row.number,
                    self.cells.column(f"option{n}"),
                    "option_unnamed",
                    translatable(
                        "“%(title)s” has no Option%(n)s Name in its first row (%(row)s).",
                        title=draft.title,
                        n=str(n),
                        row=str(draft.row),
                    ),
                )

    def _pictures(self, draft: DraftProduct, row: Row) -> None:
        sources = [part for part in split(self.cells.text(row, "pictures"), ";") if part]
        alts = self._alts(row, "alt", len(sources))
        translated = {
            code: self._alts(row, f"alt[{code}]", len(sources))
            for code in LANGUAGES
            if self.cells.text(row, f"alt[{code}]")
        }
        known = {picture.src for picture in draft.pictures}
        for place, src in enumerate(sources):
            if src not in known:
                words = {code: found[place] for code, found in translated.items() if found[place]}
                draft.pictures.append(Picture(src=src, alt=alts[place], alts=words))
        self.tally.pictures.update(sources)
        if own := self.cells.text(row, "variant_picture"):
            self.tally.pictures.add(own)

    def _alts(self, row: Row, field: str, count: int) -> list[str]:
        """As many as pictures; the text for a single picture may contain semicolons."""
        text = self.cells.text(row, field)
        found = [text] if count == 1 else split(text, ";")
        return (found + [""] * count)[:count]

    def _variant(self, draft: DraftProduct, row: Row) -> DraftVariant:
        cells = self.cells
        currency = self._currency(row)
        stock = cells.stock(row, "stock")
        policy = cells.text(row, "stock_policy").casefold()
        if policy and policy not in POLICIES:
            self._unknown(row, "stock_policy", POLICIES)
        self.tally.variants += 1
        return DraftVariant(
            row.number,
            sku=cells.block(row, "sku"),
            old_sku=cells.text(row, "old_sku"),
            options=tuple(cells.text(row, f"option{n}") for n in self._options[draft.row]),
            price=self.tally.price(cells.price(row, "price", currency)),
            compare_at=cells.price(row, "compare_at", currency),
            member_price=cells.price(row, "member_price", currency),
            cost=cells.price(row, "cost", _own_currency(cells.text(row, "cost")) or currency),
            barcode=cells.text(row, "barcode"),
            weight_grams=cells.grams(row, "weight"),
            picture=cells.text(row, "variant_picture"),
            tracked=cells.flag(row, "tracked", default=stock is not None),
            stock_policy=POLICIES.get(policy, "deny"),
            digital=cells.flag(row, "digital", default=bool(draft.digital_file)),
            stock=stock,
            sale_starts=self._moment(row, "sale_starts"),
            sale_ends=self._moment(row, "sale_ends", end_of_day=True),
        )

    def _moment(self, row: Row, field: str, *, end_of_day: bool = False) -> datetime | None:
        """A variant's own day, or that of its row, which in the first row is the product's."""
        own = self.cells.moment(row, f"variant_{field}", end_of_day=end_of_day)
        return own or self.cells.moment(row, field, end_of_day=end_of_day)

    def _status(self, row: Row) -> Status:
        text = self.cells.text(row, "status").casefold()
        if text and text not in STATUSES:
            self._unknown(row, "status", STATUSES)
        return STATUSES.get(text, "active")

    def _currency(self, row: Row) -> str:
        code = self.cells.text(row, "currency").upper()
        if code and not _CURRENCY.fullmatch(code):
            self.problems.error(
                row.number,
                self.cells.column("currency"),
                "currency_unknown",
                translatable(
                    "“%(code)s” is no currency code. Write three letters, such as USD or VND.",
                    code=code[:20],
                ),
            )
            return ""
        return code

    def _unknown(self, row: Row, field: str, known: Iterable[str]) -> None:
        self.problems.error(
            row.number,
            self.cells.column(field),
            f"{field}_unknown",
            translatable(
                "“%(text)s” is none of: %(known)s.",
                text=self.cells.text(row, field)[:40],
                known=", ".join(known),
            ),
        )

    def _report_unknown(self, header: list[str]) -> None:
        used = self.cells.used() | self.texts.used()
        for index, name in enumerate(header):
            if name and index not in used:
                self.problems.info(
                    1,
                    name,
                    "column_unknown",
                    translatable(
                        "The column “%(name)s” is not used. The table format has no such column.",
                        name=name,
                    ),
                )


def _own_currency(cost: str) -> str:
    """A cost may be in another currency than the prices: ``90000 VND``."""
    match = _WITH_CURRENCY.fullmatch(cost)
    return match[1] if match else ""
