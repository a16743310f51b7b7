"""kill -9 of `shop build` at any moment: the next build makes it good, index and all."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from shop.adapters.dir_site import DirSite
from shop.adapters.sqlite_store import SqliteStore

from .conftest import sell
from .samples import product, variant

PRODUCTS = 220  # enough for a build of everything to fork
# KILLS=50 looks closer than every run can.
KILLS = int(os.environ.get("KILLS", "6"))
EACH = 3  # kills, after which the site is compared with one made from nothing


@dataclass
class Shop:
    """A store, and a folder with a site made of it by the command, in a process of its own."""

    store: Path
    home: Path

    def building(self, *words: str) -> "subprocess.Popen[bytes]":
        home = {"SHOP_HOME": str(self.home), "SHOP_STORE": f"sqlite:{self.store}"}
        command = "import sys; from infra.cli.entry import run; sys.exit(run())"
        return subprocess.Popen(
            [sys.executable, "-c", command, "build", "--json", *words],
            env={**os.environ, **home, "SHOP_BASE_URL": "https://shop.example.com"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def build(self, *words: str) -> tuple[bool, float]:
        """Whether everything was built, and how many seconds it took."""
        began = time.monotonic()
        with self.building(*words) as process:
            answer, complaint = process.communicate()
        assert process.returncode == 0, complaint.decode()
        return orjson.loads(answer)["full"], time.monotonic() - began

    def kill(self, after: float, *words: str) -> None:
        with self.building(*words) as process:
            time.sleep(after)
            process.kill()  # processes that it forked find out by themselves

    def shown(self) -> Mapping[str, str]:
        """The digest of what is shown, by path."""
        site = DirSite(self.home / "public")
        try:
            return {path: kept.digest for path, kept in site.live().items()}
        finally:
            site.close()


def reprice(store: Path, number: int) -> None:
    """Of one product, as everything about it is the number."""
    opened = SqliteStore(store)
    handle = f"tea-{number % PRODUCTS}"
    sell(opened, product(handle, variants=(variant(handle.upper(), 1000 + number),)))
    opened.close()


def test_the_build_after_one_that_was_killed_shows_what_is_sold(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    store = tmp_path / "shop.db"
    opened = SqliteStore(store)
    names = [f"tea-{number}" for number in range(PRODUCTS)]
    sell(
        opened,
        *(product(name, variants=(variant(name.upper(), 900),)) for name in names),
    )
    opened.close()
    shop = Shop(store, tmp_path / "killed")
    took = {(): 0.0, ("--full",): shop.build("--full")[1]}
    reprice(store, 1)
    _full, took[()] = shop.build()
    for number in range(2, KILLS + 2):
        reprice(store, number)
        words = chance.choice([*took])
        shop.kill(chance.random() * took[words], *words)
        shop.build()
        if number % EACH == 1:
            reprice(store, number + 100)
            assert not shop.build()[0]  # the index is of use again
            fresh = Shop(store, tmp_path / f"fresh-{number}")
            fresh.build("--full")
            assert shop.shown() == fresh.shown()
