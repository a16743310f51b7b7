"""A shop into which nothing but harmless words were typed, to hold others against."""

import pytest
from hostile.reading import Said
from hostile.said import said
from hostile.strings import plain


@pytest.fixture(scope="session")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Said]:
    return said(tmp_path_factory.mktemp("plain"), plain)
