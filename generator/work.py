"""One build, as it is handed from step to step, and what stays from one to the next."""

from collections.abc import Callable
from typing import NamedTuple

from generator.editions import AnyEdition
from generator.floor import Floor
from generator.frame import Frame
from generator.remembered import Remembered
from generator.report import Timer
from generator.source import Entries
from shop.rebuilds.service import Waiting


class Ground(NamedTuple):
    """What a build of a resident process need not read again: see `Builder._ground`."""

    signature: str
    edits: int
    floor: Floor
    frame: Frame
    remembered: Remembered


Progress = Callable[[int, int], object]  # pages done, pages in all


class Work(NamedTuple):
    """One build: where it goes, what of, when it began, what is marked as changed, and which
    release of the site and which state of the store it follows."""

    edition: AnyEdition
    entries: Entries
    timer: Timer
    marks: Waiting
    signature: str
    shown: int | None
    built: str | None
    progress: Progress | None = None
