"""``shop guestbook`` as an owner types it."""

import json
from pathlib import Path
from typing import Any

import pytest
from factories import MOMENT
from typer.testing import CliRunner

from infra.cli.main import app
from shop.adapters.sqlite_store import SqliteStore
from shop.errors import NotFound
from shop.guestbook.model import Draft
from shop.guestbook.service import write


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_HOME", str(tmp_path))
    store = SqliteStore(tmp_path / "shop.db")
    write(store, Draft(name="Hoa", text="Lovely\ntea", language="vi"), "E1", lambda: MOMENT)
    store.close()


def shop(*words: str) -> Any:
    done = CliRunner().invoke(app, ["guestbook", *words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return json.loads(done.stdout) if "--json" in words else done.stderr


def test_an_entry_goes_its_way() -> None:
    assert "Hoa\n    Lovely\n    tea" in shop("list")
    assert shop("approve", "E1", "--json")["state"] == "published"
    assert shop("reply", "E1", "Thank you", "--json")["reply"] == "Thank you"
    assert "→ Thank you" in shop("list", "--state", "published")
    assert shop("withdraw", "E1", "--json")["text"] == ""
    assert "There are none." in shop("list", "--state", "published")


def test_an_entry_is_declined() -> None:
    assert "E1 is declined" in shop("decline", "E1")
    (entry,) = shop("list", "--state", "declined", "--json")["entries"]
    assert entry["history"][0]["actor"] == "command line"


def test_an_entry_that_is_not_there_is_named() -> None:
    with pytest.raises(NotFound):
        shop("approve", "nobody")
