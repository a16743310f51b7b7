"""WooCommerce's product CSV (its own exporter and importer).

Schema: github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema. A variation names its
parent by SKU or by ``id:N`` and may stand anywhere in the file.
"""

import re
from collections.abc import Sequence

from shop.catalogue.model import Picture, Status
from shop.catalogue.reading import woocommerce_columns
from shop.catalogue.reading.cells import NO, Cells, paths
from shop.catalogue.reading.drafts import DraftProduct, Drafts, DraftVariant, Format, Tally
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import Row, Sheet
from shop.catalogue.reading.variants import provided, report_unused, set_options
from shop.catalogue.reading.woocommerce_options import attribute_columns, left_open, options_of
from shop.catalogue.reading.woocommerce_selling import Selling
from shop.i18n.messages import Message, joined, translatable

# What of a product each column sets; what WooCommerce has no column for stays.
FIELDS = {
    **{name: (name,) for name in (
        "title", "categories", "tags", "brand", "sale_starts", "sale_ends", "price", "cost",
        "barcode", "pictures",
    )},
    "description": ("description", "short"),
    "status": ("published", "visibility"),
    "recommended": ("featured",),
    "low_stock_level": ("low_stock",),
    "compare_at": ("sale_price",),
    "tracked": ("stock",),
    "stock_policy": ("backorders",),
    "picture": ("pictures",),
    "digital": ("type",),
    "digital_file": ("download",),
    "weight_grams": ("weight",),
}  # fmt: skip
SOLD = {"simple", "variable", "variation", "downloadable", "virtual"}
UNSOLD = {
    "grouped": Message(
        translatable("is a group of other products; this shop sells each of them by itself")
    ),
    "external": Message(
        translatable("is sold on another site; this shop sells only what it delivers itself")
    ),
}
UNPUBLISHED = NO | {"-1", "draft", "private", "pending"}
_COMMA = re.compile(r"(?<!\\),")


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
    return Drafts(reader.products, reader.tally, reader.fields())


FORMAT = Format("woocommerce", woocommerce_columns.recognises, read)


class _Reader:
    def __init__(self, sheet: Sheet, problems: Problems, currency: str) -> None:
        self.attributes = attribute_columns(sheet.header)
        names = woocommerce_columns.columns(sheet.header)
        self.cells = Cells(sheet.header, names, problems, currency)
        self.problems = problems
        self.tally = Tally()
        unit = woocommerce_columns.weight(sheet.header).unit
        self.selling = Selling(self.cells, self.tally, unit)
        self.products: list[DraftProduct] = []
        self._parents: dict[str, DraftProduct] = {}
        self._rows: dict[int, Row] = {}
        self._children: dict[int, list[tuple[Row, DraftVariant]]] = {}
        self._report_unknown(sheet.header)

    def fields(self) -> frozenset[str]:
        """What the file has columns for; its attributes are options, or details of a product."""
        told = {"attributes", "options"} if self.attributes else set()
        return provided(self.cells, FIELDS) | told | {"categories.all"}

    def _report_unknown(self, header: Sequence[str]) -> None:
        pairs = (index for pair in self.attributes for index in pair)
        known = {*self.cells.used(), *pairs, *woocommerce_columns.unused(header)}
        report_unused(header, known, self.problems, "WooCommerce")

    def kinds(self, row: Row) -> set[str]:
        text = self.cells.text(row, "type").casefold()
        return {kind.strip() for kind in text.split(",")} - {""}

    def product(self, row: Row) -> None:
        text, block = self.cells.text, self.cells.block
        draft = DraftProduct(row.number, handle=text(row, "handle"), title=text(row, "title"))
        draft.description = "\n\n".join(
            filter(None, (_lines(block(row, "short")), _lines(block(row, "description"))))
        )
        draft.brand = next(iter(comma_parts(text(row, "brand"))), "")
        draft.categories = paths(comma_parts(text(row, "categories")))
        draft.tags = tuple(dict.fromkeys(comma_parts(text(row, "tags"))))
        draft.status = self._status(row)
        draft.recommended = self.cells.flag(row, "featured", default=False)
        draft.low_stock_level = self.cells.whole(row, "low_stock")
        draft.sale_starts = self.cells.moment(row, "sale_starts")
        draft.sale_ends = self.cells.moment(row, "sale_ends", end_of_day=True)
        draft.pictures = [Picture(src=src) for src in self._pictures(row)]
        draft.digital_file = self._download(row)
        if "variable" in self.kinds(row):
            self.tally.price(self.cells.price(row, "price"))
        else:
            draft.variants.append(self._variant(row))
            draft.variants[0].picture = text(row, "variant_picture")
        self.tally.categories.update(draft.categories)
        self._rows[row.number] = row
        self.products.append(draft)
        for field, prefix in (("sku", ""), ("id", "id:")):
            if name := text(row, field):
                draft.called += (prefix + name,)
                self._parents.setdefault(prefix + name.casefold(), draft)

    def variation(self, row: Row) -> None:
        parent = self.cells.text(row, "parent")
        draft = self._parents.get(parent.casefold())
        self.tally.variants += 1
        variant = self._variant(row)
        if self.cells.text(row, "published") == "0":
            self._switched_off(row)
            if draft:
                draft.further.append(row.number)
        elif draft is None:
            self.problems.error(
                row.number,
                self.cells.column("parent"),
                "parent_missing",
                translatable(
                    "The product “%(parent)s” of this variation is not in the file. Export both.",
                    parent=parent,
                ),
            )
        else:
            variant.picture = next(iter(self._pictures(row)), "")
            self._children.setdefault(draft.row, []).append((row, variant))

    def finish(self) -> None:
        """Options come from what the variations of a product differ in."""
        for draft in self.products:
            row, children = self._rows[draft.row], self._children.get(draft.row, [])
            names, draft.attributes = options_of(row, children, self.attributes)
            if children:
                draft.variants = [variant for _, variant in children]
                self.selling.inherit(row, draft.variants)
            set_options(draft, names)
            for name in left_open(children, self.attributes):
                self._left_open(draft, name)

    def _variant(self, row: Row) -> DraftVariant:
        return self.selling.variant(row, virtual="virtual" in self.kinds(row))

    def _switched_off(self, row: Row) -> None:
        """WooCommerce writes 0 for a variation that is not enabled, -1 for one of a draft."""
        self.problems.info(
            row.number,
            self.cells.column("published"),
            "variation_disabled",
            translatable(
                "“%(title)s” is switched off in WooCommerce and left out.",
                title=self.cells.text(row, "title"),
            ),
        )

    def _left_open(self, draft: DraftProduct, name: str) -> None:
        self.problems.warn(
            draft.row,
            "",
            "option_open",
            translatable(
                "Variations of “%(title)s” fit any %(name)s. Shoppers cannot say here "
                "which %(name)s they want: add a variation for each.",
                title=draft.title,
                name=name,
            ),
        )

    def _status(self, row: Row) -> Status:
        """What WooCommerce hides has a page for those who know its address. Here every page is in
        listings, the sitemap and the feed, so publishing it would show what its owner hid; a draft
        with a warning can be put right by one word in the file.
        """
        kinds = self.kinds(row)
        unsold: list[str] = [UNSOLD[kind] for kind in sorted(kinds & set(UNSOLD))]
        unsold += [
            translatable("is of the type %(type)s", type=kind)
            for kind in sorted(kinds - SOLD - set(UNSOLD))
        ]
        if unsold:
            self._keep_as_draft(row, "type", "type_not_sold", joined(unsold))
            return "draft"
        if self.cells.text(row, "published").casefold() in UNPUBLISHED:
            return "draft"
        if self.cells.text(row, "visibility").casefold() == "hidden":
            reason = Message(
                translatable("is hidden from the catalogue, and this shop has no hidden pages")
            )
            self._keep_as_draft(row, "visibility", "hidden", reason)
            return "draft"
        return "active"

    def _keep_as_draft(self, row: Row, field: str, code: str, reason: str) -> None:
        title = self.cells.text(row, "title")
        self.problems.warn(
            row.number,
            self.cells.column(field),
            code,
            translatable(
                "“%(title)s” %(reason)s. It is kept as a draft and not offered for sale.",
                title=title,
                reason=reason,
            ),
        )

    def _pictures(self, row: Row) -> list[str]:
        found = list(dict.fromkeys(comma_parts(self.cells.text(row, "pictures"))))
        self.tally.pictures.update(found)
        return found

    def _download(self, row: Row) -> str:
        if self.cells.text(row, "download2"):
            self.problems.warn(
                row.number,
                self.cells.column("download2"),
                "second_download",
                translatable(
                    "A product has one file here; only the first is used. Put several into one zip."
                ),
            )
        return self.cells.text(row, "download")


def comma_parts(text: str) -> list[str]:
    """Comma-separated, where a comma of the text has a backslash before it."""
    parts = (part.replace("\\,", ",").strip() for part in _COMMA.split(text))
    return [part for part in parts if part]


def _lines(text: str) -> str:
    """The exporter writes a line break as a backslash and an n."""
    return text.replace("\\n", "\n")
