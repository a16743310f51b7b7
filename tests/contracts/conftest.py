"""One store of each kind, empty, under a clock that the test moves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aws_double import aws_session, new_table
from contracts.arrange import MovingClock

from shop.adapters.dynamodb_calls import dynamodb_client
from shop.adapters.dynamodb_store import DynamoDbStore
from shop.adapters.dynamodb_table import create_table
from shop.adapters.sqlite_store import SqliteStore
from shop.clock import Clock
from shop.ports import Store

MINISTACK = pytest.param("ministack", marks=pytest.mark.network)


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture(params=["sqlite", "moto", MINISTACK])
def store(request: pytest.FixtureRequest, clock: MovingClock, tmp_path: Path) -> Iterator[Store]:
    with _opened(request, clock, tmp_path) as opened:
        yield opened


@pytest.fixture(params=["sqlite", MINISTACK])
def contended_store(
    request: pytest.FixtureRequest, clock: MovingClock, tmp_path: Path
) -> Iterator[Store]:
    """Without moto, which oversells under threads."""
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

            with mock_aws(), _table(None, _moto_session(), clock) as opened:
                yield opened
        case _:
            url = request.getfixturevalue("ministack_url")
            with new_table(url, clock) as opened:
                yield opened


@contextmanager
def _table(endpoint: str | None, session: Any, clock: Clock) -> Iterator[Store]:
    name = f"shop-{uuid4().hex}"
    client = dynamodb_client(endpoint, session)
    create_table(client, name)
    store = DynamoDbStore(name, lambda: client, clock=clock)
    yield store
    client.delete_table(TableName=name)
    store.close()


@cache
def _moto_session() -> Any:
    """Made once, because it reads the description of the service, and after moto has put itself
    among the handlers that every new session gets."""
    return aws_session()
