"""How many orders and quotes a second the embedded shop makes, durable and over HTTP.

The shop's file lies on a disk, not in memory: an order is there when it is synchronised, and what
that costs is the disk's own figure, which is measured beside it.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aws_double import free_port
from factories import checkout_body, offer, put_for_sale
from timing import Command, base_environment, run
from workshop import BENCHMARKS, CHECKOUT

from shop.adapters.sqlite_store import SqliteStore

BUDGETS = {"orders": 250, "quotes": 2000}  # a second (DESIGN.md, the measure)
SKUS = ("A", "B", "C")
PLENTY = 10**7
CONNECTIONS = 8
SYNCS = 200
Say = Callable[[str], None]


def selling(disk: Path, orders: int, rounds: int, say: Say) -> dict[str, Any]:
    """Each round in a process of its own; a rate is the best round's, since others share the
    machine, and `cpu_ms` is the processor time of one."""
    disk.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=disk) as folder:
        home = Path(folder)
        _stock(home)
        ways: dict[str, Callable[[], dict[str, Any]]] = {
            "orders, one after the other": lambda: _seller(home, "place", orders, 1),
            "orders, eight at once": lambda: _seller(home, "place", orders, 8),
            "orders, HTTP": lambda: _over_http(home, _order, orders),
            "quotes": lambda: _seller(home, "quote", orders * 4),
            "quotes, HTTP": lambda: _over_http(home, _quote, orders),
        }
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in ways}
        for number in range(rounds):
            for name, way in ways.items():
                say(f"  round {number + 1} of {rounds}: {name} …")
                (home / "shop.db").unlink()
                _stock(home)
                found[name].append(way())
        return {"syncs": _syncs(home), "ways": {name: _best(some) for name, some in found.items()}}


def _best(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    best = max(rounds, key=lambda each: each["times"] / each["seconds"])
    return {
        "rate": best["times"] / best["seconds"],
        "cpu_ms": min(each["cpu"] / each["times"] for each in rounds) * 1000,
        "rates": [each["times"] / each["seconds"] for each in rounds],
    }


def _stock(home: Path) -> None:
    store = SqliteStore(home / "shop.db")
    put_for_sale(store, *(offer(sku) for sku in SKUS), on_hand=PLENTY)
    store.close()


def _words(home: Path, task: str, *values: object) -> list[str]:
    return [sys.executable, str(BENCHMARKS / "seller.py"), task, str(home), *map(str, values)]


def _environment() -> dict[str, str]:
    return base_environment() | {"PYTHONPATH": f"{CHECKOUT}:{CHECKOUT / 'tests'}"}


def _seller(home: Path, task: str, *values: object) -> dict[str, Any]:
    done = run(Command(_words(home, task, *values), _environment(), CHECKOUT))
    found: dict[str, Any] = json.loads(done.output)
    return found


@contextmanager
def _serving(home: Path) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    port = free_port()
    with subprocess.Popen(_words(home, "serve", port), env=_environment(), cwd=CHECKOUT) as shop:
        try:
            _wait_for(port)
            yield port, shop
        finally:
            shop.terminate()


def _wait_for(port: int) -> None:
    for _try in range(600):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/api/health")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise TimeoutError("The shop did not open.")


Send = Callable[[http.client.HTTPConnection, int], int]


def _over_http(home: Path, send: Send, times: int) -> dict[str, Any]:
    """Several connections that stay open; whatever is not answered as it should be ends it."""
    with _serving(home) as (port, shop), ThreadPoolExecutor(CONNECTIONS) as pool:

        def buyer(first: int) -> Counter[int]:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            said = Counter(send(connection, n) for n in range(first, times, CONNECTIONS))
            connection.close()
            return said

        used, began = _cpu(shop.pid), time.perf_counter()
        said: Counter[int] = sum(pool.map(buyer, range(CONNECTIONS)), Counter())
        seconds, used = time.perf_counter() - began, _cpu(shop.pid) - used
    if said.total() != times or said.keys() - {200, 201}:
        raise ValueError(f"The shop answered {dict(said)}.")
    return {"times": times, "seconds": seconds, "cpu": used}


def _order(connection: http.client.HTTPConnection, number: int) -> int:
    lines = [{"sku": sku, "quantity": 1} for sku in SKUS]
    body = checkout_body(lines=lines, expected_total={"amount": 4050, "currency": "USD"})
    return _post(connection, "/api/checkout", body, {"Idempotency-Key": f"key-{number}"})


def _quote(connection: http.client.HTTPConnection, _number: int) -> int:
    lines = [{"sku": sku, "quantity": 1} for sku in SKUS]
    return _post(connection, "/api/cart", {"lines": lines, "ship_to": {"country": "VN"}}, {})


def _post(
    connection: http.client.HTTPConnection, path: str, body: Any, headers: dict[str, str]
) -> int:
    sent = {"Content-Type": "application/json", **headers}
    connection.request("POST", path, json.dumps(body), sent)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _cpu(process: int) -> float:
    """Seconds that a running process has worked."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _syncs(folder: Path) -> float:
    """How often a second the disk synchronises one page that was appended: no order is faster."""
    with (folder / "syncs").open("wb") as file:
        began = time.perf_counter()
        for _ in range(SYNCS):
            file.write(bytes(4096))
            file.flush()
            os.fdatasync(file.fileno())
        return SYNCS / (time.perf_counter() - began)
