"""The worker goes on, whatever happens to it."""

import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from factories import offer, put_for_sale, request, services_over

from infra.embedded import worker as workers
from infra.embedded.worker import Worker
from shop.adapters.sqlite_store import SqliteStore
from shop.orders.service import place_order
from shop.outbox.service import depth
from shop.ports import Store
from shop.rebuilds.service import mark
from shop.rebuilds.standing import Held, held, hold, let_go
from shop.settings import load_settings


def test_it_outlives_a_rebuild_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken template is no error of the shop's own tree; mails must go out all the same."""
    monkeypatch.setattr(workers, "INTERVAL", 0.01)
    monkeypatch.setattr(workers, "AGAIN_AFTER", timedelta())
    store = SqliteStore(tmp_path / "shop.db")
    services = services_over(load_settings({"SHOP_HOME": str(tmp_path)}), store)
    put_for_sale(store, offer())
    rebuilt = threading.Semaphore(0)

    def break_off() -> None:
        rebuilt.release()
        raise KeyError("a broken template")

    worker = Worker(services, break_off)
    worker.start()
    for key in ("first", "second"):
        place_order(services.desk, request(), key)
        assert rebuilt.acquire(timeout=20), f"the worker died before the {key} order"
    deadline = time.monotonic() + 20
    while depth(store) and time.monotonic() < deadline:
        time.sleep(0.05)
    worker.stop()
    store.close()
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 4


def test_pages_that_are_held_are_not_built_until_they_are_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, rebuilt = threading.Semaphore(0), threading.Semaphore(0)

    def look(store: Store) -> Held | None:
        looked.release()
        return held(store)

    monkeypatch.setattr(workers, "INTERVAL", 0.01)
    monkeypatch.setattr(workers, "held", look)
    store = SqliteStore(tmp_path / "shop.db")
    hold(store, 1)
    mark(store, handles=["tea"])
    worker = Worker(
        services_over(load_settings({"SHOP_HOME": str(tmp_path)}), store), rebuilt.release
    )
    worker.start()
    assert looked.acquire(timeout=20)
    assert looked.acquire(timeout=20)
    assert not rebuilt.acquire(blocking=False)
    store.transact([let_go()])
    assert rebuilt.acquire(timeout=20)
    worker.stop()
    store.close()
