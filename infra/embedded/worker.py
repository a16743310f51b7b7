"""Empties the outbox in the background of the embedded shop."""

import logging
import threading

from functions.bootstrap import Services
from shop.errors import StoreError
from shop.mail.outbox import drain

INTERVAL = 0.5  # seconds between looks; a look is one indexed read

log = logging.getLogger(__name__)


class Worker:
    """A thread that sends due mails until it is stopped. It finishes the mail it is sending."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def run_here(self) -> None:
        """Works in the calling thread until Ctrl-C."""
        try:
            self._run()
        except KeyboardInterrupt:
            self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.wait(INTERVAL):
            try:
                drain_all(self._services)
            except (StoreError, OSError):
                log.exception("The outbox could not be read; trying again.")


def drain_all(services: Services) -> int:
    """Sends everything that is due now; returns how many mails went out."""
    sent = 0
    while batch := drain(services.store, services.post_office.deliver, services.clock):
        sent += batch
    return sent
