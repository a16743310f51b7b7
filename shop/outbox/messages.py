"""A message of the outbox as it lies in the store, and how it is asked for.

One item per (order, kind, name), written in the transaction that caused it, so it exists once. It
stands in the index under its due time until it is done, and under ``DEAD`` when it is given up.
Its `log` keeps every attempt: ``[{at, outcome, …}]``, the last ones where there were many.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from shop.clock import timestamp
from shop.ports import Absent, IndexKey, Item, Json, Key, Put

OUTBOX = "OUTBOX"
DEAD = "DEAD"
PREFIX = "OUTBOX#"
MAX_LOG = 40


def ask_put(kind: str, order_id: str, name: str, data: Mapping[str, Json], moment: datetime) -> Put:
    """Asks for a message about an order, due at `moment`. It exists once: writing it again fails
    as ``Absent`` does, and cancels the transaction."""
    return message_put(f"ORDER#{order_id}", kind, name, {"order": order_id, **data}, moment)


def message_put(pk: str, kind: str, name: str, data: Mapping[str, Json], moment: datetime) -> Put:
    """The same for what is about no order: it lies in the partition of its cause."""
    facts: dict[str, Json] = {**data, "kind": kind, "state": "pending", "attempts": 0}
    item = Item(message_key(pk, kind, name), facts, index=IndexKey(OUTBOX, timestamp(moment)))
    return Put(item, (Absent(),))


def message_key(pk: str, kind: str, name: str) -> Key:
    return Key(pk, f"{PREFIX}{kind}#{name}")


def kind_of(key: Key) -> str:
    """The kind of a message, or "" for a key that is none."""
    return key.sk.removeprefix(PREFIX).partition("#")[0] if key.sk.startswith(PREFIX) else ""


def attempts_of(item: Item) -> int:
    count = item.data.get("attempts")
    return count if isinstance(count, int) else 0


def log_of(item: Item) -> list[dict[str, Json]]:
    """Every attempt, oldest first; each has `at` and an `outcome`: ``started`` (and nothing was
    heard of it since), ``sent`` or ``failed``."""
    entries = item.data.get("log")
    if not isinstance(entries, list):
        return []
    return [entry for entry in entries if isinstance(entry, dict)]


def begun(item: Item, now: datetime, lease_end: datetime) -> Item:
    """The message under a claim; the attempt is in its log before it begins."""
    entry: dict[str, Json] = {"at": timestamp(now), "outcome": "started"}
    log: list[Json] = [*log_of(item), entry]
    facts: dict[str, Json] = {"attempts": attempts_of(item) + 1, "log": log[-MAX_LOG:]}
    return _with(item, facts, IndexKey(OUTBOX, timestamp(lease_end)))


def ended(
    item: Item, facts: Mapping[str, Json], entry: Mapping[str, Json], due: datetime | None
) -> Item:
    """The message after an attempt: `entry` says how it went; waiting again until `due`."""
    earlier = log_of(item)
    log: list[Json] = [*earlier[:-1], {**(earlier[-1] if earlier else {}), **entry}]
    return _with(item, {**facts, "log": log}, IndexKey(OUTBOX, timestamp(due)) if due else None)


def given_up(item: Item, reason: str, now: datetime) -> Item:
    """The message as a dead letter: nobody sends it, and the owner sees it."""
    return _with(item, {"state": "dead", "error": reason}, IndexKey(DEAD, timestamp(now)))


def asked_again(item: Item, now: datetime) -> Item:
    """The message with all its attempts before it, due at once."""
    return _with(item, {"state": "pending", "attempts": 0}, IndexKey(OUTBOX, timestamp(now)))


def _with(item: Item, facts: Mapping[str, Json], index: IndexKey | None) -> Item:
    return replace(item, data={**item.data, **facts}, index=index)
