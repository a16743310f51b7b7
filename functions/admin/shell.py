"""The frame around every page of the desk: navigation by role, language, headers, sentences."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import partial
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from functions.admin.presence import member
from functions.answers import see_other, services
from functions.problems import status_of
from functions.registry import FUNCTIONS
from shop.errors import (
    Conflict,
    GatewayUnavailable,
    InvalidInput,
    NotFound,
    PaymentRefused,
    ShopError,
    StoreBusy,
    TooManyRequests,
    TransactionCancelled,
)
from shop.i18n.formats import format_date
from shop.i18n.messages import translatable
from shop.published.security import headers
from shop.statistics.service import shop_zone


class Section(NamedTuple):
    """One entry of the navigation; it shows where there is such a route and the role grants it."""

    id: str
    title: str
    path: str


SECTIONS = (
    Section("today", translatable("Today"), "/admin"),
    Section("orders", translatable("Orders"), "/admin/orders"),
    Section("catalogue", translatable("Catalogue"), "/admin/catalogue"),
    Section("pages", translatable("News and pages"), "/admin/pages"),
    Section("voices", translatable("Voices"), "/admin/voices"),
    Section("statistics", translatable("Statistics"), "/admin/statistics"),
    Section("settings", translatable("Settings"), "/admin/settings"),
    Section("staff", translatable("Staff"), "/admin/staff"),
    Section("audit", translatable("Audit log"), "/admin/audit"),
)
# What a person can do something about: a sentence on the page, and nothing typed is lost.
REFUSALS: tuple[type[ShopError], ...] = (
    InvalidInput,
    NotFound,
    Conflict,
    PaymentRefused,
    GatewayUnavailable,
    TooManyRequests,
    StoreBusy,
    TransactionCancelled,
)
MOVED_ON = translatable("Somebody else changed this at the same moment. Please try again.")


def desk_page(
    request: Request, template: str, section: str, status: int = 200, **context: Any
) -> HTMLResponse:
    """A page of somebody who is signed in: ``theme/templates/admin/`` + `template`.

    Templates know ``staff`` (the Member), ``may(permission)``, ``sections``, ``section``, ``lang``
    and ``when(moment)`` beside `context`.
    """
    person = member(request)
    shown = [each for each in SECTIONS if person.may(_permission(each.path))]
    return _page(
        request, template, status, staff=person, may=person.may, sections=shown, section=section,
        **context,
    )  # fmt: skip


def outer_page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page for somebody who is not signed in yet."""
    return _page(request, template, status, staff=None, **context)


def language(request: Request) -> str:
    """Asked for, else their own, else the browser's."""
    known = getattr(request.state, "signed_in", None)
    own = known.member.language if known else ""
    asked = request.query_params.get("lang") or own
    return services(request).language(asked, request.headers.get("accept-language", ""))


def say(request: Request, sentence: str) -> str:
    """A gettext id in the language of the page."""
    return services(request).say(language(request))(sentence)


def told(request: Request, sentences: Mapping[str, str]) -> str:
    """What was done before this page, where it was led to by ``?done=…``: a sentence or ""."""
    sentence = sentences.get(request.query_params.get("done", ""), "")
    return say(request, sentence) if sentence else ""


def done(path: str, what: str) -> Response:
    """After a change: on to a page that says so (`told`); reloading it changes nothing again."""
    return see_other(f"{path}?done={what}")


def refusal(request: Request, error: ShopError) -> tuple[str, int]:
    """The sentence for the person, and the status of the answer."""
    if isinstance(error, TransactionCancelled):
        return say(request, MOVED_ON), 409
    return say(request, error.message), status_of(error)


def problem_page(request: Request, status: int, title: str, detail: str) -> HTMLResponse:
    """What did not work, in the frame of the desk where somebody is signed in."""
    known = getattr(request.state, "signed_in", None)
    facts = {"title": title, "detail": say(request, detail) if detail else ""}
    if known is None:
        return outer_page(request, "problem.html", status, **facts)
    return desk_page(request, "problem.html", "", status, **facts)


def _permission(path: str) -> str:
    """What the registry asks of those who want to see `path`; nobody may where there is no such
    route."""
    for function in FUNCTIONS:
        for entry in function.endpoints:
            if (entry.method, entry.path) == ("GET", path):
                return entry.permission
    return ""


def _page(request: Request, template: str, status: int, **context: Any) -> HTMLResponse:
    found, lang = services(request), language(request)
    facts = {"done": "", "when": partial(_when, shop_zone(found.profile), lang), **context}
    text = found.templates.render(f"admin/{template}", lang, status=status, **facts)
    return HTMLResponse(text, status, headers=headers("desk", found.settings.base_url))


def _when(zone: tzinfo, lang: str, moment: datetime | str) -> str:
    """A day and a time in words, by the shop's own clock."""
    known = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    local = known.astimezone(zone)
    between = " " if lang.startswith("zh") else ", "
    return f"{format_date(local, lang)}{between}{local:%H:%M}"
