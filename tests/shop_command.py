"""The ``shop`` command in this process, in a home of its own."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from infra.cli.main import app

SAMPLE = Path(__file__).resolve().parents[1] / "content" / "products" / "catalogue.csv"


class Shop:
    """Runs ``shop`` where ``SHOP_HOME`` says, which must be `home`."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *words: object, fails: bool = False) -> Any:
        """What it answers to a program."""
        done = CliRunner().invoke(app, [*map(str, words), "--json"])
        assert done.exit_code == (1 if fails else 0), done.output
        return json.loads(done.stdout)

    def tells(self, *words: object) -> str:
        """What a person reads."""
        return CliRunner().invoke(app, [*map(str, words)]).stderr
