"""What the function does that fetches and draws pictures, minute by minute."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from picture_lab import opens_lab

from functions.bootstrap import Services, compose
from functions.pictures import handler as pictures
from infra.cli.catalogue import ImportOrder, import_files
from infra.cli.progress import Silent
from shop.ports import Fetched
from shop.settings import load_settings

ROWS = """Handle,Title,SKU,Price,Pictures
cup,Cup,CUP-1,7.00,https://away.example/cup.png
pot,Pot,POT-1,9.00,https://away.example/pot.png
"""
MINUTES = SimpleNamespace(get_remaining_time_in_millis=lambda: 200_000)
MOMENTS = SimpleNamespace(get_remaining_time_in_millis=lambda: 2_000)


class Web:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def fetch(self, url: str) -> Fetched:
        self.asked.append(url)
        return Fetched(b"\x89PNG\r\n\x1a\n" + url.encode())


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def services(tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """A shop whose new catalogue names two pictures elsewhere."""
    settings = load_settings({"SHOP_HOME": str(tmp_path / "shop")})
    file = tmp_path / "table.csv"
    file.write_text(ROWS)
    import_files(settings, ImportOrder([file], publish=True, force=True), Silent())
    made = compose(settings)
    made.__dict__["lab"] = opens_lab(web)(made)
    monkeypatch.setattr(pictures, "bootstrap", lambda: made)
    yield made
    made.store.close()


def test_pictures_that_wait_are_fetched_until_none_does(services: Services, web: Web) -> None:
    assert pictures.handler({}, MINUTES)["tried"] >= 2
    assert len(web.asked) == 2
    assert pictures.handler({}, MINUTES) == {"tried": 0}
    assert len(list(services.media.names())) == 2


def test_nothing_is_begun_that_could_not_be_finished(services: Services, web: Web) -> None:
    assert pictures.handler({}, MOMENTS) == {"tried": 0}
    assert web.asked == []
    assert services.lab
