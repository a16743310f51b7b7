"""``GET /admin/catalogue/submissions/{id}``: what it would change, before it does."""

import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.downloads import attachment
from functions.admin.shell import desk_page, say, told
from functions.admin_catalogue import words
from functions.answers import services
from shop.catalogue.reading.guessing import IGNORE, SAYABLE
from shop.catalogue.submissions import records
from shop.catalogue.submissions.model import Diff, Submission
from shop.errors import NotFound
from shop.i18n.messages import translatable
from shop.rebuilds.questions import answer_of

PATH = "/admin/catalogue/submissions/{submission_id}"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_USED = translatable("not used")
PROBLEMS = 50  # on the page; the annotated file has all of them
RECOUNTS = 100  # SKUs whose stock is listed
KEPT = translatable("Your choice is kept.")
DONE = {"again": translatable("It was read once more.")}


class Told(NamedTuple):
    """A product of the difference. `row` is what ticks it, None where it cannot be left out."""

    handle: str
    kind: str
    row: int | None
    kept: bool
    fields: list[words.Field]
    more: int


def show(request: Request) -> Response:
    submission = found_submission(request)
    return page(request, submission)


def found_submission(request: Request) -> Submission:
    """Raises NotFound."""
    return records.find(services(request).store, request.path_params["submission_id"])


def page(request: Request, submission: Submission, status: int = 200, **context: Any) -> Response:
    found = services(request)
    report = records.report_of(found.workshop.uploads, submission)
    wanted = context.pop("page", request.query_params.get("page", "1"))
    number = int(wanted) if is_number(wanted) else 1
    diff = _diff(request, submission, number)
    recounts = [] if submission.over else records.stock_of(found.workshop.uploads, submission)
    facts: dict[str, Any] = {"refused": "", "fields": {}, "done": told(request, DONE), **context}
    return desk_page(
        request,
        "catalogue/submission.html",
        "catalogue",
        status,
        submission=submission,
        report=report,
        problems=_problems(report),
        problem_count=len(report.get("problems", ())),
        diff=diff,
        told=[_told(request, submission, change) for change in diff.changes],
        answer=answer_of(found.store, submission.question),
        choices=_choices(request) if submission.columns else [],
        zone=found.profile.days.timezone,
        recounts=recounts[:RECOUNTS],
        **facts,
    )


def is_number(text: str) -> bool:
    """Of a page or a row, as our own links and forms say it."""
    return text.isascii() and text.isdigit() and len(text) < 10


def _diff(request: Request, submission: Submission, number: int) -> Diff:
    """What was published is told by its release."""
    if submission.over:
        return Diff((), 1, 1)
    return records.diff_of(services(request).workshop.uploads, submission, number)


def _problems(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The worst first."""
    order = {"error": 0, "warning": 1, "info": 2}
    listed = sorted(report.get("problems", ()), key=lambda each: order[each["severity"]])
    return listed[:PROBLEMS]


def _told(request: Request, submission: Submission, change: Mapping[str, Any]) -> Told:
    """Of a new product only what makes it recognised."""
    row = change["rows"][0] if change["rows"] and submission.kind == "file" else None
    fields = [words.field_of(each, partial(say, request)) for each in change["fields"]]
    shown = fields if change["kind"] == "changed" else fields[:6]
    kept = row is None or row not in submission.left_out
    return Told(change["handle"], change["kind"], row, kept, shown, len(fields) - len(shown))


def _choices(request: Request) -> list[tuple[str, str]]:
    """What a column may hold, for a select."""
    return [
        (IGNORE, say(request, NOT_USED)),
        *((name, words.column_word(name, partial(say, request))) for name in SAYABLE),
    ]


def annotated(request: Request) -> Response:
    """``GET …/annotated``: the first file with its faults marked, cell by cell. Raises NotFound."""
    from shop.catalogue.writing.annotating import annotate

    found, submission = services(request), found_submission(request)
    if submission.kind != "file":
        raise NotFound(records.GONE)
    uploads = found.workshop.uploads
    problems = [
        {**each, "message": say(request, each["message"])}
        for each in records.report_of(uploads, submission).get("problems", [])
    ]
    content = uploads.read(records.file_name(submission, 0))
    with tempfile.TemporaryDirectory(prefix="annotated-") as folder:
        path = Path(folder, "annotated.xlsx")
        annotate(content, submission.files[0], problems, path)
        return attachment(path.read_bytes(), f"{Path(submission.files[0]).stem}-checked.xlsx", XLSX)


ROUTES = [
    Route(PATH, show, methods=["GET"]),
    Route(f"{PATH}/annotated", annotated, methods=["GET"]),
]
