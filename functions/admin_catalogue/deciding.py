"""What is decided about a submission: read otherwise, leave products out, publish, now or later."""

from collections.abc import Callable
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Fields, text, ticked, with_form
from functions.admin.presence import changed, member
from functions.admin.shell import REFUSALS, refusal, say
from functions.admin_catalogue.handing_in import address, afterwards, wishes_of
from functions.admin_catalogue.submission import KEPT, PATH, found_submission, is_number, page
from functions.answers import see_other, services
from shop.catalogue.reading.guessing import IGNORE, SAYABLE
from shop.catalogue.releases.service import CatalogueMoved
from shop.catalogue.submissions import records
from shop.catalogue.submissions.model import Submission
from shop.catalogue.submissions.publishing import Decision, publish_submission
from shop.catalogue.submissions.reading import look_again
from shop.errors import InvalidInput
from shop.i18n.messages import translatable
from shop.statistics.service import shop_zone

MOVED = translatable(
    "Somebody else published meanwhile. Nothing is lost: this is what your change does now. Look "
    "at it once more, then publish."
)
READ_ANEW = translatable(
    "This was read once more meanwhile, by you or somebody else, so it is no longer what you "
    "looked at. This is what it does now: look at it once more, then publish."
)
NO_TIME = translatable("Choose a day and a time.")
NO_COLUMNS = translatable("Say which column holds the title, and which the price.")
ANSWERS = frozenset({*SAYABLE, IGNORE})  # to what a column holds


def columns(request: Request, fields: Fields) -> Response:
    """``POST …/columns``: what the columns of a table hold."""
    submission = found_submission(request)
    said = {
        name: field
        for index, name in enumerate(submission.columns)
        if (field := fields.get(f"column:{index}", "")) in ANSWERS
    }
    if not {"title", "price"} <= {*said.values()}:
        return page(request, submission, 422, refused=say(request, NO_COLUMNS))
    wishes = submission.wishes.model_copy(update={"format": "auto", "columns": said})
    return _again(request, submission.model_copy(update={"wishes": wishes}))


def again(request: Request, fields: Fields) -> Response:
    """``POST …/again``: the same files with other wishes, or the catalogue as it is now."""
    submission = found_submission(request)
    try:
        wishes = wishes_of(fields) if submission.kind == "file" else submission.wishes
    except InvalidInput as error:
        sentence, status = refusal(request, error)
        return page(request, submission, status, refused=sentence)
    kept = {"columns": submission.wishes.columns}
    return _again(request, submission.model_copy(update={"wishes": wishes.model_copy(update=kept)}))


def _again(request: Request, submission: Submission) -> Response:
    if submission.over:
        return see_other(afterwards(submission))
    try:
        fresh = look_again(services(request).workshop, submission)
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return page(request, submission, status, refused=sentence)
    changed(request, fresh.title, {}, fresh.wishes.model_dump(mode="json"))
    return see_other(f"{address(fresh)}?done=again")


def leave_out(request: Request, fields: Fields) -> Response:
    """``POST …/leave-out``: the ticks of one page are kept, and another page is shown; so is what
    was already said of when and why."""
    submission = found_submission(request)
    if elsewhere := _not_as_seen(request, submission, fields):
        return elsewhere
    submission = _ticked(request, submission, fields)
    kept = say(request, KEPT)
    return page(request, submission, fields=fields, page=fields.get("go", "1"), done=kept)


def _not_as_seen(request: Request, submission: Submission, fields: Fields) -> Response | None:
    """For a form of a page that shows another difference than there is now."""
    if submission.over:
        return see_other(afterwards(submission))
    if fields.get("look", submission.look) == submission.look:
        return None
    return page(request, submission, 409, refused=say(request, READ_ANEW), fields=fields)


def _ticked(request: Request, submission: Submission, fields: Fields) -> Submission:
    """With what is not ticked any more left out, and what is ticked again not."""
    rows = {int(row) for row in fields.get("rows", "").split() if is_number(row)}
    taken = {row for row in rows if ticked(fields, f"take:{row}")}
    left_out = (submission.left_out - rows) | (rows - taken)
    if submission.over or left_out == submission.left_out:
        return submission
    kept = submission.model_copy(update={"left_out": frozenset(left_out)})
    records.put(services(request).store, kept)
    changed(request, kept.title, {}, {"left_out": sorted(left_out)})
    return kept


def publish(request: Request, fields: Fields) -> Response:
    """``POST …/publish``: with the ticks of the page it was sent from."""
    submission = found_submission(request)
    if elsewhere := _not_as_seen(request, submission, fields):
        return elsewhere
    submission = _ticked(request, submission, fields)
    found = services(request)
    try:
        decided = publish_submission(found.workshop, submission, _decision(request, fields))
    except CatalogueMoved:
        return _moved(request, look_again(found.workshop, submission), fields)
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return page(request, submission, status, refused=sentence, fields=fields)
    changed(
        request,
        decided.title,
        {"release": submission.base},
        {"release": decided.release or decided.scheduled or submission.base},
    )
    return see_other(afterwards(decided))


def _moved(request: Request, fresh: Submission, fields: Fields) -> Response:
    """Where all of it is in the catalogue by now, it was this very form, sent twice."""
    if fresh.over:
        return see_other(afterwards(fresh))
    if not (fresh.changes or fresh.counts.stock or fresh.refused):
        return see_other(f"/admin/catalogue/releases/{fresh.base}?done=published")
    return page(request, fresh, 409, refused=say(request, MOVED), fields=fields)


def _decision(request: Request, fields: Fields) -> Decision:
    at = _moment(request, fields) if fields.get("when") == "later" else None
    return Decision(
        member(request).email,
        at,
        text(fields, "note", 200),
        force=ticked(fields, "force"),
        uncounted=ticked(fields, "uncounted"),
    )


def _moment(request: Request, fields: Fields) -> datetime:
    """By the shop's own clock. Raises InvalidInput."""
    try:
        local = datetime.strptime(fields.get("at", ""), "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - zone follows
    except ValueError:
        raise InvalidInput(NO_TIME) from None
    return local.replace(tzinfo=shop_zone(services(request).profile)).astimezone(UTC)


Act = Callable[[Request, Fields], Response]


def _route(name: str, act: Act) -> Route:
    return Route(f"{PATH}/{name}", with_form(act), methods=["POST"])


ROUTES = [
    _route("columns", columns),
    _route("again", again),
    _route("leave-out", leave_out),
    _route("publish", publish),
]
