"""``shop admin``: the first owner gets in by what the command prints."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from functions.bootstrap import compose
from infra.cli.admin import app
from shop.settings import load_settings
from shop.staff import audit, service


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHOP_HOME", str(tmp_path))
    monkeypatch.setenv("SHOP_BASE_URL", "https://shop.example")
    return tmp_path


def run(*words: str) -> dict[str, str]:
    result = CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    printed: dict[str, str] = json.loads(result.stdout)
    return printed


@pytest.mark.usefixtures("home")
def test_the_first_owner_and_a_forgotten_password() -> None:
    printed = run("add", "hoa@example.com", "--role", "owner", "--name", "Hoa")
    start = "https://shop.example/admin/welcome?token="
    assert printed["link"].startswith(start)
    store = compose(load_settings()).store
    service.use_link(store, printed["link"].removeprefix(start), "several words of mine")
    again = run("link", "hoa@example.com")["link"].removeprefix(start)
    assert service.person_of_link(store, again).name == "Hoa"
    assert run("list")["staff"] == [
        {"email": "hoa@example.com", "name": "Hoa", "role": "owner", "active": True}
    ]
    done = [(each.what, each.outcome) for each in audit.entries(store)[0]]
    assert done == [("shop admin link", "done"), ("shop admin add", "done")]
    store.close()
