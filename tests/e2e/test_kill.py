"""kill -9 at any moment: an acknowledged order is there, once, with its stock and its mails."""

import http.client
import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from factories import checkout_body, offer, on_hand, orders, put_for_sale, services_over

from shop.adapters.sqlite_store import SqliteStore
from shop.clock import now
from shop.orders.records import idempotency_key
from shop.outbox.service import depth, drain
from shop.ports import Store
from shop.settings import load_settings

ROUNDS = 5
BUYERS = 3
STOCK = 10_000
SKUS = ("A", "B", "C")

pytestmark = pytest.mark.network


class Buyer(threading.Thread):
    """Orders until there is no answer. A key without an answer is sent again by the next round."""

    def __init__(self, address: str, pending: list[str]) -> None:
        super().__init__()
        self.place = urlsplit(address).netloc
        self.pending = pending
        self.answers: dict[str, dict[str, Any]] = {}

    def run(self) -> None:
        connection = http.client.HTTPConnection(self.place, timeout=20)
        try:
            while True:
                key = self.pending[0] if self.pending else f"key-{random.getrandbits(64)}"
                self.pending[:1] = [key]
                answer = order(connection, key)
                if answer:
                    self.answers[key] = answer
                    self.pending.pop(0)
        except (OSError, http.client.HTTPException):
            connection.close()


def order(connection: http.client.HTTPConnection, key: str) -> dict[str, Any]:
    """One piece of two SKUs that follow from the key, so that the same key is the same order.
    Nothing where the shop is busy and says so: that is no acknowledgement."""
    first = sum(key.encode()) % len(SKUS)
    lines = [{"sku": SKUS[first], "quantity": 1}, {"sku": SKUS[first - 1], "quantity": 2}]
    body = checkout_body(lines=lines, expected_total={"amount": 4050, "currency": "USD"})
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    connection.request("POST", "/api/checkout", json.dumps(body), headers)
    answer = connection.getresponse()
    found: dict[str, Any] = json.loads(answer.read())
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        return {}
    assert answer.status == HTTPStatus.CREATED, found
    return found


@contextmanager
def killed_at_the_end(home: Path) -> Iterator[str]:
    """The address of a shop that gets no chance to clean up."""
    script = Path(__file__).with_name("kill_me.py")
    command = [sys.executable, str(script), str(home)]
    environment = {"PYTHONPATH": str(script.parent.parent), "PATH": ""}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as shop:
        assert shop.stdout is not None
        try:
            yield shop.stdout.readline().strip()
        finally:
            shop.kill()


def buy_until_killed(home: Path, pending: list[list[str]]) -> dict[str, dict[str, Any]]:
    with killed_at_the_end(home) as address:
        buyers = [Buyer(address, keys) for keys in pending]
        for buyer in buyers:
            buyer.start()
        while any(buyer.is_alive() and not buyer.answers for buyer in buyers):
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.3))  # noqa: S311 - no secret
    for buyer in buyers:
        buyer.join()
    return {key: answer for buyer in buyers for key, answer in buyer.answers.items()}


def check_ledger(store: Store, sold: Counter[str]) -> None:
    """Pieces on hand and held add up to the first count, and the movements say why."""
    for sku in SKUS:
        assert on_hand(store, sku) == (STOCK - sold[sku], sold[sku])
        moves = [move.data for move in store.query(f"SKU#{sku}", "MOVE#").items]
        assert sum(int(str(move["held"])) for move in moves) == sold[sku]
        assert sum(int(str(move["on_hand"])) for move in moves) == -sold[sku]


def check_mails(home: Path, store: Store, identities: list[str]) -> None:
    """Two for each order, also where the claim of a worker that was killed had to run out."""
    services = services_over(load_settings({"SHOP_HOME": str(home)}), store)
    drain(store, services.couriers, lambda: now() + timedelta(hours=1))
    assert depth(store) == 0
    events = ("order_placed", "order_placed_owner")
    wanted = sorted(f"{identity}.{event}.eml" for identity in identities for event in events)
    assert sorted(path.name for path in (home / "mail").glob("*.eml")) == wanted


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "shop.db")
    put_for_sale(store, *(offer(sku) for sku in SKUS), on_hand=STOCK)
    pending: list[list[str]] = [[] for _ in range(BUYERS)]
    answers: dict[str, dict[str, Any]] = {}
    for _round in range(ROUNDS):
        answers |= buy_until_killed(tmp_path, pending)
    assert len(answers) > ROUNDS

    found = {str(item.data["id"]): item.data for item in orders(store)}
    acknowledged = {answer["order"]["id"] for answer in answers.values()}
    unanswered = [key for keys in pending for key in keys]
    records = [store.get(idempotency_key(key)) for key in (*answers, *unanswered)]
    recorded = [record.data["answer"] for record in records if record]
    assert all(answer in recorded for answer in answers.values())
    assert sorted(answer["order"]["id"] for answer in recorded) == sorted(found)
    assert acknowledged <= set(found)

    lines = [line for data in found.values() for line in data["lines"]]
    sold: Counter[str] = Counter()
    for line in lines:
        sold[line["sku"]] += line["quantity"]
    check_ledger(store, sold)
    check_mails(tmp_path, store, list(found))
    store.close()
