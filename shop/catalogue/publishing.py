"""From a file to a release: what `shop import` does with and without ``--publish``."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from shop.catalogue.importing import Reading, check_usable
from shop.catalogue.proposing import EVERYTHING, Choices, Proposal, propose
from shop.catalogue.reading.faults import Fault
from shop.catalogue.releases.applying import Progress, recover, unwatched
from shop.catalogue.releases.diff import diff_json, gaps, price_jumps, still_drafts
from shop.catalogue.releases.model import ChangeSet, Origin, Release, Scheduled
from shop.catalogue.releases.schedule import schedule
from shop.catalogue.releases.service import CatalogueMoved, Look, unseen
from shop.catalogue.releases.service import publish as publish_release
from shop.clock import Clock
from shop.ports import Store
from shop.rebuilds.service import mark
from shop.stock.ledger import set_many_on_hand


@dataclass(frozen=True, slots=True)
class Outcome:
    """Handles by what happened to them, and how many SKUs got another number on hand.

    `archived` are those of `changed` that went because the file does not have them.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    stock_changes: int = 0
    archived: list[str] = field(default_factory=list)
    refused: tuple[Fault, ...] = field(default=(), compare=False)
    drafted: tuple[Fault, ...] = field(default=(), compare=False)
    change_set: ChangeSet = field(default=ChangeSet(base=0), compare=False)
    release: Release | None = field(default=None, compare=False)
    scheduled: Scheduled | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Order:
    """How to publish: `base` is the release the owner looked at (None: whatever is live now), a
    `live_at` in the future schedules it. `look` sees what would change; what it raises stops it."""

    actor: str
    choices: Choices = EVERYTHING
    base: int | None = None
    live_at: datetime | None = None
    note: str = ""
    look: Look = unseen


def compare(store: Store, reading: Reading, choices: Choices = EVERYTHING) -> Outcome:
    """What publishing would do, without doing it. Raises InvalidSpreadsheet like `publish`."""
    check_usable(reading, choices.faulty)
    recover(store)
    return _outcome(propose(store, reading, choices))


def publish(
    store: Store, reading: Reading, clock: Clock, order: Order, progress: Progress = unwatched
) -> Outcome:
    """Makes the file's changes a release, or schedules them.

    Raises InvalidSpreadsheet where faults leave nothing of the file (`check_usable`), and
    CatalogueMoved, with the new difference in its details, where another release came after the one
    in `order.base`. A file that changes no product makes no release; its stock is counted all the
    same.
    """
    outcome = compare(store, reading, order.choices)
    change_set = outcome.change_set
    if order.base is not None and order.base != change_set.base:
        moved = CatalogueMoved(order.base, change_set.base)
        moved.details["changes"] = diff_json(change_set)
        raise moved
    if not change_set.empty:
        order.look(change_set)
    origin = Origin(actor=order.actor, file=reading.file, sha256=reading.sha256, note=order.note)
    if order.live_at:
        return replace(outcome, scheduled=schedule(store, change_set, origin, order.live_at, clock))
    if change_set.empty:
        counted = change_set.counted
        set_many_on_hand(store, change_set.stock, "import", order.actor, clock, counted=counted)
        mark(store, skus=change_set.stock, clock=clock)
        return outcome
    return replace(outcome, release=publish_release(store, change_set, origin, clock, progress))


def _outcome(proposal: Proposal) -> Outcome:
    change_set = proposal.changes
    return Outcome(
        added=[change.handle for change in change_set.of_kind("added")],
        changed=[change.handle for change in change_set.of_kind("changed")],
        unchanged=change_set.unchanged,
        stock_changes=len(change_set.stock),
        archived=list(proposal.archived),
        refused=proposal.refused,
        drafted=proposal.drafted,
        change_set=change_set,
    )


def report(
    reading: Reading,
    outcome: Outcome | None = None,
    languages: Sequence[str] = (),
    default: str = "en",
) -> dict[str, Any]:
    """One file of ``shop import --json``; ``pages`` is filled in by whoever knows the pages.

    Besides the keys of the design: ``priced`` says how many prices ``price_sum`` adds up, ``base``
    is the release the difference was taken against, ``changes`` is the difference itself;
    ``refused`` are products and rows that were left out, ``drafted`` products that are kept as
    drafts, both for their faults; ``archived`` says how many products are not in the file and go.
    """
    done = outcome or Outcome(refused=tuple(reading.faults))
    changes = done.change_set
    warnings = [*price_jumps(changes), *gaps(changes, languages, default)]
    warnings += still_drafts(changes, reading.fields)
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
        "archived": len(done.archived),
        "refused": [fault.as_json(reading.problems) for fault in done.refused],
        "refused_count": len(done.refused),
        "drafted": [fault.as_json(reading.problems) for fault in done.drafted],
        "problems": [*reading.problems.as_json(), *warnings],
        "base": changes.base,
        "changes": diff_json(changes),
        "release": done.release.number if done.release else None,
        "scheduled": done.scheduled.id if done.scheduled else None,
        "pages": {"affected": 0, "total": 0},
    }
