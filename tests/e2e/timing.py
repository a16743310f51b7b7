"""How long the steps of a flow take: figures to look at (pytest -s), not to judge by."""

import os
import time


class Timer:
    """Seconds of each step, and those of them that the shop's own process and its children were at
    work, printed at the end."""

    def __init__(self) -> None:
        self._steps: list[str] = []
        self._began = self._now()

    def step(self, name: str) -> None:
        now = self._now()
        seconds, work = (after - before for after, before in zip(now, self._began, strict=True))
        self._steps.append(f"{name} {seconds:.2f} s ({work:.2f} s of work)")
        self._began = now

    def _now(self) -> tuple[float, float]:
        return time.perf_counter(), sum(os.times()[:4])

    def __str__(self) -> str:
        return ", ".join(self._steps)
