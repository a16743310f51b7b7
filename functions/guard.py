"""What the registry says of a route, enforced before its handler is asked.

A page of another site cannot have a browser change anything here. The desk's routes are for people
who are signed in and whose role grants the permission; what they change is in the audit log whether
or not the handler says more about it.
"""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.answers import secured, see_other, services, wants_page
from functions.apart import apart
from functions.problems import FromElsewhere, NotAllowed, NotSignedIn
from functions.registry import FUNCTIONS, Endpoint
from shop.i18n.messages import translatable

SAFE = frozenset({"GET", "HEAD"})
SIGN_IN = "/admin/sign-in"
NOTICE = {
    "HX-Retarget": "closest form",
    "HX-Reswap": "afterbegin",
    "HX-Reselect": "#signed-out",
    "HX-Push-Url": "false",
}
OWN = frozenset({"same-origin", "none"})  # "none": typed in, or from the browser's own menus

Handler = Callable[[Request], Awaitable[Response]]


def guarded(route: Route) -> Route:
    """The route with its entries of the registry in force. Raises LookupError without one."""
    methods = sorted((route.methods or set()) - {"HEAD"})
    entries = {method: _entry(method, route.path) for method in methods}
    inner = route.endpoint

    async def answer(request: Request) -> Response:
        entry = entries["GET" if request.method == "HEAD" else request.method]
        if request.method not in SAFE and not entry.other_sites:
            _refuse_other_sites(request)
        if entry.permission == "public":
            return secured(request, await _asked(inner, request))
        return secured(request, await _of_staff(inner, request, entry))

    return Route(route.path, answer, methods=methods)


def _entry(method: str, path: str) -> Endpoint:
    for function in FUNCTIONS:
        for entry in function.endpoints:
            if (entry.method, entry.path) == (method, path):
                return entry
    raise LookupError(f"{method} {path} is not in functions/registry.py.")


async def _asked(handler: Callable[[Request], Any], request: Request) -> Response:
    if inspect.iscoroutinefunction(handler):
        answer: Response = await handler(request)
        return answer
    return await apart(request, handler, request)


def _refuse_other_sites(request: Request) -> None:
    """By what browsers say and pages cannot: ``Sec-Fetch-Site`` (W3C Fetch Metadata), else
    ``Origin`` (RFC 6454). What says neither is no browser of this decade and carries nobody's
    cookies."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        own = site in OWN
    else:
        origin = request.headers.get("origin")
        own = origin is None or _is_own(origin, request)
    if not own:
        raise FromElsewhere(
            translatable("This was sent by a page of another site, so nothing was done.")
        )


def _is_own(origin: str, request: Request) -> bool:
    known = services(request).settings.base_url
    return origin == _origin(known) or urlsplit(origin).netloc == request.headers.get("host")


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


async def _of_staff(
    handler: Callable[[Request], Any], request: Request, entry: Endpoint
) -> Response:
    from functions.admin.presence import signed_in

    found = await apart(request, signed_in, request)
    if found is None:
        return _to_sign_in(request)
    request.state.signed_in = found
    if not found.member.may(entry.permission):
        raise NotAllowed(
            translatable("Your role does not let you do this. Ask an owner of the shop.")
        )
    if request.method in SAFE or not entry.changes:
        return await _asked(handler, request)
    return await _logged(handler, request, entry)


async def _logged(handler: Callable[[Request], Any], request: Request, entry: Endpoint) -> Response:
    from functions.admin.presence import Change

    change = await apart(request, Change.begun, request, f"{entry.method} {entry.path}")
    request.state.change = change
    try:
        response = await _asked(handler, request)
    except Exception:
        await apart(request, change.complete, "refused")
        raise
    outcome = "done" if response.status_code < 400 else "refused"
    await apart(request, change.complete, outcome)
    return response


def _to_sign_in(request: Request) -> Response:
    """A page leads to where people sign in, and from there back to where they were."""
    if not wants_page(request) and "hx-request" not in request.headers:
        raise NotSignedIn(translatable("Sign in first."))
    if request.method not in SAFE:
        return _signed_out(request)
    wanted = request.url.path
    if request.url.query:
        wanted += f"?{request.url.query}"
    target = f"{SIGN_IN}?next={quote(wanted)}"
    if "hx-request" in request.headers:
        return Response(
            status_code=401, headers={"HX-Redirect": target, "Cache-Control": "no-store"}
        )
    return see_other(target)


def _signed_out(request: Request) -> Response:
    """What was typed is not lost: the page stays where it can be sent once more. To htmx it is a
    notice at the beginning of the form that was sent."""
    from functions.admin.shell import outer_page

    answer = outer_page(request, "signed_out.html", 401, form="hx-request" in request.headers)
    answer.headers.update(NOTICE)
    return answer
