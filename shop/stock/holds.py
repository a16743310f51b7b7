"""Taking stock for an order, inside the order's own transaction."""

from collections.abc import Iterator, Mapping

from shop.ports import Absent, FieldAtLeast, Item, Json, Key, Put, Update, Write


def stock_key(sku: str) -> Key:
    """Where the ledger keeps ``{on_hand, held, sold}`` of an SKU."""
    return Key(f"SKU#{sku}", "STOCK")


def hold_writes(demand: Mapping[str, int], order_id: str, moment: str) -> Iterator[Write]:
    """Moves pieces from on hand to held, with the movement that says why.

    The transaction is cancelled where fewer are on hand: the condition is checked by the store, at
    the moment of writing, so two buyers can never both get the last piece. SKUs are taken in one
    order by everybody, so that opposite baskets cannot block each other.
    """
    for sku in sorted(demand):
        quantity = demand[sku]
        yield Update(
            stock_key(sku),
            add={"on_hand": -quantity, "held": quantity},
            conditions=(FieldAtLeast("on_hand", quantity),),
        )
        change: dict[str, Json] = {"on_hand": -quantity, "held": quantity}
        movement: dict[str, Json] = {"cause": "order", "order": order_id, **change}
        yield Put(Item(Key(f"SKU#{sku}", f"MOVE#{moment}#{order_id}"), movement), (Absent(),))
