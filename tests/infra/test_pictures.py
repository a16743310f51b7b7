"""``shop import --fetch-pictures`` and ``shop worker --once``."""

import json
from pathlib import Path
from typing import Any

import pytest
from picture_lab import opens_lab
from typer.testing import CliRunner

from infra.cli import pictures
from infra.cli.main import app
from shop.errors import PictureUnavailable
from shop.ports import Fetched

GOOD, BAD = "https://pictures.example/cup.png", "https://away.example/pot.png"
ROWS = f"Handle,Title,SKU,Price,Pictures\ncup,Cup,CUP,9.00,{GOOD}\npot,Pot,POT,19.00,{BAD}\n"


class Web:
    """Sends the good picture, and nothing from the host that is away."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def fetch(self, url: str) -> Fetched:
        self.asked.append(url)
        if url == BAD:
            raise PictureUnavailable("away.example did not send it.")
        return Fetched(b"\x89PNG\r\n\x1a\n")


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Web:
    web = Web()

    monkeypatch.setenv("SHOP_HOME", str(tmp_path / "shop"))
    monkeypatch.setattr(pictures, "open_lab", opens_lab(web))
    return web


def run(*words: object) -> Any:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "table.csv").write_text(ROWS)
    return tmp_path / "table.csv"


def test_pictures_are_fetched_at_once_and_a_failure_is_a_warning(web: Web, table: Path) -> None:
    found = json.loads(
        run("import", table, "--publish", "--force", "--fetch-pictures", "--json").stdout
    )
    assert sorted(web.asked) == [BAD, GOOD]
    assert found["release"] == 1
    warned = [p for p in found["problems"] if p["code"] == "picture_waits"]
    assert [(p["severity"], p["column"]) for p in warned] == [("warning", "Pictures")]
    assert warned[0]["message"] == f"{BAD}: away.example did not send it."


def test_without_the_option_publishing_asks_nothing_of_the_web(web: Web, table: Path) -> None:
    run("import", table, "--publish", "--force", "--json")
    assert web.asked == []


def test_a_preview_asks_nothing_of_the_web(web: Web, table: Path) -> None:
    run("import", table, "--fetch-pictures", "--json")
    assert web.asked == []


def test_the_worker_does_once_what_waits(web: Web, table: Path) -> None:
    run("import", table, "--publish", "--force", "--json")
    assert "1 pictures fetched" in run("worker", "--once").stderr
    assert sorted(web.asked) == [BAD, GOOD]
    assert "0 pictures fetched" in run("worker", "--once").stderr
    assert len(web.asked) == 2


def test_the_worker_fetches_nothing_where_the_owner_says_so(
    web: Web, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_PICTURES", "off")
    run("import", table, "--publish", "--force", "--json")
    run("worker", "--once")
    assert web.asked == []
