"""Shopify's product CSV, of both header generations.

Columns: help.shopify.com/en/manual/products/import-export/using-csv. The older ones say "Handle",
"Body (HTML)", "Variant Price"; the newer ones "URL handle", "Description", "Price". Rows of one
product share the handle; a row with only handle and picture is a further picture.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from shop.catalogue.model import Option, Picture, Status
from shop.catalogue.reading.cells import Cells, folded, listed, path
from shop.catalogue.reading.drafts import DraftProduct, Drafts, DraftVariant, Format, Tally
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import Row, Sheet
from shop.catalogue.reading.variants import provided
from shop.i18n.messages import translatable

COLUMNS = {
    "handle": ("Handle", "URL handle"),
    "title": ("Title",),
    "description": ("Body (HTML)", "Body HTML", "Description"),
    "brand": ("Vendor",),
    "category": ("Product Category", "Standardized Product Type"),
    "type": ("Type", "Custom Product Type"),
    "tags": ("Tags",),
    "published": ("Published", "Published on online store"),
    "status": ("Status",),
    "sku": ("Variant SKU", "SKU"),
    "barcode": ("Variant Barcode", "Barcode"),
    "price": ("Variant Price", "Price"),
    "compare_at": ("Variant Compare At Price", "Compare-at price"),
    "cost": ("Cost per item",),
    "grams": ("Variant Grams", "Weight value (grams)"),
    "tracker": ("Variant Inventory Tracker", "Inventory tracker"),
    "stock": ("Variant Inventory Qty", "Inventory quantity"),
    "policy": ("Variant Inventory Policy", "Continue selling when out of stock"),
    "shipping": ("Variant Requires Shipping", "Requires shipping"),
    "picture": ("Image Src", "Product image URL"),
    "alt": ("Image Alt Text",),
    "variant_picture": ("Variant Image", "Variant image URL"),
    "gift_card": ("Gift Card",),
    "seo_title": ("SEO Title",),
    "seo_description": ("SEO Description",),
    **{f"option{n}_name": (f"Option{n} Name",) for n in (1, 2, 3)},
    **{f"option{n}": (f"Option{n} Value",) for n in (1, 2, 3)},
    **{f"option{n}_linked": (f"Option{n} Linked To",) for n in (1, 2, 3)},
}
GIFT_CARD = translatable(
    "“%(title)s” is a gift card, which this shop does not sell. It is kept as a draft."
)
OTHER_STATUS = translatable(
    "“%(title)s” has the status “%(status)s”, which this shop does not know. It is kept as a draft."
)
# What of a product each column sets; what Shopify has no column for stays as the shop has it.
FIELDS = {
    **{name: (name,) for name in (
        "title", "description", "brand", "tags", "seo_title", "seo_description", "price",
        "compare_at", "cost", "barcode",
    )},
    "categories": ("category", "type"),
    "status": ("status", "published"),
    "weight_grams": ("grams",),
    "tracked": ("tracker",),
    "stock_policy": ("policy",),
    "digital": ("shipping",),
    "pictures": ("picture",),
    "picture": ("variant_picture",),
    "options": tuple(f"option{n}_name" for n in (1, 2, 3)),
}  # fmt: skip
OLD_MARKS = {"body (html)", "variant price", "variant sku", "variant inventory qty", "image src"}
NEW_MARKS = {
    "url handle",
    "published on online store",
    "product image url",
    "continue selling when out of stock",
}
STATUSES: dict[str, Status] = {"active": "active", "draft": "draft", "archived": "archived"}
NO_CATEGORY = ("Uncategorized",)
_METAFIELD = re.compile(r"(.+) \((product\.metafields\.([^.]+)\..+)\)")
# Metafields that steer Shopify's own apps rather than describe the product.
INTERNAL = ("shopify--", "mm-google-shopping", "reviews")


def recognises(columns: frozenset[str]) -> bool:
    old = {"handle", "title"} <= columns and columns & OLD_MARKS
    return bool(old or ("title" in columns and columns & NEW_MARKS))


def read(sheet: Sheet, problems: Problems, currency: str) -> Drafts:
    reader = _Reader(sheet, problems, currency)
    for row in sheet.rows:
        reader.row(row)
    return Drafts(reader.finished(), reader.tally, reader.fields())


FORMAT = Format("shopify", recognises, read, continues=True)


@dataclass(slots=True)
class _Open:
    """A product whose rows are being read; `fields` are the numbers of its options."""

    draft: DraftProduct
    fields: list[int] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)


class _Reader:
    def __init__(self, sheet: Sheet, problems: Problems, currency: str) -> None:
        self.cells = Cells(sheet.header, COLUMNS, problems, currency)
        self.problems = problems
        self.tally = Tally()
        self.metafields = _metafields(sheet.header)
        self._open: dict[str, _Open] = {}
        self._last: _Open | None = None

    def row(self, row: Row) -> None:
        text = self.cells.text
        handle, title = text(row, "handle"), text(row, "title")
        product = self._found(handle, title)
        if product is None:
            product = self._start(row, handle, title)
        self._last = product
        self._picture(product, row)
        if self._is_variant(product, row):
            product.draft.variants.append(self._variant(product, row))
        else:
            product.draft.further.append(row.number)

    def _found(self, handle: str, title: str) -> _Open | None:
        """Shopify writes handles in lower case; whoever edits the file may not."""
        if handle:
            return self._open.get(handle.casefold())
        return None if title else self._last

    def fields(self) -> frozenset[str]:
        """What the file has columns for; the product type may become an attribute."""
        told = self.metafields or self.cells.has("type")
        parts = {"attributes": told, "pictures.alt": self.cells.has("alt")}
        return provided(self.cells, FIELDS) | {name for name, there in parts.items() if there}

    def finished(self) -> list[DraftProduct]:
        return [product.draft for product in self._open.values()]

    def _start(self, row: Row, handle: str, title: str) -> _Open:
        text = self.cells.text
        product = _Open(DraftProduct(row.number, handle=handle, title=title))
        draft = product.draft
        draft.description = self.cells.block(row, "description")
        draft.brand = text(row, "brand")
        draft.tags = listed(text(row, "tags"), ",")
        draft.seo_title = text(row, "seo_title")
        draft.seo_description = text(row, "seo_description")
        draft.status = self._status(row)
        for n in (1, 2, 3):
            name = text(row, f"option{n}_name")
            if name and (name, text(row, f"option{n}")) != ("Title", "Default Title"):
                product.fields.append(n)
                draft.options.append(Option(name=name))
        draft.attributes = self._attributes(row)
        self._categorise(draft, row)
        self._open[handle.casefold() or f"\n{row.number}"] = product
        return product

    def _status(self, row: Row) -> Status:
        """Shown only where both columns allow it; a blank one does, as Shopify has it."""
        text = self.cells.text(row, "status").casefold()
        published = self.cells.flag(row, "published", default=True)
        if self.cells.flag(row, "gift_card", default=False):
            self._cannot(row, "gift_card", GIFT_CARD)
            return "draft"
        if text and text not in STATUSES:
            self._cannot(row, "status", OTHER_STATUS, status=text)
            return "draft"
        status = STATUSES.get(text, "active")
        return status if published or status != "active" else "draft"

    def _cannot(self, row: Row, field: str, sentence: str, **values: str) -> None:
        title = self.cells.text(row, "title")
        self.problems.warn(
            row.number,
            self.cells.column(field),
            f"{field}_unknown" if field == "status" else field,
            translatable(sentence, title=title, **values),
        )

    def _categorise(self, draft: DraftProduct, row: Row) -> None:
        """Shopify's category; the owner's own product type where there is none."""
        category = path(self.cells.text(row, "category"))
        kind = self.cells.text(row, "type")
        if category:
            self.tally.categories.add(category)
        if category and category != NO_CATEGORY:
            draft.categories = (category,)
            if kind:
                draft.attributes.setdefault("Type", kind)
        elif kind:
            draft.categories = ((kind,),)

    def _attributes(self, row: Row) -> dict[str, str]:
        linked = {self.cells.text(row, f"option{n}_linked") for n in (1, 2, 3)}
        return {
            name: value
            for index, name, identity in self.metafields
            if identity not in linked and (value := self.cells.at(row, index))
        }

    def _picture(self, product: _Open, row: Row) -> None:
        source = self.cells.text(row, "picture")
        if source and source not in product.sources:
            product.sources.add(source)
            alt = self.cells.text(row, "alt")
            product.draft.pictures.append(Picture(src=source, alt=alt))
        self.tally.pictures.update(filter(None, (source, self.cells.text(row, "variant_picture"))))

    def _is_variant(self, product: _Open, row: Row) -> bool:
        """A first row always sells something, even where it names nothing but the title."""
        told = any(self.cells.text(row, name) for name in ("price", "sku", "option1"))
        return told or row.number == product.draft.row

    def _variant(self, product: _Open, row: Row) -> DraftVariant:
        cells = self.cells
        self.tally.variants += 1
        stock = cells.stock(row, "stock")
        return DraftVariant(
            row.number,
            sku=cells.block(row, "sku"),
            options=tuple(cells.text(row, f"option{n}") for n in product.fields),
            price=self.tally.price(cells.price(row, "price")),
            compare_at=cells.price(row, "compare_at"),
            cost=cells.price(row, "cost"),
            barcode=cells.text(row, "barcode"),
            weight_grams=cells.grams(row, "grams", Decimal(1)),
            picture=cells.text(row, "variant_picture"),
            tracked=self._tracked(row, stock),
            stock_policy="continue" if self._sells_on(row) else "deny",
            digital=not cells.flag(row, "shipping", default=True),
            stock=stock,
        )

    def _tracked(self, row: Row, stock: int | None) -> bool:
        """A shop with several locations exports its products without the numbers in stock."""
        if not self.cells.has("tracker"):
            return stock is not None
        tracked = bool(self.cells.text(row, "tracker"))
        if tracked and stock is None:
            self.problems.warn(
                row.number,
                self.cells.column("stock") or "Variant Inventory Qty",
                "stock_missing",
                translatable(
                    "This variant's stock is counted, and the file has no number of it. It "
                    "stays as it is in this shop; a new variant is sold out until its "
                    "stock is set."
                ),
            )
        return tracked

    def _sells_on(self, row: Row) -> bool:
        """The older column says deny or continue, the newer one true, false, deny or continue."""
        text = self.cells.text(row, "policy").casefold()
        if text in {"deny", "continue"}:
            return text == "continue"
        return self.cells.flag(row, "policy", default=False)


def _metafields(header: tuple[str, ...]) -> list[tuple[int, str, str]]:
    """Column, shown name and full name of every metafield that describes the product."""
    found = []
    for index, name in enumerate(header):
        match = _METAFIELD.fullmatch(" ".join(name.split()))
        if match and not match[3].startswith(INTERNAL):
            found.append((index, match[1].strip(), folded(match[2])))
    return found
