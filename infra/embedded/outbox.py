"""Empties the outbox in the background of the embedded shop."""

import logging
import threading

from functions.bootstrap import Services
from shop.outbox.service import drain
from shop.stock.alerts.looking import look

INTERVAL = 0.5  # seconds between looks; a look is one indexed read
JOIN = 10  # seconds that stopping waits for what is being sent

log = logging.getLogger(__name__)


class OutboxWorker:
    """A thread for each kind of message: an address that answers no webhook holds up no mail."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(kind,), name=f"outbox {kind}", daemon=True)
            for kind in services.couriers
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=JOIN)

    def _run(self, kind: str) -> None:
        while not self._stopping.wait(INTERVAL):
            try:
                courier = {kind: self._services.couriers[kind]}
                drain(self._services.store, courier, self._services.clock)
            except Exception:  # a worker that died in silence would send nothing ever again
                log.exception("Messages of kind %s go on in a moment.", kind)


def drain_all(services: Services) -> int:
    """Does everything that is due now, and what changed stock asks for; how many messages."""
    look(services.store, services.profile.stock.low_level, services.clock)
    return drain(services.store, services.couriers, services.clock)
