"""How submissions lie in the store; what was read of their files lies in the uploads."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from shop.catalogue.releases.model import ChangeSet
from shop.catalogue.releases.service import discard
from shop.catalogue.submissions.model import KEPT, Diff, Recount, Submission
from shop.clock import timestamp
from shop.errors import Conflict, NotFound, TransactionCancelled
from shop.i18n.messages import from_json, to_json, translatable
from shop.ports import Absent, Condition, FieldIs, IndexKey, Item, Key, Put, Store, Uploads

SUBMISSIONS = "SUBMISSIONS"
PER_PAGE = 20  # products of the difference
MOST_PROBLEMS = 5000  # that are kept; more than that is one fault, many times
GONE = translatable("This is not kept any more. Hand it in once more.")
DECIDED = translatable("This was decided.")


class DecidedAlready(Conflict):
    """Somebody has decided about it meanwhile: it was published or scheduled."""

    code = "decided_already"


def submission_key(name: str) -> Key:
    return Key(f"SUBMISSION#{name}", "SUBMISSION")


def put(store: Store, submission: Submission) -> None:
    """Listed while something is still to be decided about it. Raises DecidedAlready: what became of
    it is not forgotten because somebody looks at it once more."""
    made = timestamp(submission.made_at)
    index = None if submission.over else IndexKey(SUBMISSIONS, f"{made}#{submission.id}")
    data = submission.model_dump(mode="json")
    data["left_out"] = sorted(submission.left_out)
    expires = int((submission.made_at + KEPT).timestamp())
    item = Item(submission_key(submission.id), data, index, expires)
    undecided: tuple[Condition, ...] = (FieldIs("done", False), Absent())
    for condition in undecided:
        with suppress(TransactionCancelled):
            store.transact([Put(item, (condition,))])
            return
    raise DecidedAlready(DECIDED)


def find(store: Store, name: str) -> Submission:
    """Raises NotFound."""
    item = store.get(submission_key(name))
    if item is None:
        raise NotFound(GONE)
    return Submission.model_validate(dict(item.data))


def pending(store: Store, limit: int = 20) -> list[Submission]:
    """Those about which something is to be decided, the newest first."""
    items = store.query_index(SUBMISSIONS, limit=limit, descending=True).items
    return [Submission.model_validate(dict(item.data)) for item in items]


def forget(store: Store, uploads: Uploads, submission: Submission) -> None:
    if submission.changes:
        discard(store, submission.changes)
    store.delete_many([submission_key(submission.id)])
    uploads.forget(submission.id)


def file_name(submission: Submission, index: int) -> str:
    return f"{submission.id}/file-{index}"


def pictures_name(submission: Submission) -> str:
    return f"{submission.id}/pictures.zip"


def keep_report(uploads: Uploads, submission: Submission, report: Mapping[str, Any]) -> None:
    """All of a report but the difference; its sentences so that they can be `said`."""
    problems = [
        {**each, "message": to_json(each["message"])} for each in report["problems"][:MOST_PROBLEMS]
    ]
    _keep(uploads, f"{submission.id}/report.json", {**report, "changes": [], "problems": problems})


def report_of(uploads: Uploads, submission: Submission) -> dict[str, Any]:
    """{} where there is none: an edited product has no file to tell about."""
    try:
        found: dict[str, Any] = json.loads(uploads.read(f"{submission.id}/report.json"))
    except NotFound:
        return {}
    for each in found["problems"]:
        each["message"] = from_json(each["message"])
    return found


def keep_diff(
    uploads: Uploads, submission: Submission, changes: Sequence[Mapping[str, Any]]
) -> int:
    """How many pages it has. What goes and what changes comes before what is new."""
    order = {"removed": 0, "changed": 1, "added": 2}
    ordered = sorted(changes, key=lambda change: order[change["kind"]])
    starts = range(0, len(ordered), PER_PAGE)
    for page, start in enumerate(starts, 1):
        _keep(uploads, _diff_name(submission, page), ordered[start : start + PER_PAGE])
    return len(starts)


def diff_of(uploads: Uploads, submission: Submission, page: int) -> Diff:
    pages = submission.counts.pages
    if not pages:
        return Diff((), 1, 1)
    page = min(max(page, 1), pages)
    found = json.loads(uploads.read(_diff_name(submission, page)))
    return Diff(tuple(found), page, pages)


def keep_stock(uploads: Uploads, submission: Submission, changes: ChangeSet) -> None:
    there = changes.counted
    rows = [(sku, there.get(sku), quantity) for sku, quantity in changes.stock.items()]
    _keep(uploads, f"{submission.id}/stock.json", rows)


def stock_of(uploads: Uploads, submission: Submission) -> list[Recount]:
    """What somebody sees of the stock that it sets."""
    try:
        rows = json.loads(uploads.read(f"{submission.id}/stock.json"))
    except NotFound:
        return []
    return [Recount(sku, there, quantity) for sku, there, quantity in rows]


def _diff_name(submission: Submission, page: int) -> str:
    return f"{submission.id}/changes-{page}.json"


def _keep(uploads: Uploads, name: str, value: Mapping[str, Any] | Iterable[Any]) -> None:
    uploads.keep(name, io.BytesIO(json.dumps(value, ensure_ascii=False).encode()))
