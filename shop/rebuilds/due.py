"""What must happen before pages are built, because its moment has come or somebody was stopped.

Looked for with four small reads; what it takes to do it is loaded only where there is something
to do, so that a build that has nothing of the kind does not wait for it.
"""

from shop.catalogue.keys import HEAD, SALES, SCHEDULE
from shop.clock import Clock, now, timestamp
from shop.ports import Store
from shop.rebuilds.moments import MOMENTS, moments_due


def catch_up(store: Store, clock: Clock = now) -> None:
    """Finishes a release somebody was stopped at, publishes scheduled ones whose moment has come,
    and marks products whose sale has begun or ended, and rooms that open or close."""
    if _applying(store):
        from shop.catalogue.releases.applying import recover

        recover(store)
    if _due(store, SCHEDULE, clock):
        from shop.catalogue.releases.schedule import publish_due

        publish_due(store, clock)
    if _due(store, SALES, clock):
        from shop.catalogue.releases.sales import sales_due

        sales_due(store, clock)
    if _due(store, MOMENTS, clock):
        moments_due(store, clock)


def _applying(store: Store) -> bool:
    head = store.get(HEAD)
    return bool(head and head.data["applying"])


def _due(store: Store, index: str, clock: Clock) -> bool:
    first = next(iter(store.query_index(index, limit=1).items), None)
    return bool(first and first.index and first.index.sk <= timestamp(clock()))
