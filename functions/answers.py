"""What functions answer: JSON to programs, pages to browsers, each with its headers."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from functions.bootstrap import Services
from shop.published import security

log = logging.getLogger(__name__)


def services(request: Request) -> Services:
    found: Services = request.app.state.services()
    return found


def language_of(request: Request, asked: str | None = None) -> str:
    accepted = request.headers.get("accept-language", "")
    return services(request).language(asked or request.query_params.get("lang"), accepted)


def wants_page(request: Request) -> bool:
    """Whether a browser asks: it names text/html; programs take JSON."""
    return "text/html" in request.headers.get("accept", "")


def json_answer(
    body: Any, status: int = 200, headers: dict[str, str] | None = None
) -> JSONResponse:
    return JSONResponse(body, status, headers=headers)


def page(
    request: Request, template: str, language: str, status: int = 200, **context: Any
) -> HTMLResponse:
    """`status` is the answer's, and the template may show it."""
    context["status"] = status
    text = services(request).templates.render(f"functions/{template}", language, **context)
    address = services(request).settings.base_url
    return HTMLResponse(text, status, headers=security.headers("function", address))


def secured(request: Request, answer: Response) -> Response:
    """With every security header that it does not have: redirects and data, too, tell a browser to
    come by TLS alone. A shop that cannot be opened has no address, and must still say so."""
    try:
        address = services(request).settings.base_url
    except Exception:  # noqa: BLE001 - it is answered as the problem it is
        address = ""
    for name, value in security.headers("data", address).items():
        answer.headers.setdefault(name, value)
    return answer


def see_other(url: str) -> RedirectResponse:
    """After a form post: the browser fetches `url`, and reloading it posts nothing again."""
    return RedirectResponse(url, 303, headers={"Cache-Control": "no-store"})


def problem(request: Request, body: dict[str, Any], headers: Any = None) -> Response:
    """A problem document, or for a browser a page that says the same."""
    extra = dict(Headers(headers or {}))
    if wants_page(request):
        try:
            answer = _problem_page(request, body)
        except Exception:  # a problem page that fails must not hide the problem
            log.exception("The problem page could not be made.")
            return secured(request, _problem_json(body, extra))
        answer.headers.update(extra)
        return answer
    return secured(request, _problem_json(body, extra))


def _problem_page(request: Request, body: dict[str, Any]) -> HTMLResponse:
    """In the frame of the shop, or of its owner's desk."""
    if request.url.path.startswith("/admin"):
        from functions.admin.shell import problem_page

        return problem_page(request, body["status"], body["title"], body["detail"])
    language = language_of(request)
    say = services(request).say(language)
    return page(
        request,
        "problem.html",
        language,
        body["status"],
        title=body["title"],
        detail=say(body["detail"]),
        problems=[_explained(each, say) for each in body.get("problems", [])],
    )


def _explained(problem: Mapping[str, Any], say: Callable[[str], str]) -> str:
    """Of a field its name: what is wrong with it is said to programs."""
    return str(problem["field"]) if "field" in problem else say(problem.get("message", ""))


def _problem_json(body: dict[str, Any], extra: dict[str, str]) -> JSONResponse:
    return JSONResponse(
        body,
        body["status"],
        headers=extra,
        media_type="application/problem+json",
    )
