"""The owner's three lists of orders: to confirm, in progress, history.

Beside each order lies a line of it, in the index of the list it belongs to, written in the
transaction that changes the order. So a list is read in pages without reading orders, and a search
looks through lines of a few hundred bytes.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from shop.clock import timestamp
from shop.errors import InvalidInput
from shop.i18n.messages import translatable
from shop.money import Money
from shop.orders.model import Order, State
from shop.orders.records import number_key, order_from
from shop.orders.transitions import OVER, unshipped
from shop.ports import IndexKey, Item, Json, Key, Put, Store, Write

ListName = Literal["to_confirm", "in_progress", "history"]
LISTS: tuple[ListName, ...] = get_args(ListName)
# Where the state says it all.
LIST_OF_STATE: dict[State, ListName] = {
    "reserved": "in_progress",
    "authorized": "to_confirm",
    "capture_failed": "to_confirm",
    **dict.fromkeys(OVER, "history"),
}
PAGE = 50
COUNTED = 100
LOOKED_THROUGH = 20_000  # lines a search reads at most
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Line:
    """An order as a list shows it. `pieces` is how many articles it has in all."""

    id: str
    number: str
    placed_at: str
    name: str
    email: str
    state: str
    payment: str
    total: Money
    pieces: int
    skus: tuple[str, ...]
    list: ListName


@dataclass(frozen=True, slots=True)
class Found:
    """A page of lines, where the next begins, and whether a search gave up before the end."""

    lines: list[Line]
    next: str | None = None
    cut: bool = False


def list_of(order: Order) -> ListName:
    """To confirm is what waits for the owner's word about money; in progress what they still have
    to do something for, or the shopper's payment page is open."""
    if order.disputed:
        return "to_confirm"
    if name := LIST_OF_STATE.get(order.state):
        return name
    if order.state == "pending_offline":
        return "in_progress" if order.shipments else "to_confirm"
    return "in_progress" if _something_open(order) else "history"


def _something_open(order: Order) -> bool:
    """Of a paid order: pieces that have to leave or come back, or money that does."""
    sending = order.state != "refunded" and unshipped(order)
    returning = any(each.state == "announced" for each in order.returns)
    return bool(sending or returning or order.refunds_pending.amount)


def line_writes(before: Order | None, after: Order) -> Iterator[Write]:
    """For the transaction that makes `after` of `before`."""
    line = _item(after)
    if before is None or _item(before) != line:
        yield Put(line)


def page(store: Store, name: ListName, after: str | None = None) -> Found:
    """The latest first."""
    found = store.query_index(_index(name), after=after, limit=PAGE, descending=True)
    return Found([_line(item) for item in found.items], found.next)


def count(store: Store, name: ListName) -> int:
    """Up to a hundred: beyond, people do not count either."""
    return len(store.query_index(_index(name), limit=COUNTED).items)


def search(store: Store, text: str) -> Found:
    """Orders by number, or by a part of name, e-mail address or an SKU; the latest first."""
    wanted = folded(text)
    if not wanted or len(wanted) > LONGEST_SEARCH:
        return Found([])
    claimed = store.get(number_key(text.strip().upper()))
    if claimed is not None:
        item = store.get(line_key(str(claimed.data["order"])))
        if item is not None:
            return Found([_line(item)])
    lines: list[Line] = []
    cut = False
    for name in LISTS:
        found, whole = _matching(store, name, wanted)
        lines += found
        cut = cut or not whole
    lines.sort(key=lambda line: line.placed_at, reverse=True)
    return Found(lines[:PAGE], None, cut or len(lines) > PAGE)


def parsed_list(text: str) -> ListName:
    for name in LISTS:
        if name == text:
            return name
    raise InvalidInput(translatable("There is no list of orders “%(text)s”.", text=text))


def relist(store: Store) -> int:
    """Writes the lines of all orders anew, for a store from before there were any; how many."""
    written, after = 0, None
    while True:
        found = store.query_index("ORDERS", after=after)
        store.put_many(_item(order_from(item)) for item in found.items)
        written += len(found.items)
        after = found.next
        if after is None:
            return written


def line_key(order_id: str) -> Key:
    return Key(f"ORDER#{order_id}", "LINE")


def folded(text: str) -> str:
    """As people search: without regard to case and accents."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("đ", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _matching(store: Store, name: ListName, wanted: str) -> tuple[list[Line], bool]:
    """Lines of one list that match, and whether all of it was looked through."""
    lines: list[Line] = []
    looked, after = 0, None
    while looked < LOOKED_THROUGH:
        found = store.query_index(_index(name), after=after, descending=True)
        lines += [_line(item) for item in found.items if wanted in str(item.data["search"])]
        looked += len(found.items)
        after = found.next
        if after is None or len(lines) > PAGE:
            return lines, after is None
    return lines, False


def _index(name: ListName) -> str:
    return f"ORDERLIST#{name}"


def _item(order: Order) -> Item:
    skus: list[Json] = [line.sku for line in order.lines]
    total: dict[str, Json] = order.total.model_dump()
    words = (order.number, order.contact.name, order.contact.email, *map(str, skus))
    name = list_of(order)
    data: dict[str, Json] = {
        "number": order.number,
        "placed_at": timestamp(order.placed_at),
        "name": order.contact.name,
        "email": order.contact.email,
        "state": order.state,
        "payment": order.payment,
        "total": total,
        "pieces": sum(line.quantity for line in order.lines),
        "skus": skus,
        "search": "\n".join(folded(word) for word in words),
        "list": name,
    }
    index = IndexKey(_index(name), f"{timestamp(order.placed_at)}#{order.id}")
    return Item(line_key(order.id), data, index=index)


def _line(item: Item) -> Line:
    data: dict[str, Any] = dict(item.data)
    del data["search"]
    return Line(
        id=item.key.pk.removeprefix("ORDER#"),
        **{**data, "total": Money(**data["total"]), "skus": tuple(data["skus"])},
    )
