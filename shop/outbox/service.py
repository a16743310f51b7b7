"""The outbox: what was asked for in a transaction is done afterwards, by any number of workers.

Whoever does a message claims it first by its version; a claim that outlives its lease is taken
over. A failure comes back later, with backoff, and holds up nothing behind it; one that is refused
for good, or fails too often, ends as a dead letter. A message may be done twice where a process
dies between doing and noting it: receivers know it again by its key.
"""

import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from shop.clock import Clock, timestamp
from shop.errors import Conflict, NotFound, ShopError, TransactionCancelled, Undelivered
from shop.i18n.messages import translatable
from shop.outbox.messages import (
    DEAD,
    OUTBOX,
    asked_again,
    attempts_of,
    begun,
    ended,
    given_up,
    kind_of,
)
from shop.ports import Item, Json, Key, Page, Put, Store, VersionIs

LEASE = timedelta(minutes=2)
BACKOFF = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 60, 600, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600)
)
MAX_ATTEMPTS = 12  # over five days, as long as mail servers keep trying (RFC 5321, 4.5.4.1)

log = logging.getLogger(__name__)

# Does one message, and may return facts for its log (to whom, what was answered). Raises whatever
# keeps it from being done; `Undelivered` can say that trying again will not help.
Deliver = Callable[[Item], Mapping[str, Json] | None]


def drain(store: Store, deliver: Mapping[str, Deliver], clock: Clock, limit: int = 100) -> int:
    """Does all that is due, of the kinds in `deliver`; returns how many were done.

    Each message is looked at once, whatever becomes of it. `limit` is how many are read at a time;
    they are taken in any order, so that workers seldom want the same one.
    """
    done, after = 0, None
    while True:
        due = timestamp(clock())
        page = store.query_index(OUTBOX, after=after, limit=limit)
        waiting = [item for item in page.items if item.index and item.index.sk <= due]
        last = len(waiting) < len(page.items)
        random.shuffle(waiting)
        done += sum(send_one(store, item.key, deliver, clock) for item in waiting)
        after = page.next
        if after is None or last:
            return done


def send_one(store: Store, key: Key, deliver: Mapping[str, Deliver], clock: Clock) -> bool:
    """Claims and does one message; False if another has it, it is done, it failed, or `deliver`
    knows nothing of its kind."""
    act = deliver.get(kind_of(key))
    claimed = _claim(store, key, clock) if act else None
    if act is None or claimed is None:
        return False
    try:
        facts = act(claimed)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the message must stay
        _postpone(store, claimed, error, clock)
        return False
    entry = {**(facts or {}), "outcome": "sent", "ended_at": timestamp(clock())}
    _save(store, ended(claimed, {"state": "sent", "sent_at": entry["ended_at"]}, entry, None))
    return True


def depth(store: Store) -> int:
    """How many messages wait (at most one page of them is counted)."""
    return len(store.query_index(OUTBOX).items)


def dead(store: Store, after: str | None = None, limit: int = 100) -> Page:
    """Messages that were given up, the latest first; their `error` says why."""
    return store.query_index(DEAD, after=after, limit=limit, descending=True)


def retry(store: Store, key: Key, clock: Clock) -> None:
    """Makes a message that waits or was given up due at once, with all its attempts before it.

    Raises NotFound where there is none, Conflict where it was done or is being done meanwhile.
    """
    item = _message(store, key)
    if item.index is None:
        raise Conflict(translatable("This message was sent already."))
    _change(store, asked_again(item, clock()))


def dismiss(store: Store, key: Key) -> None:
    """Takes a dead letter off the list; it stays with its order. Raises as `retry` does."""
    item = _message(store, key)
    if item.data.get("state") != "dead":
        raise Conflict(translatable("This message was not given up."))
    _change(store, replace(item, index=None))


def _message(store: Store, key: Key) -> Item:
    item = store.get(key)
    if item is None or not kind_of(key):
        raise NotFound(translatable("There is no such message."))
    return item


def _change(store: Store, item: Item) -> None:
    if not _save(store, item):
        raise Conflict(
            translatable("This message is being sent right now. Look again in a moment.")
        )


def _claim(store: Store, key: Key, clock: Clock) -> Item | None:
    item = store.get(key)
    now = clock()
    if item is None or item.index is None or item.index.pk != OUTBOX:
        return None
    if item.index.sk > timestamp(now):
        return None
    if attempts_of(item) >= MAX_ATTEMPTS:  # each ended with its process: not every next one, too
        _save(store, given_up(item, "every attempt broke off", now))
        return None
    return _save(store, begun(item, now, now + LEASE))


def _postpone(store: Store, item: Item, error: Exception, clock: Clock) -> None:
    now, attempts = clock(), attempts_of(item)
    log.warning("%s %s failed (attempt %s): %r", *item.key, attempts, error)
    told = str(error) if isinstance(error, ShopError) else f"{type(error).__name__}: {error}"
    reason = told.encode(errors="replace").decode()[:500]
    known = error.details if isinstance(error, Undelivered) else {}
    entry = {**known, "outcome": "failed", "error": reason, "ended_at": timestamp(now)}
    delay = BACKOFF[min(attempts, len(BACKOFF)) - 1]
    after = ended(item, {"error": reason}, entry, now + delay)
    hopeless = isinstance(error, Undelivered) and error.permanent
    _save(store, given_up(after, reason, now) if hopeless or attempts >= MAX_ATTEMPTS else after)


def _save(store: Store, item: Item) -> Item | None:
    """Writes a message's new state, or None where someone else wrote it first: a claim is then
    lost, and a result is left to whoever took over after the lease."""
    try:
        store.transact([Put(item, (VersionIs(item.version),))])
    except TransactionCancelled:
        return None
    return replace(item, version=item.version + 1)
