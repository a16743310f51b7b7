"""A whole shop on an address of this machine, over SQLite and over DynamoDB's double."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from aws_double import aws_session
from factories import services_over

from functions.bootstrap import Services
from infra.embedded.server import embedded_app, listen
from shop.adapters.sqlite_store import SqliteStore
from shop.ports import Store
from shop.settings import load_settings


@contextmanager
def _serving(services: Services) -> Iterator[str]:
    """The embedded shop on a free port; yields its address."""
    bound = listen(0)
    config = uvicorn.Config(
        embedded_app(services), log_level="warning", access_log=False, lifespan="off", backlog=2048
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        bound.close()


@pytest.fixture(scope="session")
def serving() -> Callable[[Services], Any]:
    """How a test opens a shop; a context manager that yields its address."""
    return _serving


@pytest.fixture(params=["sqlite", "dynamodb"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    store: Any
    if request.param == "sqlite":
        store = SqliteStore(tmp_path / "shop.db")
    else:
        from shop.adapters.dynamodb_calls import dynamodb_client
        from shop.adapters.dynamodb_store import DynamoDbStore
        from shop.adapters.dynamodb_table import create_table

        url = request.getfixturevalue("ministack_url")
        client = dynamodb_client(url, aws_session())
        name = f"shop-{uuid.uuid4().hex[:12]}"
        create_table(client, name)
        store = DynamoDbStore(name, lambda: client)
    yield store
    store.close()


@pytest.fixture
def running_shop(store: Store, tmp_path: Path) -> Iterator[str]:
    """The address of a shop over `store`, with the settings of `factories.profile`."""
    settings = load_settings({"SHOP_HOME": str(tmp_path / "shop")})
    with _serving(services_over(settings, store)) as address:
        yield address


@pytest.fixture
def at_once() -> Callable[[int, Callable[[int], Any]], list[Any]]:
    """Calls a function from many threads that start together; returns the results."""

    def run(count: int, call: Callable[[int], Any]) -> list[Any]:
        barrier = threading.Barrier(count)
        results: list[Any] = [None] * count

        def one(number: int) -> None:
            barrier.wait()
            results[number] = call(number)

        threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    return run
