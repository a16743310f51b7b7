"""What no spreadsheet can hold as it is: reasons for which a product stays out of a file.

A file that is exported and imported again must change nothing. What a format has no column for
stays as the shop has it; what it has a column for, and cannot write there so that it is read again
as it was, would be changed without anybody's wish. Each reason is a half-sentence: "tea" is left
out because …
"""

from collections.abc import Callable, Iterable

from shop.catalogue.model import MAX_OPTIONS, Product
from shop.catalogue.writing.goods import Goods
from shop.money import Money

Check = Callable[[Product], str | None]


def first_of(reasons: Iterable[str | None]) -> str | None:
    return next(filter(None, reasons), None)


def no_rows(product: Product) -> str | None:
    """A row is a variant."""
    return None if product.variants else "it has no variant"


def too_many_options(product: Product) -> str | None:
    names = [option.name for option in product.options]
    if len(names) > MAX_OPTIONS:
        return f"it has {len(names)} options, and the file holds {MAX_OPTIONS}"
    return "two of its options have one name" if len(set(names)) < len(names) else None


def foreign_currency(goods: Goods, currency: str) -> str | None:
    """These files name no currency: an amount in another one would be read as one in `currency`."""
    amounts: list[Money | None] = []
    for variant in goods.product.variants:
        amounts += [variant.price, variant.compare_at, goods.costs.get(variant.sku)]
    others = sorted({money.currency for money in amounts if money} - {currency})
    return (
        f"it has amounts in {', '.join(others)}, and the file is in {currency}" if others else None
    )


def unclear_days(product: Product) -> str | None:
    """Whoever reads the file gives a sale without days those of the product, and takes the days
    of a variant that has no sale."""
    for variant in product.variants:
        pairs = (
            (variant.sale_starts, product.sale_starts),
            (variant.sale_ends, product.sale_ends),
        )
        for own, shared in pairs:
            if own != ((own or shared) if variant.on_sale else None):
                return f"the sale days of {variant.sku} do not go with those of the product"
    return None
