"""Magento 2's product CSV (also Adobe Commerce and Mage-OS).

experienceleague.adobe.com/en/docs/commerce-admin/systems/data-transfer/data-attributes-product.
What is sold are rows of type simple; a configurable row names those that are its variants in
``configurable_variations``. They usually stand above it and are no products of their own.
"""

from collections.abc import Mapping, Sequence

from shop.catalogue.model import Picture, ProductText, Status
from shop.catalogue.reading.cells import Cells, folded
from shop.catalogue.reading.drafts import DraftProduct, Drafts, DraftVariant, Format, Tally
from shop.catalogue.reading.magento_cells import (
    INTERNAL,
    attribute_name,
    attribute_table,
    category_paths,
    language_of,
    pairs,
    prepared,
    shop_paths,
    variations,
)
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import Row, Sheet
from shop.catalogue.reading.variants import (
    provided,
    report_same_options,
    report_unused,
    set_options,
)
from shop.i18n.messages import translatable

HIDDEN_ALONE = translatable(
    "“%(title)s” is not visible, and no product contains it. It is kept as a draft and not "
    "offered for sale."
)
OTHER_TYPE = translatable(
    "“%(title)s” is of the type %(type)s, which this shop cannot sell. It is kept as a draft and "
    "not offered for sale."
)
COLUMNS = {
    "sku": ("sku",),
    "view": ("store_view_code",),
    "type": ("product_type",),
    "categories": ("categories",),
    "title": ("name",),
    "handle": ("url_key",),
    "description": ("description",),
    "short": ("short_description",),
    "online": ("product_online", "status"),
    "visibility": ("visibility",),
    "price": ("price",),
    "sale_price": ("special_price",),
    "sale_starts": ("special_price_from_date", "special_from_date"),
    "sale_ends": ("special_price_to_date", "special_to_date"),
    "cost": ("cost",),
    "base": ("base_image", "image"),
    "alt": ("base_image_label",),
    "gallery": ("additional_images", "media_gallery"),
    "small": ("small_image",),
    "thumbnail": ("thumbnail_image", "thumbnail"),
    "attributes": ("additional_attributes",),
    "origin": ("country_of_manufacture",),
    "stock": ("qty",),
    "in_stock": ("is_in_stock",),
    "backorders": ("allow_backorders",),
    "managed": ("manage_stock",),
    "managed_as_usual": ("use_config_manage_stock",),
    "variations": ("configurable_variations",),
    "labels": ("configurable_variation_labels",),
    "seo_title": ("meta_title",),
    "seo_description": ("meta_description",),
}
FIELDS = {
    **{field: (field,) for field in ("title", "handle", "sku", "price", "cost", "origin", "stock")},
    **{field: (field,) for field in ("categories", "attributes", "seo_title", "seo_description")},
    **{field: (field,) for field in ("sale_starts", "sale_ends")},
    "description": ("description", "short"),
    "status": ("online", "visibility"),
    "compare_at": ("sale_price",),
    "categories.all": ("categories",),
    "pictures": ("base", "gallery"),
    "pictures.alt": ("alt",),
    "picture": ("base",),
    "options": ("variations",),
    "tracked": ("managed",),
    "stock_policy": ("backorders",),
}
SOLD = {"simple", "virtual", "downloadable", ""}
HIDDEN = "not visible individually"


def recognises(columns: frozenset[str]) -> bool:
    marks = {
        "store_view_code",
        "configurable_variations",
        "additional_attributes",
        "product_websites",
    }
    return {"sku", "product_type"} <= columns and bool(columns & marks)


def read(sheet: Sheet, problems: Problems, currency: str) -> Drafts:
    reader = _Reader(prepared(sheet), problems, currency)
    reader.read()
    return Drafts(reader.products, reader.tally, provided(reader.cells, FIELDS) | reader.texts)


FORMAT = Format("magento", recognises, read)


class _Reader:
    def __init__(self, sheet: Sheet, problems: Problems, currency: str) -> None:
        self.cells = Cells(sheet.header, COLUMNS, problems, currency)
        self.problems = problems
        self.tally = Tally()
        self.products: list[DraftProduct] = []
        self._rows = [row for row in sheet.rows if not self.cells.text(row, "view")]
        self._by_sku = {self.cells.text(row, "sku"): row for row in self._rows}
        self._views = [row for row in sheet.rows if self.cells.text(row, "view")]
        self.texts: set[str] = set()
        self._drafts: dict[str, DraftProduct] = {}
        skipped = {i for i, name in enumerate(sheet.header) if INTERNAL.fullmatch(folded(name))}
        report_unused(sheet.header, self.cells.used() | skipped, problems, "Magento")

    def read(self) -> None:
        named = {row.number: variations(self.cells.text(row, "variations")) for row in self._rows}
        children = set().union(*named.values())
        for row in self._rows:
            self.tally.categories.update(category_paths(self.cells.text(row, "categories")))
            self.tally.pictures.update(self._sources(row))
            if named[row.number]:
                self._configurable(row, named[row.number])
            elif self.cells.text(row, "sku") not in children:
                self._alone(row)
        for row in self._views:
            self._translate(row)

    def _alone(self, row: Row) -> None:
        draft = self._start(row)
        draft.variants.append(self._variant(row))
        if draft.status == "active" and self.cells.text(row, "visibility").casefold() == HIDDEN:
            self._keep_as_draft(draft, "visibility", HIDDEN_ALONE)

    def _configurable(self, row: Row, wanted: Mapping[str, Mapping[str, str]]) -> None:
        draft = self._start(row)
        codes = list(dict.fromkeys(code for values in wanted.values() for code in values))
        for sku, values in wanted.items():
            self._add_variant(draft, row, sku, [values.get(code, "") for code in codes])
        labels = pairs(self.cells.text(row, "labels"))
        names = [labels.get(code, attribute_name(code)) for code in codes]
        draft.attributes = {k: v for k, v in draft.attributes.items() if k not in names}
        set_options(draft, names)
        report_same_options(draft, self.problems)

    def _add_variant(
        self, draft: DraftProduct, parent: Row, sku: str, options: Sequence[str]
    ) -> None:
        row = self._by_sku.get(sku)
        if row is None:
            self.problems.warn(
                parent.number,
                self.cells.column("variations"),
                "variation_missing",
                translatable("The variant %(sku)s is not in the file. Export it as well.", sku=sku),
            )
            return
        variant = self._variant(row)
        variant.options = tuple(options)
        draft.variants.append(variant)
        self._add_pictures(draft, row)

    def _start(self, row: Row) -> DraftProduct:
        text = self.cells.text
        draft = DraftProduct(row.number, handle=text(row, "handle"), title=text(row, "title"))
        draft.description = "\n\n".join(
            filter(None, (self.cells.block(row, "short"), self.cells.block(row, "description")))
        )
        draft.categories = shop_paths(text(row, "categories"))
        draft.origin = text(row, "origin")
        draft.seo_title = text(row, "seo_title")
        draft.seo_description = text(row, "seo_description")
        draft.sale_starts = self.cells.moment(row, "sale_starts")
        draft.sale_ends = self.cells.moment(row, "sale_ends", end_of_day=True)
        draft.attributes = attribute_table(text(row, "attributes"))
        draft.status = self._status(row)
        self._add_pictures(draft, row)
        self.products.append(draft)
        self._drafts[text(row, "sku")] = draft
        kind = text(row, "type").casefold()
        if kind not in SOLD | {"configurable"}:
            self._keep_as_draft(draft, "type", OTHER_TYPE, type=kind)
        return draft

    def _status(self, row: Row) -> Status:
        return (
            "draft"
            if self.cells.text(row, "online").casefold() in {"0", "2", "disabled"}
            else "active"
        )

    def _keep_as_draft(self, draft: DraftProduct, field: str, sentence: str, **values: str) -> None:
        draft.status = "draft"
        self.problems.warn(
            draft.row,
            self.cells.column(field),
            f"{field}_not_sold",
            translatable(sentence, title=draft.title, **values),
        )

    def _sources(self, row: Row) -> list[str]:
        """Magento keeps ``/m/h/x.jpg`` under its own folder: the leading slash says nothing."""
        text = self.cells.text
        found = [text(row, field) for field in ("base", "small", "thumbnail")]
        found += text(row, "gallery").split(",")
        return list(dict.fromkeys(src.strip().lstrip("/") for src in found if src.strip()))

    def _add_pictures(self, draft: DraftProduct, row: Row) -> None:
        known = {picture.src for picture in draft.pictures}
        alt = self.cells.text(row, "alt")
        draft.pictures += [
            Picture(src=src, alt=alt) for src in self._sources(row) if src not in known
        ]

    def _variant(self, row: Row) -> DraftVariant:
        cells = self.cells
        regular, sale = cells.price(row, "price"), cells.price(row, "sale_price")
        self.tally.price(regular)
        self.tally.variants += 1
        as_usual = cells.text(row, "managed_as_usual") == "1"
        return DraftVariant(
            row.number,
            sku=cells.text(row, "sku"),
            price=sale or regular,
            compare_at=regular if sale else None,
            cost=cells.price(row, "cost"),
            picture=next(iter(self._sources(row)), ""),
            tracked=as_usual or cells.text(row, "managed") != "0",
            stock_policy="continue" if cells.text(row, "backorders") in {"1", "2"} else "deny",
            digital=cells.text(row, "type").casefold() in {"virtual", "downloadable"},
            stock=0 if cells.text(row, "in_stock") == "0" else cells.stock(row, "stock"),
        )

    def _translate(self, row: Row) -> None:
        """A row of a store view says what differs there."""
        view = self.cells.text(row, "view")
        language, draft = language_of(view), self._drafts.get(self.cells.text(row, "sku"))
        if draft is not None:
            draft.further.append(row.number)
        if language and draft is not None:
            self.texts |= {f"texts.{language}.{field}" for field in ("title", "description")}
            draft.texts[language] = ProductText(
                title=self.cells.text(row, "title"),
                description=self.cells.block(row, "description"),
            )
        elif draft is not None:
            self.problems.info(
                row.number,
                self.cells.column("view"),
                "view_unused",
                translatable(
                    "The store view “%(view)s” is in no language of this shop. Its row is "
                    "not used.",
                    view=view,
                ),
            )
