"""Shops that are killed, one after the other, on the same port: a child process of the races.

A nursery that has imported everything forks each shop, so that a life begins within milliseconds.
It reads one line of JSON for each, a `Doom` or null, and says ``alive PID`` and then ``dead``.
Between two lives nobody listens at the port, but it stays theirs. An owner's commands, which have
no endpoint of their own, are taken at ``/race/…``.
"""

import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3  # noqa: F401 - for the shops to come
import stripe  # noqa: F401 - as boto3
from factories import profile
from races.mortal import Doom, Mortal
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from functions.bootstrap import Services
from infra.embedded.server import BACKLOG, HOST, embedded_app, serve
from infra.embedded.worker import Worker
from shop.adapters.stores import open_store
from shop.orders.commands import RefundWish, cancel, capture, refund
from shop.orders.desk import Desk
from shop.orders.settlement import reconcile
from shop.settings import Settings, load_settings

Command = Callable[[Desk, Any], Any]


def _refund(desk: Desk, order: str, wish: dict[str, Any]) -> None:
    refund(desk, order, RefundWish(**wish), "owner")


def _reconcile(desk: Desk) -> None:
    """As if eleven minutes had passed since anything happened; some orders, for lives are short."""
    reconcile(replace(desk, clock=lambda: desk.clock() + timedelta(minutes=11)), limit=20)


COMMANDS: dict[str, Callable[..., Any]] = {
    "capture": lambda desk, order: capture(desk, order, "owner"),
    "cancel": lambda desk, order: cancel(desk, order, "owner"),
    "refund": _refund,
    "reconcile": _reconcile,
}


def main(port: int) -> None:
    settings = load_settings()
    ready = _services(settings, None)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
        for line in sys.stdin:
            told = json.loads(line)
            bound.listen(BACKLOG)
            shop = os.fork()
            if not shop:
                live(settings, ready, Doom(**told) if told else None, bound)
                os._exit(0)
            say(f"alive {shop}")
            os.waitpid(shop, 0)
            bound.shutdown(socket.SHUT_RDWR)
            say("dead")


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _services(settings: Settings, store: Any) -> Services:
    """`templates` are compiled once, for all the shops to come."""
    card = {"enabled": True, "title": {"en": "Card"}, "capture": "on_fulfilment"}
    return Services(settings, profile(card=card), store)


def live(settings: Settings, ready: Services, doom: Doom | None, bound: socket.socket) -> None:
    store: Any = open_store(settings.store, settings.aws_endpoint)
    services = _services(settings, Mortal(store, doom) if doom else store)
    services.__dict__["templates"] = ready.templates
    if doom:
        services.__dict__["gateway"] = Mortal(services.gateway, doom)
    app = embedded_app(services)
    _take_commands(app, services)
    worker = Worker(services)
    worker.start()
    serve(app, bound)
    worker.stop()
    store.close()


def _take_commands(app: Starlette, services: Services) -> None:
    async def obey(request: Request) -> Response:
        command = COMMANDS[request.path_params["command"]]
        await run_in_threadpool(command, services.desk, **(await request.json()))
        return JSONResponse({})

    app.router.routes.append(Route("/race/{command}", obey, methods=["POST"]))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main(int(sys.argv[1]))
