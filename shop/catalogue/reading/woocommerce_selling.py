"""What a row of WooCommerce sells, a product's or a variation's: prices, stock and weight."""

from collections.abc import Iterable
from decimal import Decimal

from shop.catalogue.reading.cells import NO, YES, Cells
from shop.catalogue.reading.drafts import DraftVariant, Tally
from shop.catalogue.reading.sheets import Row
from shop.i18n.messages import translatable
from shop.money import Money

GRAMS = {"kg": Decimal(1000), "g": Decimal(1), "lbs": Decimal("453.59237"),
         "oz": Decimal("28.349523125")}  # fmt: skip
BACKORDERS = YES | {"notify"}


class Selling:
    """Reads a row as a variant; `unit` is that of the weight column."""

    def __init__(self, cells: Cells, tally: Tally, unit: str) -> None:
        self._cells = cells
        self._tally = tally
        self._unit = unit

    def variant(self, row: Row, *, virtual: bool) -> DraftVariant:
        cells = self._cells
        price, compare_at = self._prices(row)
        compare_at = compare_at or self._former(row, price)
        stock, tracked = self._stock(row)
        backorders = cells.text(row, "backorders").casefold() in BACKORDERS
        return DraftVariant(
            row.number,
            sku=cells.block(row, "sku"),
            price=price,
            compare_at=compare_at,
            cost=cells.price(row, "cost"),
            barcode=cells.text(row, "barcode"),
            weight_grams=self._weight(row),
            tracked=tracked,
            stock_policy="continue" if backorders else "deny",
            digital=virtual,
            stock=stock,
            sale_starts=cells.moment(row, "sale_starts"),
            sale_ends=cells.moment(row, "sale_ends", end_of_day=True),
        )

    def inherit(self, parent: Row, variants: Iterable[DraftVariant]) -> None:
        """A variation without a weight has its parent's."""
        weight = self._weight(parent)
        for variant in variants:
            variant.weight_grams = variant.weight_grams or weight

    def _weight(self, row: Row) -> int | None:
        return self._cells.grams(row, "weight", GRAMS[self._unit])

    def _prices(self, row: Row) -> tuple[Money | None, Money | None]:
        """Price and struck price. WooCommerce ignores a sale price that is no lower."""
        regular, sale = self._cells.price(row, "price"), self._cells.price(row, "sale_price")
        self._tally.price(regular)
        if regular is None or sale is None:
            return sale or regular, None
        if sale < regular:
            return sale, regular
        if regular < sale:
            self._cells.problems.warn(
                row.number,
                self._cells.column("sale_price"),
                "sale_not_lower",
                translatable(
                    "The sale price is higher than the regular price. The regular price is charged."
                ),
            )
        return regular, None

    def _former(self, row: Row, price: Money | None) -> Money | None:
        """A struck price that makes no sale, as this shop's export keeps it. One that is above
        the price is out of date, because such a pair is written as a sale."""
        former = self._cells.price(row, "former_price")
        return None if former and price and price < former else former

    def _stock(self, row: Row) -> tuple[int | None, bool]:
        """On hand and whether it is counted: WooCommerce may only say that there is some, or none.

        None is 0 pieces, except where this shop's export says that nobody has counted them."""
        cells = self._cells
        if cells.text(row, "stock").casefold() == "parent":
            cells.problems.warn(
                row.number,
                cells.column("stock"),
                "stock_shared",
                translatable(
                    "This variation shares its parent's stock. Here each variant has its "
                    "own: set it."
                ),
            )
            return None, True
        stock = cells.stock(row, "stock")
        if stock is None and cells.text(row, "in_stock").casefold() in NO:
            return None if cells.flag(row, "uncounted", default=False) else 0, True
        return stock, stock is not None
