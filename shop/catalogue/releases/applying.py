"""Making a release's changes the catalogue everybody reads.

A release exists from the transaction that moved the head to it; what follows here only brings
products, price book, costs, price history and stock up to it. Every step can be repeated, so
whoever finds a head that is still "applying" (after a kill, say) finishes the work of the other.
"""

from collections.abc import Iterator

from shop.catalogue.records import cost_items, cost_key, offer_items, product_item, product_key
from shop.catalogue.records import withdrawn as taken_off
from shop.catalogue.releases.model import ChangeSet, ProductState, Release
from shop.catalogue.releases.prices import price_items
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
from shop.ports import Item, Key, Put, Store, VersionIs
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
    apply(store, release)
    return release


def apply(store: Store, release: Release) -> None:
    """Brings the catalogue up to `release`, then says so in the head."""
    change_set = staged_changes(store, release.changes, release.base)
    moment = timestamp(release.made_at)
    store.put_many(_written(change_set, release, moment))
    gone = windows_gone(change_set, lambda: release.made_at)
    store.delete_many([*_deleted(change_set), *gone])
    for old, new in change_set.renamed.items():
        move_stock_once(store, old, new, moment, _cause(release))
    set_many_on_hand(
        store,
        change_set.stock,
        "import",
        release.origin.actor,
        lambda: release.made_at,
        once=_cause(release),
    )
    _finish(store, release)


def _cause(release: Release) -> str:
    return f"release-{release.number}"


def _written(change_set: ChangeSet, release: Release, moment: str) -> Iterator[Item]:
    """One pass of everything that is put; SQLite writes it in one transaction."""
    yield from _gone_offers(change_set)
    for change in change_set.changes:
        if change.after:
            yield product_item(change.after.product, change.after.added or moment)
            yield from offer_items(change.after.product)
            yield from cost_items(change.after.costs.items())
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
