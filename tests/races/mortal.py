"""Ends a process at a chosen moment as ``kill -9`` ends it: no handler, no flush, no goodbye."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any


@dataclass(frozen=True, slots=True)
class Doom:
    """The `number`-th `call` of a gateway or a store is the last: it is not made any more, or is
    made and its answer reaches nobody."""

    call: str
    number: int
    made: bool


class Mortal:
    """Passes every call on to what it stands for, but for the one that ends the process."""

    def __init__(self, inner: Any, doom: Doom) -> None:
        self._inner = inner
        self._doom = doom
        self._left = doom.number
        self._lock = Lock()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        return self._watched(found) if name == self._doom.call else found

    def _watched(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*values: Any, **named: Any) -> Any:
            last = self._is_last()
            if last and not self._doom.made:
                die()
            answer = call(*values, **named)
            if last:
                die()
            return answer

        return watched

    def _is_last(self) -> bool:
        with self._lock:
            self._left -= 1
            return self._left == 0


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
