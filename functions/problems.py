"""Errors as ``application/problem+json`` (RFC 9457), and the one table of their statuses."""

import logging
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from functions import answers
from shop.errors import (
    Conflict,
    GatewayUnavailable,
    IdempotencyKeyReused,
    InvalidAnswers,
    InvalidCart,
    InvalidInput,
    InvalidSignature,
    LimitExceeded,
    Misconfigured,
    NoSpace,
    NotFound,
    PaymentRefused,
    ShopError,
    StoreBusy,
    StoreUnavailable,
    TooManyRequests,
)
from shop.i18n.messages import translatable

log = logging.getLogger(__name__)

RETRY = {"Retry-After": "3"}  # nothing was stored, or the same key goes on from there
RETRYING = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
TOO_MUCH = translatable("That is longer than the shop can keep. Shorten it and try again.")
OUR_SIDE = translatable("Something went wrong on our side. Please try again.")
# What Starlette says of an address, by status.
OF_ADDRESS = {
    404: translatable("Not Found: %(path)s"),
    405: translatable("Method Not Allowed: %(path)s"),
}


class MalformedRequest(InvalidInput):
    """Bytes that are no request of this shop's: not JSON, not UTF-8, not base64."""

    code = "malformed_request"


class InvalidRequest(InvalidInput):
    """A well-formed request with unusable fields; ``problems`` lists {field, code, message}."""

    code = "invalid_request"


class TooLarge(InvalidInput):
    code = "body_too_large"


class UnsupportedType(InvalidInput):
    code = "unsupported_media_type"


class NotSignedIn(ShopError):
    """Only people of the shop may; a browser is led to the page where they sign in."""

    code = "not_signed_in"


class NotAllowed(ShopError):
    """Somebody is signed in whose role does not let them."""

    code = "not_allowed"


class FromElsewhere(ShopError):
    """A page of another site had the browser send this: whoever sits there did not mean it."""

    code = "from_elsewhere"


# Most particular first; the first class that fits decides.
STATUS: tuple[tuple[type[ShopError], int], ...] = (
    (MalformedRequest, 400),
    (TooLarge, 413),
    (UnsupportedType, 415),
    (IdempotencyKeyReused, 422),
    (InvalidCart, 422),
    (InvalidAnswers, 422),
    (InvalidRequest, 422),
    (InvalidInput, 400),
    (NotFound, 404),
    (InvalidSignature, 400),
    (PaymentRefused, 402),
    (Conflict, 409),
    (TooManyRequests, 429),
    (NotSignedIn, 401),
    (NotAllowed, 404),  # RFC 9110 §15.5.4 allows it; a CDN before the shop has 403 for itself
    (FromElsewhere, 400),
    (GatewayUnavailable, 503),
    (StoreBusy, 503),
    (NoSpace, 503),
    (StoreUnavailable, 503),
    (LimitExceeded, 422),
    (Misconfigured, 500),
)


def status_of(error: ShopError) -> int:
    return status_of_kind(type(error))


def status_of_kind(kind: type[ShopError]) -> int:
    return next((status for known, status in STATUS if issubclass(kind, known)), 500)


def document(status: int, code: str, detail: str, **members: Any) -> dict[str, Any]:
    """A problem document; `code` is stable and `detail` is a sentence for the person."""
    return {
        "type": f"urn:shop:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        **members,
    }


async def on_shop_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ShopError)  # noqa: S101 - registered for this class only
    status = status_of(error)
    if status >= 500:
        log.error("%s %s: %s", request.method, request.url.path, error)
    if status == 500:  # what the owner must know (files, settings) is not for shoppers
        return answers.problem(request, document(status, error.code, OUR_SIDE))
    message = TOO_MUCH if isinstance(error, LimitExceeded) else error.message
    body = document(status, error.code, message, **error.details)
    return answers.problem(request, body, headers=retry_headers(error))


def retry_headers(error: ShopError) -> dict[str, str] | None:
    """When it makes sense to try again, where it does."""
    status = status_of(error)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return {"Retry-After": str(error.details["retry_after"])}
    return RETRY if status == HTTPStatus.SERVICE_UNAVAILABLE else None


async def on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    known, path = OF_ADDRESS.get(error.status_code), request.url.path
    detail = translatable(known, path=path) if known else f"{error.detail}: {path}"
    body = document(error.status_code, code, detail)
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = _allowed(request) or headers.get("Allow", "")
    return answers.problem(request, body, headers=headers)


def _allowed(request: Request) -> str:
    """Every method of an address (RFC 9110 §10.2.1), where Starlette names those of one route."""
    found: set[str] = set()
    for route in request.app.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return ", ".join(sorted(found))


async def on_crash(request: Request, error: Exception) -> Response:
    log.error("%s %s", request.method, request.url.path, exc_info=error)
    body = document(500, "internal_error", OUR_SIDE)
    return answers.problem(request, body)
