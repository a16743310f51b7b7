"""A shop and its payment gateway as processes of their own, which a race may kill."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from races.mortal import Doom
from races.stores import Place

TESTS = Path(__file__).resolve().parent.parent
ACCOUNT = {"SHOP_STRIPE_KEY": "sk_test_races", "SHOP_STRIPE_WEBHOOK_SECRET": "whsec_races"}
SECRET = {"SHOP_SECRET": "0123456789abcdef0123456789abcdef"}
PATIENCE = 120  # seconds that anybody waits for an answer


class Nursery:
    """Lets one shop live after another. Its address is `port` for all of them."""

    def __init__(self, port: int, process: "subprocess.Popen[str]") -> None:
        self.port = port
        self._process = process

    @contextmanager
    def life(self, doom: Doom | None = None) -> Iterator["Life"]:
        """A shop, which is killed at the end unless its doom was faster."""
        self._tell(json.dumps(asdict(doom) if doom else None))
        word, _, number = self._hear().partition(" ")
        assert word == "alive"
        life = Life(int(number))
        watch = threading.Thread(target=self._wait, args=(life,))
        watch.start()
        try:
            yield life
        finally:
            life.kill()
            watch.join()

    def _wait(self, life: "Life") -> None:
        said = self._hear()
        life.over.set()
        assert said == "dead", said

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


class Life:
    def __init__(self, process: int) -> None:
        self.over = threading.Event()
        self.process = process

    def kill(self) -> None:
        if not self.over.is_set():
            with suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)


@contextmanager
def nursery(home: Path, place: Place, gateway: str, port: int, **more: str) -> Iterator[Nursery]:
    """`gateway` is the address of its API, `more` further settings."""
    script = TESTS / "races" / "shop_nursery.py"
    environment = {
        **_environment(home, port),
        **place.environment,
        "SHOP_STRIPE_API": gateway,
        **more,
    }
    with (home / "shops.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, str(script), str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environment,
        )
    with process:
        yield Nursery(port, process)
        assert process.stdin is not None
        process.stdin.close()


@contextmanager
def gateway(home: Path, shop: int, cut: float, drop: float, seed: int) -> Iterator[str]:
    """The address of a payment gateway that tells the shop at that port what happens."""
    words = ["-m", "infra.embedded.gateway"]
    rates = ["--cut", str(cut), "--drop", str(drop), "--seed", str(seed)]
    with (home / "gateway.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *words, *rates],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=_environment(home, shop),
        )
    with process:
        assert process.stdout is not None
        said = dict(process.stdout.readline().strip().split("=", 1) for _ in range(3))
        try:
            yield said["SHOP_STRIPE_API"]
        finally:
            process.terminate()


def _environment(home: Path, port: int) -> dict[str, str]:
    address = {"SHOP_HOME": str(home), "SHOP_BASE_URL": f"http://127.0.0.1:{port}"}
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    paths = {"PYTHONPATH": str(TESTS), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**kept, **paths, **address, **ACCOUNT, **SECRET}


def ask(
    port: int, path: str, body: Any, headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, Any], Mapping[str, str]]:
    """Status, JSON and headers of a POST. Raises OSError or HTTPException where no whole answer
    comes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        sent = {"Content-Type": "application/json", "Connection": "close", **(headers or {})}
        connection.request("POST", path, json.dumps(body), sent)
        answer = connection.getresponse()
        content = answer.read()
        return answer.status, json.loads(content), answer.headers
    except json.JSONDecodeError:  # cut amid its headers, which http.client takes for their end
        raise http.client.IncompleteRead(content) from None
    finally:
        connection.close()


def post(
    port: int, path: str, body: Any, headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    status, answer, _headers = ask(port, path, body, headers)
    return status, answer


NO_ANSWER = (OSError, http.client.HTTPException)
