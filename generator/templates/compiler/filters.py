"""Filters and tests: folded, written as Python where that is the same, or left to Jinja."""

from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.filters import FILTERS
from jinja2.nodes import EvalContext
from jinja2.tests import TESTS
from jinja2.utils import _PassArg

from generator.templates.compiler.calls import Calls
from generator.templates.compiler.expressions import folded, source, sure, without_stars
from generator.templates.compiler.scopes import Place
from generator.templates.compiler.values import Code, Const, Unsupported, Value

# Of Jinja's own, those that give the same for the same every time.
CONSTANT = frozenset(
    [
        "abs",
        "capitalize",
        "count",
        "d",
        "default",
        "e",
        "escape",
        "first",
        "float",
        "forceescape",
        "format",
        "int",
        "join",
        "last",
        "length",
        "list",
        "lower",
        "replace",
        "reverse",
        "round",
        "safe",
        "sort",
        "string",
        "striptags",
        "title",
        "tojson",
        "trim",
        "truncate",
        "unique",
        "upper",
        "urlencode",
    ]
)
SIMPLE = {
    "length": "len({})",
    "count": "len({})",
    "list": "list({})",
    "string": "soft({})",
    "striptags": "without_tags({})",
    "tojson": "as_json({})",
    "safe": "Markup({})",
    "e": "Markup(escaped({}))",
    "escape": "Markup(escaped({}))",
    "upper": "soft({}).upper()",
    "lower": "soft({}).lower()",
    "trim": "soft({}).strip()",
    "int": "as_int({})",
    "select": "selected({})",
    "reject": "selected({}, wanted=False)",
}
# By name and number of arguments.
ESCAPING = {("join", 0): "joined", ("join", 1): "joined", ("replace", 2): "replaced"}
BY_TRUTH = {("selectattr", 1): True, ("rejectattr", 1): False}
FORMATTED = {("format", number) for number in range(1, 9)}
TESTED = {
    "none": "({} is None)",
    "mapping": "is_mapping({})",
    "string": "isinstance({}, str)",
}


class Filters(Calls):
    """The last part of the visitor of expressions."""

    def _filter(self, node: nodes.Filter, place: Place) -> Value:
        without_stars(node)
        if node.node is None:
            raise Unsupported("a filter of a block")
        function = self.program.environment.filters.get(node.name)
        if function is not FILTERS.get(node.name):
            return self._of_theme(node, place)
        if node.name in {"default", "d"}:
            return self._default(node, place)
        subject = self.value(node.node, place)
        known = self._known(node, subject, place)
        if known is not None:
            return known
        text = self._written(node, subject, place) or self._by_jinja(function, node, subject, place)
        return Code(text, kind="int" if text.startswith("len(") else "")

    def _known(self, node: nodes.Filter, subject: Value, place: Place) -> Const | None:
        args = [self.value(arg, place) for arg in node.args]
        named = {str(pair.key): self.value(pair.value, place) for pair in node.kwargs}
        values = (subject, *args, *named.values())
        if node.name not in CONSTANT or not all(isinstance(v, Const) for v in values):
            return None
        environment = self.program.environment
        how = EvalContext(environment, place.template)
        how.autoescape = place.escape
        return folded(
            lambda: environment.call_filter(
                node.name,
                subject.value,  # type: ignore[union-attr]
                [v.value for v in args if isinstance(v, Const)],
                {k: v.value for k, v in named.items() if isinstance(v, Const)},
                eval_ctx=how,
            )
        )

    def _written(self, node: nodes.Filter, subject: Value, place: Place) -> str | None:
        """Python for a filter whose result `runtime` can give."""
        text = sure(subject)
        args = [self.value(arg, place) for arg in node.args]
        given = list(map(sure, args))
        escape = f"escape={place.escape}"
        shape = (node.name, len(given), *_names(node))
        if shape in ESCAPING:
            return f"{ESCAPING[shape]}({', '.join([text, *given, escape])})"
        if shape in BY_TRUTH:
            return f"selected({text}, {_key(args[0])}, wanted={BY_TRUTH[shape]})"
        if shape in FORMATTED:
            return f"(soft({text}) % ({', '.join(given)},))"
        if shape == ("map", 0, "attribute"):
            return f"mapped({text}, {_key(self.value(node.kwargs[0].value, place))})"
        return SIMPLE.get(node.name, "").format(text) if shape[1:] == (0,) else None

    def _by_jinja(self, function: Any, node: nodes.Filter, subject: Value, place: Place) -> str:
        """A call of Jinja's own filter: the page loads Jinja for it."""
        asks = getattr(function, "jinja_pass_arg", None)
        if node.name == "random" or asks is _PassArg.context:
            raise Unsupported(f"the filter {node.name}")
        given = [subject, *(self.value(arg, place) for arg in node.args)]
        named = {str(pair.key): self.value(pair.value, place) for pair in node.kwargs}
        return f"jinja_filter({node.name!r}, escape={place.escape})({_arguments(given, named)})"

    def _default(self, node: nodes.Filter, place: Place) -> Value:
        if node.kwargs:
            raise Unsupported("default with named arguments")
        assert node.node is not None  # noqa: S101 - looked at by the caller
        subject = self.careful(node.node, place)
        args = [self.value(arg, place) for arg in node.args] or [Const("")]
        if isinstance(subject, Const):
            return _default_of(subject, args)
        missing = isinstance(args[0], Code) and args[0].may_miss
        texts = ", ".join(source(value) for value in (subject, *args))
        return Code(f"default({texts})", may_miss=missing)

    def _of_theme(self, node: nodes.Filter, place: Place) -> Value:
        """``money`` and ``date``: the theme's filters as functions of value and language."""
        function = self.program.environment.filters.get(node.name)
        written = getattr(function, "written_as", None)
        if written is None or node.args or node.kwargs:
            raise Unsupported(f"the filter {node.name}")
        language = self.said(place).language
        text = sure(self.value(node.node, place))  # type: ignore[arg-type]
        return Code(f"{written}({text}, {language!r})", kind="str")

    def _test(self, node: nodes.Test, place: Place) -> Value:
        function: Any = self.program.environment.tests.get(node.name)
        if not _is_own(function, node.name):
            raise Unsupported(f"the test {node.name}")
        without_stars(node)
        if node.kwargs:
            raise Unsupported("a test with named arguments")
        if node.name in {"defined", "undefined"}:
            return self._defined(node, place)
        subject = self.value(node.node, place)
        args = [self.value(arg, place) for arg in node.args]
        known = [value.value for value in (subject, *args) if isinstance(value, Const)]
        if len(known) == 1 + len(args):
            return folded(function, *known)
        return self._test_of_page(node, subject, args)

    def _test_of_page(self, node: nodes.Test, subject: Value, args: list[Value]) -> Value:
        if node.name == "sameas" and len(args) == 1 and _is_single(args[0]):
            return Code(f"({sure(subject)} is {source(args[0])})")
        if node.name in TESTED and not args:
            return Code(TESTED[node.name].format(sure(subject)))
        arguments = ", ".join(sure(value) for value in (subject, *args))
        return Code(f"jinja_test({node.name!r})({arguments})")

    def _defined(self, node: nodes.Test, place: Place) -> Value:
        subject = self.careful(node.node, place)
        wanted = node.name == "defined"
        if isinstance(subject, Const):
            return Const(wanted)
        return Code(f"({'not ' if wanted else ''}isinstance({source(subject)}, Missing))")


def _default_of(subject: Const, args: list[Value]) -> Value:
    boolean = args[1] if len(args) > 1 else Const(value=False)
    if not isinstance(boolean, Const):
        raise Unsupported("default by a condition")
    return args[0] if boolean.value and not subject.value else subject


def _arguments(given: list[Value], named: dict[str, Value]) -> str:
    if any(iskeyword(name) for name in named):
        raise Unsupported("a keyword of Python as the name of an argument")
    texts = [sure(value) for value in given]
    return ", ".join([*texts, *(f"{name}={sure(value)}" for name, value in named.items())])


def _names(node: nodes.Filter) -> list[str]:
    return [str(pair.key) for pair in node.kwargs]


def _is_own(test: Any, name: str) -> bool:
    """Whether it is Jinja's own test of that name, and asks for nothing but values."""
    return test is TESTS.get(name) and not hasattr(test, "jinja_pass_arg")


def _is_single(value: Value) -> bool:
    return isinstance(value, Const) and any(value.value is one for one in (None, True, False))


def _key(value: Value) -> str:
    """An attribute's name that is one key: Jinja reads dots and digits as paths."""
    if isinstance(value, Const) and isinstance(value.value, str) and value.value.isidentifier():
        return repr(value.value)
    raise Unsupported("an attribute by a path")
