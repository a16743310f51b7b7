"""The locked distributions as wheels for Lambda's machines, whatever machine deploys.

pip fetches them by the hashes of ``requirements.lock`` and keeps them in a folder.
"""

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from shop.errors import Misconfigured

# Amazon Linux 2023 has glibc 2.34.
GLIBC: Final = ("manylinux_2_34", "manylinux_2_28", "manylinux_2_17", "manylinux2014")
MACHINES: Final = {"arm64": "aarch64", "x86_64": "x86_64"}
_PIN: Final = re.compile(r"^([A-Za-z0-9._-]+)==[^ ]+", re.MULTILINE)


def pins(lock: Path) -> dict[str, str]:
    """The lock's lines for each distribution: version and hashes."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (line for line in text.splitlines() if _PIN.match(line))
    return {line.partition("==")[0].lower().replace("_", "-"): line for line in lines}


class Wheels:
    """`folder` keeps what was fetched; `python` is a version such as 3.13."""

    def __init__(self, folder: Path, lock: Path, python: str, architecture: str) -> None:
        self.pins = pins(lock)
        self._python = python
        self._machine = MACHINES[architecture]
        self._folder = folder / f"{python}-{architecture}"
        self._opened: dict[str, list[tuple[str, bytes]]] = {}

    def fetch(self, names: set[str]) -> None:
        """Fetches those that are not there yet. Raises Misconfigured."""
        missing = sorted(name for name in names if self._find(name) is None)
        if not missing:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        wanted = self._folder / "wanted.txt"
        lines = (self.pins[name].partition(";")[0] + _hashes(self.pins[name]) for name in missing)
        wanted.write_text("\n".join(lines) + "\n", encoding="utf-8")
        run = subprocess.run(  # noqa: S603 - our own interpreter's pip
            self._command(wanted), capture_output=True, text=True, check=False
        )
        if run.returncode:
            said = run.stderr.strip().splitlines()[-1:] or ["pip said nothing"]
            raise Misconfigured(f"The functions' libraries could not be fetched: {said[0]}")

    def files(self, name: str) -> Iterable[tuple[str, bytes]]:
        """What a fetched wheel holds; kept, since most functions want the same."""
        if name not in self._opened:
            self._opened[name] = list(self._unpacked(name))
        return self._opened[name]

    def _unpacked(self, name: str) -> Iterator[tuple[str, bytes]]:
        path = self._find(name)
        if path is None:
            raise Misconfigured(f"The wheel of {name} is missing; deploy again.")
        with zipfile.ZipFile(path) as wheel:
            for entry in wheel.infolist():
                if not entry.is_dir():
                    yield entry.filename, wheel.read(entry)

    def _find(self, name: str) -> Path | None:
        version = self.pins[name].split("==")[1].split()[0]
        stem = f"{name.replace('-', '_')}-{version}-".lower()
        found = [p for p in self._folder.glob("*.whl") if p.name.lower().startswith(stem)]
        return found[0] if found else None

    def _command(self, wanted: Path) -> list[str]:
        platforms = [f"--platform={glibc}_{self._machine}" for glibc in GLIBC]
        return [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
            *("--no-deps", "--require-hashes", "--only-binary=:all:", "--implementation=cp"),
            *(f"--python-version={self._python}", *platforms),
            *("--dest", str(self._folder), "--requirement", str(wanted)),
        ]


def _hashes(line: str) -> str:
    """A marker says on which machine a line counts; we have decided that already."""
    _, marker, rest = line.partition(";")
    return " " + " ".join(re.findall(r"--hash=\S+", rest)) if marker else ""
