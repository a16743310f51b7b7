"""What the store's contract tests share."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any, TypeVar

import pytest

from shop.errors import TransactionCancelled
from shop.ports import Condition, IndexKey, Item, Key, Page, Put, Store, Write

T = TypeVar("T")

MINISTACK = pytest.param("ministack", marks=pytest.mark.network)
# Of the store's own contract; moto is one more reader of what the adapter says to DynamoDB.
on_every_store = pytest.mark.parametrize("store", ["sqlite", "moto", MINISTACK], indirect=True)

KEY = Key("SKU#1", "STOCK")
OTHER = Key("SKU#2", "STOCK")


class MovingClock:
    """Begins at the present, so that no double of AWS tidies away what the test has not let
    expire; afterwards it moves only when told to."""

    def __init__(self) -> None:
        self.moment = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.moment

    def move(self, seconds: float = 0, **span: float) -> None:
        self.moment += timedelta(seconds=seconds, **span)

    def later(self, seconds: int) -> int:
        return int(self.moment.timestamp()) + seconds


def item(
    key: Key = KEY, index: IndexKey | None = None, expires_at: int | None = None, **data: Any
) -> Item:
    return Item(key, data, index, expires_at)


def put(store: Store, *items: Item) -> None:
    store.transact([Put(each) for each in items])


def reasons(store: Store, *writes: Write) -> list[Condition | None]:
    """Why a transaction is cancelled; [] if it is not."""
    try:
        store.transact(writes)
    except TransactionCancelled as cancelled:
        return list(cancelled.reasons)
    return []


def pages(ask: Callable[[str | None], Page]) -> Iterator[Page]:
    after = None
    while True:
        page = ask(after)
        yield page
        if page.next is None:
            return
        after = page.next


def together(threads: int, work: Callable[[int], T]) -> list[T]:
    """Runs `work` in so many threads, all of which start at one moment."""
    gate = Barrier(threads)

    def started(number: int) -> T:
        gate.wait()
        return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(started, range(threads)))
