"""A whole shop on an address of this machine, over SQLite and over DynamoDB's double."""

import shutil
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aws_double import aws_session
from e2e.browsing import CHROMIUM, Visit, in_turn, one_chromium, opened
from factories import services_over
from serving import serving

from functions.bootstrap import Services, compose
from generator.bootstrap import open_builder
from infra.cli.catalogue import load_sample
from infra.embedded.dev import Rebuilder
from infra.embedded.server import HOST, embedded_app, listen
from infra.embedded.worker import Worker
from shop.adapters.sqlite_store import SqliteStore
from shop.ports import Store
from shop.settings import load_settings


@contextmanager
def _serving(services: Services) -> Iterator[str]:
    """The embedded shop on a free port; yields its address."""
    bound = listen(0)
    address = f"http://{HOST}:{bound.getsockname()[1]}"
    with serving(embedded_app(services), bound):
        yield address


@pytest.fixture(scope="session")
def open_shop() -> Callable[[Services], Any]:
    """How a test opens a shop; a context manager that yields its address."""
    return _serving


@pytest.fixture(scope="session")
def _sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the sample shop, built once; nobody opens it."""
    home = tmp_path_factory.mktemp("sample") / "shop"
    services = compose(load_settings({"SHOP_HOME": str(home)}))
    load_sample(services)
    with closing(services.store), closing(open_builder(services.settings, services.store)) as site:
        site.build()
    return home


@pytest.fixture(scope="session")
def sample_home(_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes homes of sample shops that are built already: copies, each for whoever asks."""

    def copy() -> Path:
        return shutil.copytree(_sample, tmp_path_factory.mktemp("copy") / "shop")

    return copy


@pytest.fixture
def sample_shop(sample_home: Callable[[], Path]) -> Iterator[tuple[Services, str]]:
    """The sample shop, built and open: its services and its address; a test may do as it likes."""
    with _standing(sample_home()) as both:
        yield both


@pytest.fixture(scope="module")
def common_shop(sample_home: Callable[[], Path]) -> Iterator[tuple[Services, str]]:
    """As `sample_shop`, one for all tests of a module."""
    with _standing(sample_home()) as both:
        yield both


@pytest.fixture
def working_shop(sample_home: Callable[[], Path]) -> Iterator[tuple[Services, str]]:
    """As `sample_shop`, with everything that works in the background."""
    services = compose(load_settings({"SHOP_HOME": str(sample_home()), "SHOP_PICTURES": "off"}))
    rebuilder = Rebuilder(services)
    worker = Worker(services, rebuilder.build, rebuilder.answer)
    worker.start()
    with _serving(services) as address:
        yield services, address
    worker.stop()
    rebuilder.stop()
    services.store.close()


@contextmanager
def _standing(home: Path) -> Iterator[tuple[Services, str]]:
    services = compose(load_settings({"SHOP_HOME": str(home)}))
    with closing(services.store), _serving(services) as address:
        yield services, address


@pytest.fixture(scope="session")
def _chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: sudo make browser")
    with one_chromium() as both:
        yield both


@pytest.fixture
def browser(_chromium: Any) -> Iterator[Any]:
    """One Chromium for all tests; each opens a context of its own."""
    with in_turn(*_chromium) as found:
        yield found


@pytest.fixture
def visit(browser: Any) -> Visit:
    """Opens a page of a shop by its address: `browsing.opened`."""
    return partial(opened, browser)


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
