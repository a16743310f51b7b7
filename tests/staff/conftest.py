"""A store with nobody at the desk, and a clock that stands until it is moved."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shop.adapters.sqlite_store import SqliteStore
from shop.ports import Store


class Hands:
    """A clock; it begins at the present, because the store knows only that."""

    def __init__(self) -> None:
        self.moment = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **span: int) -> None:
        self.moment += timedelta(**span)


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = SqliteStore(tmp_path / "shop.db")
    yield store
    store.close()
