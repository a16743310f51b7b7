"""``/admin/catalogue/releases``: what was published, what waits for its moment, and ways back."""

from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Fields, with_form
from functions.admin.presence import changed, member
from functions.admin.shell import REFUSALS, desk_page, done, refusal, say, told
from functions.admin_catalogue import words
from functions.admin_catalogue.handing_in import address
from functions.admin_catalogue.submission import is_number
from functions.answers import see_other, services
from shop.catalogue.releases.diff import diff_json
from shop.catalogue.releases.model import ChangeSet, ProductChange, Release
from shop.catalogue.releases.records import read_head, release_from, release_key
from shop.catalogue.releases.schedule import cancel, waiting
from shop.catalogue.releases.service import release_changes
from shop.catalogue.releases.service import releases as history
from shop.catalogue.submissions.reading import hand_in_return
from shop.clock import timestamp
from shop.errors import NotFound
from shop.i18n.messages import translatable
from shop.rebuilds.service import any_waiting, still_waiting
from shop.rebuilds.standing import held

PATH = "/admin/catalogue/releases"
PER_PAGE = 20
DONE = {
    "published": translatable("It is published."),
    "scheduled": translatable("It waits for its moment and is published by itself."),
    "cancelled": translatable("It is cancelled; nothing of it is published."),
}
UNKNOWN = translatable("There is no such release.")
NOT_WAITING = translatable("This does not wait any more: it was published or cancelled.")


def listed(request: Request) -> Response:
    return _list(request)


def _list(request: Request, status: int = 200, refused: str = "") -> Response:
    store = services(request).store
    return desk_page(
        request,
        "catalogue/releases.html",
        "catalogue",
        status,
        releases=history(store, 100),
        scheduled=waiting(store),
        newest=read_head(store).release,
        refused=refused,
        done=told(request, DONE),
    )


def one(request: Request) -> Response:
    """``GET …/{number}``: what it changed, and whether the pages say so yet."""
    return _one(request)


def _one(request: Request, status: int = 200, refused: str = "") -> Response:
    found = services(request)
    release = _release(request)
    changes = release_changes(found.store, release.number)
    page, pages = _paged(request, changes)
    return desk_page(
        request,
        "catalogue/release.html",
        "catalogue",
        status,
        release=release,
        told=page,
        number=_number(request),
        pages=pages,
        newest=read_head(found.store).release,
        building=still_waiting(found.store, timestamp(release.made_at)),
        queue=any_waiting(found.store),
        held=held(found.store),
        refused=refused,
        done=told(request, DONE),
    )


def _release(request: Request) -> Release:
    """Raises NotFound."""
    number = request.path_params["number"]
    known = is_number(number) and len(number) <= 8
    item = services(request).store.get(release_key(int(number))) if known else None
    if item is None:
        raise NotFound(UNKNOWN)
    return release_from(item)


def _number(request: Request) -> int:
    wanted = request.query_params.get("page", "1")
    return max(int(wanted), 1) if is_number(wanted) else 1


def _paged(request: Request, changes: ChangeSet) -> tuple[list[dict[str, Any]], int]:
    """What the shop pays stays with those who may edit."""
    ordered = sorted(
        changes.told, key=lambda each: ("removed", "changed", "added").index(each.kind)
    )
    start = (_number(request) - 1) * PER_PAGE
    some = ordered[start : start + PER_PAGE]
    entries = diff_json(ChangeSet(base=changes.base, changes=tuple(some)))
    told_ = [_told(request, *pair) for pair in zip(some, entries, strict=True)]
    return told_, max(1, -(-len(ordered) // PER_PAGE))


def _told(request: Request, change: ProductChange, entry: Any) -> dict[str, Any]:
    costs = member(request).may("catalogue.edit")
    every = [each for each in entry["fields"] if costs or not each["field"].startswith("costs.")]
    fields = [words.field_of(each, partial(say, request)) for each in every]
    shown = fields if change.kind == "changed" else fields[:6]
    after = change.after
    state = after or change.before
    return {
        "handle": change.handle,
        "title": state.product.title if state else "",
        "kind": change.kind,
        "fields": shown,
        "more": len(fields) - len(shown),
        "page": after is not None and after.product.published,
    }


def restore(request: Request, _fields: Fields) -> Response:
    """``POST …/{number}/restore``: nothing happens yet; the way back is shown first."""
    found, number = services(request), _release(request).number
    try:
        submission = hand_in_return(found.workshop, number, member(request).email)
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return _one(request, status, sentence)
    changed(request, str(number), {}, {"restores": number})
    return see_other(address(submission))


def call_off(request: Request, _fields: Fields) -> Response:
    """``POST …/scheduled/{id}/cancel``"""
    store, name = services(request).store, request.path_params["scheduled_id"]
    try:
        cancel(store, name)
    except NotFound:
        return _list(request, 404, say(request, NOT_WAITING))
    return done(PATH, "cancelled")


ROUTES = [
    Route(PATH, listed, methods=["GET"]),
    Route(f"{PATH}/{{number}}", one, methods=["GET"]),
    Route(f"{PATH}/{{number}}/restore", with_form(restore), methods=["POST"]),
    Route(
        "/admin/catalogue/scheduled/{scheduled_id}/cancel", with_form(call_off), methods=["POST"]
    ),
]
