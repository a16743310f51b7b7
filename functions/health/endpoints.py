"""``GET /api/health``, and the API's document."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.answers import json_answer, services
from functions.apart import apart
from shop.errors import StoreError
from shop.outbox.service import depth

DOCUMENT = Path(__file__).parent / "openapi.json"  # functions/openapi.py makes it


async def health(request: Request) -> Response:
    """200 while the store answers, else 503; `outbox` counts messages that wait."""
    return await apart(request, _health, request)


def _health(request: Request) -> Response:
    body = {"status": "ok", "version": _version(), "store": "reachable", "outbox": 0}
    try:
        body["outbox"] = depth(services(request).store)
    except (StoreError, OSError) as error:
        return json_answer({**body, "status": "failing", "store": type(error).__name__}, 503)
    return json_answer(body)


def document(_request: Request) -> Response:
    """``GET /api/openapi.json``: what the API understands and answers."""
    headers = {"Cache-Control": "public, max-age=300"}
    return Response(DOCUMENT.read_bytes(), headers=headers, media_type="application/json")


def _version() -> str:
    try:
        return version("veranda-shop")
    except PackageNotFoundError:
        return "unpackaged"


ROUTES = [
    Route("/api/health", health, methods=["GET"]),
    Route("/api/openapi.json", document, methods=["GET"]),
]
