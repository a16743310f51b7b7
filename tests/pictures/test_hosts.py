"""A host that is away is left alone, and asked again in time."""

from datetime import timedelta

from shop.pictures.hosts import FAILURES, REST, Hosts

from .conftest import A, Clock

HOST = "pictures.example"


def rested(clock: Clock, failures: int = FAILURES) -> Hosts:
    hosts = Hosts(clock)
    for _ in range(failures):
        hosts.failed(HOST)
    return hosts


def test_it_rests_after_failures_in_a_row() -> None:
    clock = Clock()
    assert rested(clock, FAILURES - 1).resting(A) is None
    assert rested(clock).resting(A) == HOST
    assert rested(clock).resting("https://other.example/a.png") is None


def test_an_answer_makes_it_forget() -> None:
    hosts = rested(Clock(), FAILURES - 1)
    hosts.answered(A)
    hosts.failed(HOST)
    assert hosts.resting(A) is None


def test_it_is_asked_again_after_a_while_and_rests_at_once_if_still_away() -> None:
    clock = Clock()
    hosts = rested(clock)
    clock.now += REST + timedelta(seconds=1)
    assert hosts.resting(A) is None
    hosts.failed(HOST)
    assert hosts.resting(A) == HOST


def test_what_is_no_address_rests_nowhere() -> None:
    assert rested(Clock()).resting("https://") is None
