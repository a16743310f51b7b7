"""Moving pieces for an order, as writes of the order's own transaction.

A piece is on hand, held or sold. Every write is conditional on the pieces being where they are
taken from: the condition is checked by the store at the moment of writing, so two buyers can never
both get the last piece, and the transaction is cancelled as a whole. Beside it stands a movement
that says why, under a name made of order, cause and `once`: none of them can happen twice, whenever
it is tried again. An order that does the same thing twice (an edit that holds more, a second
refund) names each time by `once`.

`demand` is pieces by SKU; the same SKU on two lines is summed by whoever makes it. SKUs are taken
in one order by everybody, so that opposite baskets cannot block each other.
"""

from collections.abc import Collection, Iterator, Mapping

from shop.ports import (
    Absent,
    Condition,
    FieldAtLeast,
    IndexKey,
    Item,
    Json,
    Key,
    Put,
    Update,
    Write,
)

Demand = Mapping[str, int]

STOCK = "STOCK"


def stock_key(sku: str) -> Key:
    """Where the ledger keeps ``{on_hand, held, sold}`` of an SKU."""
    return Key(f"SKU#{sku}", STOCK)


def hold_writes(
    demand: Demand,
    order_id: str,
    moment: str,
    once: str = "",
    *,
    back_orders: Collection[str] = (),
) -> Iterator[Write]:
    """On hand -> held: an order is placed. What is on hand of `back_orders` may fall below zero;
    how far is what the shop owes."""
    return _moves(demand, "hold", ("on_hand", "held"), order_id, moment, once, back_orders)


def claim_writes(demand: Demand, order_id: str, moment: str, once: str = "") -> Iterator[Write]:
    """Held -> sold: the order is paid."""
    return _moves(demand, "claim", ("held", "sold"), order_id, moment, once)


def release_writes(demand: Demand, order_id: str, moment: str, once: str = "") -> Iterator[Write]:
    """Held -> on hand: the order expired or was cancelled before it was paid."""
    return _moves(demand, "release", ("held", "on_hand"), order_id, moment, once)


def restock_writes(demand: Demand, order_id: str, moment: str, once: str) -> Iterator[Write]:
    """Sold -> on hand: pieces came back. `once` names the refund or return they came with."""
    return _moves(demand, "restock", ("sold", "on_hand"), order_id, moment, once)


def sell_writes(
    demand: Demand,
    order_id: str,
    moment: str,
    once: str = "",
    *,
    back_orders: Collection[str] = (),
) -> Iterator[Write]:
    """On hand -> sold in one step: a late payment revives an order whose hold was released."""
    return _moves(demand, "sell", ("on_hand", "sold"), order_id, moment, once, back_orders)


def movement_key(sku: str, name: str) -> Key:
    return Key(f"SKU#{sku}", f"MOVE#{name}")


def movement_put(sku: str, name: str, moment: str, facts: Mapping[str, Json]) -> Put:
    """A movement of `sku`: `name` makes it exist once, `moment` is where it is listed."""
    item = Item(
        movement_key(sku, name),
        facts,
        index=IndexKey(f"MOVES#{sku}", f"{moment}#{name}"),
    )
    return Put(item, (Absent(),))


def _moves(  # noqa: PLR0913, PLR0917 - what, why, between which two places, for whom, when
    demand: Demand,
    cause: str,
    places: tuple[str, str],
    order_id: str,
    moment: str,
    once: str,
    back_orders: Collection[str] = (),
) -> Iterator[Write]:
    source, target = places
    name = f"{order_id}#{cause}#{once}" if once else f"{order_id}#{cause}"
    for sku in sorted(sku for sku, quantity in demand.items() if quantity):
        quantity = demand[sku]
        change = {source: -quantity, target: quantity}
        owed = sku in back_orders
        enough: tuple[Condition, ...] = () if owed else (FieldAtLeast(source, quantity),)
        yield Update(stock_key(sku), add=change, conditions=enough)
        facts: dict[str, Json] = {"cause": cause, "order": order_id, **change}
        yield movement_put(sku, name, moment, {**facts, "back_order": True} if owed else facts)
