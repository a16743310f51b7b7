"""What a build did, and how long each part of it took."""

from dataclasses import asdict, dataclass, field, replace
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True)
class Seconds:
    plan: float = 0.0
    render: float = 0.0
    publish: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What `shop build --json` prints. Pages are HTML files; bytes are those of all files that
    differ. `failed` says what to mend in pages that could not be made: their old ones stay."""

    pages_total: int
    pages_rendered: int = 0
    pages_written: int = 0
    pages_deleted: int = 0
    bytes_written: int = 0
    seconds: Seconds = Seconds()
    release: int | None = None
    failed: tuple[str, ...] = ()
    full: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def timed(self, timer: "Timer") -> "BuildReport":
        return replace(self, seconds=timer.seconds())


@dataclass(slots=True)
class Timer:
    """`lap` ends a part; what is measured twice is added up."""

    started: float = field(default_factory=perf_counter)
    last: float = 0.0
    laps: dict[str, float] = field(default_factory=dict)

    def lap(self, name: str) -> None:
        now = perf_counter()
        self.laps[name] = self.laps.get(name, 0.0) + now - (self.last or self.started)
        self.last = now

    def seconds(self) -> Seconds:
        return Seconds(**self.laps, total=perf_counter() - self.started)
