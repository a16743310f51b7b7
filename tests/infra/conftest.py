"""Shops for commands: an empty one, and one that has published the sample catalogue."""

import shutil
from pathlib import Path

import pytest
from shop_command import SAMPLE, Shop


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Nothing was ever imported."""
    monkeypatch.setenv("SHOP_HOME", str(tmp_path / "shop"))
    return Shop(tmp_path / "shop")


@pytest.fixture
def sample_shop(sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The sample shop as it is after its first release; each test has a copy."""
    home = tmp_path / "sample"
    shutil.copytree(sample_home, home)
    monkeypatch.setenv("SHOP_HOME", str(home))
    return Shop(home)


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Published once: hundreds of pages are built."""
    home = tmp_path_factory.mktemp("sample") / "shop"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHOP_HOME", str(home))
        Shop(home)("import", SAMPLE, "--publish")
    return home
