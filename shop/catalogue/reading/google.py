"""Google Merchant Center's product data: TSV or CSV, or RSS and Atom once `feeds` has read them.

support.google.com/merchants/answer/7052112. One item per variant; ``item_group_id`` joins them.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from shop.catalogue.reading.cells import Cells, folded, listed, path
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

PLAIN = (
    "id", "title", "description", "image_link", "additional_image_link", "availability", "price",
    "sale_price", "sale_price_effective_date", "cost_of_goods_sold", "brand", "gtin",
    "google_product_category", "product_type", "item_group_id", "shipping_weight", "quantity",
    "color", "size", "material", "pattern", "age_group", "gender",
)  # fmt: skip
COLUMNS = {name: (name, f"g:{name}", name.replace("_", " ")) for name in PLAIN}
CHOICES = {"color": "Color", "size": "Size", "material": "Material", "pattern": "Pattern",
           "age_group": "Age group", "gender": "Gender"}  # fmt: skip
FIELDS = {
    **{field: (field,) for field in ("title", "description", "brand", "price")},
    "sku": ("id",),
    "pictures": ("image_link",),
    "picture": ("image_link",),
    "categories": ("product_type", "google_product_category"),
    "compare_at": ("sale_price",),
    "sale_starts": ("sale_price_effective_date",),
    "sale_ends": ("sale_price_effective_date",),
    "cost": ("cost_of_goods_sold",),
    "barcode": ("gtin",),
    "options": ("item_group_id",),
    "attributes": tuple(CHOICES),
    "stock": ("availability",),
    "tracked": ("availability",),
    "stock_policy": ("availability",),
}
# What only Google needs, or what follows from the shop's own settings.
INTERNAL = {
    "condition",
    "mpn",
    "link",
    "mobile_link",
    "identifier_exists",
    "shipping",
    "tax",
    "adult",
    "custom_label",
}


def recognises(columns: frozenset[str]) -> bool:
    bare = {name.removeprefix("g:").replace(" ", "_") for name in columns}
    return {"id", "title", "price"} <= bare and bool(bare & {"image_link", "availability"})


def read(sheet: Sheet, problems: Problems, currency: str) -> Drafts:
    reader = _Reader(sheet, problems, currency)
    groups: dict[str, list[Row]] = {}
    for row in sheet.rows:
        own = reader.cells.text(row, "id") or f"\n{row.number}"
        groups.setdefault(reader.cells.text(row, "item_group_id") or own, []).append(row)
    products = [reader.product(rows) for rows in groups.values()]
    return Drafts(products, reader.tally, provided(reader.cells, FIELDS))


FORMAT = Format("google", recognises, read)


class _Reader:
    def __init__(self, sheet: Sheet, problems: Problems, currency: str) -> None:
        self.cells = Cells(sheet.header, COLUMNS, problems, currency)
        self.problems = problems
        self.tally = Tally()
        skipped = {i for i, name in enumerate(sheet.header) if _bare(name) in INTERNAL}
        report_unused(sheet.header, self.cells.used() | skipped, problems, "Google Merchant")

    def product(self, rows: Sequence[Row]) -> DraftProduct:
        first, text = rows[0], self.cells.text
        draft = DraftProduct(first.number, title=self._title(rows))
        draft.called = (text(first, "item_group_id"),)
        draft.description = self.cells.block(first, "description")
        draft.brand = text(first, "brand")
        draft.categories = self._categories(rows)
        if interval := text(first, "sale_price_effective_date"):
            self._sale_window(draft, first, interval)
        chosen = [name for name in CHOICES if len({text(row, name) for row in rows}) > 1]
        details = {CHOICES[name]: text(first, name) for name in CHOICES if name not in chosen}
        draft.attributes = {label: value for label, value in details.items() if value}
        for row in rows:
            draft.variants.append(self._variant(row, chosen))
            more = listed(text(row, "additional_image_link"), ",")
            add_pictures(draft, (text(row, "image_link"), *more), self.tally)
        set_options(draft, [CHOICES[name] for name in chosen])
        report_same_options(draft, self.problems)
        return draft

    def _title(self, rows: Sequence[Row]) -> str:
        return _common([self.cells.text(row, "title") for row in rows])

    def _categories(self, rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
        """The owner's own product type, else Google's category; its bare numbers say nothing."""
        found: dict[tuple[str, ...], None] = {}
        for row in rows:
            own = self.cells.text(row, "product_type")
            place = path(own or self.cells.text(row, "google_product_category"))
            if place and not place[0].isdigit():
                found[place] = None
        self.tally.categories.update(found)
        return tuple(found)

    def _sale_window(self, draft: DraftProduct, row: Row, interval: str) -> None:
        """``2026-12-01T00:00+07:00/2026-12-31T23:59+07:00``, read as two cells."""
        starts, _, ends = interval.partition("/")
        place = self.cells.header.index(self.cells.column("sale_price_effective_date"))

        def cell(text: str) -> Row:
            return replace(row, cells=(*row.cells[:place], text, *row.cells[place + 1 :]))

        draft.sale_starts = self.cells.moment(cell(starts), "sale_price_effective_date")
        draft.sale_ends = self.cells.moment(
            cell(ends), "sale_price_effective_date", end_of_day=True
        )

    def _variant(self, row: Row, chosen: Sequence[str]) -> DraftVariant:
        cells = self.cells
        regular, sale = cells.price(row, "price"), cells.price(row, "sale_price")
        self.tally.price(regular)
        self.tally.variants += 1
        stock, tracked, sells_on = self._availability(row)
        return DraftVariant(
            row.number,
            sku=cells.text(row, "id"),
            options=tuple(cells.text(row, name) for name in chosen),
            price=sale or regular,
            compare_at=regular if sale else None,
            cost=cells.price(row, "cost_of_goods_sold"),
            barcode=cells.text(row, "gtin"),
            picture=cells.text(row, "image_link"),
            tracked=tracked,
            stock_policy="continue" if sells_on else "deny",
            stock=stock,
        )

    def _availability(self, row: Row) -> tuple[int | None, bool, bool]:
        """On hand, whether it is counted, whether it is sold beyond that. Feeds rarely count."""
        told = self.cells.text(row, "availability").casefold().replace("_", " ")
        quantity = self.cells.stock(row, "quantity")
        if told == "out of stock":
            return 0, True, False
        if told in {"preorder", "backorder"}:
            return quantity or 0, True, True
        return quantity, quantity is not None, False


def _bare(name: str) -> str:
    return folded(name).removeprefix("g:").replace(" ", "_").rstrip("_01234")


def _common(titles: Sequence[str]) -> str:
    """What the titles of a group begin with: Google wants "Tee, red, M", "Tee, red, L"."""
    first = titles[0]
    if len(set(titles)) == 1:
        return first
    words = [title.split() for title in titles]
    common = takewhile(lambda same: len(set(same)) == 1, zip(*words, strict=False))
    return " ".join(same[0] for same in common).rstrip(" ,-–—|(/") or first
