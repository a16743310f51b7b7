"""``/admin/voices``: the guestbook, what waits first, and what becomes of each entry.

The audit log names entries by their id and never by what is in them: a withdrawn one is forgotten
everywhere.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, get_args
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Fields, with_form
from functions.admin.presence import changed, member
from functions.admin.shell import REFUSALS, desk_page, refusal, told
from functions.answers import see_other, services
from functions.bootstrap import Services
from shop.guestbook.model import LONGEST_TEXT, Entry, State
from shop.guestbook.service import approve, decline, find, listed, reply, withdraw
from shop.i18n.messages import translatable

PATH = "/admin/voices"
LISTS = {
    "waiting": translatable("To read"),
    "published": translatable("Published"),
    "declined": translatable("Declined"),
}
NOTES = {
    "waiting": translatable("What came first stands first."),
    "published": translatable("What visitors read, the latest first."),
    "declined": translatable("They are kept for two months, and can still be approved."),
}
DONE = {
    "approve": translatable("It is approved; the pages follow in a moment."),
    "decline": translatable("It is declined."),
    "reply": translatable("Your reply is kept; the pages follow in a moment."),
    "withdraw": translatable("It is forgotten; the pages follow in a moment."),
}
Act = Callable[[Services, str, Fields, str], Entry]


def entries(request: Request) -> Response:
    """``?list=`` is one of `LISTS`."""
    return _page(request, _list(request.query_params.get("list", "")))


def _page(
    request: Request, name: State, status: int = 200, refused: str = "", **typed: str
) -> Response:
    after = request.query_params.get("after") or None
    found = listed(services(request).store, name, after, limit=20)
    address = f"{PATH}?{urlencode({'list': name})}"
    facts: dict[str, Any] = {"reply_to": "", "reply_text": "", **typed}
    return desk_page(
        request,
        "voices/entries.html",
        "voices",
        status,
        lists=LISTS,
        note=NOTES[name],
        shown=name,
        entries=found.entries,
        longest=LONGEST_TEXT,
        first=address if after else "",
        following=f"{address}&{urlencode({'after': found.next})}" if found.next else "",
        refused=refused,
        done=told(request, DONE),
        **facts,
    )


def _list(text: str) -> State:
    """Whatever else is asked for, it is what waits."""
    known: tuple[State, ...] = get_args(State)
    return next((name for name in known if name == text and name in LISTS), "waiting")


def _change(request: Request, fields: Fields, what: str, act: Act) -> Response:
    found, entry_id = services(request), request.path_params["entry_id"]
    name = _list(fields.get("list", ""))
    try:
        before = find(found.store, entry_id)
        after = act(found, entry_id, fields, member(request).email)
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        typed = {"reply_to": entry_id, "reply_text": fields.get("text", "")}
        return _page(request, name, status, sentence, **typed)
    changed(request, entry_id, _facts(before), _facts(after))
    return see_other(f"{PATH}?{urlencode({'list': name, 'done': what})}")


def _facts(entry: Entry) -> dict[str, Any]:
    return {"state": entry.state, "answered": "yes" if entry.reply else "no"}


ACTS: dict[str, Act] = {
    "approve": lambda found, entry_id, _fields, who: approve(
        found.store, entry_id, who, found.clock
    ),
    "decline": lambda found, entry_id, _fields, who: decline(
        found.store, entry_id, who, found.clock
    ),
    "reply": lambda found, entry_id, fields, who: reply(
        found.store, entry_id, fields.get("text", ""), who, found.clock
    ),
    "withdraw": lambda found, entry_id, _fields, who: withdraw(
        found.store, entry_id, who, found.clock
    ),
}


def _route(what: str, act: Act) -> Route:
    """``POST …/entries/{id}/approve`` and the like."""
    path = f"{PATH}/entries/{{entry_id}}/{what}"
    return Route(path, with_form(partial(_change, what=what, act=act)), methods=["POST"])


ROUTES = [
    Route(PATH, entries, methods=["GET"]),
    *(_route(what, act) for what, act in ACTS.items()),
]
