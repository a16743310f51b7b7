"""``set`` in its forms, and the variables that branches share."""

from abc import abstractmethod
from collections.abc import Iterator

from jinja2 import nodes

from generator.templates.compiler.body import Body
from generator.templates.compiler.expressions import source, sure
from generator.templates.compiler.macros import Macros
from generator.templates.compiler.scopes import Place, Scope
from generator.templates.compiler.values import Code, Const, Unsupported, Value


class Assignments(Macros):
    """What changes what a name stands for."""

    @abstractmethod
    def show_value(self, value: Value, place: Place) -> None:
        """Puts out a value; `Statements` knows how."""

    def make_room(self, node: nodes.If, place: Place) -> None:
        """A variable for each name that a branch sets: it keeps its value where none does."""
        if place.branch:
            return  # the outermost if has made them
        for name in dict.fromkeys(_set_in(node)):
            before = place.find(name)
            if before is None and name in self.program.environment.globals:
                raise Unsupported(f"sets {name}, sometimes")
            if before is None:
                known = place.context.page
                before = self.program.variable(name) if known else Code("MISSING", may_miss=True)
            if not isinstance(before, Const | Code):
                raise Unsupported(f"sets {name}, sometimes")
            held = self.program.name(f"v_{name}")
            place.body.flush()
            place.body.assign(held, source(before))
            place.bind(name, Code(held, may_miss=True))

    def set(self, name: str, value: Value, place: Place) -> None:
        if name == "lang":
            raise Unsupported("sets the language")
        if not place.branch:
            place.bind(name, self.keep(name, value, place))
            return
        slot = place.scope.names.get(name)
        if not isinstance(slot, Code) or slot.fixed:
            raise Unsupported(f"sets {name} in an unexpected place")
        place.body.statement(f"{slot.text} = {source(value)}")

    def _write_assign(self, node: nodes.Assign, place: Place) -> None:
        if isinstance(node.target, nodes.Name):
            self.set(node.target.name, self.value(node.node, place), place)
            return
        if not isinstance(node.target, nodes.Tuple) or place.branch:
            raise Unsupported("sets a part of something")
        targets = [part for part in node.target.items if isinstance(part, nodes.Name)]
        if len(targets) < len(node.target.items):
            raise Unsupported("sets a part of something")
        held = [self.program.name(f"v_{part.name}") for part in targets]
        place.body.lines.append(f"{', '.join(held)}, = {sure(self.value(node.node, place))}")
        for part, name in zip(targets, held, strict=True):
            self.set(part.name, Code(name, fixed=True), place)

    def captured(self, statements: list[nodes.Node], place: Place, scope: Scope) -> Value:
        """What statements put out, as a value."""
        inner = place.inner(scope, body=Body())
        self.write(statements, inner)
        text = inner.body.constant
        kind = "escaped" if place.escape else "str"
        if text is not None:
            return Code(repr(text), kind=kind)
        return self.gathered(inner.body, place, kind)

    def _write_assignblock(self, node: nodes.AssignBlock, place: Place) -> None:
        if node.filter is not None or not isinstance(node.target, nodes.Name):
            raise Unsupported("a set block with a filter")
        value = self.captured(node.body, place, Scope(node, place.scope))
        self.set(node.target.name, value, place)

    def _write_filterblock(self, node: nodes.FilterBlock, place: Place) -> None:
        inner = self.captured(node.body, place, Scope(node, place.scope))
        held = self.program.name()
        place.body.assign(held, source(inner))
        subject = nodes.Name("\0filtered", "load")
        scope = Scope(None, place.scope)
        scope.names["\0filtered"] = Code(held, fixed=True)
        wrapped = _with_subject(node.filter, subject)
        self.show_value(self.value(wrapped, place.inner(scope)), place)


def branches_of(node: nodes.If) -> Iterator[tuple[nodes.Node | None, list[nodes.Node]]]:
    yield node.test, node.body
    for other in node.elif_:
        yield other.test, other.body
    if node.else_:
        yield None, node.else_


def _set_in(node: nodes.If) -> Iterator[str]:
    """The names that branches set in the frame of the if itself."""
    for _, statements in branches_of(node):
        for inner in statements:
            if isinstance(inner, nodes.If):
                yield from _set_in(inner)
            elif isinstance(inner, nodes.Assign | nodes.AssignBlock):
                names = [inner.target, *inner.target.find_all(nodes.Name)]
                yield from (name.name for name in names if isinstance(name, nodes.Name))
            elif isinstance(inner, nodes.Macro | nodes.Import | nodes.FromImport):
                raise Unsupported("a macro that is there sometimes")


def _with_subject(node: nodes.Filter, subject: nodes.Expr) -> nodes.Filter:
    inner = subject if node.node is None else _with_subject(node.node, subject)  # type: ignore[arg-type]
    return nodes.Filter(inner, *(getattr(node, f) for f in nodes.Filter.fields[1:]))
