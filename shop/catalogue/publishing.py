"""From a file to a release: what `shop import` does with and without ``--publish``."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shop.catalogue.importing import Reading, refuse_errors
from shop.catalogue.proposing import EVERYTHING, Choices, propose
from shop.catalogue.releases.applying import recover
from shop.catalogue.releases.diff import diff_json, gaps, price_jumps
from shop.catalogue.releases.model import ChangeSet, Origin, Release, Scheduled
from shop.catalogue.releases.schedule import schedule
from shop.catalogue.releases.service import CatalogueMoved
from shop.catalogue.releases.service import publish as publish_release
from shop.clock import Clock
from shop.ports import Store
from shop.stock.ledger import set_many_on_hand


@dataclass(frozen=True, slots=True)
class Outcome:
    """Handles by what happened to them, and how many SKUs got another number on hand."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    stock_changes: int = 0
    change_set: ChangeSet = field(default=ChangeSet(base=0), compare=False)
    release: Release | None = field(default=None, compare=False)
    scheduled: Scheduled | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Order:
    """How to publish: `base` is the release the owner looked at (None: whatever is live now), a
    `live_at` in the future schedules it."""

    actor: str
    choices: Choices = EVERYTHING
    base: int | None = None
    live_at: datetime | None = None
    note: str = ""


def compare(store: Store, reading: Reading, choices: Choices = EVERYTHING) -> Outcome:
    """What publishing would do, without doing it. Raises InvalidSpreadsheet like `publish`."""
    refuse_errors(reading)
    recover(store)
    return _outcome(propose(store, reading, choices))


def publish(store: Store, reading: Reading, clock: Clock, order: Order) -> Outcome:
    """Makes the file's changes a release, or schedules them.

    Raises InvalidSpreadsheet if any row has an error, and CatalogueMoved, with the new difference
    in its details, where another release came after the one in `order.base`. A file that changes
    no product makes no release; its stock is counted all the same.
    """
    outcome = compare(store, reading, order.choices)
    change_set = outcome.change_set
    if order.base is not None and order.base != change_set.base:
        moved = CatalogueMoved(order.base, change_set.base)
        moved.details["changes"] = diff_json(change_set)
        raise moved
    origin = Origin(actor=order.actor, file=reading.file, sha256=reading.sha256, note=order.note)
    if order.live_at:
        planned = schedule(store, change_set, origin, order.live_at, clock)
        return _outcome(change_set, scheduled=planned)
    if change_set.empty:
        set_many_on_hand(store, change_set.stock, "import", order.actor, clock)
        return outcome
    return _outcome(change_set, release=publish_release(store, change_set, origin, clock))


def _outcome(change_set: ChangeSet, **result: Any) -> Outcome:
    return Outcome(
        added=[change.handle for change in change_set.of_kind("added")],
        changed=[change.handle for change in change_set.of_kind("changed")],
        unchanged=change_set.unchanged,
        stock_changes=len(change_set.stock),
        change_set=change_set,
        **result,
    )


def report(
    reading: Reading,
    outcome: Outcome | None = None,
    languages: Sequence[str] = (),
    default: str = "en",
) -> dict[str, Any]:
    """One file of ``shop import --json``; ``pages`` is filled in by whoever knows the pages.

    Besides the keys of the design: ``priced`` says how many prices ``price_sum`` adds up, ``base``
    is the release the difference was taken against, ``changes`` is the difference itself.
    """
    done = outcome or Outcome()
    warnings = [*price_jumps(done.change_set), *gaps(done.change_set, languages, default)]
    return {
        "file": reading.file,
        "sha256": reading.sha256,
        "format": reading.format,
        "encoding": reading.encoding,
        "rows": reading.rows,
        "products": len(reading.products),
        "variants": reading.tally.variants,
        "categories": len(reading.tally.categories),
        "pictures": len(reading.tally.pictures),
        "price_sum": dict(reading.tally.price_sum),
        "priced": reading.tally.priced,
        "added": len(done.added),
        "changed": len(done.changed),
        "unchanged": done.unchanged,
        "problems": [*reading.problems.as_json(), *warnings],
        "base": done.change_set.base,
        "changes": diff_json(done.change_set),
        "release": done.release.number if done.release else None,
        "scheduled": done.scheduled.id if done.scheduled else None,
        "pages": {"affected": 0, "total": 0},
    }
