"""Fixtures every room shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_socket
from hypothesis import settings

from shop.adapters.sqlite_store import SqliteStore

pytest_plugins = ["aws_double"]
settings.register_profile("untimed", deadline=None)  # how fast an example is says nothing of it
settings.load_profile("untimed")

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _sockets_off(request: pytest.FixtureRequest) -> Iterator[None]:
    """A unit test that opens a connection is not one; `network` and `browser` tests say so."""
    if any(request.node.get_closest_marker(name) for name in ("network", "browser")):
        pytest_socket.enable_socket()
    else:
        pytest_socket.disable_socket(allow_unix_socket=True)
    yield
    pytest_socket.enable_socket()


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """A password's hash takes 64 MB and four cores, on purpose; tests sign in hundreds of times.
    What the shop's own hasher does is tested in tests/staff."""
    from argon2 import PasswordHasher, profiles

    cheap = PasswordHasher.from_parameters(profiles.CHEAPEST)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shop.staff.passwords._hasher", lambda: cheap)
        yield


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """An empty one in a file; rooms that need another have a fixture of that name."""
    store = SqliteStore(tmp_path / "shop.db")
    yield store
    store.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real exports and events beside the checkout; tests of them are skipped without it."""
    folder = PROJECT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not there: no real exports to read")
    return folder
