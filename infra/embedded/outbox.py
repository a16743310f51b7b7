"""Empties the outbox of the embedded shop."""

from functools import partial

from functions.bootstrap import Services
from infra.embedded.loop import Loop
from shop.outbox.service import drain
from shop.stock.alerts.looking import look

INTERVAL = 0.5  # seconds between looks; a look is one indexed read


def outbox_loops(services: Services) -> list[Loop]:
    """One for each kind of message: an address that answers no webhook holds up no mail."""
    return [
        Loop(f"outbox {kind}", INTERVAL, partial(_send, services, kind))
        for kind in services.couriers
    ]


def _send(services: Services, kind: str) -> None:
    drain(services.store, {kind: services.couriers[kind]}, services.clock)


def drain_all(services: Services) -> int:
    """Does everything that is due now, and what changed stock asks for; how many messages."""
    look(services.store, services.profile.stock.low_level, services.clock)
    return drain(services.store, services.couriers, services.clock)
