"""The outbox: a mail is asked for in the transaction that caused it, and sent afterwards.

One item per (order, audience, transition), so it exists once. It stands in the index under its due
time until it is sent. Whoever sends it claims it first by its version; a claim that outlives its
lease is taken over. A mail's id is its outbox key, so a second sending is the same message.
"""

import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from shop.clock import Clock, timestamp
from shop.errors import TransactionCancelled
from shop.ports import Absent, IndexKey, Item, Key, Put, Store, VersionIs

OUTBOX = "OUTBOX"
LEASE = timedelta(minutes=2)
BACKOFF = (timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
MAX_ATTEMPTS = 12

log = logging.getLogger(__name__)

Deliver = Callable[[Item], None]


def mail_put(order_id: str, audience: str, event: str, moment: datetime) -> Put:
    """Asks for the mail `event` about an order to ``shopper`` or ``owner``."""
    key = Key(f"ORDER#{order_id}", f"OUTBOX#mail#{audience}#{event}")
    data = {"order": order_id, "audience": audience, "event": event, "state": "pending"}
    item = Item(key, {**data, "attempts": 0}, index=IndexKey(OUTBOX, timestamp(moment)))
    return Put(item, (Absent(),))


def drain(store: Store, deliver: Deliver, clock: Clock, limit: int = 100) -> int:
    """Sends all that is due; returns how many went out. A failure is retried later, with backoff,
    and holds up nothing behind it. `limit` is how many are read at a time."""
    sent, after = 0, None
    while True:
        due = timestamp(clock())
        page = store.query_index(OUTBOX, after=after, limit=limit)
        waiting = [item for item in page.items if item.index and item.index.sk <= due]
        sent += sum(send_one(store, item.key, deliver, clock) for item in waiting)
        after = page.next
        if after is None or len(waiting) < len(page.items):
            return sent


def depth(store: Store) -> int:
    """How many messages wait (at most one page of them is counted)."""
    return len(store.query_index(OUTBOX).items)


def send_one(store: Store, key: Key, deliver: Deliver, clock: Clock) -> bool:
    """Claims and sends one message; False if another has it, it is done, or it failed."""
    claimed = _claim(store, key, clock)
    if claimed is None:
        return False
    try:
        deliver(claimed)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the message must stay
        _postpone(store, claimed, error, clock)
        return False
    _settle(store, claimed, {"state": "sent", "sent_at": timestamp(clock())}, None)
    return True


def _claim(store: Store, key: Key, clock: Clock) -> Item | None:
    item = store.get(key)
    now = clock()
    if item is None or item.index is None or item.index.sk > timestamp(now):
        return None
    attempts = _attempts(item) + 1
    if attempts > MAX_ATTEMPTS:  # each one ended with its process: it must not end every next one
        _settle(store, item, {"state": "dead", "error": "every attempt broke off"}, None)
        return None
    try:
        return _save(store, item, {"attempts": attempts}, now + LEASE)
    except TransactionCancelled:
        return None


def _attempts(item: Item) -> int:
    count = item.data.get("attempts")
    return count if isinstance(count, int) else 0


def _postpone(store: Store, item: Item, error: Exception, clock: Clock) -> None:
    attempts = _attempts(item)
    log.warning("Mail %s failed (attempt %s): %s", item.key.sk, attempts, error)
    reason = f"{type(error).__name__}: {error}".encode(errors="replace").decode()
    facts = {"error": reason[:500]}
    if attempts >= MAX_ATTEMPTS:
        _settle(store, item, {**facts, "state": "dead"}, None)
        return
    delay = BACKOFF[min(attempts, len(BACKOFF)) - 1]
    _settle(store, item, facts, clock() + delay)


def _settle(store: Store, item: Item, facts: Mapping[str, str | int], due: datetime | None) -> None:
    """Notes how it went, unless the lease ran out meanwhile: then its next holder does."""
    with contextlib.suppress(TransactionCancelled):
        _save(store, item, facts, due)


def _save(store: Store, item: Item, facts: Mapping[str, str | int], due: datetime | None) -> Item:
    """Writes the message's new state; `due` None takes it off the list of waiting ones."""
    index = IndexKey(OUTBOX, timestamp(due)) if due else None
    changed = replace(item, data={**item.data, **facts}, index=index)
    store.transact([Put(changed, (VersionIs(item.version),))])
    return replace(changed, version=item.version + 1)
