"""Builds the whole site through Pelican and publishes what differs.

Rendered first into a folder beside the published one; published only if nothing failed.
"""

import fcntl
import logging
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from generator.failures import BuildFailed
from generator.fingerprint import fingerprint
from generator.loudness import ErrorCollector
from generator.publish import Manifest, publish
from generator.run import Run
from generator.site import Site
from generator.source import read_entries
from shop.errors import ShopError


@dataclass(frozen=True, slots=True)
class Seconds:
    plan: float = 0.0
    render: float = 0.0
    publish: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What `shop build --json` prints. Pages are HTML files; bytes are those of all files."""

    pages_total: int
    pages_rendered: int = 0
    pages_written: int = 0
    pages_deleted: int = 0
    bytes_written: int = 0
    seconds: Seconds = Seconds()
    release: str | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def build(site: Site, public: Path, *, skip_if_unchanged: bool = False) -> BuildReport:
    """Renders everything and publishes the difference into `public`.

    With `skip_if_unchanged` nothing is rendered where the published pages were made from exactly
    these inputs. Raises BuildFailed with every reason; `public` is untouched then.
    """
    started = perf_counter()
    public = public.resolve()
    public.parent.mkdir(parents=True, exist_ok=True)
    with _alone(public):
        entries = read_entries(site.store)
        inputs = fingerprint(site, entries)
        before = Manifest.of(public)
        if skip_if_unchanged and before.fingerprint == inputs and public.is_dir():
            return BuildReport(before.pages, seconds=Seconds(total=perf_counter() - started))
        read = perf_counter() - started
        with _scratch(public) as tree:
            run = Run(site, entries)
            _run_pelican(run, tree)
            rendered = perf_counter() - started
            result = publish(tree, public, inputs)
    done = perf_counter() - started
    planned = read + run.plan_seconds
    return BuildReport(
        pages_total=Manifest.of(public).pages,
        pages_rendered=run.pages_rendered + run.texts_rendered,
        pages_written=result.pages_written,
        pages_deleted=result.pages_deleted,
        bytes_written=result.bytes_written,
        seconds=Seconds(planned, rendered - planned, done - rendered, done),
    )


@contextmanager
def _alone(public: Path) -> Iterator[None]:
    """One build at a time per published folder; another waits for its turn."""
    with public.with_name(f"{public.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _scratch(public: Path) -> Iterator[Path]:
    """A folder on the same disk; those that killed builds left behind are swept away."""
    prefix = f".{public.name}.build-"
    for left_behind in public.parent.glob(f"{prefix}*"):
        shutil.rmtree(left_behind)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=public.parent) as folder:
        yield Path(folder)


def _run_pelican(run: Run, tree: Path) -> None:
    collector = ErrorCollector()
    try:
        with _guest():
            collector.attach()
            _pelican(run, tree)
    except ShopError:
        raise
    except Exception as error:
        raise BuildFailed([*collector.problems, f"{type(error).__name__}: {error}."]) from error
    finally:
        collector.detach()
    collector.raise_any()
    if not run.finished:
        raise BuildFailed(["site/pelicanconf.py does not list generator.plugin in PLUGINS."])


def _pelican(run: Run, tree: Path) -> None:
    from pelican import Pelican
    from pelican.log import console
    from pelican.settings import read_settings

    override = {
        "PATH": str(run.site.content),
        "OUTPUT_PATH": str(tree),
        "THEME": str(run.site.theme.root),
        "SITEURL": run.site.base_url,
        "SHOP_RUN": run,
    }
    quiet, console.quiet = console.quiet, True  # its summary would stand in the way of --json
    try:
        Pelican(read_settings(str(run.site.conf / "pelicanconf.py"), override)).run()
    finally:
        console.quiet = quiet


@contextmanager
def _guest() -> Iterator[None]:
    """Pelican thinks the process is its own: it changes the search path of modules and the class
    of loggers, which would swallow repeated lines of everybody else's log."""
    path, logger_class = list(sys.path), logging.getLoggerClass()
    root_class = type(logging.getLogger())
    try:
        yield
    finally:
        sys.path[:] = path
        logging.setLoggerClass(logger_class)
        logging.getLogger().__class__ = root_class
