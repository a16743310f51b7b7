"""A disk that is full, or fails, at every so many-th write: what was said stays said.

``strace`` makes single system calls of a running shop fail; each of its threads counts its own.
"""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
from aws_double import free_port
from factories import checkout_body, offer, put_for_sale
from races.shops import Life, Nursery, ask, nursery, post
from races.stores import sqlite_place

from shop.clock import now
from shop.orders.records import idempotency_key
from shop.ports import Store
from shop.stock.ledger import set_many_on_hand
from shop.stock.movements import Fault, audit

# An order takes some forty writes and one sync. A fault at every seventh write leaves none of them
# alone, so there is a rare one too, between whose failures orders get through.
FAULTS = (
    *(f"pwrite64:error=ENOSPC:when=60+{step}" for step in range(7, 12)),
    *(f"pwrite64:error=EIO:when=60+{step}" for step in range(7, 12)),
    *(f"fdatasync,fsync:error=EIO:when=3+{step}" for step in range(7, 12)),
    "pwrite64:error=ENOSPC:when=60+331",
    "pwrite64:error=EIO:when=60+331",
)
SKU, PLENTY = "TEA-50", 10**6
BUYERS = 3
NOBODY = "http://127.0.0.1:9"  # no gateway: these orders are paid by transfer


@dataclass(frozen=True, slots=True)
class Endured:
    """`answers` are statuses and codes while the disk failed, and `after` those when it worked
    again. `unfit` are answers that are no 503 with a hint when to come back, `injected` the system
    calls that failed."""

    injected: int
    answers: Counter[str]
    after: Counter[str]
    unfit: tuple[str, ...]
    lost: tuple[str, ...]
    orders: int
    integrity: str
    faults: tuple[Fault, ...]


@dataclass
class Buyers:
    port: int
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    unfit: list[str] = field(default_factory=list)

    def order(self, keys: list[str]) -> Counter[str]:
        """What each of `keys` is told now, by several buyers at once."""
        with ThreadPoolExecutor(BUYERS) as pool:
            return Counter(pool.map(self._order, keys))

    def _order(self, key: str) -> str:
        told = ask(self.port, "/api/checkout", checkout_body(), {"Idempotency-Key": key})
        status, body, headers = told
        if status == 201:
            assert self.answers.setdefault(key, body) == body
            return "201"
        if not _fit(status, headers):
            self.unfit.append(f"{status} {body}")
        return f"{status} {body.get('code')}"


def _fit(status: int, headers: Mapping[str, str]) -> bool:
    kind = headers["Content-Type"] == "application/problem+json"
    return status == 503 and kind and headers["Retry-After"].isdigit()


def disk_fails(home: Path, fault: str, orders: int) -> Endured:
    """`orders` under `fault`, all of them again when it is over, and once more after the shop was
    killed and opened anew."""
    keys = [f"key-{number}" for number in range(orders)]
    port = free_port()
    with sqlite_place(home) as place:
        put_for_sale(place.store, offer(SKU), on_hand=0)
        set_many_on_hand(place.store, {SKU: PLENTY}, "count", "mai", now)
        with nursery(home, place, NOBODY, port) as shops:
            buyers = Buyers(port)
            injected, answers, after = _endure(shops, buyers, home, fault, keys)
            with shops.life():
                assert buyers.order(keys) == {"201": orders}
        found = len(place.store.keys(f"SKU#{SKU}", "MOVE#")) - 1  # the first is the count
        return Endured(
            injected=injected,
            answers=answers,
            after=after,
            unfit=tuple(buyers.unfit),
            lost=tuple(_lost(place.store, buyers.answers)),
            orders=found,
            integrity=_integrity(Path(place.environment["SHOP_STORE"].partition(":")[2])),
            faults=tuple(audit(place.store, [SKU])),
        )


def _endure(
    shops: Nursery, buyers: Buyers, home: Path, fault: str, keys: list[str]
) -> tuple[int, Counter[str], Counter[str]]:
    log = home / "strace.log"
    with shops.life() as life:
        post(shops.port, "/race/reconcile", {})  # it is open now
        with _failing(life, fault, log):
            answers = buyers.order(keys)
        after = buyers.order(keys)
    return len(re.findall("INJECTED", log.read_text())), answers, after


def _lost(store: Store, answers: dict[str, dict[str, Any]]) -> Iterator[str]:
    for key, answer in answers.items():
        record = store.get(idempotency_key(key))
        if record is None or record.data["answer"] != answer:
            yield key


def _integrity(path: Path) -> str:
    connection = apsw.Connection(str(path))
    said = str(connection.pragma("integrity_check"))
    connection.close()
    return said


@contextmanager
def _failing(life: Life, fault: str, log: Path) -> Iterator[None]:
    """From now on system calls of the shop fail; at the end it is left alone, and lives."""
    calls = fault.partition(":")[0]
    words = ["-f", "-o", str(log), "-e", f"trace={calls}", "-e", f"inject={fault}"]
    with subprocess.Popen(
        ["strace", *words, "-p", str(life.process)], stderr=subprocess.PIPE, text=True
    ) as strace:
        assert strace.stderr is not None
        said = strace.stderr.readline()
        assert "attached" in said, said
        try:
            yield
        finally:
            strace.terminate()


def missing() -> str:
    """Why this cannot be tried here, if so."""
    if not shutil.which("strace"):
        return "strace is not installed"
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], check=False, capture_output=True)
    return f"strace may not look: {tried.stderr.decode()}" if tried.returncode else ""
