"""What the embedded shop does in the background: outbox, pictures, releases, pages."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from functions.bootstrap import Services
from infra.embedded.outbox import OutboxWorker
from infra.embedded.payments import PaymentWorker
from infra.embedded.pictures import PictureWorker
from shop.rebuilds.due import catch_up
from shop.rebuilds.questions import asked
from shop.rebuilds.service import any_waiting
from shop.rebuilds.standing import held
from shop.stock.alerts.looking import look

RELEASES_EVERY = timedelta(seconds=10)
AGAIN_AFTER = timedelta(seconds=10)  # a build that failed
INTERVAL = 0.5  # seconds between looks; a look is one indexed read

log = logging.getLogger(__name__)


class Worker:
    """Threads that empty the outbox, look after payments and work on pictures until they are
    stopped, and one that has pages built. They finish the mail they are sending.

    `rebuild` is called where marks say that pages may have to say something else, unless an older
    edition of them is held; one that failed is tried again after a while. `answer` is called where
    the desk has asked what a change would do to the pages.
    """

    def __init__(
        self,
        services: Services,
        rebuild: Callable[[], object] = int,
        answer: Callable[[], object] | None = None,
    ) -> None:
        self._services = services
        self._rebuild = rebuild
        self._answer = answer
        self._outbox = OutboxWorker(services)
        self._payments = PaymentWorker(services)
        self._pictures = PictureWorker(services)
        self._looked: datetime | None = None
        self._failed: datetime | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pages", daemon=True)

    def start(self) -> None:
        self._start_others()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._outbox.stop()
        self._payments.stop()
        self._pictures.stop()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def run_here(self) -> None:
        """Works in the calling thread until Ctrl-C; outbox and pictures in theirs."""
        self._start_others()
        try:
            self._run()
        except KeyboardInterrupt:
            self._stopping.set()

    def _start_others(self) -> None:
        self._outbox.start()
        self._payments.start()
        self._pictures.start()

    def _run(self) -> None:
        while not self._stopping.wait(INTERVAL):
            try:
                self._catch_up()
                self._build()
                self._look_ahead()
            except Exception:  # a worker that died in silence would build no page ever again
                log.exception("The worker goes on in a moment.")

    def _catch_up(self) -> None:
        """Scheduled releases and sales, and stock that has changed, are looked at less often."""
        now = self._services.clock()
        if not self._looked or now - self._looked >= RELEASES_EVERY:
            self._looked = now
            catch_up(self._services.store, self._services.clock)
            look(self._services.store, self._services.profile.stock.low_level, self._services.clock)

    def _build(self) -> None:
        now = self._services.clock()
        patient = self._failed and now - self._failed < AGAIN_AFTER
        store = self._services.store
        if patient or not any_waiting(store) or held(store):
            return
        self._failed = now
        self._rebuild()
        self._failed = None

    def _look_ahead(self) -> None:
        if self._answer and asked(self._services.store, limit=1):
            self._answer()
