"""What the embedded shop does in the background: outbox, pictures, releases, pages."""

from collections.abc import Callable
from datetime import datetime, timedelta

from functions.bootstrap import Services
from infra.embedded.loop import Loop
from infra.embedded.outbox import outbox_loops
from infra.embedded.pictures import picture_loop
from shop.orders.settlement import reconcile
from shop.rebuilds.due import catch_up
from shop.rebuilds.questions import asked
from shop.rebuilds.service import any_waiting
from shop.rebuilds.standing import held
from shop.stock.alerts.looking import look

RELEASES_EVERY = timedelta(seconds=10)
AGAIN_AFTER = timedelta(seconds=10)  # a build that failed
INTERVAL = 0.5  # seconds between looks; a look is one indexed read
PAYMENTS_EVERY = 5.0  # seconds; a look is one indexed read where nothing is due


class Worker:
    """Threads that empty the outbox, look after payments and work on pictures until they are
    stopped, and one that has pages built. They finish what they have begun.

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
        self._looked: datetime | None = None
        self._failed: datetime | None = None
        self._pages = Loop("pages", INTERVAL, self._turn)
        self._others = [
            *outbox_loops(services),
            # Apart from all else: a payment gateway that does not answer holds up nothing.
            Loop("payments", PAYMENTS_EVERY, self._settle),
            picture_loop(services),
        ]

    def start(self) -> None:
        for loop in (*self._others, self._pages):
            loop.start()

    def stop(self) -> None:
        loops = (*self._others, self._pages)
        for loop in loops:
            loop.halt()
        for loop in loops:
            loop.stop()

    def run_here(self) -> None:
        """Works in the calling thread until Ctrl-C; outbox, payments and pictures in theirs."""
        for loop in self._others:
            loop.start()
        try:
            self._pages.run()
        except KeyboardInterrupt:
            self.stop()

    def _settle(self) -> None:
        reconcile(self._services.desk)

    def _turn(self) -> None:
        self._catch_up()
        self._build()
        self._look_ahead()

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
