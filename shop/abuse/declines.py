"""Declined cards: who tries stolen ones is known by how many are refused.

Each decline is an item that expires, so that those of the last hour are counted exactly, and
writing one has no condition that could hold up the notice which tells of it.
"""

from dataclasses import dataclass
from datetime import datetime

from shop.abuse.limits import HOUR
from shop.ports import Item, Key, Put, Store, Write

SHOP = "SHOP"  # all sources together


@dataclass(frozen=True, slots=True)
class Declines:
    """Of the last hour, counted no further than asked for."""

    of_source: int
    of_shop: int


def source_key(order_id: str) -> Key:
    return Key(f"ORDER#{order_id}", "SOURCE")


def source_put(order_id: str, subject: str, now: datetime) -> Put:
    """Remembers for as long as its payment page may live where an order came from."""
    expires = int((now + 24 * HOUR).timestamp())
    return Put(Item(source_key(order_id), {"subject": subject}, expires_at=expires))


def decline_writes(store: Store, order_id: str, event: str, now: datetime) -> list[Write]:
    """Counts a decline that `event` tells of, in the transaction that records the event."""
    known = store.get(source_key(order_id))
    subjects = [SHOP, *([str(known.data["subject"])] if known else [])]
    expires = int((now + HOUR).timestamp())
    return [
        Put(Item(Key(f"DECLINED#{subject}", event), {"order": order_id}, expires_at=expires))
        for subject in subjects
    ]


def declines(store: Store, subject: str, most: int, shop_most: int) -> Declines:
    """Those of `subject`, "" for nobody in particular."""
    of_source = store.query(f"DECLINED#{subject}", limit=most).items if subject else ()
    of_shop = store.query(f"DECLINED#{SHOP}", limit=shop_most).items
    return Declines(len(of_source), len(of_shop))
