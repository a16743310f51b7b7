"""``shop pages`` as an owner types it."""

import json
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from factories import MOMENT
from typer.testing import CliRunner

from infra.cli.main import app
from shop.adapters.sqlite_store import SqliteStore
from shop.errors import Conflict, NotFound
from shop.texts.model import Draft, Words
from shop.texts.service import Editor, Place, change, create

NEWS, PAGE = Place("announcement", "kiln"), Place("page", "visit")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_HOME", str(tmp_path))
    store = SqliteStore(tmp_path / "shop.db")
    by = Editor("mai@example.com", lambda: MOMENT, UTC)
    words = {"en": Words(title="Kiln", body="Old."), "vi": Words(title="Lò", body="Mở.")}
    create(store, by, NEWS, Draft(words=words))
    words["en"] = Words(title="Kiln", body="Opens.")
    change(store, by, NEWS, Draft(words=words), seen=1, ask="publish")
    create(store, by, PAGE, Draft(words={"en": Words(title="Visit", body="[x]({filename}a.md)")}))
    store.close()


def shop(*words: str) -> Any:
    done = CliRunner().invoke(app, ["pages", *words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return json.loads(done.stdout) if "--json" in words else done.stderr


def test_they_are_listed_with_their_state() -> None:
    said = shop("list")
    assert "announcement/kiln  shown  en, vi\n    Kiln" in said
    assert "page/visit  draft  en" in said
    states = {each["handle"]: each["state"] for each in shop("list", "--json")["texts"]}
    assert states == {"kiln": "shown", "visit": "draft"}


def test_one_is_shown_with_its_versions() -> None:
    said = shop("show", "announcement/kiln")
    assert "Title: Kiln" in said
    assert "2  2026-" in said
    assert "published  mai@example.com" in said
    assert shop("show", "announcement/kiln", "--version", "1", "--json")["number"] == 1
    with pytest.raises(NotFound):
        shop("show", "announcement/none")


def test_all_are_written_as_files_and_none_over_another(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    said = shop("export", str(folder), "--json")
    names = ["announcements/kiln.en.md", "announcements/kiln.vi.md", "pages/visit.en.md"]
    assert said == {"files": names, "look_at": ["pages/visit.en.md"]}
    file = folder / "announcements" / "kiln.en.md"
    assert file.read_text(encoding="utf-8").endswith("Lang: en\n\nOpens.\n")
    assert "pages/visit.en.md" in shop("export", str(folder))
    file.write_text("Mine.", encoding="utf-8")
    with pytest.raises(Conflict, match="says something else"):
        shop("export", str(folder))
    assert file.read_text(encoding="utf-8") == "Mine."


def test_one_is_withdrawn() -> None:
    assert shop("withdraw", "announcement/kiln", "--json")["state"] == "draft"
    with pytest.raises(Conflict, match="not published"):
        shop("withdraw", "announcement/kiln")
