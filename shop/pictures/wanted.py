"""What a release asks of the pictures: which product shows which, and what is still to be done.

Written with the release and worked off later (``backlog``): publishing waits for no host.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from shop.catalogue.model import Product
from shop.errors import TransactionCancelled
from shop.pictures.records import (
    FAILED,
    from_key,
    new_renditions,
    new_source,
    renditions_key,
    shown_key,
    source_key,
    waiting,
)
from shop.pictures.rules import drawable, fetchable, sources
from shop.ports import Absent, Item, Key, Put, Store


class Wanted(NamedTuple):
    """Records to write, and to take away."""

    items: list[Item]
    gone: list[Key]


def wanted(
    store: Store, changes: Iterable[tuple[Product | None, Product | None]], moment: datetime
) -> Wanted:
    """What follows from products that become others (before, after), from `moment` on.

    Pictures a product had already are left as they are; what failed is tried again for one that
    names it anew. One that is archived asks for nothing, and keeps what it has asked for: its page
    stays.
    """
    items: list[Item] = []
    gone: list[Key] = []
    asked: dict[str, None] = {}
    for before, after in changes:
        old, new = _named(before), _named(after)
        known = {} if _archived(before) else old
        fresh = {} if _archived(after) else {k: s for k, s in new.items() if k not in known}
        items += [Item(key, {}) for key in fresh]
        gone += [key for key in old if key not in new]
        asked.update(dict.fromkeys(fresh.values()))
    return Wanted([*items, *_waiting(store, asked, moment)], gone)


def want_renditions(store: Store, path: str, url: str, moment: datetime) -> None:
    """Asks for the smaller versions of a picture that has just come from `url`."""
    store.put_many([Item(from_key(path, url), {})])
    if not drawable(path):
        return
    try:
        store.transact([Put(waiting(new_renditions(path), moment), (Absent(),))])
    except TransactionCancelled:
        return  # its content was here before, whatever that was called


def _archived(product: Product | None) -> bool:
    return product is not None and product.status == "archived"


def _named(product: Product | None) -> dict[Key, str]:
    """Whatever of its pictures may be fetched or drawn, under the key of "this one shows it"."""
    if product is None:
        return {}
    urls = ((src, fetchable(src) or src) for src in sources(product))
    return {
        shown_key(url, product.handle): url for src, url in urls if fetchable(src) or drawable(src)
    }


def _waiting(store: Store, asked: Iterable[str], moment: datetime) -> Iterator[Item]:
    keys = {src: renditions_key(src) if drawable(src) else source_key(src) for src in asked}
    known = store.get_many(keys.values())
    for src, key in keys.items():
        item = known.get(key)
        if item is None or item.data["state"] == FAILED:
            fresh = new_renditions(src) if drawable(src) else new_source(src)
            yield waiting(item or fresh, moment)
