"""What is exported: products with what lies apart from them, their costs and stock."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Protocol, TypeAlias

from shop.catalogue.keys import CATALOGUE, PRODUCT
from shop.catalogue.model import Product
from shop.catalogue.records import cost_key, product_from
from shop.money import Money
from shop.ports import Store
from shop.stock.ledger import on_hand

PAGE = 200  # products in memory at a time

# Texts are texts and numbers are numbers; how each is protected is the file type's affair.
Cell: TypeAlias = str | int | Decimal


class Goods(NamedTuple):
    """A product. `costs` and `stock` are by SKU and may hold those of other products."""

    product: Product
    costs: Mapping[str, Money]
    stock: Mapping[str, int]


class LeftOut(NamedTuple):
    """A product that a format cannot hold without changing what it is."""

    handle: str
    reason: str


class Source(Protocol):
    """Can be gone through several times: a header must be known before the first row."""

    def products(self) -> Iterable[Product]: ...

    def goods(self) -> Iterable[Goods]: ...


class Layout(NamedTuple):
    """A format on its way out: a look over all products first, then its rows, header first."""

    name: str
    refuses: Callable[[Goods, str], str | None]
    rows: Callable[[Source, Iterable[Goods]], Iterator[list[Cell]]]


@dataclass(frozen=True, slots=True)
class Listed:
    """Products in memory."""

    listed: list[Product]
    costs: Mapping[str, Money]
    stock: Mapping[str, int]

    def products(self) -> Iterable[Product]:
        return self.listed

    def goods(self) -> Iterator[Goods]:
        return (Goods(product, self.costs, self.stock) for product in self.listed)


@dataclass(frozen=True, slots=True)
class Stored:
    """Everything in the store, a page at a time, by handle."""

    store: Store

    def products(self) -> Iterator[Product]:
        return (product for page in self._pages() for product in page)

    def goods(self) -> Iterator[Goods]:
        for page in self._pages():
            skus = [variant.sku for product in page for variant in product.variants]
            costs = _costs(self.store, skus)
            stock = on_hand(self.store, skus)
            yield from (Goods(product, costs, stock) for product in page)

    def _pages(self) -> Iterator[list[Product]]:
        after: str | None = ""
        while after is not None:
            page = self.store.query(CATALOGUE, PRODUCT, after=after, limit=PAGE)
            yield list(map(product_from, page.items))
            after = page.next


def _costs(store: Store, skus: list[str]) -> dict[str, Money]:
    stored = store.get_many(map(cost_key, skus))
    return {
        sku: Money.model_validate({name: found.data[name] for name in ("amount", "currency")})
        for sku in skus
        if (found := stored.get(cost_key(sku)))
    }
