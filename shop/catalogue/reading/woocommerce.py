"""WooCommerce's product CSV (its own exporter and importer).

Schema: github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema. A variation names its
parent by SKU or by ``id:N`` and may stand anywhere in the file.
"""

import re
from decimal import Decimal

from shop.catalogue.model import Option, Picture, Status
from shop.catalogue.reading.cells import Cells, folded, paths
from shop.catalogue.reading.drafts import DraftProduct, Drafts, DraftVariant, Format, Tally
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import Row, Sheet
from shop.catalogue.reading.woocommerce_options import attribute_columns, options_of

COLUMNS = {
    "id": ("ID",),
    "type": ("Type",),
    "sku": ("SKU",),
    "barcode": ("GTIN, UPC, EAN, or ISBN",),
    "title": ("Name",),
    "published": ("Published",),
    "featured": ("Is featured?",),
    "visibility": ("Visibility in catalog",),
    "short": ("Short description",),
    "description": ("Description",),
    "sale_starts": ("Date sale price starts",),
    "sale_ends": ("Date sale price ends",),
    "in_stock": ("In stock?",),
    "stock": ("Stock",),
    "low_stock": ("Low stock amount",),
    "backorders": ("Backorders allowed?",),
    "sale_price": ("Sale price",),
    "price": ("Regular price",),
    "cost": ("Cost of goods",),
    "categories": ("Categories",),
    "tags": ("Tags",),
    "brand": ("Brands", "Brand"),
    "pictures": ("Images",),
    "parent": ("Parent",),
    "external_url": ("External URL",),
    "download": ("Download 1 URL",),
    "download2": ("Download 2 URL",),
}
MARKS = {"regular price", "visibility in catalog", "tax status", "in stock?"}
GRAMS = {"kg": Decimal(1000), "g": Decimal(1), "lbs": Decimal("453.59237"),
         "lb": Decimal("453.59237"), "oz": Decimal("28.349523125")}  # fmt: skip
SOLD = {"simple", "variable", "variation", "downloadable", "virtual"}
UNSOLD = {
    "grouped": "is a group of other products; this shop sells each of them by itself",
    "external": "is sold on another site; this shop sells only what it delivers itself",
}
_COMMA = re.compile(r"(?<!\\),")


def recognises(columns: frozenset[str]) -> bool:
    return {"type", "name"} <= columns and bool(columns & MARKS)


def read(sheet: Sheet, problems: Problems, currency: str) -> Drafts:
    reader = _Reader(sheet, problems, currency)
    variations = []
    for row in sheet.rows:
        if reader.kinds(row) & {"variation"}:
            variations.append(row)
        else:
            reader.product(row)
    for row in variations:
        reader.variation(row)
    reader.finish()
    return Drafts(reader.products, reader.tally)


FORMAT = Format("woocommerce", recognises, read)


class _Reader:
    def __init__(self, sheet: Sheet, problems: Problems, currency: str) -> None:
        self.unit = _weight_unit(sheet.header)
        columns = {**COLUMNS, "weight": (f"Weight ({self.unit})",)}
        self.attributes = attribute_columns(sheet.header)
        self.cells = Cells(sheet.header, columns, problems, currency)
        self.problems = problems
        self.tally = Tally()
        self.products: list[DraftProduct] = []
        self._parents: dict[str, DraftProduct] = {}
        self._rows: dict[int, Row] = {}
        self._children: dict[int, list[tuple[Row, DraftVariant]]] = {}

    def kinds(self, row: Row) -> set[str]:
        text = self.cells.text(row, "type").casefold()
        return {kind.strip() for kind in text.split(",")} - {""}

    def product(self, row: Row) -> None:
        text = self.cells.text
        draft = DraftProduct(row.number, title=text(row, "title"))
        draft.description = "\n\n".join(
            filter(None, (_lines(text(row, "short")), _lines(text(row, "description"))))
        )
        draft.brand = next(iter(_list(text(row, "brand"))), "")
        draft.categories = paths(_list(text(row, "categories")))
        draft.tags = tuple(dict.fromkeys(_list(text(row, "tags"))))
        draft.status = self._status(row)
        draft.recommended = self.cells.flag(row, "featured", default=False)
        draft.low_stock_level = self.cells.whole(row, "low_stock")
        draft.sale_starts = self.cells.moment(row, "sale_starts")
        draft.sale_ends = self.cells.moment(row, "sale_ends", end_of_day=True)
        draft.pictures = [Picture(src=src, alt=draft.title) for src in self._pictures(row)]
        draft.digital_file = self._download(row)
        if "variable" in self.kinds(row):
            self.tally.price(self.cells.price(row, "price"))
        else:
            draft.variants.append(self._variant(row))
        self.tally.categories.update(draft.categories)
        self._rows[row.number] = row
        self.products.append(draft)
        for field, prefix in (("sku", ""), ("id", "id:")):
            if name := text(row, field):
                self._parents.setdefault(prefix + name.casefold(), draft)

    def variation(self, row: Row) -> None:
        parent = self.cells.text(row, "parent")
        draft = self._parents.get(parent.casefold())
        self.tally.variants += 1
        variant = self._variant(row)
        if draft is None:
            self.problems.error(
                row.number,
                self.cells.column("parent"),
                "parent_missing",
                f"The product “{parent}” of this variation is not in the file. Export both.",
            )
            return
        variant.picture = next(iter(self._pictures(row)), "")
        draft.variants.append(variant)
        self._children.setdefault(draft.row, []).append((row, variant))

    def finish(self) -> None:
        """Options come from what the variations of a product differ in."""
        for draft in self.products:
            row = self._rows[draft.row]
            options, details = options_of(row, self._children.get(draft.row, []), self.attributes)
            draft.options = [Option(name=name) for name in options]
            draft.attributes = details

    def _status(self, row: Row) -> Status:
        kinds = self.kinds(row)
        unsold = [UNSOLD[kind] for kind in sorted(kinds & set(UNSOLD))]
        unsold += [f"is of the type {kind}" for kind in sorted(kinds - SOLD - set(UNSOLD))]
        if unsold:
            self._keep_as_draft(row, "type", "type_not_sold", " and ".join(unsold))
            return "draft"
        if self.cells.text(row, "published") in {"0", "-1"}:
            return "draft"
        if self.cells.text(row, "visibility").casefold() == "hidden":
            reason = "is hidden from the catalogue, and this shop has no hidden pages"
            self._keep_as_draft(row, "visibility", "hidden", reason)
            return "draft"
        return "active"

    def _keep_as_draft(self, row: Row, field: str, code: str, reason: str) -> None:
        title = self.cells.text(row, "title")
        self.problems.warn(
            row.number,
            self.cells.column(field),
            code,
            f"“{title}” {reason}. It is kept as a draft and not offered for sale.",
        )

    def _variant(self, row: Row) -> DraftVariant:
        cells = self.cells
        regular, sale = cells.price(row, "price"), cells.price(row, "sale_price")
        self.tally.price(regular)
        stock, tracked = self._stock(row)
        return DraftVariant(
            row.number,
            sku=cells.text(row, "sku"),
            price=sale or regular,
            compare_at=regular if sale else None,
            cost=cells.price(row, "cost"),
            barcode=cells.text(row, "barcode"),
            weight_grams=cells.grams(row, "weight", GRAMS[self.unit]),
            tracked=tracked,
            stock_policy="continue"
            if cells.text(row, "backorders").casefold() in {"1", "notify"}
            else "deny",
            digital="virtual" in self.kinds(row),
            stock=stock,
        )

    def _stock(self, row: Row) -> tuple[int | None, bool]:
        """On hand and whether it is counted: WooCommerce may only say that there is some."""
        if self.cells.text(row, "stock").casefold() == "parent":
            self.problems.warn(
                row.number,
                self.cells.column("stock"),
                "stock_shared",
                "This variation shares its parent's stock. Here each variant has its own: set it.",
            )
            return None, True
        stock = self.cells.stock(row, "stock")
        if stock is None and self.cells.text(row, "in_stock") == "0":
            return 0, True
        return stock, stock is not None

    def _pictures(self, row: Row) -> list[str]:
        found = list(dict.fromkeys(_list(self.cells.text(row, "pictures"))))
        self.tally.pictures.update(found)
        return found

    def _download(self, row: Row) -> str:
        if self.cells.text(row, "download2"):
            self.problems.warn(
                row.number,
                self.cells.column("download2"),
                "second_download",
                "A product has one file here; only the first is used. Put several into one zip.",
            )
        return self.cells.text(row, "download")


def _list(text: str) -> list[str]:
    """Comma-separated, where a comma of the text has a backslash before it."""
    parts = (part.replace("\\,", ",").strip() for part in _COMMA.split(text))
    return [part for part in parts if part]


def _lines(text: str) -> str:
    """The exporter writes a line break as a backslash and an n."""
    return text.replace("\\n", "\n")


def _weight_unit(header: tuple[str, ...]) -> str:
    for name in header:
        match = re.fullmatch(r"weight \((\w+)\)", folded(name))
        if match and match[1] in GRAMS:
            return match[1]
    return "kg"
