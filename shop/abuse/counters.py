"""Counters that count down, each for a while that begins with its first use.

They are spent by a condition of the store, so a thousand at once get no more than there is, and
expire, so that nobody's address is kept for longer than it counts.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.clock import Clock
from shop.errors import StoreBusy, TooManyRequests, TransactionCancelled
from shop.i18n.messages import translatable
from shop.ports import Absent, FieldAtLeast, Item, Key, Put, Store, Update, Write

ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Counter:
    """`most` of something in `window`, of whatever `name` says."""

    name: str
    most: int
    window: timedelta

    @property
    def key(self) -> Key:
        return Key(f"LIMIT#{self.name}", "COUNT")

    def used(self, found: Item | None) -> int:
        """How much of it is gone, where `found` is what the store has under `key`."""
        return self.most - int(str(found.data["left"])) if found else 0

    def wait(self, found: Item | None, now: datetime) -> int:
        """Seconds until it begins anew."""
        ends = found.expires_at if found else None
        return max(1, (ends or 0) - int(now.timestamp()))

    def write(self, found: Item | None, now: datetime) -> Write:
        """Takes one; cancels the transaction where none is left."""
        if found is not None:
            return Update(self.key, {"left": -1}, conditions=(FieldAtLeast("left", 1),))
        expires = int((now + self.window).timestamp())
        return Put(Item(self.key, {"left": self.most - 1}, expires_at=expires), (Absent(),))


def spend(store: Store, counter: Counter, clock: Clock) -> None:
    """Takes one, for what is no transaction of its own. Raises TooManyRequests."""
    for _attempt in range(ATTEMPTS):
        now, found = clock(), store.get(counter.key)
        if counter.used(found) >= counter.most:
            raise TooManyRequests(counter.wait(found, now))
        try:
            store.transact([counter.write(found, now)])
        except TransactionCancelled:
            continue
        return
    raise StoreBusy(translatable("Too many requests at once. Please try again."))
