"""What a long command is doing: a line that moves, on stderr, where somebody looks at a terminal.

Reading a file happens in a process of its own, so there is no number to show; a moving line says
that the command is alive. Where a number is known (products published, pages built), it is shown.
"""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress as Bars


class Progress(Protocol):
    """`stage` names what is done now; a call says how much of it is done, as far as that is known.
    One that is `counted` moves only with its numbers: then there is no thread, and processes can be
    forked. While it is `paused`, a person can be asked something."""

    def stage(self, what: str, *, counted: bool = False) -> None: ...

    def __call__(self, done: int, total: int) -> None: ...

    def paused(self) -> AbstractContextManager[None]: ...


class Silent:
    """For programs, files and pipes."""

    def stage(self, what: str, *, counted: bool = False) -> None:
        pass

    def __call__(self, done: int, total: int) -> None:
        pass

    def paused(self) -> AbstractContextManager[None]:
        return nullcontext()


class Moving:
    """One line, of the stage that the command is at; it goes when the command is done."""

    def __init__(self, bars: "Bars", *, still: bool = False) -> None:
        self._bars = bars
        self._still = still
        self._task = bars.add_task("", total=None, visible=False)

    def stage(self, what: str, *, counted: bool = False) -> None:
        self._bars.remove_task(self._task)
        self._task = self._bars.add_task(f"{what} …", total=None)
        if counted and not self._still:
            self._still = True
            self._bars.stop()
            self._bars.live.auto_refresh = False
            self._bars.start()

    def __call__(self, done: int, total: int) -> None:
        self._bars.update(self._task, completed=done, total=total, refresh=self._still)

    @contextmanager
    def paused(self) -> Iterator[None]:
        self._bars.stop()
        try:
            yield
        finally:
            self._bars.start()


@contextmanager
def progress(*, silent: bool = False, still: bool = False) -> Iterator[Progress]:
    """The line, or nothing where the command is `silent` (``--json``) or nobody looks. A `still`
    one moves only with its numbers, so that there is no thread and processes can be forked."""
    if silent or not sys.stderr.isatty():
        yield Silent()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        SpinnerColumn,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
    )
    from rich.progress import Progress as Bars

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Bars(
        *columns, console=Console(stderr=True), transient=True, auto_refresh=not still
    ) as bars:
        yield Moving(bars, still=still)


def on_terminal() -> bool:
    """Whether a person is there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()
