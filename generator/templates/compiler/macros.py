"""Macros, blocks and call blocks: written out where they are called, so that text next to text
becomes one; as a function of the program where a value is needed or a macro calls itself."""

from abc import abstractmethod

from jinja2 import nodes

from generator.templates.compiler.body import Body, indented
from generator.templates.compiler.expressions import source, without_stars
from generator.templates.compiler.filters import Filters
from generator.templates.compiler.scopes import BlockRef, MacroRef, Place, Scope
from generator.templates.compiler.values import NEVER_SET, Code, Const, Unsupported, Value

SPECIAL = frozenset({"varargs", "kwargs"})
DEEPEST = 40


class Macros(Filters):
    """Calls whose text the program holds itself."""

    @abstractmethod
    def write(self, statements: list[nodes.Node], place: Place) -> None:
        """The statements one after the other; `Statements` knows them."""

    def keep(self, name: str, value: Value, place: Place) -> Value:
        """A value under a name that will not change."""
        if isinstance(value, Const) or (value.fixed and value.kind != "escaped"):
            return value
        held = self.program.name(f"v_{name}")
        place.body.assign(held, source(value))
        return Code(held, fixed=True, may_miss=value.may_miss, kind=_stays(value.kind))

    def write_macro(
        self, macro: MacroRef, node: nodes.Call, place: Place, caller: MacroRef | None = None
    ) -> None:
        """`{{ macro(…) }}` where the page escapes as the macro does, or does not escape."""
        if id(macro.node) in place.again:
            place.body.statement(self._again(macro, node, place, place.again[id(macro.node)]))
            return
        if id(macro.node) in place.path:
            raise Unsupported("macros that call each other")
        if _calls_itself(macro.node) and caller is None:
            self._write_recursive(macro, node, place)
            return
        inner = self._entered(macro, node, place, caller)
        self.write(macro.node.body, inner)
        self.program.fragment(inner.body, place.body)

    def _write_recursive(self, macro: MacroRef, node: nodes.Call, place: Place) -> None:
        """A function that calls itself, with what the macro is given as its parameters."""
        name = self.program.name("macro")
        scope = Scope(macro.node, macro.place.scope)
        taken = [self.program.name(f"v_{arg.name}") for arg in macro.node.args]
        for arg, held in zip(macro.node.args, taken, strict=True):
            scope.names[arg.name] = Code(held, fixed=True, may_miss=True)
        path, again = (*place.path, id(macro.node)), {**place.again, id(macro.node): name}
        inner = macro.place.inner(scope, body=Body(), path=path, again=again, blocks={})
        self.write(macro.node.body, inner)
        whole = Body()
        whole.weight = inner.body.weight
        whole.lines.append(f"def {name}({', '.join(['append', *taken])}):")
        whole.lines.extend(indented(inner.body.finished() or ["pass"]))
        whole.statement(self._again(macro, node, place, name))
        self.program.fragment(whole, place.body)

    def _again(self, macro: MacroRef, node: nodes.Call, place: Place, name: str) -> str:
        """The call of a macro's function, with all its parameters."""
        names, given, named = self._given(macro, node, place)
        defaults = dict(zip(reversed(names), reversed(macro.node.defaults), strict=False))
        values = ["append", *(source(value) for value in given)]
        for parameter in names[len(given) :]:
            other = defaults.get(parameter, nodes.Const(None))
            if not isinstance(other, nodes.Const) or place.plain:
                raise Unsupported("a default of a macro that calls itself")
            undefined = NEVER_SET if parameter not in defaults else Const(other.value)
            values.append(source(named.get(parameter, undefined)))
        return f"{name}({', '.join(values)})"

    def _given(
        self, macro: MacroRef, node: nodes.Call, place: Place
    ) -> tuple[list[str], list[Value], dict[str, Value]]:
        """The macro's parameters; what they are given by place and by name."""
        names = [arg.name for arg in macro.node.args]
        given = [self.value(arg, place) for arg in node.args]
        named = {pair.key: self.value(pair.value, place) for pair in node.kwargs}
        if len(given) > len(names) or not set(named) <= set(names[len(given) :]):
            raise Unsupported("arguments that the macro does not name")
        without_stars(node)
        if {*names_in(macro.node.body), *names} & SPECIAL or "caller" in names:
            raise Unsupported("varargs, kwargs or caller as a parameter")
        return names, given, named

    def _entered(
        self, macro: MacroRef, node: nodes.Call, place: Place, caller: MacroRef | None
    ) -> Place:
        """The inside of a macro with its parameters bound; evaluated where it is called."""
        if place.plain or len(place.path) > DEEPEST:
            raise Unsupported("a macro inside of autoescape")
        defined = macro.place
        scope = Scope(macro.node, defined.scope)
        body = Body()
        path = (*place.path, id(macro.node))
        inner = defined.inner(scope, body=body, path=path, again=place.again, blocks={})
        self._bind(macro, node, place, inner)
        if caller is not None:
            scope.names["caller"] = caller
        return inner

    def _bind(self, macro: MacroRef, node: nodes.Call, place: Place, inner: Place) -> None:
        names, given, named = self._given(macro, node, place)
        defaults = dict(zip(reversed(names), reversed(macro.node.defaults), strict=False))
        for name, value in [*zip(names, given, strict=False), *named.items()]:
            inner.scope.names[name] = self.keep(name, value, place)
        for name in names[len(given) :]:
            if name not in named:
                inner.scope.names[name] = self._default_of(name, defaults, inner, place)

    def _default_of(
        self, name: str, defaults: dict[str, nodes.Expr], inner: Place, place: Place
    ) -> Value:
        if name not in defaults:
            return NEVER_SET
        return self.keep(name, self.value(defaults[name], inner.at(body=place.body)), place)

    def macro_value(self, macro: MacroRef, node: nodes.Call, place: Place) -> Value:
        """A function, for where the text is needed as a value, and for macros that call
        themselves; what it reads it finds around itself."""
        kind = self._kind_of_text(macro, place)
        if id(macro.node) in place.path or _calls_itself(macro.node):
            raise Unsupported("the text of a macro that calls itself, as a value")
        inner = self._entered(macro, node, place, None)
        self.write(macro.node.body, inner)
        text = inner.body.constant
        if text is not None:
            return Code(repr(text), kind=kind)
        return self.gathered(inner.body, place, kind)

    def _kind_of_text(self, macro: MacroRef, place: Place) -> str:
        """What Jinja makes of a macro's text where it is called (the theme's EscapingContext)."""
        if not place.escape or macro.place.escape:
            return "escaped" if place.escape else "str"
        context_class = self.program.environment.context_class
        if not getattr(context_class, "escapes_plain_macros", False):
            raise Unsupported("plain text that Jinja takes for markup")
        return "str"

    def gathered(self, inner: Body, place: Place, kind: str) -> Code:
        """What a body puts out, as a value: a function that reads what is around it."""
        name, out = self.program.name("text"), self.program.name("out")
        place.body.lines.append(f"def {name}():")
        lines = [f"{out} = []", f"append = {out}.append", *inner.finished()]
        place.body.lines.extend(indented([*lines, f"return b''.join({out}).decode()"]))
        return Code(f"{name}()", kind=kind)

    def write_block(self, block: BlockRef, place: Place) -> None:
        """The block of that name at `index` of those that override it (0: what a page shows)."""
        owners = place.blocks.get(block.name, [])
        if place.plain or len(owners) <= block.index:
            raise Unsupported(f"the block {block.name}, which is not there")
        template, node = owners[block.index]
        if id(node) in place.path:
            raise Unsupported("a block inside of itself")
        scope = Scope(node)
        scope.names["self"] = BlockRef()
        scope.names["super"] = BlockRef(block.name, block.index + 1)
        inner = place.inner(scope, template=template, path=(*place.path, id(node)))
        self.write(node.body, inner)


def _stays(kind: str) -> str:
    """What is held under a name was made a value: markup is Markup then."""
    return "" if kind == "escaped" else kind


def names_in(statements: list[nodes.Node]) -> set[str]:
    return {name.name for part in statements for name in part.find_all(nodes.Name)}


def _calls_itself(macro: nodes.Macro | nodes.CallBlock) -> bool:
    name = getattr(macro, "name", None)
    calls = (call.node for part in macro.body for call in part.find_all(nodes.Call))
    return any(isinstance(target, nodes.Name) and target.name == name for target in calls)
