"""A function that starts looks for no garbage until it has answered."""

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from functions.registry import FUNCTIONS
from functions.starting import LAMBDA, until_answered

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


def test_the_collector_works_from_the_first_answer_on() -> None:
    handler = until_answered(lambda _event, _context: {"while": gc.isenabled()})
    assert handler({}, SimpleNamespace()) == {"while": False}
    assert gc.isenabled()
    assert handler({}, SimpleNamespace()) == {"while": True}


def test_a_crash_is_an_answer_too() -> None:
    def crash(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
        raise KeyError("no such thing")

    with pytest.raises(KeyError):
        until_answered(crash)({}, SimpleNamespace())
    assert gc.isenabled()


@pytest.mark.parametrize("name", [each.name for each in FUNCTIONS if each.endpoints])
def test_it_is_the_first_thing_that_a_handler_imports(name: str) -> None:
    lines = (ROOT / "functions" / name / "handler.py").read_text().splitlines()
    first = next(line for line in lines if line.startswith(("import ", "from ")))
    assert first.startswith("import functions.starting")


@pytest.mark.parametrize(
    ("module", "environment", "collects"),
    [
        ("functions.health.handler", {LAMBDA: "health"}, "False"),
        ("functions.health.handler", {}, "True"),
        ("infra.embedded.server", {}, "True"),
    ],
)
def test_only_a_lambda_function_waits_for_its_first_answer(
    module: str, environment: dict[str, str], collects: str
) -> None:
    code = f"import gc, {module}; print(gc.isenabled())"
    words = [sys.executable, "-c", code]
    done = subprocess.run(
        words, cwd=ROOT, env={**os.environ, **environment}, check=True, capture_output=True
    )
    assert done.stdout.decode().strip() == collects


def test_a_first_answer_loads_nothing_that_runs_threads(tmp_path: Path) -> None:
    event = {
        "version": "2.0",
        "rawPath": "/api/health",
        "rawQueryString": "",
        "headers": {"accept": "application/json"},
        "requestContext": {"http": {"method": "GET", "path": "/api/health", "sourceIp": "::1"}},
    }
    code = (
        "import sys; from functions.health.handler import handler; "
        f"print(handler({event!r}, None)['statusCode'], 'anyio._backends._asyncio' in sys.modules)"
    )
    words = [sys.executable, "-c", code]
    home = {**os.environ, "SHOP_HOME": str(tmp_path)}
    done = subprocess.run(words, cwd=ROOT, env=home, check=True, capture_output=True, text=True)
    assert done.stdout == "200 False\n"
