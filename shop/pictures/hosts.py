"""Hosts that are away: nobody waits for each of their pictures in turn."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from shop.clock import Clock, now
from shop.errors import InvalidPicture
from shop.pictures.addresses import target
from shop.pictures.rules import BACKOFF

FAILURES = 5  # in a row, after which a host is left alone
REST = BACKOFF[0]


@dataclass(slots=True)
class Hosts:
    """What this process knows of hosts; for any number of threads. One that rests is asked again
    after a while, and rests at once if it is still away."""

    clock: Clock = now
    _failures: Counter[str] = field(default_factory=Counter)
    _until: dict[str, datetime] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def resting(self, url: str) -> str | None:
        """The host of `url` if it is not to be asked now."""
        try:
            host = target(url).host
        except InvalidPicture:
            return None
        until = self._until.get(host)
        return host if until and self.clock() < until else None

    def answered(self, url: str) -> None:
        with self._lock:
            host = target(url).host
            self._failures.pop(host, None)
            self._until.pop(host, None)

    def failed(self, host: str) -> None:
        with self._lock:
            self._failures[host] += 1
            if self._failures[host] >= FAILURES:
                self._until[host] = self.clock() + REST
