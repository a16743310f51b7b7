"""Publishing a change set, looking back, and going back.

Stock and orders are never part of going back: they are what happened, not what was decided.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta

from shop.catalogue.keys import product_key
from shop.catalogue.model import Product
from shop.catalogue.records import cost_key, product_from
from shop.catalogue.releases.applying import Progress, apply, recover, unwatched
from shop.catalogue.releases.model import (
    ChangeSet,
    Origin,
    ProductChange,
    ProductState,
    Release,
    counts,
)
from shop.catalogue.releases.records import (
    RELEASES,
    STAGED,
    every,
    head_item,
    read_head,
    release_from,
    release_item,
    release_key,
    staged_changes,
    staged_item,
    staged_items,
)
from shop.clock import Clock, new_id, timestamp
from shop.errors import Conflict, NotFound, TransactionCancelled
from shop.i18n.messages import translatable
from shop.money import Money
from shop.ports import Absent, Delete, Item, Key, Put, Store, VersionIs

ABANDONED = timedelta(days=1)


class CatalogueMoved(Conflict):
    """Another release came between the preview and its publishing."""

    code = "catalogue_moved"

    def __init__(self, base: int, found: int) -> None:
        super().__init__(
            translatable(
                "The catalogue is at release %(found)s by now; this was made on release %(base)s. "
                "Look at the new difference and publish again.",
                found=str(found),
                base=str(base),
            ),
            base=base,
            release=found,
        )


# Sees a change set before it becomes a release; what it raises keeps it from that.
Look = Callable[[ChangeSet], None]


def unseen(change_set: ChangeSet) -> None:
    pass


def publish(
    store: Store,
    change_set: ChangeSet,
    origin: Origin,
    clock: Clock,
    progress: Progress = unwatched,
) -> Release:
    """Makes `change_set` the next release. Raises CatalogueMoved where its base is not the head.

    Everything is staged first; the release exists from one transaction on, whole, and its staged
    changes are garbage if that never comes.
    """
    recover(store)
    sweep(store, clock)
    head = read_head(store)
    if head.release != change_set.base:
        raise CatalogueMoved(change_set.base, head.release)
    partition = stage(store, change_set, clock)
    release = Release(
        number=head.release + 1,
        state="applying",
        made_at=clock(),
        origin=origin,
        base=head.release,
        changes=partition,
        **counts(change_set),
    )
    condition = VersionIs(head.version) if head.version else Absent()
    try:
        store.transact(
            [
                Put(head_item(release.number, applying=True), (condition,)),
                Put(release_item(release), (Absent(),)),
                Delete(Key(STAGED, partition)),
            ]
        )
    except TransactionCancelled:
        discard(store, partition)
        raise CatalogueMoved(change_set.base, read_head(store).release) from None
    apply(store, release, change_set, progress)
    return release.model_copy(update={"state": "live"})


def stage(store: Store, change_set: ChangeSet, clock: Clock) -> str:
    """Writes a change set where nobody reads it yet; returns its partition."""
    partition = f"CHANGES#{new_id()}"
    store.put_many([staged_item(partition, clock())])
    store.put_many(staged_items(partition, change_set))
    return partition


def discard(store: Store, partition: str) -> None:
    """Forgets a staged change set; its mark goes last, so that a half-done discard is repeated."""
    store.delete_many([item.key for item in every(store, partition)])
    store.delete_many([Key(STAGED, partition)])


def sweep(store: Store, clock: Clock) -> int:
    """Discards what was staged and never became a release: its owner was killed. Returns how
    many. Younger ones are left alone, because somebody may be at work on them."""
    before = timestamp(clock() - ABANDONED)
    left = [item for item in every(store, STAGED) if str(item.data["at"]) < before]
    for item in left:
        discard(store, item.key.sk)
    return len(left)


def releases(store: Store, limit: int = 50) -> list[Release]:
    """The history, newest first."""
    page = store.query(RELEASES, limit=limit, descending=True)
    return [release_from(item) for item in page.items]


def release_changes(store: Store, number: int) -> ChangeSet:
    """What release `number` did. Raises NotFound."""
    item = store.get(release_key(number))
    if item is None:
        raise NotFound(
            translatable(
                "There is no release %(number)s. `shop releases` lists them.", number=str(number)
            )
        )
    release = release_from(item)
    return staged_changes(store, release.changes, release.base)


def rollback(  # noqa: PLR0913 - as `publish`, and where to
    store: Store,
    number: int,
    actor: str,
    clock: Clock,
    note: str = "",
    *,
    look: Look = unseen,
) -> Release:
    """A new release that restores the catalogue exactly as release `number` left it.

    Raises NotFound for an unknown number and Conflict where nothing has changed since.
    """
    recover(store)
    change_set = way_back(store, number)
    if change_set.empty:
        raise Conflict(
            translatable(
                "The catalogue is as release %(number)s left it; there is nothing to undo.",
                number=str(number),
            )
        )
    look(change_set)
    origin = Origin(actor=actor, note=note, restores=number)
    return publish(store, change_set, origin, clock)


def way_back(store: Store, number: int) -> ChangeSet:
    """The changes from now back to release `number` (0 is the empty catalogue). Stock stays, under
    the names its SKUs had then; products get the handles back that they had."""
    head = read_head(store).release
    if not 0 <= number <= head:
        raise NotFound(
            translatable(
                "There is no release %(number)s. `shop releases` lists them.", number=str(number)
            )
        )
    then: dict[str, ProductState | None] = {}
    names: dict[str, str] = {}
    handles: dict[str, str] = {}
    for later in range(number + 1, head + 1):
        undone = release_changes(store, later)
        for change in undone.changes:
            then.setdefault(change.handle, change.before)
        _follow(names, undone.renamed)
        _follow(handles, undone.moved)
    now = current_states(store, list(then))
    changes = tuple(
        ProductChange(handle=handle, before=now.get(handle), after=state)
        for handle, state in then.items()
        if now.get(handle) != state
    )
    return ChangeSet(base=head, changes=changes, renamed=_others(names), moved=_others(handles))


def _follow(names: dict[str, str], renamed: Mapping[str, str]) -> None:
    """Notes under its newest name what each thing was called at first."""
    first = {new: names.pop(old, old) for old, new in renamed.items()}
    names |= first


def _others(names: Mapping[str, str]) -> dict[str, str]:
    return {new: old for new, old in names.items() if new != old}


def current_states(store: Store, handles: Sequence[str]) -> dict[str, ProductState]:
    """Products of today with their costs, by handle."""
    items = store.get_many(product_key(handle) for handle in handles)
    products = {item.key: product_from(item) for item in items.values()}
    skus = [variant.sku for product in products.values() for variant in product.variants]
    costs = {
        str(item.data["sku"]): _cost(item) for item in store.get_many(map(cost_key, skus)).values()
    }
    return {product.handle: _state(product, items[key], costs) for key, product in products.items()}


def all_states(store: Store) -> Iterator[ProductState]:
    """Every product of today with its costs, in the order of handles, a page at a time."""
    prefix = product_key("")
    handles = [item.key.sk.partition("#")[2] for item in every(store, prefix.pk, prefix.sk)]
    for start in range(0, len(handles), 500):
        found = current_states(store, handles[start : start + 500])
        yield from (found[handle] for handle in handles[start : start + 500] if handle in found)


def _state(product: Product, item: Item, costs: dict[str, Money]) -> ProductState:
    own = {v.sku: costs[v.sku] for v in product.variants if v.sku in costs}
    return ProductState(product=product, costs=own, added=item.index.sk if item.index else "")


def _cost(item: Item) -> Money:
    return Money.model_validate({name: item.data[name] for name in ("amount", "currency")})
