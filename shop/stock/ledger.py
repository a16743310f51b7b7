"""The stock ledger: what is on hand, and a movement with its cause for every change of it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from shop.clock import Clock, new_id, timestamp
from shop.errors import InvalidInput, OutOfStock, StoreBusy, TransactionCancelled
from shop.i18n.messages import translatable
from shop.ports import (
    MAX_TRANSACTION_ITEMS,
    Absent,
    FieldAtLeast,
    FieldIs,
    Item,
    Json,
    Key,
    Put,
    Store,
    Update,
    Write,
)
from shop.stock.holds import movement_key, movement_put, stock_key
from shop.stock.looks import look_put

WRITES_PER_SKU = 2
BATCH = (MAX_TRANSACTION_ITEMS - 1) // WRITES_PER_SKU  # and the note for who looks at it
ATTEMPTS = 8
NOTHING: Mapping[str, int] = MappingProxyType({})


def set_many_on_hand(  # noqa: PLR0913 - a movement says what, why, who and when
    store: Store,
    quantities: Mapping[str, int],
    cause: str,
    actor: str,
    clock: Clock,
    *,
    once: str = "",
    counted: Mapping[str, int] = NOTHING,
) -> int:
    """Sets pieces on hand, each by a movement of the difference; how many SKUs that changed.

    `counted` is what was on hand when the quantities were compared with it: what came or went since
    is added to them or taken off, so that nothing is sold twice.

    With `once` and a clock that stands still, repeating the call changes nothing more: a movement
    of that name and moment is made for every SKU, and where there is one the SKU is passed over,
    whatever was sold since.

    Held and sold pieces stay as they are. Each batch holds only if nobody else moved the same
    stock meanwhile; then it is read and tried again. Raises StoreBusy when that never succeeds.
    """
    changed = 0
    skus = iter(quantities)
    facts: dict[str, Json] = {"cause": cause, "actor": actor}
    while batch := list(islice(skus, BATCH)):
        wanted = {sku: quantities[sku] for sku in batch}
        changed += _set_batch(store, _Count(wanted, counted), facts, clock, once)
    return changed


def _not_yet(store: Store, skus: Iterable[str], moment: str, once: str) -> list[str]:
    """The SKUs that have no movement of this name and moment."""
    keys = {sku: movement_key(sku, f"{moment}#{once}") for sku in skus}
    made = store.get_many(keys.values())
    return [sku for sku, key in keys.items() if key not in made]


def move_stock_once(store: Store, old: str, new: str, moment: str, once: str) -> None:
    """All of `old`'s stock becomes `new`'s, when an SKU is renamed; repeating it changes nothing.

    Pieces that are held stay with the old SKU, under which the order that holds them will ask.
    """
    for _attempt in range(ATTEMPTS):
        quantity = on_hand(store, [old, new]).get(old, 0)
        if not quantity or not _not_yet(store, [old], moment, once):
            return
        facts: dict[str, Json] = {"cause": "renamed", "from": old, "to": new}
        moved: dict[str, Json] = {**facts, "on_hand": -quantity}
        arrived: dict[str, Json] = {**facts, "on_hand": quantity}
        writes: list[Write] = [
            Update(
                stock_key(old),
                add={"on_hand": -quantity},
                conditions=(FieldIs("on_hand", quantity),),
            ),
            Update(stock_key(new), add={"on_hand": quantity, "held": 0, "sold": 0}),
            movement_put(old, f"{moment}#{once}", moment, moved),
            movement_put(new, f"{moment}#{once}-in", moment, arrived),
            look_put([new], moment, quiet=True),
        ]
        try:
            store.transact(writes)
        except TransactionCancelled:
            continue
        return
    raise StoreBusy(translatable("The stock kept changing while an SKU was renamed. Try again."))


class _Count(NamedTuple):
    """Pieces by SKU, and what was on hand when somebody compared them."""

    quantities: Mapping[str, int]
    compared: Mapping[str, int]

    def today(self, sku: str, found: int | None) -> int:
        """What is on hand by this count, where `found` is so by the ledger."""
        quantity = self.quantities[sku]
        if found is None or sku not in self.compared:
            return quantity
        return max(0, quantity + found - self.compared[sku])


def _set_batch(
    store: Store, count: _Count, facts: Mapping[str, Json], clock: Clock, once: str
) -> int:
    for _attempt in range(ATTEMPTS):
        moment = timestamp(clock())
        writes = _batch_writes(store, count, facts, moment, once)
        if not writes:
            return 0
        try:
            store.transact([*writes, look_put(count.quantities, moment, quiet=True)])
        except TransactionCancelled:
            continue
        return len(writes) // WRITES_PER_SKU
    raise StoreBusy(translatable("The stock kept changing while it was being set. Try again."))


def _batch_writes(
    store: Store, count: _Count, facts: Mapping[str, Json], moment: str, once: str
) -> list[Write]:
    """What makes the stock as it was counted, from what is found now."""
    skus = count.quantities
    pending = _not_yet(store, skus, moment, once) if once else list(skus)
    found = on_hand(store, pending)
    writes: list[Write] = []
    for sku in pending:
        quantity = count.today(sku, found.get(sku))
        if once or found.get(sku) != quantity:
            change: dict[str, Json] = {"on_hand": quantity - found.get(sku, 0)}
            name = f"{moment}#{once or new_id()}"
            writes.append(_setting(stock_key(sku), found.get(sku), quantity))
            writes.append(movement_put(sku, name, moment, {**facts, **change}))
    return writes


def _setting(stock: Key, found: int | None, quantity: int) -> Write:
    """Holds only if nobody else moved the stock since it was `found`."""
    if found is None:
        return Put(Item(stock, {"on_hand": quantity, "held": 0, "sold": 0}), (Absent(),))
    return Update(stock, {"on_hand": quantity - found}, conditions=(FieldIs("on_hand", found),))


def adjust(  # noqa: PLR0913, PLR0917 - a movement says what, why, who and when
    store: Store, sku: str, delta: int, cause: str, actor: str, clock: Clock, once: str = ""
) -> None:
    """Pieces found, broken, lost, given away: adds `delta` to what is on hand.

    The same `once` acts once. Raises OutOfStock where fewer are on hand than would go, InvalidInput
    without a cause or where nothing would change.
    """
    if not delta or not cause.strip():
        raise InvalidInput(translatable("Give how many pieces came or went, and why."))
    moment = timestamp(clock())
    facts: dict[str, Json] = {"cause": cause.strip(), "actor": actor, "on_hand": delta}
    enough = (FieldAtLeast("on_hand", -delta),) if delta < 0 else ()
    try:
        store.transact(
            [
                Update(stock_key(sku), {"on_hand": delta, "held": 0, "sold": 0}, conditions=enough),
                movement_put(sku, f"adjustment#{once or new_id()}", moment, facts),
                look_put([sku], moment, quiet=True),
            ]
        )
    except TransactionCancelled as cancelled:
        if cancelled.reasons[1] is None:  # it was not this very adjustment, made before
            left = on_hand(store, [sku]).get(sku, 0)
            raise OutOfStock([{"sku": sku, "available": left}]) from None


def on_hand(store: Store, skus: Sequence[str]) -> dict[str, int]:
    """Pieces on hand of those SKUs that the ledger knows."""
    items = store.get_many(stock_key(sku) for sku in skus)
    return {
        sku: int(str(items[stock_key(sku)].data["on_hand"]))
        for sku in skus
        if stock_key(sku) in items
    }
