"""An import that dies at any moment is completed by importing the file again."""

import os
import random
import secrets
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson

from shop.adapters.sqlite_connections import Connections

PROJECT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-c", "from infra.cli.main import run; run()", "import")
SAMPLE = PROJECT / "content" / "products" / "catalogue.csv"
KILLS = 3


def importing(home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, str(SAMPLE), "--publish"],
        cwd=PROJECT,
        env={"SHOP_HOME": str(home), "PATH": os.environ["PATH"]},
        stderr=subprocess.DEVNULL,
    )


def items(connections: Connections) -> int:
    with connections.reading() as reader:
        return int(reader.execute("SELECT count(*) FROM item").get)


def content(home: Path) -> dict[tuple[str, str], Any]:
    """What shoppers and owners see: the catalogue, and of each SKU all but when and how often its
    stock was set; its movements are added up."""
    found: dict[tuple[str, str], Any] = {}
    with closing(Connections(home / "shop.db")) as connections, connections.reading() as reader:
        for pk, sk, data in reader.execute("SELECT pk, sk, data FROM item"):
            if sk.startswith("MOVE#"):
                moved = found.get((pk, "MOVES"), 0)
                found[pk, "MOVES"] = moved + orjson.loads(data)["on_hand"]
            elif sk.startswith("PRICE#"):
                price = {name: value for name, value in orjson.loads(data).items() if name != "at"}
                found[pk, "PRICES"] = [*found.get((pk, "PRICES"), []), price]
            elif pk == "CATALOGUE" or pk.startswith("SKU#"):
                found[pk, sk] = orjson.loads(data)
    return found


def test_an_import_killed_at_random_moments_ends_as_if_it_never_was(tmp_path: Path) -> None:
    seed = secrets.randbits(32)
    chance = random.Random(seed)  # noqa: S311 - picks moments to kill at
    with importing(tmp_path / "clean") as process:
        assert process.wait() == 0
    clean = content(tmp_path / "clean")
    home = tmp_path / "killed"
    kills = 0
    with closing(Connections(home / "shop.db")) as watched:
        for least in sorted(chance.randrange(len(clean)) for _ in range(KILLS)):
            with importing(home) as process:
                while process.poll() is None and items(watched) <= least:
                    time.sleep(0.02)  # counting takes the machine's time, too
                process.kill()
            kills += process.returncode != 0
    assert kills > 0, f"seed {seed}"
    with importing(home) as process:
        assert process.wait() == 0
    assert content(home) == clean, f"seed {seed}"
    offered = [data for (_, sk), data in clean.items() if sk == "STOCK"]
    assert sum(data["on_hand"] for data in offered) > 0
