"""A store without mails, and the theme of the shop."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shop.adapters.sqlite_store import SqliteStore
from shop.ports import Store


@pytest.fixture
def mail_store(tmp_path: Path) -> Iterator[Store]:
    store = SqliteStore(tmp_path / "shop.db")
    yield store
    store.close()
