"""``/admin/orders/messages``: messages that were given up, and payments of unknown orders."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Fields, with_form
from functions.admin.presence import changed
from functions.admin.shell import REFUSALS, desk_page, done, refusal, told
from functions.answers import services
from shop.i18n.messages import translatable
from shop.orders.notices import PARKED
from shop.outbox.messages import kind_of
from shop.outbox.service import dead, dismiss, retry
from shop.ports import Item, Key

PATH = "/admin/orders/messages"
DONE = {
    "retry": translatable("It is tried again now."),
    "dismiss": translatable("It is off the list."),
}


def messages(request: Request) -> Response:
    return _page(request)


def _page(request: Request, status: int = 200, refused: str = "") -> Response:
    store, after = services(request).store, request.query_params.get("after") or None
    found = dead(store, after)
    parked = store.query_index(PARKED, limit=100, descending=True)
    return desk_page(
        request,
        "orders/messages.html",
        "orders",
        status,
        letters=[_letter(item) for item in found.items],
        following=found.next,
        after=after,
        parked=[{"id": item.key.pk.removeprefix("EVENT#"), **item.data} for item in parked.items],
        refused=refused,
        done=told(request, DONE),
    )


def _letter(item: Item) -> dict[str, Any]:
    return {
        "pk": item.key.pk,
        "sk": item.key.sk,
        "kind": kind_of(item.key),
        "order": item.data.get("order", ""),
        "event": item.data.get("event") or str(item.data.get("transition", "")).partition("#")[0],
        "error": item.data.get("error", ""),
        "since": item.index.sk if item.index else "",
    }


def act(request: Request, fields: Fields) -> Response:
    """``POST``: a message is tried again, or taken off the list."""
    found = services(request)
    key, what = Key(fields.get("pk", ""), fields.get("sk", "")), fields.get("act", "")
    try:
        if what == "dismiss":
            dismiss(found.store, key)
        else:
            what = "retry"
            retry(found.store, key, found.clock)
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return _page(request, status, sentence)
    changed(request, key.sk, {"state": "dead"}, {"state": what})
    return done(PATH, what)


ROUTES = [
    Route(PATH, messages, methods=["GET"]),
    Route(PATH, with_form(act), methods=["POST"]),
]
