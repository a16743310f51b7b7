"""The stock ledger: what is on hand, and a movement with its cause for every change of it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from shop.clock import Clock, new_id, timestamp
from shop.errors import StoreBusy, TransactionCancelled
from shop.ports import (
    MAX_TRANSACTION_ITEMS,
    Absent,
    FieldIs,
    Item,
    Json,
    Key,
    Put,
    Store,
    Update,
    Write,
)
from shop.stock.holds import stock_key

WRITES_PER_SKU = 2
ATTEMPTS = 8


def move_key(sku: str, moment: str, identity: str) -> Key:
    return Key(f"SKU#{sku}", f"MOVE#{moment}#{identity}")


def set_on_hand(  # noqa: PLR0913, PLR0917 - a movement says what, why, who and when
    store: Store, sku: str, quantity: int, cause: str, actor: str, clock: Clock
) -> bool:
    """Whether anything changed. See `set_many_on_hand`."""
    return set_many_on_hand(store, {sku: quantity}, cause, actor, clock) > 0


def set_many_on_hand(
    store: Store, quantities: Mapping[str, int], cause: str, actor: str, clock: Clock
) -> int:
    """Sets pieces on hand, each by a movement of the difference; how many SKUs that changed.

    Held and sold pieces stay as they are. Each batch holds only if nobody else moved the same
    stock meanwhile; then it is read and tried again. Raises StoreBusy when that never succeeds.
    """
    changed = 0
    skus = iter(quantities)
    while batch := list(islice(skus, MAX_TRANSACTION_ITEMS // WRITES_PER_SKU)):
        changed += _set_batch(store, {sku: quantities[sku] for sku in batch}, cause, actor, clock)
    return changed


def _set_batch(
    store: Store, quantities: Mapping[str, int], cause: str, actor: str, clock: Clock
) -> int:
    for _attempt in range(ATTEMPTS):
        found = on_hand(store, list(quantities))
        moment = timestamp(clock())
        facts: dict[str, Json] = {"cause": cause, "actor": actor}
        writes = [
            write
            for sku, quantity in quantities.items()
            if found.get(sku) != quantity
            for write in _writes(sku, found.get(sku), quantity, moment, facts)
        ]
        if not writes:
            return 0
        try:
            store.transact(writes)
        except TransactionCancelled:
            continue
        return len(writes) // WRITES_PER_SKU
    raise StoreBusy("The stock kept changing while it was being set. Try again.")


def _writes(
    sku: str, found: int | None, quantity: int, moment: str, facts: Mapping[str, Json]
) -> Iterator[Write]:
    delta = quantity - (found or 0)
    if found is None:
        first: dict[str, Json] = {"on_hand": quantity, "held": 0, "sold": 0}
        yield Put(Item(stock_key(sku), first), (Absent(),))
    else:
        yield Update(
            stock_key(sku), add={"on_hand": delta}, conditions=(FieldIs("on_hand", found),)
        )
    yield Put(Item(move_key(sku, moment, new_id()), {**facts, "on_hand": delta}), (Absent(),))


def on_hand(store: Store, skus: Sequence[str]) -> dict[str, int]:
    """Pieces on hand of those SKUs that the ledger knows."""
    items = store.get_many(stock_key(sku) for sku in skus)
    return {
        sku: int(str(items[stock_key(sku)].data["on_hand"]))
        for sku in skus
        if stock_key(sku) in items
    }
