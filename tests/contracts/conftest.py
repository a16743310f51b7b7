"""One store of each kind, empty, under a clock that the test moves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from aws_double import aws_session, new_table
from contracts.arrange import MINISTACK, MovingClock

from shop.adapters.sqlite_store import SqliteStore
from shop.ports import Store


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture(params=["sqlite", MINISTACK])
def store(request: pytest.FixtureRequest, clock: MovingClock, tmp_path: Path) -> Iterator[Store]:
    """Also for races; moto, which oversells under threads, is in no test of them."""
    with _opened(request, clock, tmp_path) as opened:
        yield opened


@pytest.fixture
def not_with(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Skips where a double of AWS is known to differ from AWS."""

    def skip(double: str, why: str) -> None:
        if request.node.callspec.params["store"] == double:
            pytest.skip(f"{double} {why}")

    return skip


@contextmanager
def _opened(request: pytest.FixtureRequest, clock: MovingClock, tmp_path: Path) -> Iterator[Store]:
    match request.param:
        case "sqlite":
            opened: Store = SqliteStore(tmp_path / "shop.db", clock)
            yield opened
            opened.close()
        case "moto":
            from moto import mock_aws

            with mock_aws(), new_table(None, clock, _moto_session()) as opened:
                yield opened
        case _:
            url = request.getfixturevalue("ministack_url")
            with new_table(url, clock) as opened:
                yield opened


@cache
def _moto_session() -> Any:
    """Made once, because it reads the description of the service, and after moto has put itself
    among the handlers that every new session gets."""
    return aws_session()
