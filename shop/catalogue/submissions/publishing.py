"""A submission becomes a release, now or at its moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop.catalogue.publishing import Order, publish
from shop.catalogue.releases.model import ChangeSet, Origin
from shop.catalogue.releases.records import read_head, staged_changes
from shop.catalogue.releases.schedule import cancel, schedule
from shop.catalogue.releases.service import CatalogueMoved
from shop.catalogue.releases.service import publish as publish_release
from shop.catalogue.submissions import records
from shop.catalogue.submissions.model import Submission, Workshop
from shop.catalogue.submissions.reading import choices_of, reading_of, remember_columns
from shop.errors import Conflict
from shop.i18n.messages import translatable
from shop.ports import Store
from shop.rebuilds.questions import answer_of


class NotLookedAt(Conflict):
    """Nobody has said yet what the change does to the pages."""

    code = "not_looked_at"


class BringsErrors(Conflict):
    """The pages would have errors that they have not now."""

    code = "brings_errors"


WAIT = translatable(
    "The pages that would change are still being looked at. Wait a moment, or publish without "
    "that look."
)
ERRORS = translatable(
    "The pages would have errors that they have not now; they are listed below. Correct them, or "
    "publish all the same."
)


@dataclass(frozen=True, slots=True)
class Decision:
    """How to publish: at a moment (None: now), and `force` in spite of errors, or unseen.
    `uncounted` leaves the stock as the shop has it, whatever the file says."""

    actor: str
    at: datetime | None = None
    note: str = ""
    force: bool = False
    uncounted: bool = False


def publish_submission(shop: Workshop, submission: Submission, how: Decision) -> Submission:
    """Raises CatalogueMoved where another release came after the one it was compared with,
    NotLookedAt and BringsErrors unless by force, InvalidInput for a moment that has passed."""
    if submission.over:
        return submission

    def look(_change_set: ChangeSet) -> None:
        check(shop.store, submission, force=how.force)

    if submission.kind == "file":
        decided = _files(shop, submission, how, look)
        remember_columns(shop, submission)
    else:
        look(ChangeSet(base=submission.base))
        decided = _staged(shop, submission, how)
    try:
        records.put(shop.store, decided)
    except records.DecidedAlready:
        if decided.scheduled:  # by this very form, sent twice
            cancel(shop.store, decided.scheduled)
            return records.find(shop.store, submission.id)
    return decided


def check(store: Store, submission: Submission, *, force: bool) -> None:
    """Raises NotLookedAt, BringsErrors."""
    if force:
        return
    answer = answer_of(store, submission.question)
    if answer is None:
        raise NotLookedAt(WAIT)
    if answer["findings"] or answer["failed"]:
        raise BringsErrors(ERRORS)


def _files(shop: Workshop, submission: Submission, how: Decision, look: Any) -> Submission:
    """They are read once more, and now their pictures are kept. Of the stock only that is set which
    somebody saw it set: the shop has gone on selling since the file was written."""
    seen = () if how.uncounted else records.stock_of(shop.uploads, submission)
    choices = choices_of(submission, {each.sku: each.there for each in seen})
    order = Order(how.actor, choices, submission.base, how.at, how.note, look)
    with reading_of(shop, submission, trial=False) as reading:
        outcome = publish(shop.store, reading, shop.clock, order)
    return submission.model_copy(update=_became(outcome.release, outcome.scheduled))


def _staged(shop: Workshop, submission: Submission, how: Decision) -> Submission:
    head = read_head(shop.store).release
    if head != submission.base:
        raise CatalogueMoved(submission.base, head)
    changes = staged_changes(shop.store, submission.changes, submission.base)
    origin = Origin(actor=how.actor, note=how.note, restores=submission.restores)
    if how.at:
        waits = schedule(shop.store, changes, origin, how.at, shop.clock)
        return submission.model_copy(update=_became(None, waits))
    release = publish_release(shop.store, changes, origin, shop.clock)
    return submission.model_copy(update=_became(release, None))


def _became(release: Any, scheduled: Any) -> Mapping[str, Any]:
    return {
        "release": release.number if release else None,
        "scheduled": scheduled.id if scheduled else "",
        "done": True,
    }
