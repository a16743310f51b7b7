"""Writes what became of pictures together with the wish to build the pages that show them."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from shop.clock import Clock
from shop.errors import TransactionCancelled
from shop.pictures.records import FROM, SHOWN, is_stored, partition
from shop.ports import Item, Put, Store, VersionIs
from shop.rebuilds.service import PER_MARK, mark, mark_item

AT_ONCE = 40  # pictures in one transaction, which leaves room for the marks
MARKS_AT_ONCE = 50


def save(store: Store, items: Sequence[Item], clock: Clock) -> None:
    """A record that another changed meanwhile stays as it is there: both did the same work.

    The marks are in the transaction that says "stored", so that nobody's death comes between.
    """
    handles = sorted(shown_by(store, map(_source, filter(is_stored, items))))
    first, others = handles[: MARKS_AT_ONCE * PER_MARK], handles[MARKS_AT_ONCE * PER_MARK :]
    marks = [
        Put(mark_item(handles=first[start : start + PER_MARK], clock=clock))
        for start in range(0, len(first), PER_MARK)
    ]
    writes = [Put(item, (VersionIs(item.version),)) for item in items]
    try:
        store.transact([*writes, *marks])
    except TransactionCancelled:
        for write in writes:
            with suppress(TransactionCancelled):
                store.transact([write])
        others = handles
    mark(store, handles=others, clock=clock)


def shown_by(store: Store, sources: Iterable[str]) -> set[str]:
    """Handles of the products that show one of these URLs or stored pictures."""
    handles: set[str] = set()
    for src in sources:
        own = partition(src)
        origins = [f"PICTURE#{sk.removeprefix(FROM)}" for sk in store.keys(own, FROM)]
        for place in (own, *origins):
            handles.update(sk.removeprefix(SHOWN) for sk in store.keys(place, SHOWN))
    return handles


def _source(item: Item) -> str:
    """What products name: the URL of a ``SOURCE``, the path of ``RENDITIONS``."""
    return str(item.data.get("url") or item.data["path"])
