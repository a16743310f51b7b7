"""Who a name belongs to, by Jinja's rules: scopes of a template, and contexts between templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from jinja2.idtracking import VAR_LOAD_UNDEFINED, Symbols

from generator.templates.compiler.body import Body
from generator.templates.compiler.values import NEVER_SET, Code, Const, Unsupported

if TYPE_CHECKING:
    from jinja2 import nodes


@dataclass(frozen=True, eq=False)
class MacroRef:
    """A macro, or the body of a call block, with the place where it was defined."""

    node: Any
    place: "Place"


@dataclass(frozen=True, eq=False)
class ModuleRef:
    """What ``{% import "x" as m %}`` gives: the names its template exports."""

    names: dict[str, "Binding"]


@dataclass(frozen=True, eq=False)
class LoopRef:
    """``loop`` where its numbers are plain variables, or known."""

    index: Const | Code
    length: Const | Code


@dataclass(frozen=True, eq=False)
class BlockRef:
    """``super`` in a block, or ``self`` (without a name)."""

    name: str = ""
    index: int = 0


Binding = Const | Code | MacroRef | ModuleRef | LoopRef | BlockRef
OF_ONE_TEMPLATE = (LoopRef, BlockRef)


class Scope:
    """The names of one frame; `symbols` is Jinja's own account of them."""

    def __init__(
        self, node: "nodes.Node | None", parent: "Scope | None" = None, **how: Any
    ) -> None:
        self.parent = parent
        outer: Symbols | None = parent.symbols if parent else None
        self.symbols: Symbols = Symbols(parent=outer)
        self.names: dict[str, Binding] = {}
        if node is not None:
            self.symbols.analyze_node(node, **how)
        for name, target in self.symbols.refs.items():
            # A name that its frame sets, but has not set yet, is undefined in the frames inside.
            load = self.symbols.loads.get(target)
            if load is not None and load[0] == VAR_LOAD_UNDEFINED:
                self.names[name] = NEVER_SET

    def find(self, name: str) -> Binding | None:
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return None


class Context:
    """What a template finds outside of its frames: names set at its top level, what the template
    that includes or imports it could see at that moment, and then the page's variables (`page` is
    False where Jinja renders it without them)."""

    def __init__(self, given: Mapping[str, Binding] | None = None, *, page: bool = True) -> None:
        self.given = given or {}
        self.page = page
        self.set: dict[str, Binding] = {}
        self.imported: set[str] = set()  # of those set: not exported again

    def find(self, name: str) -> Binding | None:
        """None for a variable of the page (or nothing, without one)."""
        if name in self.set:
            return self.set[name]
        found = self.given.get(name)
        if isinstance(found, OF_ONE_TEMPLATE):
            raise Unsupported(f"{name} handed to another template")
        return found


@dataclass(frozen=True)
class Place:
    """Where the compiler is: in which template and scope, and which body it writes."""

    body: Body
    scope: Scope
    context: Context
    template: str
    escape: bool
    top: bool = False  # at the top level of its template: names that are set are exported
    branch: bool = False  # inside an if: what is set must be set in a variable of before
    plain: bool = False  # inside {% autoescape %}: nothing that leaves the template
    blocks: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)
    path: tuple[int, ...] = ()  # macros, blocks and templates that are being written out
    again: dict[int, str] = field(default_factory=dict)  # macros that are functions here

    def at(self, **changes: Any) -> Self:
        return replace(self, **changes)

    def inner(self, scope: Scope, **changes: Any) -> Self:
        return replace(self, scope=scope, top=False, branch=False, **changes)

    def find(self, name: str) -> Binding | None:
        found = self.scope.find(name)
        return found if found is not None else self.context.find(name)

    def visible(self) -> dict[str, Binding]:
        """Every name another template gets from here, with what it stands for now."""
        found = {**self.context.given, **self.context.set}
        scopes: list[Scope] = []
        scope: Scope | None = self.scope
        while scope is not None:
            scopes.append(scope)
            scope = scope.parent
        for scope in reversed(scopes):
            found.update((n, b) for n, b in scope.names.items() if b is not NEVER_SET)
        return found

    def bind(self, name: str, binding: Binding) -> None:
        self.scope.names[name] = binding
        if self.top:
            self.context.set[name] = binding
            self.context.imported.discard(name)
