"""``for``: counted by plain variables, and written out where the values are few and known."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from jinja2 import nodes

from generator.templates.compiler.body import Body
from generator.templates.compiler.expressions import source
from generator.templates.compiler.scopes import LoopRef, Place, Scope
from generator.templates.compiler.statements import Statements
from generator.templates.compiler.values import Code, Const, Unsupported, Value

FEW = 12
COUNTED = frozenset({"index", "index0", "revindex", "revindex0", "length", "first", "last"})


class Loops(Statements):
    """Loops in a frame of their own for each round, as Jinja has them."""

    def _write_for(self, node: nodes.For, place: Place) -> None:
        if node.recursive or any(n.ctx == "store" for n in _loops_named(node)):
            raise Unsupported("a recursive loop, or one that sets loop")
        values = self.value(node.iter, place)
        known = self._known_rounds(node, values, place) if isinstance(values, Const) else None
        if known is not None:
            self._write_out(node, known, place)
        else:
            self._write_loop(node, values, place)

    def _known_rounds(self, node: nodes.For, values: Const, place: Place) -> list[object] | None:
        """The values of a loop that can be written out."""
        known = _few(values)
        if known is None or not all(_fits(node.target, value) for value in known):
            return None
        if node.test is None:
            return known
        chosen = []
        for value in known:
            scope = Scope(node, place.scope, for_branch="test")
            scope.names.update(_taken(node.target, value))
            test = self.value(node.test, place.inner(scope, body=Body()))
            if not isinstance(test, Const):
                return None
            chosen.extend([value] if test.value else [])
        return chosen

    def _write_out(self, node: nodes.For, values: list[object], place: Place) -> None:
        for number, value in enumerate(values):
            scope = Scope(node, place.scope, for_branch="body")
            scope.names.update(_taken(node.target, value))
            if _uses_loop(node.body):
                scope.names["loop"] = LoopRef(Const(number), Const(len(values)))
            self.write(node.body, place.inner(scope))
        if not values:
            self.write(node.else_, place.inner(_else_scope(node, place)))

    def _write_loop(self, node: nodes.For, values: Value, place: Place) -> None:
        uses = _uses_loop(node.body)
        plain = uses <= COUNTED
        text = source(values)
        if node.test is not None:
            text = self._chosen(node, text, place)
        elif (uses and plain) or node.else_:
            held = self.program.name("list")
            place.body.assign(held, f"listed({text})")
            text = held
        scope = Scope(node, place.scope, for_branch="body")
        inner = place.inner(scope, body=Body())
        target = self._target(node.target, scope)
        holders = target.replace(",", " ").split()
        if not uses:
            header = f"for {target} in {text}:"
        elif plain:
            number = self.program.name("number")
            scope.names["loop"] = LoopRef(Code(number), Code(f"len({text})"))
            header = f"for {number}, {target} in enumerate({text}):"
        else:
            loop = self.program.name("loop")
            scope.names["loop"] = Code(loop, fixed=True)
            header = f"for {target}, {loop} in loop_context({text}):"
        self.program.holders.update(holders)
        self.write(node.body, inner)
        inner.body.lines[:0] = self.program.ask(holders)
        into = Body()
        into.weight = 2
        into.block(header, inner.body)
        if node.else_:
            other = place.inner(_else_scope(node, place), body=Body())
            self.write(node.else_, other)
            into.block(f"if not {text}:", other.body)
        self._put(node, values, into, place)

    def _put(self, node: nodes.For, values: Value, into: Body, place: Place) -> None:
        """A loop over a variable of the page may be over what many pages share."""
        of_page = isinstance(values, Code) and values.text.startswith("page_")
        if of_page and node.test is None and not node.else_:
            self.program.fragment(into, place.body)
        else:
            place.body.add(into)

    def _chosen(self, node: nodes.For, text: str, place: Place) -> str:
        """The list of those values that the loop's test lets through."""
        held = self.program.name("list")
        scope = Scope(node, place.scope, for_branch="test")
        target = self._target(node.target, scope)
        test_place = place.inner(scope, body=Body())
        assert node.test is not None  # noqa: S101 - looked at by the caller
        test = source(self.value(node.test, test_place))
        if test_place.body.lines:
            raise Unsupported("a macro's text in the test of a loop")
        place.body.assign(held, "[]")
        chosen = target if isinstance(node.target, nodes.Name) else f"({target})"
        place.body.lines.append(f"for {target} in {text}:")
        place.body.lines.append(f"    if {test}: {held}.append({chosen})")
        return held

    def _target(self, target: nodes.Node, scope: Scope) -> str:
        """New names for what the loop assigns."""
        if isinstance(target, nodes.Name):
            name = self.program.name(f"v_{target.name}")
            scope.names[target.name] = Code(name, fixed=True)
            return name
        if not isinstance(target, nodes.Tuple):
            raise Unsupported("a loop that sets a part of something")
        return "".join(f"{self._target(item, scope)}, " for item in target.items)


def _few(values: Const) -> list[object] | None:
    """Raises Unsupported where Jinja fails to go through them."""
    try:
        found = list(islice(values.value, FEW + 1))
    except TypeError as error:
        raise Unsupported(str(error)) from error
    return found if len(found) <= FEW else None


def _fits(target: nodes.Node, value: object) -> bool:
    """Whether a known value can be taken apart as the loop takes it apart."""
    if isinstance(target, nodes.Name):
        return True
    if not isinstance(target, nodes.Tuple) or not isinstance(value, list | tuple):
        return False
    return len(target.items) == len(value) and all(map(_fits, target.items, value))


def _taken(target: nodes.Node, value: Any) -> dict[str, Const]:
    """What each name of the loop stands for in one round."""
    if isinstance(target, nodes.Name):
        return {target.name: Const(value)}
    found: dict[str, Const] = {}
    for item, part in zip(target.iter_child_nodes(), value, strict=True):
        found.update(_taken(item, part))
    return found


def _else_scope(node: nodes.For, place: Place) -> Scope:
    return Scope(node, place.scope, for_branch="else")


def _uses_loop(statements: Iterable[nodes.Node]) -> set[str]:
    """What is asked of ``loop``; ``""`` where it is used as a value. Loops inside have their own,
    but their lists are asked of this one."""
    found: set[str] = set()
    pending: list[nodes.Node] = list(statements)
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Getattr) and _is_loop(node.node):
            found.add(node.attr)
        elif _is_loop(node):
            found.add("")
        elif isinstance(node, nodes.For):
            pending.extend(node.iter_child_nodes(exclude=("body",)))
        else:
            pending.extend(node.iter_child_nodes())
    return found


def _loops_named(node: nodes.Node) -> list[nodes.Name]:
    return [name for name in node.find_all(nodes.Name) if name.name == "loop"]


def _is_loop(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "loop"
