"""Faults on purpose: what a payment service does to a shop once in a thousand times, at will."""

import random
from dataclasses import dataclass
from threading import Lock
from typing import Literal

Kind = Literal["drop", "cut", "late", "slow", "refuse", "busy"]


@dataclass(frozen=True, slots=True)
class Fault:
    """drop: not executed, never answered. cut: executed, never answered. late: executed, answered
    after `seconds`. slow: executed after `seconds`. refuse: 402, not executed. busy: 429.

    It befalls calls whose ``POST /v1/refunds`` contains `on`.
    """

    kind: Kind
    on: str = "POST"
    seconds: float = 0.0


class Faults:
    """Those that are `planned` befall the next calls they fit; the others befall a share of all."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable, and no secret
        self._planned: list[Fault] = []
        self._rates: list[tuple[Fault, float]] = []
        self._lock = Lock()

    def plan(self, fault: Fault, times: int = 1) -> None:
        with self._lock:
            self._planned += [fault] * times

    def rate(self, fault: Fault, share: float) -> None:
        """`share` is from 0 to 1."""
        with self._lock:
            self._rates.append((fault, share))

    def clear(self) -> None:
        with self._lock:
            self._planned.clear()
            self._rates.clear()

    def take(self, call: str) -> Fault | None:
        """What befalls `call` (``POST /v1/refunds``)."""
        with self._lock:
            for fault in self._planned:
                if fault.on in call:
                    self._planned.remove(fault)
                    return fault
            for fault, share in self._rates:
                if fault.on in call and self._random.random() < share:
                    return fault
        return None
