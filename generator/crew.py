"""Work on all cores: forked processes, because rendering is Python and holds the interpreter.

A process with several threads is not forked: another thread may hold a lock that would never be
released in the child. There the work is done in the caller, one part after the other.
"""

import os
import pickle
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, NamedTuple, TypeAlias, TypeVar

from generator.failures import BuildFailed
from generator.garbage import uncollected

T = TypeVar("T")
R = TypeVar("R")

WORTH_FORKING = 400  # things to do, below which a process costs more than it saves

PIECES = 500  # of work that is shared out: their numbers are not too many for any pipe
FEWEST = 8  # things in a piece
DIGITS = 2  # bytes of a number
NO_MORE = 0xFFFF

# What a worker yields is told to whoever hears; where it yields PAUSE it is given an order.
Worker: TypeAlias = Generator[Any, Any, None]
PAUSE = "pause"
ENDED = "ended"


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def hands(things: int, *, possible: bool = True) -> int:
    """How many processes to share that many things among."""
    alone = threading.active_count() == 1 and hasattr(os, "fork")
    return cores() if possible and alone and things >= WORTH_FORKING else 1


class Turns(NamedTuple):
    """Pieces of work that workers take as they come to them, so that none is idle while another has
    some left: numbers in a pipe, each of which is read once."""

    taken_from: int
    put_into: int

    def share(self, things: Sequence[T], takers: int) -> int:
        """How many of `things` make a piece. All who take see an end."""
        size = max(FEWEST, -(-len(things) // PIECES))
        numbers = [*range(-(-len(things) // size)), *[NO_MORE] * takers]
        os.write(self.put_into, b"".join(number.to_bytes(DIGITS) for number in numbers))
        return size

    def take(self, things: Sequence[T], size: int) -> Iterator[T]:
        """Those of `things` that nobody else takes."""
        while (number := int.from_bytes(os.read(self.taken_from, DIGITS))) != NO_MORE:
            yield from things[number * size : (number + 1) * size]


class Crew:
    """Workers side by side, each in a process of its own where there are several.

    What they yield is pickled. Raises what a worker raised, BuildFailed where its process died.
    `turns` is for work they share out among themselves.
    """

    def __init__(
        self, workers: Sequence[Callable[[], Worker]], *, forked: bool | None = None
    ) -> None:
        """`forked` also makes a process of a single worker."""
        forked = len(workers) > 1 if forked is None else forked
        self.turns = Turns(*os.pipe())
        self._ends = [*self.turns]
        self._alone = None if forked else workers[0]()
        self._children = [_fork(worker) for worker in workers] if forked else []
        self._order: Any = None

    @property
    def size(self) -> int:
        return len(self._children) or 1

    def hear(self) -> Iterator[Any]:
        """What all workers say, until each of them pauses or has ended."""
        if self._alone is not None:
            yield from self._hear_alone(self._alone)
            return
        speaking = {child.pipe: child for child in self._children}
        while speaking:
            for pipe in wait(list(speaking)):
                said = _received(speaking[pipe])  # type: ignore[index] # we gave pipes only
                if said in (PAUSE, ENDED):
                    del speaking[pipe]  # type: ignore[arg-type]
                else:
                    yield said

    def tell(self, orders: Sequence[Any]) -> None:
        """Lets each worker go on with its order."""
        self._order = orders[0]
        for child, order in zip(self._children, orders, strict=False):
            child.pipe.send(order)

    def close(self) -> None:
        """Ends all workers, wherever they are."""
        if self._alone is not None:
            self._alone.close()
        for child in self._children:
            child.pipe.close()
        for child in self._children:
            os.waitpid(child.pid, 0)
        self._children = []
        ends, self._ends = self._ends, []
        for end in ends:
            os.close(end)

    def _hear_alone(self, worker: Worker) -> Iterator[Any]:
        order, self._order = self._order, None
        try:
            said = worker.send(order)
            while said != PAUSE:
                yield said
                said = next(worker)
        except StopIteration:
            return


class _Child(NamedTuple):
    pid: int
    pipe: "Connection[Any, Any]"


def share(tasks: Sequence[T], work: Callable[[T], R]) -> list[R]:
    """`work` on each task, each in a process of its own where there are several; in their order."""

    def worker(number: int, task: T) -> Worker:
        yield number, work(task)

    crew = Crew([partial(worker, number, task) for number, task in enumerate(tasks)])
    try:
        found = dict(crew.hear())
    finally:
        crew.close()
    return [found[number] for number in range(len(tasks))]


def _fork(worker: Callable[[], Worker]) -> _Child:
    here, there = Pipe()
    pid = os.fork()
    if pid:
        there.close()
        return _Child(pid, here)
    try:
        here.close()
        with uncollected():  # a worker ends before it would pay
            _work(worker, there)
    finally:
        os._exit(0)


def _work(worker: Callable[[], Worker], pipe: "Connection[Any, Any]") -> None:
    try:
        running = worker()
        for said in running:
            while said == PAUSE:
                pipe.send(PAUSE)
                said = running.send(pipe.recv())  # noqa: PLW2901 - the answer to the order
            pipe.send(said)
    except (EOFError, BrokenPipeError):
        return  # nobody wants it any more
    except StopIteration:
        pass
    except Exception as error:  # noqa: BLE001 - it is raised again where somebody waits for it
        pipe.send(_portable(error))
        return
    pipe.send(ENDED)


def _portable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own, just made
    except Exception:  # noqa: BLE001 - an exception with arguments of its own kind
        return BuildFailed([f"{type(error).__name__}: {error}."])
    return error


def _received(child: _Child) -> Any:
    try:
        said = child.pipe.recv()
    except (EOFError, pickle.UnpicklingError, ConnectionResetError) as error:
        raise BuildFailed(["A process that rendered pages was ended from outside."]) from error
    if isinstance(said, Exception):
        raise said
    return said
