"""The moments at which sales begin and end, so that pages can be rebuilt when they do."""

from collections.abc import Iterator

from shop.catalogue.keys import SALES, product_key
from shop.catalogue.model import Product
from shop.catalogue.records import product_from
from shop.catalogue.releases.model import ChangeSet
from shop.catalogue.rules import next_change
from shop.clock import Clock, timestamp
from shop.ports import IndexKey, Item, Key, Store
from shop.rebuilds.service import mark


def window_key(handle: str) -> Key:
    return Key(f"SALE#{handle}", "WINDOW")


def window_item(product: Product, now: Clock) -> Item | None:
    """Lists `product` under the moment of its next change; None where there is none to come."""
    moment = next_change(product, now())
    if moment is None:
        return None
    index = IndexKey(SALES, timestamp(moment))
    return Item(window_key(product.handle), {"handle": product.handle}, index)


def window_items(change_set: ChangeSet, now: Clock) -> Iterator[Item]:
    for change in change_set.changes:
        item = window_item(change.after.product, now) if change.after else None
        if item:
            yield item


def windows_gone(change_set: ChangeSet, now: Clock) -> list[Key]:
    """Of products that no longer have a sale to come."""
    coming = {item.key for item in window_items(change_set, now)}
    return [key for c in change_set.changes if (key := window_key(c.handle)) not in coming]


def sales_due(store: Store, clock: Clock) -> list[str]:
    """Handles of products whose sale has begun or ended; each is listed under its next moment."""
    now = timestamp(clock())
    page = store.query_index(SALES)
    due = [item for item in page.items if item.index and item.index.sk <= now]
    handles = [str(item.data["handle"]) for item in due]
    mark(store, handles=handles, clock=clock)  # first, so that who is stopped here does it again
    for item in due:
        found = store.get(product_key(str(item.data["handle"])))
        coming = window_item(product_from(found), clock) if found else None
        if coming:
            store.put_many([coming])
        else:
            store.delete_many([item.key])
    return handles
