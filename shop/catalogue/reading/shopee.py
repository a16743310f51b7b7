"""Shopee's mass-update workbooks: basic_info, media_info and sales_info of one shop, by product id.

Row 1 holds the machine's column keys; titles and help stand below it and data begins where the
first cell is a product id. sales_info has a row per variant and the only prices.
"""

import re
from collections.abc import Sequence

from shop.catalogue.reading.cells import Cells, folded, parts
from shop.catalogue.reading.drafts import DraftProduct, Drafts, DraftVariant, Format, Tally
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import Row, Sheet
from shop.catalogue.reading.skus import derived_sku
from shop.catalogue.reading.variants import (
    add_pictures,
    composed,
    provided,
    report_same_options,
    report_unused,
    set_options,
)
from shop.i18n.messages import translatable

COLUMNS = {
    "id": ("et_title_product_id",),
    "parent_sku": ("et_title_parent_sku",),
    "title": ("et_title_product_name",),
    "description": ("et_title_product_description",),
    "category": ("et_title_product_category",),
    "cover": ("ps_item_cover_image",),
    "option_name": ("et_title_variation_1",),
    "variation": ("et_title_variation_name",),
    "variation_id": ("et_title_variation_id",),
    "sku": ("et_title_variation_sku",),
    "price": ("et_title_variation_price",),
    "stock": ("et_title_variation_stock",),
    "barcode": ("ps_gtin_code",),
    "weight": ("et_title_product_weight", "ps_weight"),
    "reason": ("et_title_reason",),
}
FIELDS = {
    **{field: (field,) for field in ("title", "description", "price", "stock", "barcode")},
    "categories": ("category",),
    "pictures": ("cover",),
    "picture": ("cover",),
    "options": ("option_name", "variation"),
    "tracked": ("stock",),
}
VARIATION = "Phân loại"
_PICTURE = re.compile(r"ps_item_image\.(\d+)")
_OPTION = re.compile(r"et_title_option_(?P<image>image_)?(?P<number>\d+)_for_variation_1")
_CATEGORY_ID = re.compile(r"\d+ - ")
Option = tuple[str, str]  # value and picture


def recognises(columns: frozenset[str]) -> bool:
    return "et_title_product_id" in columns


def read(sheet: Sheet, problems: Problems, currency: str) -> Drafts:
    return join([sheet], problems, currency)


def join(sheets: Sequence[Sheet], problems: Problems, currency: str) -> Drafts:
    reader = _Reader(problems)
    parts = [_Part(composed(sheet), problems, currency) for sheet in sheets]
    fields = frozenset({"sku"}).union(*map(reader.add, parts))
    records = sum(len(part.rows) for part in parts)
    return Drafts(reader.finished(), reader.tally, fields, records)


FORMAT = Format("shopee", recognises, read, join)


class _Part:
    """One workbook: its rows that are products or variants."""

    def __init__(self, sheet: Sheet, problems: Problems, currency: str) -> None:
        self.cells = Cells(sheet.header, COLUMNS, problems, currency)
        self.rows = [row for row in sheet.rows if self.cells.text(row, "id").isdigit()]
        names = [folded(name) for name in sheet.header]
        self.pictures = [i for i, name in enumerate(names) if _PICTURE.fullmatch(name)]
        self.options = self._option_columns(names)
        own = {index for pair in self.options for index in pair if index is not None}
        used = self.cells.used() | own | set(self.pictures)
        report_unused(sheet.header, used, problems, "Shopee")

    @staticmethod
    def _option_columns(names: Sequence[str]) -> list[tuple[int, int | None]]:
        """Value and picture columns of the first kind of variation, by their numbers."""
        found: dict[int, dict[str, int]] = {}
        for index, name in enumerate(names):
            if match := _OPTION.fullmatch(name):
                kind = "image" if match["image"] else "value"
                found.setdefault(int(match["number"]), {})[kind] = index
        return [(pair["value"], pair.get("image")) for _number, pair in sorted(found.items())
                if "value" in pair]  # fmt: skip

    def choices(self, row: Row) -> list[Option]:
        return [
            (row.cells[value].strip(), row.cells[image].strip() if image is not None else "")
            for value, image in self.options
            if row.cells[value].strip()
        ]


class _Reader:
    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.tally = Tally()
        self._drafts: dict[str, DraftProduct] = {}
        self._options: dict[str, str] = {}
        self._choices: dict[str, list[Option]] = {}
        self._parent_skus: dict[str, str] = {}
        self._priced = False

    def add(self, part: _Part) -> frozenset[str]:
        self._priced |= part.cells.has("price")
        for row in part.rows:
            product = part.cells.text(row, "id")
            draft = self._drafts.setdefault(product, DraftProduct(row.number, called=(product,)))
            draft.further.append(row.number)
            self._describe(draft, part, row)
            if sku := part.cells.text(row, "parent_sku"):
                self._parent_skus[product] = sku
            if part.options:
                self._options[product] = part.cells.text(row, "option_name")
                self._choices[product] = part.choices(row)
            if part.cells.has("variation_id"):
                draft.variants.append(self._variation(part, row))
        return provided(part.cells, FIELDS)

    def finished(self) -> list[DraftProduct]:
        """Without sales_info there are no prices: such products are kept as drafts."""
        for product, draft in self._drafts.items():
            if not draft.variants:
                self._variants_of_pictures(product, draft)
            else:
                self._variants_of_sales(product, draft)
            self.tally.variants += len(draft.variants)
            report_same_options(draft, self.problems)
        if not self._priced:
            self._ask_for_prices()
        return list(self._drafts.values())

    def _describe(self, draft: DraftProduct, part: _Part, row: Row) -> None:
        text = part.cells.text
        draft.title = draft.title or text(row, "title")
        draft.description = draft.description or part.cells.block(row, "description")
        if place := _category(text(row, "category")):
            draft.categories = (place,)
            self.tally.categories.add(place)
        sources = [text(row, "cover"), *(row.cells[index].strip() for index in part.pictures)]
        add_pictures(draft, sources, self.tally)
        self.tally.pictures.update({src for _value, src in part.choices(row)} - {""})

    def _variation(self, part: _Part, row: Row) -> DraftVariant:
        cells = part.cells
        return DraftVariant(
            row.number,
            sku=cells.text(row, "sku"),
            options=tuple(parts(cells.text(row, "variation"), ",")),
            price=self.tally.price(cells.price(row, "price")),
            barcode=cells.text(row, "barcode"),
            stock=cells.stock(row, "stock"),
        )

    def _variants_of_pictures(self, product: str, draft: DraftProduct) -> None:
        """media_info names the choices; one variant each, known by the product's id."""
        choices = self._choices.get(product) or [("", "")]
        for value, picture in choices:
            options = (value,) if value else ()
            sku = derived_sku(product, options) if options else product
            draft.variants.append(
                DraftVariant(draft.row, sku=sku, options=options, picture=picture)
            )
        set_options(draft, [self._options.get(product) or VARIATION] if choices[0][0] else [])

    def _variants_of_sales(self, product: str, draft: DraftProduct) -> None:
        """``Đỏ,S`` in sales_info is one value of each kind of variation, in their order."""
        width = max(len(variant.options) for variant in draft.variants)
        pictures = dict(self._choices.get(product, ()))
        for variant in draft.variants:
            variant.options += ("",) * (width - len(variant.options))
            variant.picture = pictures.get(variant.options[0], "") if width else ""
            variant.sku = variant.sku or self._own_sku(product, variant)
        first = self._options.get(product) or VARIATION
        set_options(draft, [first, *(f"{VARIATION} {n}" for n in range(2, width + 1))][:width])

    def _own_sku(self, product: str, variant: DraftVariant) -> str:
        if any(variant.options):
            return derived_sku(product, variant.options)
        return self._parent_skus.get(product, product)

    def _ask_for_prices(self) -> None:
        for draft in self._drafts.values():
            draft.status = "draft"
        self.problems.warn(
            None,
            "et_title_variation_price",
            "price_column_missing",
            translatable(
                "These files have no prices; new products are kept as drafts. Import "
                "them together with the shop's sales_info file."
            ),
        )


def _category(text: str) -> tuple[str, ...]:
    """``100358 - Women Clothes/Pants & Leggings/Pants`` without the number, from the root."""
    bare = _CATEGORY_ID.sub("", text, count=1)
    return tuple(part.strip() for part in bare.split("/") if part.strip())
