"""Pages, functions and worker in one process, on one address of this machine."""

import contextlib
import signal
import socket

import uvicorn
from starlette.applications import Starlette

from functions.app import create_app
from functions.bootstrap import Services
from functions.registry import FUNCTIONS
from generator.bootstrap import open_publisher
from generator.publishing.publisher import Publisher
from infra.embedded.gateway.service import EmbeddedGateway
from infra.embedded.pages import Pages
from shop.errors import Misconfigured
from shop.payments.account import STAND_IN

HOST = "127.0.0.1"
GRACE = 5  # seconds that answers under way get after Ctrl-C
BACKLOG = 2048  # connections that wait to be answered


def embedded_app(
    services: Services,
    publisher: Publisher | None = None,
    gateway: EmbeddedGateway | None = None,
) -> Starlette:
    """Every function's endpoints and the published pages as one ASGI application; `publisher`
    where the caller has one open, `gateway` where play money is taken."""
    routes = [route for function in FUNCTIONS for route in function.routes()]
    app = create_app(routes, lambda: services)
    app.router.redirect_slashes = False
    if gateway is not None:
        app.mount(STAND_IN, gateway.app)
    app.router.default = Pages(services, publisher or open_publisher(services.settings))
    return app


def listen(port: int) -> socket.socket:
    """A listening socket, before any slow work: whoever comes early waits, and a second shop
    cannot have it too. Raises Misconfigured where the port is taken or is none."""
    # asyncio sends at once (TCP_NODELAY) only where the protocol is named; else an answer's body
    # waits up to 40 ms for the other side to acknowledge its headers.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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
