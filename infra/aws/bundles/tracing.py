"""What a function imports: read from the source, so that imports inside functions count too.

Running it would only show what one request happens to need. A text that is the name of a module
counts as well: that is how processes of their own are begun (``shop/children.py``). What is chosen
by a setting that a function on AWS never has (files instead of buckets) is left out by name.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path
from typing import Final, NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from functions.registry import Function
from infra.aws.bundles.reading import imported, running
from shop.errors import Misconfigured

BUILDER: Final = "generator.bootstrap"
PLUGIN: Final = "generator.plugin"  # named by site/pelicanconf.py
ROOMS: Final = ("shop", "generator", "functions")
SERVICES: Final = "functions.bootstrap"
USERS: Final = "functions"  # nobody else knows the services
SIGN_IN: Final = "/admin/sign-in"
DOTTED: Final = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)+")
# What a library uses if it is there, and ours wants to be used.
ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "pelican": ("markdown",),
    "starlette": ("python-multipart",),  # forms
}
# Adapters of the embedded shop.
ELSEWHERE: Final = frozenset(
    {
        "shop.adapters.dir_mail",
        "shop.adapters.dir_media",
        "shop.adapters.dir_site",
        "shop.adapters.smtp_mail",
        "shop.adapters.site_manifest",
        "shop.adapters.sqlite_connections",
        "shop.adapters.sqlite_orders",
        "shop.adapters.sqlite_reads",
        "shop.adapters.sqlite_store",
    }
)
# Distributions that every function could reach and only some have a use for: those that may call
# Stripe, and the one where people sign in and choose passwords.
ONLY_FOR: Final[Mapping[str, Callable[[Function], bool]]] = {
    "stripe": lambda function: "SHOP_STRIPE_KEY" in function.environment,
    "argon2-cffi": lambda function: any(e.path == SIGN_IN for e in function.endpoints),
}
# Lambda brings these, and newer ones than a lock would (developer guide, "Python runtimes").
BROUGHT: Final = frozenset(
    {"boto3", "botocore", "s3transfer", "jmespath", "python-dateutil", "six"}
)


@dataclass(slots=True)
class Traced:
    """`modules` are the shop's own, `distributions` everybody else's, by canonical name, and
    `imports` what of them is imported by the shop's own."""

    modules: dict[str, Path] = field(default_factory=dict)
    distributions: set[str] = field(default_factory=set)
    imports: set[str] = field(default_factory=set)


class Noted(NamedTuple):
    """What a piece of source imports, which names it mentions, and texts that may be modules."""

    imports: tuple[str, ...]
    mentioned: frozenset[str]
    texts: frozenset[str]


class Tracer:
    """Follows imports from one module to the next. The parts of `SERVICES` are followed only where
    somebody mentions them: that is how they are made, too."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.modules: dict[str, Path] = {}
        self.imports: set[str] = set()  # of what is not ours
        self.named: set[str] = set()  # in texts; may be modules, too
        self._mentioned: set[str] = set()
        self._parts: dict[str, Noted] = {}

    def follow(self, module: str) -> None:
        waiting = [module]
        while waiting:
            waiting += self._step(waiting.pop())
            if not waiting:
                waiting += self._wanted_parts()

    def _step(self, module: str) -> list[str]:
        if module in self.modules or module in ELSEWHERE:
            return []
        path = _file(self._root, module)
        if path is None:
            return []
        self.modules[module] = path
        package = module if path.name == "__init__.py" else module.rpartition(".")[0]
        whole, parts = _noted(path, package, divided=module == SERVICES)
        self._parts |= parts
        return [module.rpartition(".")[0], *self._take(whole)]

    def _wanted_parts(self) -> list[str]:
        wanted = [name for name in self._parts if name in self._mentioned]
        return [found for name in wanted for found in self._take(self._parts.pop(name))]

    def _take(self, noted: Noted) -> list[str]:
        """Our modules among what was noted; keeps the rest in mind."""
        self._mentioned |= noted.mentioned
        self.named |= noted.texts
        names = [*noted.imports, *filter(_is_ours, noted.texts)]
        self.imports |= {name for name in names if not _is_ours(name)}
        return [name for name in names if _is_ours(name)]


@cache  # most functions have most modules in common
def _noted(path: Path, package: str, *, divided: bool) -> tuple[Noted, Mapping[str, Noted]]:
    """Of a module and, where it is `divided`, of its parts."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parts = {n.name: n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and divided}
    own = set(map(id, parts.values()))
    each = {name: _read(part, USERS, set()) for name, part in parts.items()}
    return _read(tree, package, own), each


def _read(tree: ast.AST, package: str, without: AbstractSet[int]) -> Noted:
    names: list[str] = []
    mentioned: set[str] = set()
    texts: set[str] = set()
    for node in running(tree, without):
        if _is_of_functions(package):
            mentioned |= _mentioned(node)
        names += imported(node, package)
        texts |= _dotted(node)
    return Noted(tuple(names), frozenset(mentioned), frozenset(texts))


@cache  # a layer asks for what its functions asked for already
def trace(function: Function, root: Path) -> Traced:
    """`root` is the folder of the rooms."""
    tracer = Tracer(root)
    tracer.follow(function.handler.rpartition(".")[0])
    if BUILDER in tracer.modules:
        tracer.follow(PLUGIN)
    tops = {name.partition(".")[0] for name in tracer.imports}
    distributions = set(_with_their_own(_distributions(tops, function)))
    return Traced(tracer.modules, distributions, tracer.imports | tracer.named)


def _file(root: Path, module: str) -> Path | None:
    """None for what is a name in a module and no module."""
    if not module:
        return None
    base = root.joinpath(*module.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    return None


def _mentioned(node: ast.AST) -> set[str]:
    """The name that it is, or that it asks something for."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return {name}
    return set()


def _dotted(node: ast.AST) -> set[str]:
    """A text that may be the name of a module."""
    match node:
        case ast.Constant(value=str(text)) if DOTTED.fullmatch(text):
            return {text}
    return set()


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in ROOMS


def _is_of_functions(package: str) -> bool:
    return package.partition(".")[0] == USERS


_installed = cache(packages_distributions)  # it reads every one that is there
_requires = cache(requires)


def _distributions(tops: Iterable[str], function: Function) -> Iterator[str]:
    known = _installed()
    for top in tops:
        for name in known.get(top, ())[:1]:
            if name not in ONLY_FOR or ONLY_FOR[name](function):
                yield canonicalize_name(name)
    yield "tzdata"  # read by zoneinfo, which imports it by a text


def _with_their_own(names: Iterable[str]) -> Iterator[str]:
    """Distributions and all that those need, apart from what Lambda brings."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found or name in BROUGHT:
            continue
        found.add(name)
        yield name
        waiting += ALSO.get(name, ())
        for text in _requires(name) or ():
            wanted = Requirement(text)
            if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
                waiting.append(canonicalize_name(wanted.name))


def check_known(names: Iterable[str], locked: Iterable[str]) -> None:
    """Every distribution is pinned, or the bundle would be another one tomorrow."""
    missing = sorted(set(names) - set(locked))
    if missing:
        raise Misconfigured(f"requirements.lock does not pin {', '.join(missing)}. Run: make lock.")
