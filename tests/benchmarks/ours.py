"""Our shop in the benchmark: a checkout of its own, with the benchmark's theme and catalogue.

A shop finds its site/, content/ and theme/ beside its code. So the code as it stands is copied to
a folder that has the benchmark's; the environment's interpreter runs it from there.
"""

import hashlib
import json
import shutil
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from timing import Command, Cost, base_environment, run
from workshop import BASE_URL, BENCHMARKS, CHECKOUT, Workshop

CODE = ("shop", "generator", "functions", "infra")


@dataclass(frozen=True)
class OurShop:
    """One shop with one catalogue of `size` products."""

    workshop: Workshop
    size: int

    @cached_property
    def root(self) -> Path:
        """The checkout; made anew for each run of the benchmark, so that it is today's code."""
        root = self.workshop.root / "sites" / "ours"
        shutil.rmtree(root, ignore_errors=True)
        for room in CODE:
            unread = shutil.ignore_patterns("__pycache__")
            shutil.copytree(CHECKOUT / room, root / room, ignore=unread)
        shutil.copytree(BENCHMARKS / "theme", root / "theme")
        shutil.copytree(BENCHMARKS / "site", root / "site")
        shutil.copy(CHECKOUT / "site" / "pelicanconf.py", root / "site")
        for texts in ("announcements", "pages", "images"):
            (root / "content" / texts).mkdir(parents=True)
        return root

    @cached_property
    def store(self) -> Path:
        """The filled store: what our importer made of the catalogue."""
        path = self.workshop.root / "stores" / f"{self.size}-{filling_code()}.db"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            for outdated in path.parent.glob(f"{self.size}-*"):
                outdated.unlink()
            filling = path.with_suffix(".filling")
            run(self._program(filling, self.workshop.fresh("home"), "fill"))
            filling.rename(path)
        return path

    def own_store(self) -> Path:
        """A copy that may be changed."""
        return Path(shutil.copy(self.store, self.workshop.fresh("store") / "shop.db"))

    def build(self, store: Path, home: Path, *words: str) -> Command:
        """``shop build``, for a shop that keeps what it publishes under `home`."""
        shop = Path(sys.executable).with_name("shop")
        return Command([str(shop), "build", "--json", *words], self._environment(store, home), home)

    def full_build(self) -> Command:
        """Into an empty folder, from a store that is filled."""
        return self.build(self.store, self.workshop.fresh("ours"), "--full")

    def change_price(self, store: Path, home: Path, seed: int) -> None:
        run(self._program(store, home, "price", str(seed)))

    def resident(self, store: Path, home: Path, times: int) -> dict[str, Any]:
        """What `in_shop.warm` measures."""
        found = run(self._program(store, home, "warm", "7", str(times)))
        return report_of(found)

    def _program(self, store: Path, home: Path, task: str, *words: str) -> Command:
        program = str(BENCHMARKS / "in_shop.py")
        data = str(self.workshop.data(self.size))
        environment = self._environment(store, home)
        return Command([sys.executable, program, task, data, *words], environment, home)

    def _environment(self, store: Path, home: Path) -> dict[str, str]:
        return base_environment() | {
            "PYTHONPATH": str(self.root),
            "SHOP_HOME": str(home),
            "SHOP_STORE": f"sqlite:{store}",
            "SHOP_SITE": f"dir:{home / 'public'}",
            "SHOP_BASE_URL": BASE_URL,
        }


def filling_code() -> str:
    """A digest of what fills a store: none is kept that today's code would fill otherwise."""
    shop = CHECKOUT / "shop"
    files = [BENCHMARKS / "catalogue.py", *shop.glob("adapters/sqlite*.py")]
    for capability in ("catalogue", "pricing", "rebuilds", "stock"):
        files += sorted((shop / capability).rglob("*.py"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files))
    return digest.hexdigest()[:12]


def report_of(cost: Cost) -> dict[str, Any]:
    """The one JSON object that a command printed, after whatever it told the person."""
    found: dict[str, Any] = json.loads(cost.output[cost.output.index("{") :])
    return found
