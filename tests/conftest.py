"""Fixtures every room shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_socket

pytest_plugins = ["aws_double"]

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


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real exports and events beside the checkout; tests of them are skipped without it."""
    folder = PROJECT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not there: no real exports to read")
    return folder
