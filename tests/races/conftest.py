"""The stores of races whose shops are processes of their own."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from races import stores


@pytest.fixture(params=["sqlite", "ministack"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[stores.Place]:
    opened: AbstractContextManager[stores.Place]
    if request.param == "sqlite":
        opened = stores.sqlite_place(tmp_path)
    else:
        opened = stores.dynamodb_place(request.getfixturevalue("ministack_url"))
    with opened as found:
        yield found
