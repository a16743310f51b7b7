"""Jinja's expressions to Python's, folded where all parts are known."""

import operator
from abc import ABC
from collections.abc import Callable
from typing import Any

from jinja2 import nodes
from jinja2.compiler import operators
from markupsafe import Markup

from generator.templates.compiler.operations import BINARY, COMPARE, UNARY
from generator.templates.compiler.program import Program
from generator.templates.compiler.scopes import LoopRef, Place
from generator.templates.compiler.values import Code, Const, Unsupported, Value, literal
from generator.templates.runtime import concatenated

OF_DICTS = frozenset(dir(dict))


def source(value: Value) -> str:
    if isinstance(value, Const):
        return literal(value.value)
    return f"Markup({value.text})" if value.kind == "escaped" else value.text


def sure(value: Value) -> str:
    """Source of a value that goes where Jinja looks closely at undefined ones."""
    text = source(value)
    return f"sure({text})" if isinstance(value, Code) and value.may_miss else text


def folded(function: Callable[..., Any], *args: Any) -> Const:
    """Raises Unsupported where the template fails whatever the page: Jinja says how."""
    try:
        return Const(function(*args))
    except Exception as error:
        raise Unsupported(str(error)) from error


def without_stars(node: nodes.Call | nodes.Filter | nodes.Test) -> None:
    """Raises Unsupported for ``f(*args)`` and ``f(**named)``."""
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        raise Unsupported("a call with * or **")


class Expressions(ABC):
    """`value` visits a node; calls, filters and tests are `Calls`' part of the same visitor."""

    program: Program

    def value(self, node: nodes.Node, place: Place) -> Value:
        for kind in type(node).__mro__:
            visit = getattr(self, f"_{kind.__name__.lower()}", None)
            if visit is not None:
                found: Value = visit(node, place)
                return found
        raise Unsupported(f"a {type(node).__name__}")

    def careful(self, node: nodes.Node, place: Place) -> Value:
        """As `value`, where the template asks whether there is one: MISSING is an answer."""
        if isinstance(node, nodes.Getattr):
            return self._asked("attribute_or_missing", node.node, Const(node.attr), place)
        if isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Slice):
            return self._asked("item_or_missing", node.node, self.value(node.arg, place), place)
        return self.value(node, place)

    def _asked(self, how: str, node: nodes.Node, key: Value, place: Place) -> Value:
        owner = self.value(node, place)
        if isinstance(owner, Const) and isinstance(key, Const):
            raise Unsupported("asks for a part of a constant")
        return Code(f"{how}({source(owner)}, {sure(key)})", may_miss=True)

    def _const(self, node: nodes.Const, _place: Place) -> Value:
        return Const(node.value)

    def _templatedata(self, node: nodes.TemplateData, place: Place) -> Value:
        return Const(Markup(node.data) if place.escape else node.data)  # noqa: S704 - the theme's

    def _name(self, node: nodes.Name, place: Place) -> Value:
        found = place.find(node.name)
        if isinstance(found, Const | Code):
            return found
        if found is not None:
            raise Unsupported(f"{node.name} as a value")
        return self._outer(node.name, place)

    def _outer(self, name: str, place: Place) -> Value:
        """A global, or a variable of the page. A page that brings a global's name is Jinja's."""
        if name in self.program.environment.globals:
            self.program.globals.add(name)
            raise Unsupported(f"the function {name} as a value")
        if not place.context.page:
            return Code("MISSING", may_miss=True)
        if name == "lang":
            return Const(self.program.language)
        return self.program.variable(name)

    def _getattr(self, node: nodes.Getattr, place: Place) -> Value:
        if isinstance(node.node, nodes.Name):
            loop = place.find(node.node.name)
            if isinstance(loop, LoopRef):
                return _of_loop(loop, node.attr)
        owner = self.value(node.node, place)
        if isinstance(owner, Const):
            environment = self.program.environment
            found = folded(environment.getattr, owner.value, node.attr)
            if isinstance(found.value, environment.undefined):
                raise Unsupported(f"{node.attr} of a constant that has none")
            return found
        if node.attr in OF_DICTS or node.attr.startswith("__"):
            return Code(f"attribute({source(owner)}, {node.attr!r})")
        return Code(self._by_key(owner, node.attr, "attribute"))

    def _by_key(self, owner: Code, key: str, otherwise: str) -> str:
        """Views are dicts: their keys, without asking for an attribute first."""
        name = held = source(owner)
        if name in self.program.holders:
            return f"{self.program.keyed(name)}[{key!r}]"
        if not name.isidentifier():
            name, held = self.program.name(), name
            held = f"({name} := {held})"
        return f"({name}[{key!r}] if type({held}) is dict else {otherwise}({name}, {key!r}))"

    def _getitem(self, node: nodes.Getitem, place: Place) -> Value:
        owner = self.value(node.node, place)
        if isinstance(node.arg, nodes.Slice):
            return Code(f"{sure(owner)}[{self._between(node.arg, place)}]")
        key = self.value(node.arg, place)
        if isinstance(owner, Const) and isinstance(key, Const):
            return folded(operator.getitem, owner.value, key.value)
        return Code(f"{source(owner)}[{sure(key)}]")

    def _between(self, node: nodes.Slice, place: Place) -> str:
        parts = [node.start, node.stop, node.step]
        texts = ["" if part is None else sure(self.value(part, place)) for part in parts]
        return ":".join(texts if node.step is not None else texts[:2])

    def _literal(self, node: nodes.List | nodes.Tuple, place: Place) -> Value:
        items = [self.value(item, place) for item in node.items]
        make: type[Any] = list if isinstance(node, nodes.List) else tuple
        if all(isinstance(item, Const) for item in items):
            return Const(make(item.value for item in items if isinstance(item, Const)))
        inside = "".join(f"{sure(item)}, " for item in items)
        return Code(f"[{inside}]" if make is list else f"({inside})")

    _list = _tuple = _literal

    def _dict(self, node: nodes.Dict, place: Place) -> Value:
        pairs = [(self.value(i.key, place), self.value(i.value, place)) for i in node.items]
        if all(isinstance(part, Const) for pair in pairs for part in pair):
            return folded(dict, [(k.value, v.value) for k, v in pairs])  # type: ignore[union-attr]
        return Code("{" + "".join(f"{sure(k)}: {sure(v)}, " for k, v in pairs) + "}")

    def _binexpr(self, node: nodes.BinExpr, place: Place) -> Value:
        sign, function = BINARY[type(node)]
        left, right = self.value(node.left, place), self.value(node.right, place)
        if isinstance(left, Const) and isinstance(right, Const):
            return folded(function, left.value, right.value)
        return Code(f"({source(left)} {sign} {source(right)})")

    def _unaryexpr(self, node: nodes.UnaryExpr, place: Place) -> Value:
        sign, function = UNARY[type(node)]
        inner = self.value(node.node, place)
        if isinstance(inner, Const):
            return folded(function, inner.value)
        return Code(f"({sign}{source(inner)})")

    def _and(self, node: nodes.And, place: Place) -> Value:
        return self._either(node, place, "and")

    def _or(self, node: nodes.Or, place: Place) -> Value:
        return self._either(node, place, "or")

    def _either(self, node: nodes.BinExpr, place: Place, word: str) -> Value:
        left = self.value(node.left, place)
        if isinstance(left, Const):
            goes_on = bool(left.value) is (word == "and")
            return self.value(node.right, place) if goes_on else left
        right = self.value(node.right, place)
        missing = isinstance(right, Code) and right.may_miss
        return Code(f"({source(left)} {word} {source(right)})", may_miss=missing)

    def _compare(self, node: nodes.Compare, place: Place) -> Value:
        values = [self.value(part, place) for part in (node.expr, *(o.expr for o in node.ops))]
        if all(isinstance(value, Const) for value in values) and len(node.ops) == 1:
            return folded(COMPARE[node.ops[0].op], *(v.value for v in values))  # type: ignore[union-attr]
        rest = zip(node.ops, values[1:], strict=True)
        chain = "".join(f" {operators[part.op]} {source(value)}" for part, value in rest)
        return Code(f"({source(values[0])}{chain})")

    def _concat(self, node: nodes.Concat, place: Place) -> Value:
        values = [self.value(part, place) for part in node.nodes]
        if all(isinstance(value, Const) for value in values):
            parts = tuple(value.value for value in values if isinstance(value, Const))
            return folded(lambda: concatenated(parts, escape=place.escape))
        parts_source = "".join(f"{sure(value)}, " for value in values)
        return Code(f"concatenated(({parts_source}), escape={place.escape})")

    def _condexpr(self, node: nodes.CondExpr, place: Place) -> Value:
        test = self.value(node.test, place)
        if isinstance(test, Const):
            chosen = node.expr1 if test.value else node.expr2
            return _nothing() if chosen is None else self.value(chosen, place)
        first = self.value(node.expr1, place)
        second = _nothing() if node.expr2 is None else self.value(node.expr2, place)
        missing = any(isinstance(v, Code) and v.may_miss for v in (first, second))
        text = f"({source(first)} if {source(test)} else {source(second)})"
        return Code(text, may_miss=missing)

    def _marksafe(self, node: nodes.MarkSafe | nodes.MarkSafeIfAutoescape, place: Place) -> Value:
        inner = self.value(node.expr, place)
        if isinstance(inner, Const):
            return folded(Markup, inner.value)
        return Code(f"Markup({sure(inner)})")

    def _marksafeifautoescape(self, node: nodes.MarkSafeIfAutoescape, place: Place) -> Value:
        return self._marksafe(node, place) if place.escape else self.value(node.expr, place)


def _nothing() -> Code:
    return Code("NOTHING", may_miss=True, fixed=True)


def _of_loop(loop: LoopRef, attr: str) -> Value:
    index, length = loop.index, loop.length
    known = isinstance(index, Const) and isinstance(length, Const)
    i, n = source(index), source(length)
    texts = {
        "index": f"({i} + 1)",
        "index0": f"({i})",
        "revindex": f"({n} - {i})",
        "revindex0": f"({n} - {i} - 1)",
        "length": f"({n})",
        "first": f"({i} == 0)",
        "last": f"({i} + 1 == {n})",
    }
    if not known:
        return Code(texts[attr], kind="int")
    numbers = {"i": index.value, "n": length.value}  # type: ignore[union-attr]
    at, size = numbers["i"], numbers["n"]
    found = (at + 1, at, size - at, size - at - 1, size, at == 0, at + 1 == size)
    return Const(dict(zip(texts, found, strict=True))[attr])
