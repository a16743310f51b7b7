"""Making a release's changes the catalogue everybody reads.

A release exists from the transaction that moved the head to it; what follows here only brings
products, price book, costs, price history and stock up to it, and asks for pictures. Every step can
be repeated, so whoever finds a head that is still "applying" (after a kill, say) finishes the work
of the other.
"""

from collections.abc import Callable, Iterator
from itertools import chain

from shop.catalogue.former import moved_key
from shop.catalogue.keys import product_key
from shop.catalogue.model import Product
from shop.catalogue.records import cost_items, cost_key, offer_items, product_item
from shop.catalogue.records import withdrawn as taken_off
from shop.catalogue.releases.model import ChangeSet, ProductState, Release
from shop.catalogue.releases.moving import Forwarding, former_items, forwarding
from shop.catalogue.releases.prices import lowest_items, price_items
from shop.catalogue.releases.records import (
    head_item,
    read_head,
    release_from,
    release_item,
    release_key,
    staged_changes,
)
from shop.catalogue.releases.sales import window_items, windows_gone
from shop.clock import timestamp
from shop.errors import TransactionCancelled
from shop.pictures.wanted import wanted
from shop.ports import Item, Key, Put, Store, VersionIs
from shop.rebuilds.service import mark
from shop.stock.ledger import move_stock_once, set_many_on_hand


def recover(store: Store) -> Release | None:
    """Finishes the release that was being applied when somebody stopped; None where none was."""
    head = read_head(store)
    if not head.applying:
        return None
    item = store.get(release_key(head.release))
    if item is None:
        return None
    release = release_from(item)
    apply(store, release, staged_changes(store, release.changes, release.base))
    return release


# Is told how many products of how many are written.
Progress = Callable[[int, int], object]


def unwatched(done: int, total: int) -> None:
    pass


def apply(
    store: Store, release: Release, change_set: ChangeSet, progress: Progress = unwatched
) -> None:
    """Brings the catalogue up to `release`, whose staged changes are `change_set`, then says so in
    the head. Whoever has just staged them need not hold a large catalogue twice."""
    moment = timestamp(release.made_at)
    lowest = lowest_items(store, change_set.told, release.made_at) if release.base else []
    pictures = wanted(store, _products(change_set), release.made_at)
    forward = forwarding(store, change_set.moved, release.number)
    former = list(former_items(store, change_set, forward))
    written = _written(change_set, release, moment, progress)
    store.put_many(chain(written, lowest, pictures.items, former))
    gone = windows_gone(change_set, lambda: release.made_at)
    store.delete_many([*_deleted(change_set), *gone, *pictures.gone, *map(moved_key, forward.gone)])
    for old, new in change_set.renamed.items():
        move_stock_once(store, old, new, moment, _cause(release))
    set_many_on_hand(
        store,
        change_set.stock,
        "import",
        release.origin.actor,
        lambda: release.made_at,
        once=_cause(release),
        counted=change_set.counted,
    )
    mark(
        store,
        handles=_touched(change_set, forward),
        skus=change_set.stock,
        clock=lambda: release.made_at,
    )
    _finish(store, release)


def _touched(change_set: ChangeSet, forward: Forwarding) -> dict[str, None]:
    """Handles whose pages are others now."""
    return dict.fromkeys([*(c.handle for c in change_set.changes), *forward.handles])


def _cause(release: Release) -> str:
    return f"release-{release.number}"


def _written(
    change_set: ChangeSet, release: Release, moment: str, progress: Progress
) -> Iterator[Item]:
    """One pass of everything that is put; SQLite writes it in one transaction."""
    yield from _gone_offers(change_set)
    for done, change in enumerate(change_set.changes):
        progress(done, len(change_set.changes))
        if change.after:
            yield product_item(change.after.product, change.after.added or moment)
            yield from offer_items(change.after.product)
            yield from cost_items(change.after.costs.items())
    for change in change_set.told:
        yield from price_items(change, release.number, moment)
    yield from window_items(change_set, lambda: release.made_at)


def _gone_offers(change_set: ChangeSet) -> Iterator[Item]:
    """Price book entries of variants that this release takes away: known, and not for sale. An
    SKU may go from one product to another, so all of them are asked."""
    kept = {sku for change in change_set.changes for sku in _skus(change.after)}
    for change in change_set.changes:
        for offer in offer_items(change.before.product) if change.before else ():
            if offer.data["sku"] not in kept:
                yield taken_off(offer)


def _deleted(change_set: ChangeSet) -> Iterator[Key]:
    kept = {sku for change in change_set.changes if change.after for sku in change.after.costs}
    for change in change_set.changes:
        if change.after is None:
            yield product_key(change.handle)
        before = change.before.costs if change.before else {}
        yield from (cost_key(sku) for sku in before if sku not in kept)


def _products(change_set: ChangeSet) -> Iterator[tuple[Product | None, Product | None]]:
    for change in change_set.changes:
        before, after = change.before, change.after
        yield before.product if before else None, after.product if after else None


def _skus(state: ProductState | None) -> set[str]:
    return {variant.sku for variant in state.product.variants} if state else set()


def _finish(store: Store, release: Release) -> None:
    head = read_head(store)
    if head.release != release.number or not head.applying:
        return
    live = release.model_copy(update={"state": "live"})
    try:
        store.transact(
            [
                Put(head_item(release.number, applying=False), (VersionIs(head.version),)),
                Put(release_item(live)),
            ]
        )
    except TransactionCancelled:
        return  # another process finished the same work at the same time
