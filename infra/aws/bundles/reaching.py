"""Which modules of the libraries a function can come by: read from their source, as ours are.

A library is larger than what one shop asks of it. Every import counts, at the top of a module or
inside a function; what is imported by a name that is only made at run time is listed here.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

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


def reached(files: Iterable[File], wanted: Iterable[str]) -> list[File]:
    """Those that may be needed by who imports `wanted`. Of a distribution that nobody reaches only
    machine code stays: others link to it."""
    every = list(files)
    modules = {name: each for each in every if (name := _module(each.path))}
    whole = [name for name, each in modules.items() if each.distribution in WHOLE]
    met = _follow(modules, [*wanted, *whole, *_by_name(modules)])
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


def _follow(modules: Mapping[str, File], wanted: list[str]) -> set[str]:
    """`wanted` may name what is in a module; its packages are imported before it."""
    met: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        while name:
            if name in modules and name not in met:
                met.add(name)
                waiting += _imports(modules[name].content, _package(name, modules[name].path))
            name = name.rpartition(".")[0]
    return met


def _by_name(modules: Mapping[str, File]) -> Iterator[str]:
    """Of the distributions that come along anyway."""
    for name in BY_NAME:
        folder = name.removesuffix("/")
        yield from (each for each in modules if each == folder or _is_below(each, name))


def _is_below(module: str, name: str) -> bool:
    return name.endswith("/") and module.startswith(name.replace("/", "."))


@cache
def _imports(source: bytes, package: str) -> tuple[str, ...]:
    tree = ast.parse(source)
    return tuple(name for node in statements(tree) for name in imported(node, package))


def _module(path: str) -> str:
    """Empty for what is no module in Python."""
    if not path.endswith(".py"):
        return ""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _package(module: str, path: str) -> str:
    return module if path.endswith("/__init__.py") else module.rpartition(".")[0]
