"""Reading the ledger: why the stock of an SKU is what it is, and whether that adds up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from shop.errors import StoreBusy
from shop.i18n.messages import translatable
from shop.ports import Item, Store
from shop.stock.holds import stock_key

PLACES = ("on_hand", "held", "sold")
ATTEMPTS = 8


class Movement(BaseModel):
    """Pieces that came to a place or left it, and why. `order` or `actor` says who did it;
    `back_order` that they were promised without being there."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    at: str
    cause: str
    actor: str = ""
    order: str = ""
    on_hand: int = 0
    held: int = 0
    sold: int = 0
    back_order: bool = False


@dataclass(frozen=True, slots=True)
class Movements:
    """One page, newest first; `next` goes into `after`, None at the end."""

    items: tuple[Movement, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Pieces:
    on_hand: int = 0
    held: int = 0
    sold: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """An SKU whose pieces are not what its movements say, or are fewer than none."""

    sku: str
    pieces: Pieces
    moved: Pieces


def movements(store: Store, sku: str, after: str | None = None, limit: int = 50) -> Movements:
    """The newest may be missing for a moment on DynamoDB."""
    page = store.query_index(f"MOVES#{sku}", after=after, limit=limit, descending=True)
    return Movements(tuple(map(_movement, page.items)), page.next)


def pieces(store: Store, sku: str) -> Pieces:
    return _pieces(store.get(stock_key(sku)))


def audit(store: Store, skus: Iterable[str]) -> Iterator[Fault]:
    """The SKUs whose stock does not follow from its movements, place by place.

    Their sum is then what on hand, held and sold come to together. None may be below zero, except
    that on hand may be as far below as was ever promised in back-orders. Raises StoreBusy for an
    SKU that is moved faster than it can be read.
    """
    for sku in skus:
        found, moved, owed = _counted(store, sku)
        if found != moved or min(found.on_hand + owed, found.held, found.sold) < 0:
            yield Fault(sku, found, moved)


def _counted(store: Store, sku: str) -> tuple[Pieces, Pieces, int]:
    """The pieces, the sum of their movements, and how many were promised: of one moment."""
    for _attempt in range(ATTEMPTS):
        before = store.get(stock_key(sku))
        moved = dict.fromkeys(PLACES, 0)
        owed = 0
        for movement in _all(store, sku):
            for place in PLACES:
                moved[place] += getattr(movement, place)
            owed += -movement.on_hand if movement.back_order else 0
        after = store.get(stock_key(sku))
        if (before and before.version) == (after and after.version):
            return _pieces(after), Pieces(**moved), owed
    raise StoreBusy(
        translatable("The stock of %(sku)s keeps changing while it is counted. Try again.", sku=sku)
    )


def _all(store: Store, sku: str) -> Iterator[Movement]:
    after = None
    while True:
        page = store.query(f"SKU#{sku}", "MOVE#", after=after)
        yield from map(_movement, page.items)
        after = page.next
        if after is None:
            return


def _movement(item: Item) -> Movement:
    at = item.index.sk.partition("#")[0] if item.index else ""
    return Movement.model_validate({"at": at, **item.data})


def _pieces(item: Item | None) -> Pieces:
    if item is None:
        return Pieces()
    return Pieces(**{place: int(str(item.data.get(place, 0))) for place in PLACES})
