"""Pictures are worked on beside the mails, and pages are built when they have come."""

import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from factories import MOMENT, profile
from picture_lab import opens_lab

from functions.bootstrap import Services
from infra.embedded import pictures as rooms
from infra.embedded.pictures import picture_loop
from infra.embedded.worker import Worker
from shop.adapters.sqlite_store import SqliteStore
from shop.errors import PictureUnavailable
from shop.pictures.records import new_source, shown_key, source_key, waiting
from shop.ports import Fetched, Item, Store
from shop.rebuilds.service import any_waiting
from shop.rebuilds.service import waiting as marked
from shop.settings import load_settings

URL = "https://pictures.example/cup.png"
PNG = b"\x89PNG\r\n\x1a\n"


class Clock:
    now = MOMENT

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = SqliteStore(tmp_path / "shop.db")
    store.put_many([waiting(new_source(URL), MOMENT), Item(shown_key(URL, "cup"), {})])
    yield store
    store.close()


def services(store: Store, tmp_path: Path, **environ: str) -> Services:
    settings = load_settings({"SHOP_HOME": str(tmp_path), **environ})
    return Services(settings, profile(), store, Clock())


class Source:
    """One picture, as often as it is asked for."""

    def __init__(self, answer: bytes | Exception = PNG) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def fetch(self, url: str) -> Fetched:
        self.asked.append(url)
        if isinstance(self.answer, Exception):
            raise self.answer
        return Fetched(self.answer)


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Source:
    source = Source()

    monkeypatch.setattr(rooms, "open_lab", opens_lab(source))
    return source


def test_a_picture_that_comes_has_the_pages_built(
    store: Store, tmp_path: Path, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = threading.Event()
    seen: list[frozenset[str]] = []

    def build() -> None:
        seen.append(marked(store).handles)
        built.set()

    monkeypatch.setattr("infra.embedded.worker.INTERVAL", 0.01)
    worker = Worker(services(store, tmp_path), build)
    worker.start()
    assert built.wait(timeout=20)
    worker.stop()
    assert "cup" in seen[0]
    item = store.get(source_key(URL))
    assert item
    assert item.data["state"] == "stored"


def test_where_the_owner_switched_it_off_nothing_is_fetched(
    store: Store, tmp_path: Path, source: Source
) -> None:
    assert not picture_loop(services(store, tmp_path, SHOP_PICTURES="off")).step()
    assert source.asked == []
    assert not any_waiting(store)


def test_a_picture_that_does_not_come_leaves_no_mark(
    store: Store, tmp_path: Path, source: Source
) -> None:
    source.answer = PictureUnavailable("The server is away.")
    loop = picture_loop(services(store, tmp_path))
    assert loop.step(), "others may wait behind it"
    assert not loop.step()
    assert source.asked == [URL]
    assert not any_waiting(store)
