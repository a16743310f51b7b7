"""``/api/guestbook``: what was published, the form, and what is written in it."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.answers import json_answer, language_of, page, services, wants_page
from functions.apart import apart
from functions.doorkeeper import limit
from functions.guestbook.schemas import FIELD_ERRORS, FIELDS, EntryBody
from functions.problems import InvalidRequest, retry_headers, status_of
from functions.requests import is_form, read_form, read_json, validated
from shop.abuse.forms import TOO_OLD, new_form, shown_form
from shop.abuse.limits import HOUR
from shop.errors import NotFound, ShopError, StaleForm, TooManyRequests
from shop.guestbook.model import Entry
from shop.guestbook.public import page_of_published
from shop.guestbook.service import AUTHOR, PURPOSE, find, may_withdraw, withdraw, write
from shop.i18n.messages import translatable
from shop.secret import key_for

DAY = 24 * HOUR
MOST_MAILS = 3  # receipts to one address in a day
CLOSED = translatable("This shop has no guestbook.")
NO_LINK = translatable("This link is incomplete. Open it from the mail once more.")


async def show(request: Request) -> Response:
    """``GET /api/guestbook``: for browsers the form; for programs ``{entries, next, token}``."""
    _refuse_closed(request)
    if wants_page(request):
        return await apart(request, _form, request, language_of(request), {}, _token(request))
    after = request.query_params.get("after") or None
    entries, following = await apart(request, page_of_published, services(request).store, after)
    return json_answer({"entries": entries, "next": following, "token": _token(request)})


async def post(request: Request) -> Response:
    """``POST /api/guestbook``: 202 ``{"status": "waiting"}``; a form gets a page instead."""
    _refuse_closed(request)
    if is_form(request):
        return await _post_form(request)
    body = await read_json(request, EntryBody)
    entry = await apart(request, _write, request, body)
    return json_answer({"status": "waiting", "id": entry.id}, 202)


async def _post_form(request: Request) -> Response:
    fields = await read_form(request)
    values = {name: str(fields.get(name, "")) for name in FIELDS}
    values["email"] = values["email"].strip()
    language = language_of(request, values["lang"])
    try:
        body = validated(EntryBody, values)
        entry = await apart(request, _write, request, body)
    except (InvalidRequest, StaleForm, TooManyRequests) as error:
        return await apart(request, _refused, request, language, values, error)
    return await apart(
        request, page, request, "guestbook_thanks.html", language, 202, email=entry.email
    )


def _write(request: Request, body: EntryBody) -> Entry:
    found = services(request)
    form = shown_form(_key(request), PURPOSE, body.token, found.clock())
    limit(request, PURPOSE, found.profile.guestbook.hourly, HOUR)
    if body.email:
        limit(request, PURPOSE, MOST_MAILS, DAY, person=body.email)
    draft = body.draft(language_of(request, body.lang))
    return write(found.store, draft, form.name, found.clock)


def _refused(
    request: Request, language: str, values: Mapping[str, str], error: ShopError
) -> Response:
    """The form again, with everything that was typed."""
    say = services(request).say(language)
    error, wrong, problem = _explained(error)
    token = values["token"]
    if isinstance(error, StaleForm):
        token = error.token or _token(request)
    shown = _form(
        request,
        language,
        values,
        token,
        status=status_of(error),
        errors={name: say(sentence) for name, sentence in wrong.items()},
        problem=say(problem) if problem else None,
    )
    shown.headers.update(retry_headers(error) or {})
    return shown


def _explained(error: ShopError) -> tuple[ShopError, dict[str, str], str]:
    """What it comes to for whoever reads it: a sentence beside each field that is wrong, or one
    above the form. Where nothing is wrong that anybody typed, the form is too old."""
    wrong = _wrong_fields(error)
    trap = wrong.pop("website", "")
    if isinstance(error, InvalidRequest) and not (wrong or trap):
        error = StaleForm(TOO_OLD)
    return error, wrong, trap or ("" if wrong else error.message)


def _wrong_fields(error: ShopError) -> dict[str, str]:
    """What is wrong with those fields that the page can show it beside."""
    if not isinstance(error, InvalidRequest):
        return {}
    names = [str(fault["field"]) for fault in error.details["problems"]]
    return {name: FIELD_ERRORS[name] for name in names if name in FIELD_ERRORS}


def _form(
    request: Request, language: str, form: Mapping[str, str], token: str, **more: Any
) -> Response:
    status = more.pop("status", 200)
    context = {"errors": {}, "problem": None, **more}
    return page(request, "guestbook.html", language, status, form=form, token=token, **context)


async def ask_withdraw(request: Request) -> Response:
    """``GET /api/guestbook/withdraw``: a button, because programs follow links in mails, too."""
    query = request.query_params
    entry_id, given = query.get("entry", ""), query.get("signature", "")
    _refuse_unsigned(request, entry_id, given)
    entry = await apart(request, find, services(request).store, entry_id)
    return await apart(
        request,
        page,
        request,
        "guestbook_withdraw.html",
        language_of(request),
        entry=entry_id,
        signature=given,
        text=entry.text,
        done=entry.state == "withdrawn",
    )


async def take_back(request: Request) -> Response:
    """``POST /api/guestbook/withdraw``: forgets the entry and the address."""
    fields = await read_form(request)
    entry_id = str(fields.get("entry", ""))
    _refuse_unsigned(request, entry_id, str(fields.get("signature", "")))
    found = services(request)
    await apart(request, withdraw, found.store, entry_id, AUTHOR, found.clock)
    language = language_of(request, str(fields.get("lang", "")))
    return await apart(request, page, request, "guestbook_withdraw.html", language, done=True)


def _refuse_unsigned(request: Request, entry_id: str, given: str) -> None:
    if not may_withdraw(_key(request), entry_id, given):
        raise NotFound(NO_LINK)


def _refuse_closed(request: Request) -> None:
    if not services(request).profile.guestbook.enabled:
        raise NotFound(CLOSED)


def _token(request: Request) -> str:
    return new_form(_key(request), PURPOSE, services(request).clock())


def _key(request: Request) -> str:
    return key_for(services(request).settings, PURPOSE)


ROUTES = [
    Route("/api/guestbook", show, methods=["GET"]),
    Route("/api/guestbook", post, methods=["POST"]),
    Route("/api/guestbook/withdraw", ask_withdraw, methods=["GET"]),
    Route("/api/guestbook/withdraw", take_back, methods=["POST"]),
]
