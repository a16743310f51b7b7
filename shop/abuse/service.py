"""Letting orders in: what is asked before one is placed, and what is written with it.

Counted are orders, not tries: whoever is told that something is sold out, or sends the same key
again, has used up nothing. So all of it is part of the order's own transaction and costs no other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shop.abuse.counters import Counter
from shop.abuse.declines import Declines, declines, source_put
from shop.abuse.limits import HOUR, Limits
from shop.abuse.rules import Seen, verdict
from shop.abuse.tickets import (
    BITS,
    new_puzzle,
    solved_nonce,
    spent_key,
    spent_put,
    token_nonce,
)
from shop.clock import Clock
from shop.errors import ChallengeRequired, TooManyRequests
from shop.i18n.messages import translatable
from shop.orders.model import Order
from shop.ports import Item, Key, Store, Write
from shop.signatures import signature

PURPOSE = "abuse"  # of the key that signs tickets and hides addresses
Found = dict[Key, Item]
NO_CARD = translatable(
    "Too many cards were declined. Please pay by bank transfer, or try again in an hour."
)


@dataclass(frozen=True, slots=True)
class Door:
    """What letting orders in needs of the outside."""

    store: Store
    limits: Limits
    key: str
    clock: Clock


@dataclass(frozen=True, slots=True)
class Visit:
    """How an order is asked for. `source` is as `shop.abuse.sources` names it, "" for the inside,
    of which only declined cards are counted; `token` and `solution` are tickets, or ""."""

    source: str
    token: str = ""
    solution: str = ""


def subject_of(key: str, kind: str, text: str) -> str:
    """A connection or e-mail address as it is counted: nobody can read it out of the store."""
    return signature(key, kind, text.strip().lower())[:22]


def admission(door: Door, visit: Visit) -> Callable[[Order], Sequence[Write]]:
    """Asks about each try to place an order, and gives what has to be written with it.

    Raises ChallengeRequired or TooManyRequests.
    """
    return lambda order: _Admission(door, visit, order, door.clock()).writes()


class _Admission:
    """One try, at one moment."""

    def __init__(self, door: Door, visit: Visit, order: Order, now: datetime) -> None:
        self.door, self.order, self.now = door, order, now
        self.source = subject_of(door.key, "source", visit.source) if visit.source else ""
        self.token = token_nonce(door.key, visit.token, now)
        self.puzzle = solved_nonce(door.key, visit.solution, now)
        self.counters = self._counters() if visit.source else ()

    def writes(self) -> Sequence[Write]:
        tickets = [nonce for nonce in (self.token, self.puzzle) if nonce]
        keys = [*(counter.key for counter in self.counters), *map(spent_key, tickets)]
        found = self.door.store.get_many(keys)
        fresh = [nonce for nonce in tickets if spent_key(nonce) not in found]
        self._refuse(found, fresh)
        writes = [counter.write(found.get(counter.key), self.now) for counter in self.counters]
        writes += [spent_put(nonce, self.now) for nonce in fresh]
        if self.source and self.order.payment == "card":
            writes.append(source_put(self.order.id, self.source, self.now))
        return writes

    def _counters(self) -> tuple[Counter, Counter]:
        limits = self.door.limits
        email = subject_of(self.door.key, "email", self.order.contact.email)
        return (
            Counter(f"orders#{self.source}", limits.most_orders, limits.window),
            Counter(f"orders#{email}", limits.most_email_orders, HOUR),
        )

    def _refuse(self, found: Found, fresh: Sequence[str]) -> None:
        decided = verdict(self._seen(found, fresh), self.door.limits)
        if decided == "puzzle":
            puzzle = new_puzzle(self.door.key, self.now)
            raise ChallengeRequired(self._wait(found), puzzle, BITS)
        if decided == "no card":
            raise TooManyRequests(int(HOUR.total_seconds()), NO_CARD)
        if decided == "wait":
            raise TooManyRequests(self._wait(found))

    def _declines(self) -> Declines:
        """None for whoever pays in another way."""
        if self.order.payment != "card":
            return Declines(0, 0)
        limits = self.door.limits
        return declines(self.door.store, self.source, 2 * limits.declines, limits.shop_declines)

    def _seen(self, found: Found, fresh: Sequence[str]) -> Seen:
        used = [counter.used(found.get(counter.key)) for counter in self.counters] or [0, 0]
        return Seen(
            by_source=used[0],
            by_email=used[1],
            declines=self._declines(),
            from_page=self.token in fresh,
            solved=self.puzzle in fresh,
        )

    def _wait(self, found: Found) -> int:
        """Until every counter begins anew; declines are forgotten within the hour."""
        begun = [counter for counter in self.counters if counter.key in found]
        waits = [counter.wait(found[counter.key], self.now) for counter in begun]
        return max(waits, default=int(HOUR.total_seconds()))
