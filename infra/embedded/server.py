"""Pages, functions and worker in one process, on one address of this machine."""

import base64
import contextlib
import hashlib
import re
import signal
import socket
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from functions.app import create_app
from functions.bootstrap import Services
from functions.registry import FUNCTIONS
from infra.embedded.pages import Pages
from shop.errors import Misconfigured
from shop.settings import folder

HOST = "127.0.0.1"
GRACE = 5  # seconds that answers under way get after Ctrl-C
BACKLOG = 2048  # connections that wait to be answered
INLINE_SCRIPT = re.compile(
    rb"<script(?![^>]*\b(?:src|type=\"application))[^>]*>(.*?)</script>", re.DOTALL
)


def embedded_app(services: Services) -> Starlette:
    """Every function's endpoints and the published pages as one ASGI application."""
    routes = [route for function in FUNCTIONS for route in function.routes()]
    app = create_app(routes, lambda: services)
    public = folder(services.settings.site, "SHOP_SITE")
    pages = Pages(services, inline_script_hashes(public / "index.html"))
    app.router.redirect_slashes = False
    app.router.default = pages
    return app


def inline_script_hashes(page: Path) -> tuple[str, ...]:
    """CSP sources of a page's inline scripts (W3C CSP 3, §2.3.1 hash-source)."""
    if not page.exists():
        return ()
    digests = (hashlib.sha256(code).digest() for code in INLINE_SCRIPT.findall(page.read_bytes()))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def listen(port: int) -> socket.socket:
    """A listening socket, before any slow work: whoever comes early waits, and a second shop
    cannot have it too. Raises Misconfigured where the port is taken or is none."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port))
        bound.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        bound.close()
        reason = getattr(error, "strerror", None) or "ports are 0 to 65535"
        raise Misconfigured(
            f"Port {port} cannot be used ({reason}). Choose another: shop dev --port 8001."
        ) from None
    return bound


def serve(app: Starlette, bound: socket.socket) -> None:
    """Answers until Ctrl-C or SIGTERM; then finishes what is under way and returns."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=GRACE,
        server_header=False,
        lifespan="off",
        backlog=BACKLOG,
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again once all is answered
        uvicorn.Server(config).run(sockets=[bound])
