"""The addresses that the owner keeps: added, listed, removed while the shop is open."""

from collections.abc import Collection
from typing import get_args

from shop.clock import Clock, new_id, timestamp
from shop.errors import InvalidInput, NotFound, TransactionCancelled
from shop.i18n.messages import translatable
from shop.orders.model import Transition
from shop.ports import Absent, Delete, Present, Put, Store, Update
from shop.webhooks.addresses import hook_target
from shop.webhooks.records import (
    Delivery,
    Endpoint,
    endpoint_from,
    endpoint_item,
    endpoint_key,
    endpoints,
    log_entries,
    log_keys,
)
from shop.webhooks.signing import new_secret

EVENTS = tuple(f"order.{transition}" for transition in get_args(Transition))
MOST = 20  # addresses; each is a request for every step of every order
LONGEST_LOG = 1000


def add_endpoint(  # noqa: PLR0913 - what an address is made of
    store: Store,
    url: str,
    clock: Clock,
    *,
    events: Collection[str] = (),
    loopback: bool = False,
    once: str = "",
) -> Endpoint:
    """A new address with a secret of its own; the same `once` adds one, and gives it again. Raises
    InvalidInput for one that is none, for an unknown event, and where there are too many."""
    made = store.get(endpoint_key(once)) if once else None
    if made:
        return endpoint_from(made)
    hook_target(url, loopback=loopback)
    unknown = sorted(set(events) - set(EVENTS))
    if unknown:
        raise InvalidInput(
            translatable("There is no event “%(event)s”.", event=unknown[0]),
            events=list(EVENTS),
        )
    if len(endpoints(store)) >= MOST:
        raise InvalidInput(translatable("There are too many webhooks. Remove one first."))
    endpoint = Endpoint(
        id=once or new_id(),
        url=url.strip(),
        secret=new_secret(),
        events=tuple(sorted(set(events))),
        created_at=timestamp(clock()),
    )
    try:
        store.transact([Put(endpoint_item(endpoint), (Absent(),))])
    except TransactionCancelled:
        return find_endpoint(store, endpoint.id)
    return endpoint


def find_endpoint(store: Store, endpoint_id: str) -> Endpoint:
    item = store.get(endpoint_key(endpoint_id))
    if item is None:
        raise NotFound(translatable("There is no such webhook."))
    return endpoint_from(item)


def list_endpoints(store: Store) -> list[Endpoint]:
    return endpoints(store)


def remove_endpoint(store: Store, endpoint_id: str) -> None:
    """Nothing is sent there any more, also what waits; its log goes with it. Raises NotFound."""
    find_endpoint(store, endpoint_id)
    store.transact([Delete(endpoint_key(endpoint_id))])
    store.delete_many(log_keys(store, endpoint_id))


def enable_endpoint(store: Store, endpoint_id: str) -> None:
    """Takes messages again after it was disabled. Those that were given up meanwhile stay dead
    letters of the outbox, where each can be sent again. Raises NotFound."""
    healthy = {"disabled_at": "", "failing_since": ""}
    try:
        store.transact([Update(endpoint_key(endpoint_id), set=healthy, conditions=(Present(),))])
    except TransactionCancelled:
        raise NotFound(translatable("There is no such webhook.")) from None


def deliveries(store: Store, endpoint_id: str, limit: int = 100) -> list[Delivery]:
    """The latest attempts, newest first; they are kept for a month."""
    return list(log_entries(store, endpoint_id, min(limit, LONGEST_LOG)))
