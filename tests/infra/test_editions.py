"""``shop editions``, ``shop hold`` and ``shop build --resume``."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from generator.failures import SiteHeld
from infra.cli.main import app

HEAD = "Handle,Title,SKU,Price\n"


class Shop:
    """Runs ``shop`` in a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "tea.csv"

    def __call__(self, *words: object) -> Any:
        done = CliRunner().invoke(app, [str(word) for word in words] + ["--json"])
        if done.exception:
            raise done.exception
        return json.loads(done.stdout)

    def sell(self, price: str) -> Any:
        self.file.write_text(f"{HEAD}tea,Green tea,TEA,{price}\n")
        return self("import", self.file, "--publish", "--currency", "USD")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setenv("SHOP_HOME", str(tmp_path / "shop"))
    return Shop(tmp_path)


def test_older_pages_stay_while_the_catalogue_goes_on(shop: Shop) -> None:
    first = shop.sell("4.00")
    assert first["pages"]["affected"] == first["pages"]["total"]
    shop.sell("5.00")
    assert [each["edition"] for each in shop("editions")["editions"]] == [2, 1]
    written = shop("editions")["editions"][0]["pages_written"]
    back = shop("hold", 1)
    assert (back["held"], back["pages_written"]) == (1, written)
    third = shop.sell("6.00")
    assert third["release"] == 3
    assert third["pages"]["held"].startswith("The pages are held at edition 1 since ")
    assert shop("rollback", 2)["pages"]["affected"] == 0
    with pytest.raises(SiteHeld):
        shop("build")
    found = shop("editions")
    assert (found["held"]["edition"], found["held"]["waiting"]) == (1, 1)
    assert found["editions"][0]["note"] == "Back to release 1"
    assert shop("build", "--resume")["pages_written"] > 0
    assert shop("editions")["held"] is None
    assert shop("build")["release"] is None


def test_a_person_is_told_what_is_held(shop: Shop) -> None:
    shop.sell("4.00")
    run = CliRunner().invoke
    assert "They stay until shop build --resume." in run(app, ["hold", "1"]).output
    assert "Held at 1 since " in run(app, ["editions"]).output
    shop.file.write_text(f"{HEAD}tea,Green tea,TEA,5.00\n")
    told = run(app, ["import", str(shop.file), "--publish", "--currency", "USD"]).output
    assert "shop build --resume lets them go" in told
