"""The stores that races are run on: `store` for buyers who are threads, `place` for shops that are
processes of their own."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from aws_double import new_table
from races import stores

from shop.ports import Store

BOTH = ["sqlite", pytest.param("ministack", marks=pytest.mark.network)]


@pytest.fixture(params=BOTH)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened: AbstractContextManager[Store]
    if request.param == "sqlite":
        opened = stores.sqlite(tmp_path)
    else:
        opened = new_table(request.getfixturevalue("ministack_url"))
    with opened as found:
        yield found


@pytest.fixture(params=BOTH)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[stores.Place]:
    opened: AbstractContextManager[stores.Place]
    if request.param == "sqlite":
        opened = stores.sqlite_place(tmp_path)
    else:
        opened = stores.dynamodb_place(request.getfixturevalue("ministack_url"))
    with opened as found:
        yield found
