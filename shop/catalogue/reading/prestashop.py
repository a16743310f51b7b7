"""PrestaShop's import files (and thirty bees'): products, their combinations, and categories.

devdocs.prestashop-project.org/9/basics/keeping-up-to-date and the sample files of the back office.
Each file is recognised by its own columns; given together they are joined by "Product ID".
"""

from collections.abc import Sequence
from decimal import Decimal

from shop.catalogue.model import Picture, Status, StockPolicy
from shop.catalogue.reading.amounts import percent
from shop.catalogue.reading.cells import Cells
from shop.catalogue.reading.drafts import DraftProduct, Drafts, DraftVariant, Format, Tally
from shop.catalogue.reading.prestashop_cells import (
    as_written,
    bare,
    category_path,
    features,
    split_list,
)
from shop.catalogue.reading.prestashop_combinations import Categories, Combinations
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import Row, Sheet
from shop.catalogue.reading.variants import drop_shared_barcodes, provided, report_unused
from shop.i18n.messages import Message, joined, translatable
from shop.money import Money

COLUMNS = {
    "id": ("product id", "id"),
    "active": ("active",),
    "title": ("name",),
    "categories": ("categories",),
    "price": (
        "price tax included", "price tax excluded", "price tax excluded or price tax included",
        "price",
    ),
    "cost": ("wholesale price", "cost price"),
    "amount": ("discount amount",),
    "percent": ("discount percent",),
    "sale_starts": ("discount from",),
    "sale_ends": ("discount to",),
    "sku": ("reference",),
    "supplier": ("supplier",),
    "brand": ("manufacturer", "brand"),
    "ean": ("ean13",),
    "upc": ("upc",),
    "weight": ("weight",),
    "stock": ("quantity",),
    "low_stock": ("low stock level",),
    "visibility": ("visibility",),
    "short": ("short description", "summary"),
    "description": ("description",),
    "tags": ("tags",),
    "seo_title": ("meta title",),
    "seo_description": ("meta description",),
    "handle": ("url rewritten", "rewritten url"),
    "pictures": ("image urls",),
    "features": ("feature",),
    "policy": ("out of stock", "out of stock action"),
}  # fmt: skip
FIELDS = {
    **{field: (field,) for field in ("title", "handle", "sku", "price", "cost", "supplier")},
    **{field: (field,) for field in ("categories", "tags", "brand", "stock", "pictures")},
    **{field: (field,) for field in ("seo_title", "seo_description", "sale_starts", "sale_ends")},
    "description": ("short", "description"),
    "categories.all": ("categories",),
    "status": ("active", "visibility"),
    "compare_at": ("amount", "percent"),
    "barcode": ("ean", "upc"),
    "weight_grams": ("weight",),
    "low_stock_level": ("low_stock",),
    "stock_policy": ("policy",),
    "attributes": ("features",),
}
# Settings of PrestaShop itself, which mean nothing in another shop.
INTERNAL = {
    "tax rules id", "on sale", "ecotax", "width", "height", "depth", "minimal quantity",
    "additional shipping cost", "unity", "unit price", "meta keywords", "text when in stock",
    "text when backorder allowed", "available for order", "product available date",
    "product creation date", "show price", "delete existing images", "available online only",
    "condition", "customizable", "uploadable files", "text fields", "id / name of shop",
    "advanced stock management", "depends on stock", "warehouse", "supplier reference",
}  # fmt: skip
PER_KILOGRAM = Decimal(1000)  # PrestaShop's own unit unless the owner has set another
POLICIES: dict[str, StockPolicy] = {"0": "deny", "1": "continue"}


def recognises(columns: frozenset[str]) -> bool:
    return any(kind(columns) == found for found in ("products", "combinations", "categories"))


KINDS = {
    "products": Message(translatable("products")),
    "combinations": Message(translatable("combinations")),
    "categories": Message(translatable("categories")),
}


def kind(columns: Sequence[str] | frozenset[str]) -> str:
    """Which of PrestaShop's files has these columns; empty for none."""
    names = {bare(column) for column in columns}
    if {"attribute", "value"} <= names and names & {"product id", "product reference"}:
        return "combinations"
    if {"parent category", "name"} <= names:
        return "categories"
    marks = {"url rewritten", "rewritten url", "tax rules id", "image urls"}
    return "products" if {"name", "categories"} <= names and names & marks else ""


def read(sheet: Sheet, problems: Problems, currency: str) -> Drafts:
    return join([sheet], problems, currency)


def join(sheets: Sequence[Sheet], problems: Problems, currency: str) -> Drafts:
    """Products of all the files; combinations and categories only mean something beside them."""
    by_kind: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        by_kind.setdefault(kind(sheet.header), []).append(sheet)
    tally = Tally()
    categories = Categories(by_kind.get("categories", []), problems, currency, tally)
    reader = _Reader(categories, problems, currency, tally)
    fields = [reader.add(sheet) for sheet in by_kind.get("products", [])]
    combinations = Combinations(by_kind.get("combinations", []), problems, currency, tally)
    if not fields:
        _ask_for_products(by_kind, problems)
    combinations.attach(reader.products)
    drafts = list(reader.products.values())
    drop_shared_barcodes(drafts, problems)
    tally.variants = sum(len(draft.variants) for draft in drafts) or combinations.rows
    return Drafts(drafts, tally, frozenset().union(*fields, combinations.fields))


FORMAT = Format("prestashop", recognises, read, join)


def _ask_for_products(by_kind: dict[str, list[Sheet]], problems: Problems) -> None:
    told = joined([KINDS.get(each, each) for each in sorted(by_kind)])
    problems.error(
        None,
        "Product ID",
        "products_missing",
        translatable(
            "This import has only %(told)s. Hand in PrestaShop's file of products as well.",
            told=told,
        ),
    )


class _Reader:
    """Products by their PrestaShop id."""

    def __init__(
        self, categories: Categories, problems: Problems, currency: str, tally: Tally
    ) -> None:
        self.products: dict[str, DraftProduct] = {}
        self._categories = categories
        self._problems = problems
        self._currency = currency
        self._tally = tally

    def add(self, sheet: Sheet) -> frozenset[str]:
        cells = Cells(
            sheet.header, as_written(sheet.header, COLUMNS), self._problems, self._currency
        )
        skipped = {index for index, name in enumerate(sheet.header) if bare(name) in INTERNAL}
        report_unused(sheet.header, cells.used() | skipped, self._problems, "PrestaShop")
        for row in sheet.rows:
            draft = self._product(cells, row)
            self.products[cells.text(row, "id") or f"\n{row.number}"] = draft
        return provided(cells, FIELDS)

    def _product(self, cells: Cells, row: Row) -> DraftProduct:
        def text(field: str) -> str:
            return cells.text(row, field)

        draft = DraftProduct(row.number, handle=text("handle"), title=text("title"))
        draft.description = "\n\n".join(
            dict.fromkeys(
                filter(None, (cells.block(row, "short"), cells.block(row, "description")))
            )
        )
        draft.called = (text("id"), text("sku"))
        draft.brand = text("brand")
        draft.supplier = text("supplier")
        draft.tags = split_list(cells.column("tags"), text("tags"))
        draft.seo_title = text("seo_title")
        draft.seo_description = text("seo_description")
        draft.low_stock_level = cells.whole(row, "low_stock")
        draft.attributes = features(cells.column("features"), text("features"))
        draft.pictures = [
            Picture(src=src) for src in split_list(cells.column("pictures"), text("pictures"))
        ]
        found = split_list(cells.column("categories"), text("categories"))
        draft.categories = tuple(
            dict.fromkeys(filter(None, (self._categories.path(name) for name in found)))
        )
        draft.status = self._status(cells, row)
        self._tally.categories.update(filter(None, map(category_path, found)))
        self._tally.pictures.update(picture.src for picture in draft.pictures)
        draft.variants.append(self._variant(cells, row, draft))
        return draft

    def _status(self, cells: Cells, row: Row) -> Status:
        if not cells.flag(row, "active", default=True):
            return "draft"
        if cells.text(row, "visibility").casefold() == "none":
            self._problems.warn(
                row.number,
                cells.column("visibility"),
                "hidden",
                translatable(
                    "“%(title)s” is hidden everywhere, and this shop has no hidden pages. "
                    "It is kept as a draft.",
                    title=cells.text(row, "title"),
                ),
            )
            return "draft"
        return "active"

    def _variant(self, cells: Cells, row: Row, draft: DraftProduct) -> DraftVariant:
        regular = self._tally.price(cells.price(row, "price"))
        sale = _reduced(cells, row, regular)
        if sale is not None:
            draft.sale_starts = cells.moment(row, "sale_starts")
            draft.sale_ends = cells.moment(row, "sale_ends", end_of_day=True)
        stock = cells.stock(row, "stock")
        return DraftVariant(
            row.number,
            sku=cells.text(row, "sku"),
            price=sale or regular,
            compare_at=regular if sale else None,
            cost=cells.price(row, "cost"),
            barcode=cells.text(row, "ean") or cells.text(row, "upc"),
            weight_grams=cells.grams(row, "weight", PER_KILOGRAM),
            tracked=stock is not None,
            stock_policy=POLICIES.get(cells.text(row, "policy"), "deny"),
            stock=stock,
        )


def _reduced(cells: Cells, row: Row, regular: Money | None) -> Money | None:
    """The price after the discount of the row; None without one."""
    if regular is None:
        return None
    if amount := cells.price(row, "amount"):
        return regular - amount if amount < regular else None
    share = percent(cells, row, "percent")
    return regular.portion(1 - share / 100) if 0 < share < 100 else None
