"""Which modules of the libraries a function can come by: read from their source, as ours are.

A library is larger than what one shop asks of it. Every import counts, at the top of a module or
inside a function; what is imported by a name that is only made at run time is listed here.
"""

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple
from uuid import uuid4

from infra.aws.bundles import reading
from infra.aws.bundles.reading import imported, statements

EXTENSIONS: Final = (".so", ".pyd")
# Distributions that look their parts up by name, all over.
WHOLE: Final = frozenset({"markdown", "pydantic", "pygments", "stripe", "tzdata", "unidecode"})
# Modules that others import by a name of their making; a folder stands for all that is in it.
BY_NAME: Final = (
    "anyio._backends._asyncio",
    "docutils.languages.en",
    "docutils.parsers.rst.directives/",
    "docutils.parsers.rst.languages.en",
    "docutils.readers.standalone",
    "docutils.writers.html5_polyglot",
    "rich._unicode_data/",
)


class File(NamedTuple):
    """Of a wheel; `path` as it lies in a folder that modules are imported from."""

    distribution: str
    path: str
    content: bytes


class Imports:
    """What modules of libraries import, remembered in `folder`: to read them takes seconds, and a
    locked library stays what it is."""

    def __init__(self, folder: Path) -> None:
        ours = hashlib.sha256(Path(reading.__file__).read_bytes()).hexdigest()[:8]
        self._path = folder / f"imports-{ours}.json"
        self._known: dict[str, list[str]] = {}
        self._count = -1  # of those in the file

    def of(self, module: File) -> list[str]:
        if self._count < 0:
            self._known = _read(self._path)
            self._count = len(self._known)
        text = module.path.encode() + b"\0" + module.content
        key = hashlib.sha256(text).hexdigest()[:32]
        if key not in self._known:
            package = _package(_module(module.path), module.path)
            tree = ast.parse(module.content)
            self._known[key] = [n for node in statements(tree) for n in imported(node, package)]
        return self._known[key]

    def keep(self) -> None:
        if self._count < len(self._known):
            self._count = len(self._known)
            draft = self._path.with_suffix(f".{uuid4().hex}")
            draft.write_text(json.dumps(self._known), encoding="utf-8")
            draft.replace(self._path)


def _read(path: Path) -> dict[str, list[str]]:
    try:
        found: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # not there, or written by half
        return {}
    return found


def reached(files: Iterable[File], wanted: Iterable[str], imports: Imports) -> list[File]:
    """Those that may be needed by who imports `wanted`. Of a distribution that nobody reaches only
    machine code stays: others link to it."""
    every = list(files)
    modules = {name: each for each in every if (name := _module(each.path))}
    whole = [name for name, each in modules.items() if each.distribution in WHOLE]
    met = _follow(modules, [*wanted, *whole, *_by_name(modules)], imports)
    alive = {modules[name].distribution for name in met}
    known = {each.distribution for each in modules.values()}
    return [each for each in every if _stays(each, met, alive, known)]


def _stays(each: File, met: set[str], alive: set[str], known: set[str]) -> bool:
    module = _module(each.path)
    if module:
        return module in met
    return (
        each.distribution in alive
        or each.distribution not in known
        or each.path.endswith(EXTENSIONS)
    )


def _follow(modules: Mapping[str, File], wanted: list[str], imports: Imports) -> set[str]:
    """`wanted` may name what is in a module; its packages are imported before it."""
    met: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        while name:
            if name in modules and name not in met:
                met.add(name)
                waiting += imports.of(modules[name])
            name = name.rpartition(".")[0]
    return met


def _by_name(modules: Mapping[str, File]) -> Iterator[str]:
    """Of the distributions that come along anyway."""
    for name in BY_NAME:
        folder = name.removesuffix("/")
        yield from (each for each in modules if each == folder or _is_below(each, name))


def _is_below(module: str, name: str) -> bool:
    return name.endswith("/") and module.startswith(name.replace("/", "."))


def _module(path: str) -> str:
    """Empty for what is no module in Python."""
    if not path.endswith(".py"):
        return ""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _package(module: str, path: str) -> str:
    return module if path.endswith("/__init__.py") else module.rpartition(".")[0]
