"""Marks: which pages are to be looked at again, and how the builder takes them.

Whoever changes what a page shows leaves a mark, with the change or after it. A mark has a name of
its own, so that the one who builds can forget exactly what was read, and a change that comes
meanwhile is never forgotten with it. A mark too many costs a look; one too few a stale page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from shop.clock import Clock, new_id, now, timestamp
from shop.ports import MAX_TRANSACTION_ITEMS, Delete, Item, Json, Key, Store, Write

REBUILD = "REBUILD"
PER_MARK = 1000  # products; an item has room for 400 KB


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is to be looked at: `handles` and `skus` name products, `rooms` parts of the shop that
    are not the catalogue (``guestbook``); `marks` are to be forgotten when it is done."""

    handles: frozenset[str]
    skus: frozenset[str]
    marks: tuple[Key, ...]
    rooms: frozenset[str] = frozenset()


def mark_item(
    *,
    handles: Iterable[str] = (),
    skus: Iterable[str] = (),
    rooms: Iterable[str] = (),
    clock: Clock = now,
) -> Item:
    """One mark, for a transaction of the caller's."""
    key = Key(REBUILD, f"{timestamp(clock())}#{new_id()}")
    data: dict[str, Json] = {"handles": [*handles], "skus": [*skus], "rooms": [*rooms]}
    return Item(key, data)


def mark(
    store: Store, *, handles: Iterable[str] = (), skus: Iterable[str] = (), clock: Clock = now
) -> None:
    """Leaves marks for any number of products, after what has changed is in the store."""
    store.put_many(
        [
            *(mark_item(handles=some, clock=clock) for some in _batches(handles)),
            *(mark_item(skus=some, clock=clock) for some in _batches(skus)),
        ]
    )


def waiting(store: Store) -> Waiting:
    """All marks there are. Read them before the products they name."""
    marks = list(_marks(store))
    return Waiting(
        handles=frozenset(_named(marks, "handles")),
        skus=frozenset(_named(marks, "skus")),
        marks=tuple(item.key for item in marks),
        rooms=frozenset(_named(marks, "rooms")),
    )


def any_waiting(store: Store) -> bool:
    return bool(store.query(REBUILD, limit=1).items)


def still_waiting(store: Store, moment: str) -> bool:
    """Whether pages are still to be built for what was marked at that moment (a timestamp)."""
    return bool(store.query(REBUILD, f"{moment}#", limit=1).items)


def forget(store: Store, done: Waiting, *also: Write) -> None:
    """Takes away the marks of what has been published; `also` is written with the first of them."""
    room = MAX_TRANSACTION_ITEMS - len(also)
    if also:
        store.transact([*also, *map(Delete, done.marks[:room])])
    store.delete_many(done.marks[room:] if also else done.marks)


def _marks(store: Store) -> Iterator[Item]:
    after = None
    while True:
        page = store.query(REBUILD, after=after, limit=200)
        yield from page.items
        after = page.next
        if after is None:
            return


def _named(items: Iterable[Item], field: str) -> Iterator[str]:
    for item in items:
        names = item.data.get(field, [])  # a mark of an older shop knows of no rooms
        assert isinstance(names, list)  # noqa: S101 - our own record
        yield from map(str, names)


def _batches(names: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(names)
    while batch := list(islice(remaining, PER_MARK)):
        yield batch
