"""KiotViet's product list (DanhSachSanPham….xlsx), the point of sale of many shops in Vietnam.

Columns as the program exports them: kiotviet.vn/hdsd-kiotviet. Every row is a variant; "Mã HH Liên
quan" is the code of the product's first one. Groups are paths with ``>>``, attributes
``MÀU:Đỏ|SIZE:M``; the cost stands in the column "Giá vốn".
"""

from collections.abc import Sequence

from shop.catalogue.reading.cells import Cells, listed
from shop.catalogue.reading.drafts import DraftProduct, Drafts, DraftVariant, Format, Tally
from shop.catalogue.reading.problems import Problems
from shop.catalogue.reading.sheets import Row, Sheet
from shop.catalogue.reading.variants import (
    add_pictures,
    composed,
    drop_shared_barcodes,
    provided,
    report_same_options,
    report_unused,
    set_options,
)
from shop.i18n.messages import translatable

COLUMNS = {
    "kind": ("Loại hàng",),
    "group": ("Nhóm hàng(3 Cấp)", "Nhóm hàng (3 Cấp)", "Nhóm hàng"),
    "sku": ("Mã hàng",),
    "barcode": ("Mã vạch",),
    "title": ("Tên hàng", "Tên hàng hóa"),
    "brand": ("Thương hiệu",),
    "price": ("Giá bán",),
    "cost": ("Giá vốn",),
    "stock": ("Tồn kho",),
    "low_stock": ("Tồn nhỏ nhất", "Định mức tồn ít nhất"),
    "unit": ("ĐVT",),
    "base_unit": ("Mã ĐVT Cơ bản",),
    "factor": ("Quy đổi",),
    "attributes": ("Thuộc tính",),
    "related": ("Mã HH Liên quan",),
    "weight": ("Trọng lượng",),
    "parts": ("Hàng thành phần",),
    "pictures": ("Hình ảnh (url1,url2...)", "Hình ảnh", "Hình ảnh(url1,url2...)"),
    "active": ("Đang kinh doanh",),
    "sold": ("Được bán trực tiếp",),
    "description": ("Mô tả",),
}
FIELDS = {
    **{field: (field,) for field in ("sku", "barcode", "title", "brand", "price", "cost", "stock")},
    **{field: (field,) for field in ("pictures", "description")},
    "categories": ("group",),
    "status": ("active", "sold"),
    "options": ("attributes", "unit"),
    "weight_grams": ("weight",),
    "low_stock_level": ("low_stock",),
    "tracked": ("stock",),
}
UNIT = "Đơn vị"
# One attribute in the spellings that shops use side by side, in small letters without blanks.
SPELLINGS = {"màu": "Màu sắc", "màusắc": "Màu sắc", "mausac": "Màu sắc", "color": "Màu sắc",
             "size": "Kích cỡ", "kíchcỡ": "Kích cỡ", "kíchthước": "Kích cỡ",
             "cỡ": "Kích cỡ"}  # fmt: skip


def recognises(columns: frozenset[str]) -> bool:
    return {"mã hàng", "giá bán"} <= columns and bool(columns & {"tên hàng", "tên hàng hóa"})


def read(sheet: Sheet, problems: Problems, currency: str) -> Drafts:
    reader = _Reader(composed(sheet), problems, currency)
    drafts = [reader.product(rows) for rows in reader.groups()]
    drop_shared_barcodes(drafts, problems)
    return Drafts(drafts, reader.tally, provided(reader.cells, FIELDS))


FORMAT = Format("kiotviet", recognises, read)


class _Reader:
    def __init__(self, sheet: Sheet, problems: Problems, currency: str) -> None:
        self.rows = sheet.rows
        self.cells = Cells(sheet.header, COLUMNS, problems, currency)
        self.problems = problems
        self.tally = Tally()
        report_unused(sheet.header, self.cells.used(), problems, "KiotViet")

    def groups(self) -> list[list[Row]]:
        """Rows by the code of the product's first variant, which itself need not be there."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            text = self.cells.text
            root = text(row, "base_unit") or text(row, "related") or text(row, "sku")
            found.setdefault(root or f"\n{row.number}", []).append(row)
        return list(found.values())

    def product(self, rows: Sequence[Row]) -> DraftProduct:
        first, text = rows[0], self.cells.text
        draft = DraftProduct(first.number, title=text(first, "title"))
        draft.brand = text(first, "brand")
        draft.description = self.cells.block(first, "description")
        if place := tuple(listed_path(text(first, "group"))):
            draft.categories = (place,)
        draft.low_stock_level = self.cells.whole(first, "low_stock")
        shown = self.cells.flag(first, "active", default=True)
        draft.status = (
            "active" if shown and self.cells.flag(first, "sold", default=True) else "draft"
        )
        choices = self._choices(rows)
        names = list(dict.fromkeys(name for values in choices for name in values))
        for row, values in zip(rows, choices, strict=True):
            self._report(draft, row)
            add_pictures(draft, listed(self.cells.text(row, "pictures"), ","), self.tally)
            draft.variants.append(self._variant(row, [values.get(name, "") for name in names]))
        self._set_choices(draft, names)
        self.tally.categories.update(draft.categories)
        return draft

    def _choices(self, rows: Sequence[Row]) -> list[dict[str, str]]:
        """The attributes of each row; its unit as well, where the product is sold in several."""
        found = [_attributes(self.cells.text(row, "attributes")) for row in rows]
        units = [self.cells.text(row, "unit").capitalize() for row in rows]
        if len(set(units)) > 1:
            for values, unit in zip(found, units, strict=True):
                values[UNIT] = unit
        return found

    def _set_choices(self, draft: DraftProduct, names: Sequence[str]) -> None:
        """What a product of a single variant has is no choice, but a line of its table."""
        if len(draft.variants) == 1:
            values = zip(names, draft.variants[0].options, strict=True)
            draft.attributes = {name: value for name, value in values if value}
            draft.variants[0].options = ()
            return
        set_options(draft, names)
        report_same_options(draft, self.problems)

    def _report(self, draft: DraftProduct, row: Row) -> None:
        """What a row says that its product, or this shop, cannot say for it."""
        name, parts = self.cells.text(row, "title"), self.cells.text(row, "parts")
        if name != draft.title:
            self.problems.info(
                row.number,
                self.cells.column("title"),
                "title_differs",
                translatable(
                    "“%(name)s” is a variant of “%(title)s” and is sold under that name.",
                    name=name,
                    title=draft.title,
                ),
            )
        if parts:
            self.problems.info(
                row.number,
                self.cells.column("parts"),
                "parts_unused",
                translatable("This item is made of others. This shop counts its own stock only."),
            )

    def _variant(self, row: Row, options: Sequence[str]) -> DraftVariant:
        cells = self.cells
        self.tally.variants += 1
        stock = cells.stock(row, "stock")
        return DraftVariant(
            row.number,
            sku=cells.text(row, "sku"),
            options=tuple(options),
            price=self.tally.price(cells.price(row, "price")),
            cost=cells.price(row, "cost"),
            barcode=cells.text(row, "barcode"),
            weight_grams=cells.grams(row, "weight"),
            picture=next(iter(listed(cells.text(row, "pictures"), ",")), ""),
            tracked=stock is not None,
            stock=stock,
        )


def listed_path(text: str) -> tuple[str, ...]:
    """``Áo>>Áo len`` from the root."""
    return listed(text, ">>")


def _attributes(text: str) -> dict[str, str]:
    found = (part.partition(":") for part in text.split("|"))
    return {_spelt(name): value.strip() for name, _, value in found if name.strip()}


def _spelt(name: str) -> str:
    bare = "".join(name.split()).casefold()
    return SPELLINGS.get(bare, " ".join(name.split()).capitalize())
