"""A store of its own for each test of coupons."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shop.adapters.sqlite_store import SqliteStore
from shop.ports import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = SqliteStore(tmp_path / "shop.db")
    yield opened
    opened.close()
