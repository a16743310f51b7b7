"""Releases that go live by themselves at a moment the owner chose.

What was decided is kept as a change set. If the catalogue has moved on by then, the decision is
merged into it field by field: what the owner changed wins, what others changed meanwhile stays.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shop.catalogue.keys import SCHEDULE
from shop.catalogue.releases.model import (
    ChangeSet,
    Origin,
    ProductChange,
    ProductState,
    Release,
    Scheduled,
)
from shop.catalogue.releases.records import (
    STAGED,
    every,
    read_head,
    scheduled_from,
    scheduled_item,
    scheduled_key,
    staged_changes,
)
from shop.catalogue.releases.service import current_states, discard, publish, stage
from shop.clock import Clock, new_id, timestamp
from shop.errors import InvalidInput, NotFound, ShopError
from shop.i18n.messages import translatable
from shop.ports import Delete, Key, Put, Store


def schedule(
    store: Store, change_set: ChangeSet, origin: Origin, live_at: datetime, clock: Clock
) -> Scheduled:
    """Keeps `change_set` until `live_at`. Raises InvalidInput for a moment that has passed."""
    if live_at <= clock():
        raise InvalidInput(
            translatable(
                "%(live_at)s has passed. Choose a later moment.",
                live_at=f"{live_at:%Y-%m-%d %H:%M}",
            )
        )
    scheduled = Scheduled(
        id=new_id(),
        live_at=live_at,
        made_at=clock(),
        origin=origin,
        base=change_set.base,
        changes=stage(store, change_set, clock),
    )
    store.transact([Put(scheduled_item(scheduled)), Delete(Key(STAGED, scheduled.changes))])
    return scheduled


def waiting(store: Store) -> list[Scheduled]:
    """What waits, and what failed, in the order of the moments."""
    found = [scheduled_from(item) for item in every(store, SCHEDULE)]
    return sorted(found, key=lambda scheduled: scheduled.live_at)


def cancel(store: Store, identity: str) -> None:
    item = store.get(scheduled_key(identity))
    if item is None:
        raise NotFound(
            translatable(
                "Nothing is scheduled under %(identity)s. `shop releases` lists what is.",
                identity=identity,
            )
        )
    store.delete_many([item.key])
    discard(store, scheduled_from(item).changes)


def publish_due(store: Store, clock: Clock) -> list[Release]:
    """Publishes whatever is due; one that cannot be published is kept with its reason."""
    now = timestamp(clock())
    page = store.query_index(SCHEDULE)
    due = [scheduled_from(item) for item in page.items if item.index and item.index.sk <= now]
    return [release for each in due if (release := _publish(store, each, clock))]


def _publish(store: Store, scheduled: Scheduled, clock: Clock) -> Release | None:
    decided = staged_changes(store, scheduled.changes, scheduled.base)
    try:
        release = publish(store, rebased(store, decided), scheduled.origin, clock)
    except ShopError as error:
        failed = scheduled.model_copy(update={"failed": error.message})
        store.put_many([scheduled_item(failed)])
        return None
    store.delete_many([scheduled_key(scheduled.id)])
    discard(store, scheduled.changes)
    return release


def rebased(store: Store, decided: ChangeSet) -> ChangeSet:
    """`decided` as a change of today's catalogue."""
    head = read_head(store).release
    if head == decided.base:
        return decided
    now = current_states(store, [change.handle for change in decided.changes])
    changes = tuple(
        ProductChange(handle=change.handle, before=now.get(change.handle), after=after)
        for change in decided.changes
        for after in [merged(change.before, change.after, now.get(change.handle))]
        if after != now.get(change.handle)
    )
    return decided.model_copy(update={"base": head, "changes": changes})


def merged(
    before: ProductState | None, after: ProductState | None, now: ProductState | None
) -> ProductState | None:
    """Three-way: fields that differ between `before` and `after` are taken from `after`."""
    if before is None or after is None or now is None or before == now:
        return after
    result = _merged(_tree(before), _tree(after), _tree(now))
    result["product"]["variants"] = list(result["product"]["variants"].values())
    return ProductState.model_validate(result)


def _tree(state: ProductState) -> dict[str, Any]:
    """The state as nested fields; variants by SKU, so that each is merged by itself."""
    tree = state.model_dump(mode="json")
    variants = tree["product"]["variants"]
    tree["product"]["variants"] = {variant["sku"]: variant for variant in variants}
    return tree


MONEY = {"amount", "currency"}


def _merged(before: Any, after: Any, now: Any) -> Any:
    if before == after:
        return now
    if not _all_trees(before, after, now):
        return after
    names = [*now, *(name for name in after if name not in now)]
    merged_fields = {
        name: _merged(before.get(name), after.get(name), now.get(name)) for name in names
    }
    return {
        name: value for name, value in merged_fields.items() if name in after or name not in before
    }


def _all_trees(*values: Any) -> bool:
    """Amounts are one value: half of a price is no price."""
    return all(isinstance(value, Mapping) and set(value) != MONEY for value in values)
