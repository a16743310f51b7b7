"""Empties the outbox in the background of the embedded shop, and has pages built when they must."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from functions.bootstrap import Services
from infra.embedded.pictures import PictureWorker
from shop.catalogue.releases.sales import sales_due
from shop.catalogue.releases.schedule import publish_due
from shop.mail.outbox import drain

RELEASES_EVERY = timedelta(seconds=10)
INTERVAL = 0.5  # seconds between looks; a look is one indexed read

log = logging.getLogger(__name__)


class Worker:
    """A thread that sends due mails until it is stopped, and one that works on pictures. It
    finishes the mail it is sending.

    `rebuild` is called when pages may say something else: the catalogue moved by itself, pictures
    arrived, or mails went out, and an order may have sold the last piece of something.
    """

    def __init__(self, services: Services, rebuild: Callable[[], object] = int) -> None:
        self._services = services
        self._rebuild = rebuild
        self._pictures = PictureWorker(services)
        self._looked: datetime | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)

    def start(self) -> None:
        self._pictures.start()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._pictures.stop()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def run_here(self) -> None:
        """Works in the calling thread until Ctrl-C; pictures in theirs."""
        self._pictures.start()
        try:
            self._run()
        except KeyboardInterrupt:
            self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.wait(INTERVAL):
            try:
                sent = drain_all(self._services)
                if self._catalogue_moved() or self._pictures.news() or sent:
                    self._rebuild()
            except Exception:  # a worker that died in silence would send no mail ever again
                log.exception("The worker goes on in a moment.")

    def _catalogue_moved(self) -> bool:
        """Whether a scheduled release went live or a sale began or ended; looked for less often
        than mails."""
        now = self._services.clock()
        if self._looked and now - self._looked < RELEASES_EVERY:
            return False
        self._looked = now
        store, clock = self._services.store, self._services.clock
        return bool([*publish_due(store, clock), *sales_due(store, clock)])


def drain_all(services: Services) -> int:
    """Sends everything that is due now; returns how many mails went out."""
    return drain(services.store, services.post_office.deliver, services.clock)
