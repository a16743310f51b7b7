"""Many buyers at once through `place_order`, and what became of them."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from factories import offer, orders, profile, put_for_sale, request, usd

from shop.errors import ShopError
from shop.orders.service import Desk, place_order
from shop.ports import Store
from shop.pricing.model import CartLine
from shop.stock.ledger import set_many_on_hand
from shop.stock.movements import Fault, Pieces, audit, pieces

SHIPPING = 300  # of `factories.profile`, in cents
PRICE = 1250


@dataclass(frozen=True, slots=True)
class Outcome:
    """`answers` counts ``placed`` and the codes of refusals."""

    answers: Counter[str]
    orders: int
    stock: dict[str, Pieces]
    faults: tuple[Fault, ...]
    seconds: float
    cpu_seconds: float

    @property
    def state(self) -> tuple[object, ...]:
        """What must be equal over every store."""
        return (self.answers, self.orders, self.stock, self.faults)


def last_pieces(store: Store, buyers: int, stock: int, in_flight: int, seed: int) -> Outcome:
    """So many buyers of one piece each, of an article of which there are only `stock`."""
    return _race(store, [("A",)] * buyers, stock, in_flight, seed)


def opposite_baskets(store: Store, each: int, stock: int, in_flight: int, seed: int) -> Outcome:
    """`each` buyers who want A and B, and as many who want B and A."""
    return _race(store, [("A", "B"), ("B", "A")] * each, stock, in_flight, seed)


def _race(
    store: Store, baskets: Sequence[tuple[str, ...]], stock: int, in_flight: int, seed: int
) -> Outcome:
    skus = sorted(set(baskets[0]))
    put_for_sale(store, *(offer(sku, PRICE) for sku in skus), on_hand=0)
    set_many_on_hand(store, dict.fromkeys(skus, stock), "count", "mai", _now)
    desk = Desk(store, profile(), _now)
    shuffled = list(enumerate(baskets))
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - the same race again by its seed
    began, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(in_flight) as pool:
        answers = Counter(pool.map(_buyer(desk, seed), shuffled))
    return Outcome(
        answers=answers,
        orders=len(orders(store)),
        stock={sku: pieces(store, sku) for sku in skus},
        faults=tuple(audit(store, skus)),
        seconds=time.perf_counter() - began,
        cpu_seconds=time.process_time() - cpu,
    )


def _buyer(desk: Desk, seed: int) -> Callable[[tuple[int, tuple[str, ...]]], str]:
    def buy(turn: tuple[int, tuple[str, ...]]) -> str:
        number, skus = turn
        lines = tuple(CartLine(sku=sku, quantity=1) for sku in skus)
        total = usd(PRICE * len(skus) + SHIPPING)
        try:
            place_order(desk, request(lines=lines, expected_total=total), f"{seed}-{number}")
        except ShopError as error:
            return error.code
        return "placed"

    return buy


def _now() -> datetime:
    return datetime.now(UTC)
