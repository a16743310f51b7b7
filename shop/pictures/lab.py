"""What it takes to work on pictures, and how workers share the work: whoever claims a record has it
for a while, and one that is claimed by somebody who died is due again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from shop.clock import Clock, now, timestamp
from shop.errors import TransactionCancelled
from shop.pictures.cleaning import clean_picture
from shop.pictures.drawing import draw_renditions
from shop.pictures.hosts import Hosts
from shop.pictures.model import Cleaned, Drawn, reason
from shop.pictures.records import attempts, failed, waiting
from shop.pictures.rules import delay
from shop.ports import Item, Json, Media, PictureSource, Put, Store, VersionIs

LEASE = timedelta(minutes=10)  # nobody else tries a picture that is being worked on

Clean = Callable[[bytes, str], Cleaned]
Draw = Callable[[bytes, str], Drawn]


class Lab(NamedTuple):
    """`clean` and `draw` run a process each; `hosts` is what is known of hosts from one call to
    the next (None: nothing is)."""

    store: Store
    media: Media
    source: PictureSource
    clock: Clock = now
    clean: Clean = clean_picture
    draw: Draw = draw_renditions
    hosts: Hosts | None = None


def due(lab: Lab, index: str, limit: int) -> list[Item]:
    """Records of an index whose moment has come, the longest waiting first."""
    moment = timestamp(lab.clock())
    page = lab.store.query_index(index, limit=limit)
    return [item for item in page.items if item.index and item.index.sk <= moment]


def claim(lab: Lab, item: Item) -> Item | None:
    """The record, taken for a while; None if another has taken it."""
    taken = waiting(item, lab.clock() + LEASE)
    try:
        lab.store.transact([Put(taken, (VersionIs(item.version),))])
    except TransactionCancelled:
        return None
    return replace(taken, version=item.version + 1)


def postponed(lab: Lab, record: Item, error: Exception) -> Item:
    """The record after one more failure that may pass: it waits, longer each time, until there is
    no more hope."""
    tried = attempts(record) + 1
    facts: dict[str, Json] = {"attempts": tried, "error": reason(error)[:500]}
    wait = delay(tried)
    return waiting(record, lab.clock() + wait, **facts) if wait else failed(record, **facts)
