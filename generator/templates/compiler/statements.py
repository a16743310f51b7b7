"""Jinja's statements to Python's, text merged with text as far as nothing stands between."""

import re
from collections.abc import Iterator
from typing import Any

from jinja2 import nodes
from markupsafe import escape

from generator.templates.compiler.assignments import Assignments, branches_of
from generator.templates.compiler.body import Body
from generator.templates.compiler.expressions import source
from generator.templates.compiler.macros import names_in
from generator.templates.compiler.scopes import BlockRef, MacroRef, Place, Scope
from generator.templates.compiler.values import Code, Const, Unsupported, Value
from generator.templates.compiler.words import Parts

OF_VIEW = re.compile(r"k_\w+(?:\['\w+'\])+")  # read by keys alone: the same wherever it is read
Branch = tuple[Value | None, Body]


class Statements(Assignments):
    """Everything but loops and what leads into other templates."""

    def write(self, statements: list[nodes.Node], place: Place) -> None:
        for node in statements:
            visit = getattr(self, f"_write_{type(node).__name__.lower()}", None)
            if visit is None:
                raise Unsupported(f"a {type(node).__name__}")
            visit(node, place)

    def _write_output(self, node: nodes.Output, place: Place) -> None:
        for part in node.nodes:
            self.show(part, place)

    def show(self, node: nodes.Expr, place: Place) -> None:
        """Puts out what an expression gives, escaped where the template escapes."""
        if isinstance(node, nodes.TemplateData):
            place.body.text(node.data)
        elif isinstance(node, nodes.CondExpr):
            self._show_either(node, place)
        elif not (isinstance(node, nodes.Call) and self._show_call(node, place)):
            self.show_value(self.value(node, place), place)

    def _show_call(self, node: nodes.Call, place: Place) -> bool:
        """True where the call was written out."""
        callee = self.callee(node, place)
        if isinstance(callee, MacroRef):
            if place.escape and not callee.place.escape:
                return False
            self.write_macro(callee, node, place)
            return True
        if isinstance(callee, BlockRef):
            if node.args or node.kwargs:
                raise Unsupported("a block with arguments")
            self.write_block(callee, place)
            return True
        parts = self.phrase(node, place)
        self._show_parts(parts or [], place.body)
        return parts is not None

    def _show_parts(self, parts: Parts, body: Body) -> None:
        for is_text, text in parts:
            if is_text:
                body.text(text)
            else:
                held = self.program.name()
                body.assign(held, text)
                body.shown(held)

    def show_value(self, value: Value, place: Place) -> None:
        if isinstance(value, Const):
            place.body.text(str(escape(value.value) if place.escape else value.value))
        elif place.escape and _is_whole_variable(value):
            place.body.statement(f"append(encoded({value.text}))")
            place.body.weight += 1
        elif value.text != "NOTHING":
            self._show_code(value, place)

    def _show_code(self, value: Code, place: Place) -> None:
        """A part of a view that is shown again is not escaped again."""
        body, held = place.body, value.text
        if place.escape and OF_VIEW.fullmatch(held):
            if held not in body.written:
                name, body.written[held] = self.program.name(), self.program.name("text")
                body.assign(name, held)
                body.assign(body.written[held], _string(name, value.kind, escape=True))
            body.shown(body.written[held])
            return
        if not (value.fixed and held.isidentifier()):
            held = self.program.name()
            body.assign(held, value.text)
        body.shown(_string(held, value.kind, escape=place.escape))

    def _show_either(self, node: nodes.CondExpr, place: Place) -> None:
        test = self.value(node.test, place)
        if isinstance(test, Const):
            chosen = node.expr1 if test.value else node.expr2
            if chosen is not None:
                self.show(chosen, place)
            return
        branches: list[Branch] = []
        for condition, part in ((test, node.expr1), (None, node.expr2)):
            body = Body()
            if part is not None:
                self.show(part, place.at(body=body, branch=True))
            branches.append((condition, body))
        self._decide(branches, place.body)

    def _write_if(self, node: nodes.If, place: Place) -> None:
        branches: list[Branch] = []
        for test, statements in self._possible(node, place):
            if test is None and not branches:
                self.write(statements, place)
                return
            if not branches:
                self.make_room(node, place)
            branches.append((test, Body()))
            self.write(statements, place.at(body=branches[-1][1], branch=True))
        if branches:
            self._decide(branches, place.body)

    def _possible(
        self, node: nodes.If, place: Place
    ) -> Iterator[tuple[Value | None, list[nodes.Node]]]:
        """The branches that may be taken; the last has no test where one of them always is."""
        for test_node, statements in branches_of(node):
            test = Const(value=True) if test_node is None else self.value(test_node, place)
            if not isinstance(test, Const):
                yield test, statements
            elif test.value:
                yield None, statements
                return

    def _decide(self, branches: list[Branch], into: Body) -> None:
        """An if; or, where each branch is only text, a piece of text that is chosen."""
        chosen = _chosen_text(branches)
        if chosen is not None:
            held = self.program.name()
            into.assign(held, chosen)
            into.shown(held)
            return
        word = "if"
        for test, body in branches:
            header = "else:" if test is None else f"{word} {source(test)}:"
            into.block(header, body)
            word = "elif"

    def _write_with(self, node: nodes.With, place: Place) -> None:
        scope = Scope(node, place.scope)
        for target, expression in zip(node.targets, node.values, strict=True):
            if not isinstance(target, nodes.Name):
                raise Unsupported("with a part of something")
            value = self.keep(target.name, self.value(expression, place), place)
            scope.names[target.name] = value
        self.write(node.body, place.inner(scope))

    def _write_scope(self, node: nodes.Scope, place: Place) -> None:
        self.write(node.body, place.inner(Scope(node, place.scope)))

    def _write_scopedevalcontextmodifier(self, node: Any, place: Place) -> None:
        """``{% autoescape %}``."""
        for option in node.options:
            wanted = self.value(option.value, place)
            if option.key != "autoescape" or not isinstance(wanted, Const):
                raise Unsupported("autoescape by what the page brings")
            place = place.at(escape=bool(wanted.value), plain=True)
        self.write(node.body, place)

    def _write_macro(self, node: nodes.Macro, place: Place) -> None:
        if place.branch or place.plain:
            raise Unsupported("a macro that is there sometimes")
        place.bind(node.name, MacroRef(node, place))

    def _write_callblock(self, node: nodes.CallBlock, place: Place) -> None:
        macro = self.callee(node.call, place)
        if not isinstance(macro, MacroRef) or (place.escape and not macro.place.escape):
            raise Unsupported("a call block of what is no macro")
        if "caller" not in names_in(macro.node.body):
            raise Unsupported("a macro that takes no caller")
        self.write_macro(macro, node.call, place, MacroRef(node, place))


def _is_whole_variable(value: Code) -> bool:
    """A variable of the page: often markup, and the longest there is."""
    return value.fixed and not value.kind and value.text.startswith("page_")


def _string(held: str, kind: str, *, escape: bool) -> str:
    """The string that is put out for a value under a name."""
    if kind in {"escaped", "int"}:
        return held
    if not escape:
        return held if kind == "str" else f"str({held})"
    if kind == "str":
        return f"E({held})"
    return f"E({held}) if type({held}) is str else escaped({held})"


def _chosen_text(branches: list[Branch]) -> str | None:
    """One text or another, by the only test there is."""
    tests = [test for test, _ in branches if test is not None]
    texts = [repr(body.constant) for _, body in branches if body.constant is not None]
    if len(tests) != 1 or len(texts) < len(branches):
        return None
    first, other = [*texts, "''"][:2]
    return f"{first} if {source(tests[0])} else {other}"
