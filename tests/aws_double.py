"""AWS on 127.0.0.1 for a test run: one ministack process, shared by all tests that ask for it."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from shop.adapters.dynamodb_calls import dynamodb_client
from shop.adapters.dynamodb_store import DynamoDbStore
from shop.adapters.dynamodb_table import create_table
from shop.clock import Clock, now
from shop.ports import Store

CREDENTIALS = {
    "aws_access_key_id": "testing",
    "aws_secret_access_key": "testing",
    "region_name": "us-east-1",
}
START_SECONDS = 90
STOP_SECONDS = 10


@pytest.fixture(scope="session")
def ministack_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a fresh ministack. Its state lives as long as the test run, so whoever uses
    it gives tables, buckets and queues names of their own."""
    with ministack(tmp_path_factory.mktemp("ministack")) as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def ministack(folder: Path, **settings: str) -> Iterator[int]:
    """The port of one that keeps its files in `folder`; `settings` are more of its environment."""
    port = free_port()
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "LOG_LEVEL": "WARNING",
        **settings,
    }
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen([_command()], env=environment, stdout=output, stderr=output)
    try:
        _wait(process, port, log)
        yield port
    finally:
        _stop(process)


def aws_session() -> Any:
    """A boto3 session with credentials that are good for doubles of AWS only."""
    import boto3

    return boto3.session.Session(**CREDENTIALS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _command() -> str:
    beside = Path(sys.executable).parent / "ministack"
    command = str(beside) if beside.exists() else shutil.which("ministack")
    if command is None:
        pytest.skip("ministack is not installed")
    return command


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if _ready(port):
            return
        time.sleep(0.1)
    pytest.fail(f"ministack did not start:\n{log.read_text(errors='replace')[-2000:]}")


def _ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_ministack/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(STOP_SECONDS)


@contextmanager
def new_table(endpoint: str | None, clock: Clock = now, session: Any = None) -> Iterator[Store]:
    """A table of its own in the double, for as long as it is needed."""
    with named_table(endpoint, clock, session) as (_name, store):
        yield store


@contextmanager
def named_table(
    endpoint: str | None, clock: Clock = now, session: Any = None
) -> Iterator[tuple[str, Store]]:
    """The same with its name, for other processes to find it by."""
    client = dynamodb_client(endpoint, session or _session())
    name = f"shop-{uuid4().hex}"
    create_table(client, name)
    store = DynamoDbStore(name, lambda: client, clock=clock)
    try:
        yield name, store
    finally:
        client.delete_table(TableName=name)
        store.close()


@cache
def _session() -> Any:
    return aws_session()
