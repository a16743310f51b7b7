"""``/admin/settings/webhooks``: addresses that are told of every step of an order."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Fields, once, text, with_form
from functions.admin.presence import changed
from functions.admin.shell import REFUSALS, desk_page, done, refusal, say, told
from functions.answers import services
from shop.clock import new_id
from shop.i18n.messages import translatable
from shop.webhooks.registry import (
    EVENTS,
    add_endpoint,
    deliveries,
    enable_endpoint,
    find_endpoint,
    list_endpoints,
    remove_endpoint,
)

PATH = "/admin/settings/webhooks"
ATTEMPTS = 5  # the latest that are shown of each
DONE = {
    "remove": translatable("Nothing is sent there any more."),
    "enable": translatable("It gets messages again."),
    "test": translatable("It answered: it gets messages."),
}
UNANSWERED = translatable("The test did not arrive: %(reason)s")


def webhooks(request: Request) -> Response:
    return _page(request)


def _page(request: Request, status: int = 200, **context: Any) -> Response:
    """`secret` and `secret_for`: of an address just added, shown this once."""
    facts: dict[str, Any] = {"refused": "", "secret": "", "secret_for": "", "fields": {}, **context}
    store = services(request).store
    return desk_page(
        request,
        "settings/webhooks.html",
        "settings",
        status,
        hooks=[(each, deliveries(store, each.id, ATTEMPTS)) for each in list_endpoints(store)],
        events=EVENTS,
        once=once(facts["fields"]) or new_id(),
        done=told(request, DONE),
        **facts,
    )


def add(request: Request, fields: Fields) -> Response:
    """``POST``: one more address, and the secret its owner checks messages with."""
    found, prefix = services(request), "event:"
    events = [name.removeprefix(prefix) for name in fields if name.startswith(prefix)]
    try:
        url = text(fields, "url", 2000)
        endpoint = add_endpoint(
            found.store, url, found.clock, events=events, loopback=found.local, once=once(fields)
        )
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return _page(request, status, refused=sentence, fields=fields)
    changed(request, endpoint.url, {}, {"events": list(endpoint.events) or "all"})
    return _page(request, secret=endpoint.secret, secret_for=endpoint.url)


def remove(request: Request, _fields: Fields) -> Response:
    return _change(request, "remove")


def enable(request: Request, _fields: Fields) -> Response:
    return _change(request, "enable")


def _change(request: Request, what: str) -> Response:
    store, hook_id = services(request).store, request.path_params["hook_id"]
    act = {"remove": remove_endpoint, "enable": enable_endpoint}[what]
    try:
        known = find_endpoint(store, hook_id)
        act(store, hook_id)
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return _page(request, status, refused=sentence)
    changed(request, known.url, {"webhook": ""}, {"webhook": what})
    return done(PATH, what)


def test(request: Request, _fields: Fields) -> Response:
    """``POST …/test``: a message about nothing, sent at once and once."""
    try:
        known = find_endpoint(services(request).store, request.path_params["hook_id"])
        delivery = services(request).hooks.test(known.id)
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return _page(request, status, refused=sentence)
    changed(request, known.url, {"webhook": ""}, {"webhook": "test"})
    if delivery.ok:
        return done(PATH, "test")
    return _page(request, refused=say(request, UNANSWERED) % {"reason": delivery.error})


ROUTES = [
    Route(PATH, webhooks, methods=["GET"]),
    Route(PATH, with_form(add), methods=["POST"]),
    Route(f"{PATH}/{{hook_id}}/test", with_form(test), methods=["POST"]),
    Route(f"{PATH}/{{hook_id}}/enable", with_form(enable), methods=["POST"]),
    Route(f"{PATH}/{{hook_id}}/remove", with_form(remove), methods=["POST"]),
]
