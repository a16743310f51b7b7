"""Where the benchmark works: a folder in memory, and the yardstick beside the checkout.

Catalogues, tools and stores are kept from one run to the next; what is built is thrown away. On a
disk without a journal, deleting many files makes creating others up to twenty times slower for
minutes, so the folder should lie in memory, and nothing is deleted while something is measured.
"""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
YARDSTICK = CHECKOUT.parent / "shared" / "bench" / "ssg"
BENCHMARKS = CHECKOUT / "tests" / "benchmarks"
BASE_URL = "https://shop.example.com"  # the yardstick's


@dataclass(frozen=True)
class Workshop:
    """`root` holds ssg/ (a copy of the yardstick), data/SIZE, sites/, tools/ and out/."""

    root: Path

    @cached_property
    def yardstick(self) -> Path:
        """A copy, because its scripts look for their data beside themselves."""
        copy = self.root / "ssg"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(YARDSTICK, copy, copy_function=shutil.copyfile)
        return copy

    @cached_property
    def _numbers(self) -> "count[int]":
        return count(1)

    def data(self, size: int) -> Path:
        """The catalogue of `size` products in the yardstick's shapes, made where it is missing."""
        folder = self.root / "data" / str(size)
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            markdown = ["--pelican"] if size <= 1000 else []  # plain Pelican is not asked for more
            generator = self.yardstick / "gen.py"
            words = [sys.executable, generator, str(size), folder, "--hugo-files", *markdown]
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
            (folder / "complete").touch()
        return folder

    def fresh(self, name: str) -> Path:
        """A folder that was never there before."""
        folder = self.root / "out" / f"{name}-{next(self._numbers)}"
        folder.mkdir(parents=True)
        return folder

    def sweep(self) -> None:
        """Forgets what was built so far; called between measurements only."""
        shutil.rmtree(self.root / "out", ignore_errors=True)

    def file_system(self) -> str:
        """What kind of file system the folder lies on."""
        mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
        above = [m for m in mounts if self.root.resolve().is_relative_to(m[1])]
        return max(above, key=lambda m: len(m[1]))[2]
