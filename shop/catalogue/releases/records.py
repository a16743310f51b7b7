"""How releases lie in the store.

``CATALOGUE/HEAD`` says which release is live and whether its changes are still being applied.
``RELEASES/<number>`` is an entry of the history. A release's changes are staged under a partition
of their own before it exists; they become part of history by the one transaction that moves the
head, or by nothing at all.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from shop.catalogue.keys import HEAD, SCHEDULE
from shop.catalogue.releases.model import (
    ChangeSet,
    ProductChange,
    ProductState,
    Release,
    Scheduled,
)
from shop.clock import timestamp
from shop.ports import IndexKey, Item, Json, Key, Store

RELEASES = "RELEASES"
STAGED = "STAGED"


class Head(NamedTuple):
    """`version` is the record's own, for the condition of the next move; 0 where there is none."""

    release: int
    applying: bool
    version: int


def read_head(store: Store) -> Head:
    item = store.get(HEAD)
    if item is None:
        return Head(0, applying=False, version=0)
    return Head(int(str(item.data["release"])), bool(item.data["applying"]), item.version)


def head_item(release: int, *, applying: bool) -> Item:
    return Item(HEAD, {"release": release, "applying": applying})


def release_key(number: int) -> Key:
    return Key(RELEASES, f"{number:08d}")


def release_item(release: Release) -> Item:
    return Item(release_key(release.number), release.model_dump(mode="json"))


def release_from(item: Item) -> Release:
    return Release.model_validate(dict(item.data))


def staged_item(partition: str, moment: datetime) -> Item:
    """Says that a partition is being filled for a release that does not exist yet."""
    return Item(Key(STAGED, partition), {"at": timestamp(moment)})


def scheduled_key(identity: str) -> Key:
    return Key(SCHEDULE, identity)


def scheduled_item(scheduled: Scheduled) -> Item:
    """Listed by the moment it is due, until it has gone live, is cancelled or has failed."""
    index = None if scheduled.failed else IndexKey(SCHEDULE, timestamp(scheduled.live_at))
    return Item(scheduled_key(scheduled.id), scheduled.model_dump(mode="json"), index)


def scheduled_from(item: Item) -> Scheduled:
    return Scheduled.model_validate(dict(item.data))


def staged_items(partition: str, change_set: ChangeSet) -> Iterator[Item]:
    """Before and after lie in items of their own, since each may be as large as an item can be."""
    for change in change_set.changes:
        data: dict[str, Json] = {"handle": change.handle, "rows": list(change.rows)}
        yield Item(Key(partition, f"CHANGE#{change.handle}"), data)
        for side, state in (("BEFORE", change.before), ("AFTER", change.after)):
            if state is not None:
                yield Item(Key(partition, f"{side}#{change.handle}"), state.model_dump(mode="json"))
    for sku, quantity in change_set.stock.items():
        stock: dict[str, Json] = {"sku": sku, "on_hand": quantity}
        if sku in change_set.counted:
            stock["counted"] = change_set.counted[sku]
        yield Item(Key(partition, f"STOCK#{sku}"), stock)
    for old, new in change_set.renamed.items():
        yield Item(Key(partition, f"RENAMED#{old}"), {"old": old, "new": new})
    for old, new in change_set.moved.items():
        yield Item(Key(partition, f"MOVED#{old}"), {"old": old, "new": new})


def staged_changes(store: Store, partition: str, base: int) -> ChangeSet:
    """The change set that was staged under `partition`."""
    sides = {
        side: {
            item.key.sk.partition("#")[2]: ProductState.model_validate(dict(item.data))
            for item in every(store, partition, f"{side}#")
        }
        for side in ("BEFORE", "AFTER")
    }
    stock = [item.data for item in every(store, partition, "STOCK#")]
    return ChangeSet(
        base=base,
        changes=tuple(_change(item, sides) for item in every(store, partition, "CHANGE#")),
        stock={str(it["sku"]): int(str(it["on_hand"])) for it in stock},
        counted={str(it["sku"]): int(str(it["counted"])) for it in stock if "counted" in it},
        renamed=_names(store, partition, "RENAMED#"),
        moved=_names(store, partition, "MOVED#"),
    )


def _names(store: Store, partition: str, prefix: str) -> dict[str, str]:
    items = every(store, partition, prefix)
    return {str(item.data["old"]): str(item.data["new"]) for item in items}


def every(store: Store, pk: str, prefix: str = "") -> Iterator[Item]:
    """All items of a partition under a prefix, page by page."""
    after: str | None = None
    while True:
        page = store.query(pk, prefix, after=after)
        yield from page.items
        if page.next is None:
            return
        after = page.next


def _change(item: Item, sides: dict[str, dict[str, ProductState]]) -> ProductChange:
    handle = str(item.data["handle"])
    rows: Any = item.data["rows"]
    return ProductChange(
        handle=handle,
        before=sides["BEFORE"].get(handle),
        after=sides["AFTER"].get(handle),
        rows=tuple(rows),
    )
