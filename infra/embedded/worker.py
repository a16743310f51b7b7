"""Empties the outbox in the background of the embedded shop, and has pages built when they must."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from functions.bootstrap import Services
from infra.embedded.pictures import PictureWorker
from shop.mail.outbox import drain
from shop.rebuilds.due import catch_up
from shop.rebuilds.service import any_waiting

RELEASES_EVERY = timedelta(seconds=10)
AGAIN_AFTER = timedelta(seconds=10)  # a build that failed
INTERVAL = 0.5  # seconds between looks; a look is one indexed read

log = logging.getLogger(__name__)


class Worker:
    """A thread that sends due mails until it is stopped, and one that works on pictures. It
    finishes the mail it is sending.

    `rebuild` is called where marks say that pages may have to say something else; one that failed
    is tried again after a while.
    """

    def __init__(self, services: Services, rebuild: Callable[[], object] = int) -> None:
        self._services = services
        self._rebuild = rebuild
        self._pictures = PictureWorker(services)
        self._looked: datetime | None = None
        self._failed: datetime | None = None
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
                drain_all(self._services)
                self._catch_up()
                self._build()
            except Exception:  # a worker that died in silence would send no mail ever again
                log.exception("The worker goes on in a moment.")

    def _catch_up(self) -> None:
        """Scheduled releases and sales are looked for less often than mails."""
        now = self._services.clock()
        if not self._looked or now - self._looked >= RELEASES_EVERY:
            self._looked = now
            catch_up(self._services.store, self._services.clock)

    def _build(self) -> None:
        now = self._services.clock()
        patient = self._failed and now - self._failed < AGAIN_AFTER
        if patient or not any_waiting(self._services.store):
            return
        self._failed = now
        self._rebuild()
        self._failed = None


def drain_all(services: Services) -> int:
    """Sends everything that is due now; returns how many mails went out."""
    return drain(services.store, services.post_office.deliver, services.clock)
