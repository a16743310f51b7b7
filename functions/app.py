"""A function's endpoints as an ASGI application, and as a Lambda handler."""

import base64
import binascii
import json
from collections.abc import Callable
from typing import Any

from mangum import Mangum
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route

from functions import problems
from functions.bootstrap import Services
from functions.guard import guarded
from functions.starting import Handler, until_answered
from shop.errors import ShopError

TEXT_TYPES = ["text/", "application/json", "application/problem+json"]  # all else as base64


def create_app(routes: list[Route], services: Callable[[], Services]) -> Starlette:
    """`services` is called at the first request, so that importing a function costs nothing.

    What the registry says of each route is enforced here: no handler can forget it."""
    every_route: list[BaseRoute] = [guarded(route) for route in routes]
    app = Starlette(
        routes=every_route,
        exception_handlers={
            ShopError: problems.on_shop_error,
            HTTPException: problems.on_http_exception,
            Exception: problems.on_crash,
        },
    )
    app.state.services = services
    return app


def lambda_handler(app: Starlette) -> Handler:
    """Mangum, behind a check of what it would crash on, in a process that has just started."""
    mangum = Mangum(app, lifespan="off", text_mime_types=TEXT_TYPES)

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        fault = _fault(event)
        if fault:
            body = problems.document(400, "malformed_request", fault)
            return {
                "statusCode": 400,
                "headers": {
                    "content-type": "application/problem+json",
                    "cache-control": "no-store",
                },
                "body": json.dumps(body),
                "isBase64Encoded": False,
            }
        answer: dict[str, Any] = mangum(event, context)
        return answer

    return until_answered(handler)


def _fault(event: dict[str, Any]) -> str | None:
    """Why Mangum could not read the event's body, if so."""
    body = event.get("body") or ""
    try:
        if event.get("isBase64Encoded"):
            base64.b64decode(body, validate=True)
        else:
            body.encode()
    except (binascii.Error, ValueError):
        return "The body of the request cannot be decoded."
    return None
