"""The ``shop`` command as its owner types it: a process of its own, in a checkout of its own, with
an account in a double of AWS.

Run as a script, this is the command itself, save that zips which another process has made of the
same files are not pressed again.
"""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra_aws import PLAN
from lambda_emulator import CACHE

PROJECT = Path(__file__).resolve().parents[1]
ROOMS = ("shop", "functions", "generator", "infra", "site", "theme", "content")
BESIDE = ("requirements.lock", "pyproject.toml")
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
# The double runs functions on this machine.
OURS = {"region": PLAN.region, "alarms": PLAN.alarms, "architecture": "x86_64"}


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    shown: str  # to programs
    told: str  # to the person

    @property
    def json(self) -> Any:
        return json.loads(self.shown)


class Owner:
    """`folder` gets the checkout, and the shop of this machine; `more` is of the environment."""

    def __init__(self, folder: Path, endpoint: str, **more: str) -> None:
        self.home = folder / "home"
        self.checkout = folder / "checkout"
        self.environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            "PYTHONPATH": f"{self.checkout}:{PROJECT / 'tests'}",
            "SHOP_HOME": str(self.home),
            "SHOP_AWS_ENDPOINT": endpoint,
            **CREDENTIALS,
            **more,
        }
        self._check_out()
        self.settle()

    def _check_out(self) -> None:
        for room in ROOMS:
            shutil.copytree(PROJECT / room, self.checkout / room)
        for name in BESIDE:
            shutil.copy(PROJECT / name, self.checkout / name)
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "wheels").symlink_to(CACHE / "wheels")

    def settle(self, **changed: str) -> None:
        """Writes site/aws.toml."""
        lines = [f'{name} = "{value}"' for name, value in {**OURS, **changed}.items()]
        text = "\n".join(lines)
        tomllib.loads(text)
        (self.checkout / "site/aws.toml").write_text(text, encoding="utf-8")

    def forget_where_it_was(self) -> None:
        """What this machine knows of the shop on AWS."""
        shutil.rmtree(self.home / "aws", ignore_errors=True)

    def begin(self, *words: str, **more: str) -> subprocess.Popen[str]:
        """A command that goes on."""
        return subprocess.Popen(
            [sys.executable, "-P", __file__, *words],
            cwd=self.checkout,
            env={**self.environment, **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *words: str, code: int = 0, **more: str) -> Ran:
        """What a command says when it is done, which is to end with `code`."""
        process = self.begin(*words, **more)
        shown, told = process.communicate()
        assert process.returncode == code, f"{shown}\n{told}"
        return Ran(process.returncode, shown, told)


def main() -> None:
    from kept_bundles import Zipped

    from infra.aws.bundles.bundle import Bundle
    from infra.cli.entry import run

    Bundle.content = Zipped.content  # type: ignore[assignment]
    run()


if __name__ == "__main__":
    main()
