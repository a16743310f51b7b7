"""Where the work of a request is done: beside the loop of a server, on the spot in Lambda."""

import asyncio
import threading
from typing import Any

from starlette.requests import Request

from functions.apart import apart


def thread_of(scope: dict[str, Any]) -> int:
    request = Request({"type": "http", **scope})
    return asyncio.run(apart(request, threading.get_ident))


def test_a_server_goes_on_answering() -> None:
    assert thread_of({}) != threading.get_ident()


def test_a_lambda_process_has_nobody_else_to_answer() -> None:
    assert thread_of({"aws.event": {}}) == threading.get_ident()
