"""A store in which one message waits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import MOMENT
from outbox.arrange import ask, at

from shop.adapters.sqlite_store import SqliteStore
from shop.ports import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = SqliteStore(tmp_path / "shop.db", at(MOMENT))
    ask(store, "O1")
    yield store
    store.close()
