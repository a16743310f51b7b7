"""The owner's texts: Pelican reads and renders them, into a folder nobody else sees."""

import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from generator import desk_texts
from generator.contents import NO_TEXTS, Contents, FileTexts
from generator.failures import BuildFailed
from generator.floor import Floor
from generator.loudness import ErrorCollector
from generator.run import Run
from generator.site import Site
from shop.errors import ShopError

TEXTS = frozenset({".md", ".markdown", ".mkd", ".mdown", ".rst", ".htm", ".html"})  # to Pelican


class Texts(NamedTuple):
    """What Pelican made of them: files by path, and what other pages need to know; `contents` has
    those of the desk, too, `written` only those of files."""

    contents: Contents
    written: FileTexts
    files: dict[str, bytes]


def read_texts(site: Site, floor: Floor) -> Texts:
    """Runs Pelican over the content folder. Raises BuildFailed with every reason it gave."""
    if not any(path.suffix.lower() in TEXTS for path in site.content.rglob("*.*")):
        return Texts(desk_texts.joined(NO_TEXTS, floor.database), FileTexts(NO_TEXTS, {}, []), {})
    run = Run(site, floor)
    with tempfile.TemporaryDirectory(prefix="texts-") as folder:
        tree = Path(folder)
        _run_pelican(run, tree)
        names = (path for path in tree.rglob("*") if path.is_file())
        files = {path.relative_to(tree).as_posix(): path.read_bytes() for path in names}
    if run.contents is None or run.files is None:
        raise BuildFailed(["Pelican has read no texts."])
    return Texts(run.contents, run.files, files)


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
