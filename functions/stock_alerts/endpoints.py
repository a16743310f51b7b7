"""``/api/stock-alerts``: waiting for something that is sold out, and no longer wanting to."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.answers import json_answer, language_of, page, services
from functions.apart import apart
from functions.doorkeeper import limit
from functions.requests import is_form, read_form, read_json, validated
from functions.stock_alerts.schemas import AlertBody
from shop.abuse.limits import HOUR
from shop.errors import NotFound
from shop.i18n.messages import translatable
from shop.secret import key_for
from shop.stock.alerts.service import PURPOSE, may_cancel, stop_waiting, wait_for

MOST = 20  # wishes of one connection, or for one address, in an hour
NO_LINK = translatable("This link is incomplete. Open it from the mail once more.")


async def wait(request: Request) -> Response:
    """``POST /api/stock-alerts``: 202 ``{"status": "waiting"}``, or 200 ``"available"`` for what
    can be bought now; a form gets a page that says so."""
    if not is_form(request):
        body = await read_json(request, AlertBody)
        waiting = await apart(request, _wait, request, body)
        status = "waiting" if waiting else "available"
        return json_answer({"status": status}, 202 if waiting else 200)
    fields = await read_form(request)
    values = {name: str(fields.get(name, "")) for name in ("sku", "email", "lang")}
    values["email"] = values["email"].strip()
    body = validated(AlertBody, values)
    waiting = await apart(request, _wait, request, body)
    language = language_of(request, body.lang)
    return await apart(
        request, page, request, "stock_alert.html", language, waiting=waiting, email=body.email
    )


def _wait(request: Request, body: AlertBody) -> bool:
    limit(request, "stock-alerts", MOST, HOUR)
    limit(request, "stock-alerts", MOST, HOUR, person=body.email)
    found = services(request)
    language = language_of(request, body.lang)
    return wait_for(found.store, body.sku, body.email, language, found.clock)


async def ask_cancel(request: Request) -> Response:
    """``GET /api/stock-alerts/cancel``: a button, because programs follow links in mails, too."""
    query = request.query_params
    person, given = query.get("person", ""), query.get("signature", "")
    _refuse_unsigned(request, person, given)
    return await apart(
        request,
        page,
        request,
        "stock_alert_cancel.html",
        language_of(request),
        person=person,
        signature=given,
        done=False,
    )


async def cancel(request: Request) -> Response:
    """``POST /api/stock-alerts/cancel``: forgets the address and all it waits for."""
    fields = await read_form(request)
    person = str(fields.get("person", ""))
    _refuse_unsigned(request, person, str(fields.get("signature", "")))
    await apart(request, stop_waiting, services(request).store, person)
    language = language_of(request, str(fields.get("lang", "")))
    return await apart(request, page, request, "stock_alert_cancel.html", language, done=True)


def _refuse_unsigned(request: Request, person: str, given: str) -> None:
    if not may_cancel(key_for(services(request).settings, PURPOSE), person, given):
        raise NotFound(NO_LINK)


ROUTES = [
    Route("/api/stock-alerts", wait, methods=["POST"]),
    Route("/api/stock-alerts/cancel", ask_cancel, methods=["GET"]),
    Route("/api/stock-alerts/cancel", cancel, methods=["POST"]),
]
