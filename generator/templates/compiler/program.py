"""One page in one language while it is compiled: its functions, its names, what it relies on."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator

from generator.templates.compiler.body import Body, indented
from generator.templates.compiler.canonical import Canonical, canonical
from generator.templates.compiler.values import Code, Unsupported

MOST_INPUTS = 6
LEAST_WEIGHT = 4


@dataclass(frozen=True, slots=True)
class Opened:
    """A template as Jinja parsed it, and whether its own text escapes."""

    name: str
    tree: nodes.Template
    escape: bool


class Program:
    """Collects what `source` puts together. `language` is that of the page's ``lang``."""

    def __init__(self, environment: Environment, language: str, translations: Path) -> None:
        self.environment = environment
        self.translations = translations
        self.language = language
        self.variables: dict[str, Code] = {}  # of the page, that some template reads
        self.globals: set[str] = {"lang"}  # names a page must not bring itself
        self.holders: set[str] = set()  # names of which is asked once whether they are dicts
        self._keyed: dict[str, str] = {}
        self._functions: list[str] = []
        self._fragments: list[str] = []
        self._numbers = count()
        self._opened: dict[str, Opened] = {}

    def name(self, word: str = "t") -> str:
        """A new Python name. Python reads letters beyond ASCII alike that Jinja tells apart."""
        word = word if word.isascii() else "v"
        return f"{word}_{next(self._numbers)}"

    def variable(self, name: str) -> Code:
        """A variable of the page; undefined on pages that have none of that name."""
        if not name.isascii():
            raise Unsupported(f"the variable {name}")
        if name not in self.variables:
            self.variables[name] = Code(f"page_{name}", fixed=True, may_miss=True)
            self.holders.add(f"page_{name}")
        return self.variables[name]

    def keyed(self, holder: str) -> str:
        """The name under which what `holder` holds is read by keys; `ask` makes it that."""
        return self._keyed.setdefault(holder, f"k_{holder}")

    def ask(self, holders: Iterable[str]) -> list[str]:
        """The lines that do so, for those of `holders` that were read by keys."""
        used = ((self._keyed[holder], holder) for holder in holders if holder in self._keyed)
        return [f"{name} = {it} if type({it}) is dict else Keyed({it})" for name, it in used]

    def open(self, name: str) -> Opened:
        """Raises jinja2.TemplateError where Jinja would."""
        if name not in self._opened:
            environment = self.environment
            loader = environment.loader
            if loader is None:
                raise Unsupported("no loader")
            source, filename, _ = loader.get_source(environment, name)
            self._opened[name] = self.opened(name, environment.parse(source, name, filename))
        return self._opened[name]

    def opened(self, name: str, tree: nodes.Template) -> Opened:
        """Jinja's own generator goes over the tree too: it knows what else is no template."""
        CodeGenerator(self.environment, name, None).visit(tree)
        auto = self.environment.autoescape
        return Opened(name, tree, auto(name) if callable(auto) else auto)

    def fragment(self, inner: Body, into: Body) -> None:
        """Puts `inner` into `into`: by way of a function whose text is kept and used again where
        that may pay, or as it is. Which of them pay is found out while pages are rendered."""
        if inner.weight < LEAST_WEIGHT:
            into.add(inner)
            return
        lines = inner.finished()
        found = canonical(lines)
        if 1 <= len(found.inputs) <= MOST_INPUTS:
            self._call(self._fragment(found, lines), found.inputs, into)
        else:
            into.add(inner)

    def _fragment(self, found: Canonical, lines: Iterable[str]) -> str:
        """Named after its shape, so that a name means one thing in all programs."""
        name = f"fragment_{hashlib.sha256(found.shape.encode()).hexdigest()[:20]}"
        if name not in self._fragments:
            self._fragments.append(name)
            header = f"def {name}(append, {', '.join(found.inputs)}):"
            self._functions.extend([header, *indented(lines)])
        return name

    def _call(self, name: str, inputs: tuple[str, ...], into: Body) -> None:
        keys = [f"{i} if type({i}) is str else id({i})" for i in inputs]
        key = keys[0] if len(keys) == 1 else f"({', '.join(keys)})"
        values = ", ".join(inputs)
        kept, text = self.name("key"), self.name("kept")
        into.statement(f"if on_{name}:")
        into.lines.append(f"    {kept} = {key}")
        into.lines.append(f"    {text} = get_{name}({kept})")
        into.lines.append(f"    if {text} is None:")
        into.lines.append(f"        {text} = fill_{name}({kept}, {name}, ({values},))")
        into.lines.append(f"    append({text}[0])")
        into.lines.append("else:")
        into.lines.append(f"    {name}(append, {values})")
        into.weight += 1

    def source(self, body: Body) -> str:
        """The program: `page(view)` gives the page in UTF-8, or raises."""
        body.flush()
        reads = [f"page_{name} = get({name!r}, MISSING)" for name in sorted(self.variables)]
        page = [
            "def page(view):",
            "    get = view.get",
            f"    if get('lang') != {self.language!r} or not RESERVED.isdisjoint(view):",
            "        raise GiveUp",
            *indented([*reads, *self.ask(f"page_{name}" for name in sorted(self.variables))]),
            "    out = []",
            "    append = out.append",
            *indented(body.lines),
            "    return b''.join(out)",
        ]
        reserved = ", ".join(repr(name) for name in sorted(self.globals - {"lang"}))
        return "\n".join(
            [
                f"RESERVED = frozenset(({reserved}{',' if reserved else ''}))",
                f"FRAGMENTS = {self._fragments!r}",
                *self._functions,
                *page,
                "",
            ]
        )
