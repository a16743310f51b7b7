"""``shop export``: the catalogue as a spreadsheet that can be imported again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from shop.catalogue.model import Product
from shop.catalogue.writing import shopify, table, woocommerce
from shop.catalogue.writing.files import write_rows
from shop.catalogue.writing.goods import Cell, Goods, LeftOut, Listed, Source, Stored
from shop.errors import InvalidInput
from shop.i18n.messages import translatable
from shop.money import Money
from shop.ports import Store

LAYOUTS = {layout.name: layout for layout in (table.LAYOUT, shopify.LAYOUT, woocommerce.LAYOUT)}


@dataclass(slots=True)
class Exported:
    """What was written. `rows` counts data rows; `left_out` names products that are not there."""

    products: int = 0
    rows: int = 0
    left_out: list[LeftOut] = field(default_factory=list)


def export(
    products: Iterable[Product],
    costs: Mapping[str, Money],
    stock: Mapping[str, int],
    format: str,  # noqa: A002 - what the command calls it
    currency: str,
) -> Iterator[list[Cell]]:
    """The rows of `products`, the header first. `costs` and `stock` are by SKU.

    `currency` is what the amounts of a format without a currency column are in.
    """
    return _rows(Listed(list(products), costs, stock), format, currency, Exported())


def write_export(
    store: Store,
    path: Path,
    format: str = table.LAYOUT.name,  # noqa: A002 - as above
    *,
    currency: str,
    bom: bool = True,
) -> Exported:
    """Writes everything in the store to `path`, a ``.csv`` or ``.xlsx``; all of it or nothing.

    Raises InvalidInput for a format, a file type or a text that cannot be written. `bom` marks a
    csv as UTF-8, without which Excel shows other alphabets as nonsense.
    """
    done = Exported()
    write_rows(_rows(Stored(store), format, currency, done), path, format, bom=bom)
    return done


def _rows(
    source: Source,
    format: str,  # noqa: A002 - as above
    currency: str,
    done: Exported,
) -> Iterator[list[Cell]]:
    layout = LAYOUTS.get(format)
    if layout is None:
        raise InvalidInput(
            translatable(
                "There is no format “%(format)s”. Choose one of: %(known)s.",
                format=format,
                known=", ".join(LAYOUTS),
            )
        )

    def kept() -> Iterator[Goods]:
        for goods in source.goods():
            if reason := layout.refuses(goods, currency):
                done.left_out.append(LeftOut(goods.product.handle, reason))
            else:
                done.products += 1
                yield goods

    rows = layout.rows(source, kept())
    yield next(rows)
    for row in rows:
        done.rows += 1
        yield row
