"""Work shared among processes."""

import os
import signal
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from generator.crew import PAUSE, Crew, Worker, hands, share
from generator.failures import BuildFailed


class Fussy(Exception):
    """Cannot be pickled: it needs two arguments."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one)
        self.two = two


def test_answers_come_in_the_order_of_the_tasks() -> None:
    pids = share([3, 1, 2], lambda task: (task * 2, os.getpid()))
    assert [answer for answer, _pid in pids] == [6, 2, 4]
    assert len({os.getpid(), *(pid for _answer, pid in pids)}) == 4


def test_one_task_is_done_here() -> None:
    assert share(["only"], lambda _task: os.getpid()) == [os.getpid()]


@pytest.mark.parametrize("things", [0, 1, 7, 500, 4001])
@pytest.mark.parametrize("takers", [1, 3])
def test_each_thing_is_taken_once(things: int, takers: int) -> None:
    def worker() -> Worker:
        turns, size = yield PAUSE
        yield [*turns.take(range(things), size)]

    crew = Crew([worker] * takers, forked=takers > 1)
    [*_paused] = crew.hear()
    crew.tell([(crew.turns, crew.turns.share(range(things), takers))] * takers)
    taken = [*crew.hear()]
    crew.close()
    assert sorted(chain.from_iterable(taken)) == [*range(things)]


@pytest.fixture
def alone() -> Iterator[None]:
    """Whatever runs beside the tests (a double of AWS, say): afterwards it is still no more."""
    before = children()
    yield
    assert children() <= before


def children() -> set[str]:
    task = Path(f"/proc/self/task/{os.getpid()}/children")
    return set(task.read_text().split())


@pytest.mark.usefixtures("alone")
def test_what_a_process_raises_is_raised_here_and_nobody_is_left() -> None:
    def work(task: int) -> int:
        if task == 2:
            raise KeyError("two")
        return task

    with pytest.raises(KeyError, match="two"):
        share([1, 2, 3], work)


def test_an_error_that_cannot_travel_is_told_in_words() -> None:
    def work(_task: int) -> int:
        raise Fussy("one", "two")

    with pytest.raises(BuildFailed, match="Fussy: one"):
        share([1, 2], work)


@pytest.mark.usefixtures("alone")
def test_a_process_that_is_killed_is_a_failed_build_and_nobody_is_left() -> None:
    def work(task: int) -> int:
        if task == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return task

    with pytest.raises(BuildFailed, match="process that rendered pages"):
        share([1, 2], work)


@pytest.mark.parametrize("number", [1, 2])
def test_workers_pause_for_their_orders(number: int) -> None:
    def worker(name: int) -> Worker:
        yield "began", name
        order = yield PAUSE
        yield "did", name, order
        yield "last", name

    crew = Crew([lambda name=name: worker(name) for name in range(number)])
    assert sorted(crew.hear()) == [("began", name) for name in range(number)]
    crew.tell([f"order {name}" for name in range(number)])
    heard: list[Any] = sorted(crew.hear())
    assert heard == [
        *(("did", name, f"order {name}") for name in range(number)),
        *(("last", name) for name in range(number)),
    ]
    crew.close()


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("number", [1, 2])
def test_a_crew_that_is_sent_home_goes(number: int) -> None:
    def worker() -> Worker:
        while True:
            yield PAUSE

    crew = Crew([worker] * number)
    assert list(crew.hear()) == []
    crew.close()


def test_little_work_and_work_beside_other_threads_is_done_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("generator.crew.cores", lambda: 8)
    monkeypatch.setattr("generator.crew.threading.active_count", lambda: 1)
    assert (hands(10_000), hands(10), hands(10_000, possible=False)) == (8, 1, 1)
    monkeypatch.setattr("generator.crew.threading.active_count", lambda: 2)
    assert hands(10_000) == 1
