"""A thread that does one thing over and over."""

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)


class Loop:
    """Takes `step` every `interval` seconds until it is stopped, and again at once where `step`
    returns something true: there is more to do.

    What a step raises is logged and does not end the loop: one that died in silence would send,
    fetch or build nothing ever again. Whoever stops it waits up to `patience` seconds for the step
    under way.
    """

    def __init__(
        self, name: str, interval: float, step: Callable[[], object], patience: float = 10.0
    ) -> None:
        self.step = step
        self._interval = interval
        self._patience = patience
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, name=name, daemon=True)

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def start(self) -> None:
        self._thread.start()

    def halt(self) -> None:
        """No step begins after this one; nobody waits for it."""
        self._stopping.set()

    def stop(self) -> None:
        self.halt()
        if self._thread.is_alive():
            self._thread.join(timeout=self._patience)

    def run(self) -> None:
        """The same in the calling thread."""
        while not self.stopping:
            if not self._stepped():
                self._stopping.wait(self._interval)

    def _stepped(self) -> object:
        try:
            return self.step()
        except Exception:
            log.exception("The work on %s goes on in a moment.", self._thread.name)
            return None
