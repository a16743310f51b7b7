"""Looks after open payments in the background of the embedded shop."""

import logging
import threading

from functions.bootstrap import Services
from shop.orders.settlement import reconcile

INTERVAL = 5.0  # seconds between looks; a look is one indexed read where nothing is due
JOIN = 10

log = logging.getLogger(__name__)


class PaymentWorker:
    """A thread of its own: a payment gateway that does not answer holds up nothing else."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="payments", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=JOIN)

    def _run(self) -> None:
        while not self._stopping.wait(INTERVAL):
            try:
                reconcile(self._services.desk)
            except Exception:  # a worker that died in silence would release no stock ever again
                log.exception("Payments are looked at again in a moment.")
