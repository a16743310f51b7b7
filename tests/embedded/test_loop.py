"""What is done over and over goes on until it is stopped, and finishes what it has begun."""

import threading

import pytest

from infra.embedded.loop import Loop

NEVER = 3600.0  # seconds: whoever waits them out has hung


def test_it_goes_on_after_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    steps = iter([KeyError("something nobody thought of")])
    twice = threading.Event()

    def step() -> None:
        for error in steps:
            raise error
        twice.set()

    loop = Loop("mails", 0.01, step)
    loop.start()
    assert twice.wait(timeout=20), "the thread died of one failure"
    loop.stop()
    assert "mails" in caplog.text
    assert "something nobody thought of" in caplog.text


def test_where_there_is_more_to_do_it_does_not_wait() -> None:
    left = [3, 2, 1, 0]
    done = threading.Event()

    def step() -> int:
        more = left.pop(0)
        if not more:
            done.set()
        return more

    loop = Loop("pictures", NEVER, step)
    loop.start()
    assert done.wait(timeout=20)
    loop.stop()


def test_stopping_lets_the_step_under_way_finish() -> None:
    begun, asked, finished = threading.Event(), threading.Event(), threading.Event()

    def step() -> None:
        begun.set()
        asked.wait(timeout=20)
        finished.set()

    loop = Loop("mails", NEVER, step)
    loop.start()
    assert begun.wait(timeout=20)
    assert not loop.stopping
    loop.halt()
    assert not finished.is_set()
    asked.set()
    loop.stop()
    assert loop.stopping
    assert finished.is_set()


def test_one_that_was_never_started_can_be_stopped() -> None:
    loop = Loop("mails", NEVER, pytest.fail)
    loop.stop()
    loop.run()
