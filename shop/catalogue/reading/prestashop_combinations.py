"""PrestaShop's combinations (variants of a product) and categories, which stand in own files."""

from collections.abc import Mapping, Sequence

from shop.catalogue.reading.amounts import addition
from shop.catalogue.reading.cells import Cells
from shop.catalogue.reading.drafts import DraftProduct, DraftVariant, Tally
from shop.catalogue.reading.prestashop_cells import (
    HOME,
    as_written,
    bare,
    category_path,
    combination,
    split_list,
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
from shop.money import Money

COLUMNS = {
    "product": ("product id",),
    "product_sku": ("product reference",),
    "names": ("attribute",),
    "values": ("value",),
    "sku": ("reference",),
    "ean": ("ean13",),
    "upc": ("upc",),
    "cost": ("wholesale price", "cost price"),
    "impact": ("impact on price",),
    "stock": ("quantity",),
    "pictures": ("image url", "image urls"),
}
FIELDS = {
    "options": ("names",),
    "sku": ("sku",),
    "barcode": ("ean", "upc"),
    "cost": ("cost",),
    "price": ("impact",),
    "stock": ("stock",),
    "picture": ("pictures",),
}
INTERNAL = {
    "supplier reference", "ecotax", "minimal quantity", "impact on weight", "default",
    "combination available date", "image position", "delete existing images", "id / name of shop",
    "advanced stock managment", "advanced stock management", "depends on stock", "warehouse",
    "low stock level",
}  # fmt: skip


class Combinations:
    def __init__(
        self, sheets: Sequence[Sheet], problems: Problems, currency: str, tally: Tally
    ) -> None:
        self._problems = problems
        self._tally = tally
        self._found: list[tuple[Cells, Row]] = []
        self.fields: frozenset[str] = frozenset()
        for sheet in sheets:
            cells = Cells(sheet.header, as_written(sheet.header, COLUMNS), problems, currency)
            skipped = {index for index, name in enumerate(sheet.header) if bare(name) in INTERNAL}
            report_unused(sheet.header, cells.used() | skipped, problems, "PrestaShop")
            self._found += [(cells, row) for row in sheet.rows]
            self.fields |= provided(cells, FIELDS)

    @property
    def rows(self) -> int:
        return len(self._found)

    def attach(self, products: Mapping[str, DraftProduct]) -> None:
        """Gives the products their combinations, which stand in for their single variant."""
        if not products:
            return
        by_sku = {draft.variants[0].sku: draft for draft in products.values()}
        children: dict[int, list[tuple[DraftVariant, dict[str, str]]]] = {}
        for cells, row in self._found:
            draft = products.get(cells.text(row, "product")) or by_sku.get(
                cells.text(row, "product_sku")
            )
            if draft is None:
                self._missing(cells, row)
                continue
            chosen = combination(cells.text(row, "names"), cells.text(row, "values"))
            children.setdefault(draft.row, []).append((self._variant(cells, row, draft), chosen))
        for draft in products.values():
            if found := children.get(draft.row):
                self._replace(draft, found)

    def _replace(
        self, draft: DraftProduct, found: Sequence[tuple[DraftVariant, dict[str, str]]]
    ) -> None:
        names = list(dict.fromkeys(name for _variant, chosen in found for name in chosen))
        draft.variants = [variant for variant, _chosen in found]
        for variant, chosen in found:
            variant.options = tuple(chosen.get(name, "") for name in names)
        set_options(draft, names)
        report_same_options(draft, self._problems)

    def _variant(self, cells: Cells, row: Row, draft: DraftProduct) -> DraftVariant:
        """The impact on the price is added to the product's own."""
        base = draft.variants[0]
        impact = addition(cells, row, "impact")
        pictures = split_list(cells.column("pictures"), cells.text(row, "pictures"))
        self._tally.pictures.update(pictures)
        return DraftVariant(
            row.number,
            sku=cells.text(row, "sku"),
            price=_sum(base.price, impact),
            compare_at=_sum(base.compare_at, impact),
            cost=cells.price(row, "cost") or base.cost,
            barcode=cells.text(row, "ean") or cells.text(row, "upc"),
            weight_grams=base.weight_grams,
            picture=next(iter(pictures), ""),
            tracked=base.tracked,
            stock_policy=base.stock_policy,
            stock=cells.stock(row, "stock"),
        )

    def _missing(self, cells: Cells, row: Row) -> None:
        named = cells.text(row, "product") or cells.text(row, "product_sku")
        self._problems.error(
            row.number,
            cells.column("product"),
            "parent_missing",
            translatable(
                "The product %(named)s of this combination is in none of the files. "
                "Export it as well.",
                named=named,
            ),
        )


class Categories:
    """The place of each category below its parents, by name and by number."""

    def __init__(
        self, sheets: Sequence[Sheet], problems: Problems, currency: str, tally: Tally
    ) -> None:
        self._names: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        names = {"id": ("category id",), "name": ("name",), "parent": ("parent category",)}
        for sheet in sheets:
            cells = Cells(sheet.header, as_written(sheet.header, names), problems, currency)
            for row in sheet.rows:
                name = cells.text(row, "name")
                self._names[cells.text(row, "id") or name] = name
                self._parents[name] = cells.text(row, "parent")
        tally.categories.update(filter(None, map(self.path, self._parents)))

    def path(self, written: str) -> tuple[str, ...]:
        """From the root; a path that a product writes itself is taken as it is."""
        given = category_path(written)
        if len(given) != 1:
            return given
        found: list[str] = []
        name = self._names.get(given[0], given[0])
        while name and name.casefold() not in HOME and name not in found:
            found.insert(0, name)
            parent = self._parents.get(name, "")
            name = self._names.get(parent, parent)
        return tuple(found)


def _sum(base: Money | None, impact: Money | None) -> Money | None:
    """None where nothing is left: a price below zero is no price."""
    if base is None or impact is None:
        return base
    price = base + impact
    return price if price.amount >= 0 else None
