"""Calls of the theme's words, of methods and of what a page brings along."""

from abc import abstractmethod
from collections.abc import Iterator
from gettext import GNUTranslations
from keyword import iskeyword
from typing import Any

from jinja2 import nodes

from generator.templates.compiler import words
from generator.templates.compiler.body import joined
from generator.templates.compiler.expressions import (
    Expressions,
    folded,
    source,
    sure,
    without_stars,
)
from generator.templates.compiler.scopes import Binding, BlockRef, MacroRef, ModuleRef, Place
from generator.templates.compiler.values import Code, Const, Unsupported, Value
from shop.i18n.messages import translations

BUILT_IN: dict[str, Any] = {"range": range, "dict": dict}
OF_STRINGS, OF_DICTS = frozenset(dir(str)), frozenset(dir(dict))
# A page that fails is rendered a second time, by Jinja: it must not find things changed.
CHANGING = frozenset(
    [
        "add",
        "append",
        "clear",
        "discard",
        "extend",
        "insert",
        "pop",
        "popitem",
        "remove",
        "reverse",
        "setdefault",
        "sort",
        "update",
        "send",
        "close",
        "throw",
        "write",
    ]
)


class Calls(Expressions):
    """What can be called, and what is known to come back."""

    def callee(self, node: nodes.Call, place: Place) -> MacroRef | BlockRef | None:
        """What is written out in place of the call, if it is of that kind."""
        target = node.node
        if isinstance(target, nodes.Name):
            found = place.find(target.name)
            return found if isinstance(found, MacroRef | BlockRef) else None
        if isinstance(target, nodes.Getattr) and isinstance(target.node, nodes.Name):
            return _part_of(place.find(target.node.name), target.attr)
        return None

    @abstractmethod
    def macro_value(self, macro: MacroRef, node: nodes.Call, place: Place) -> Value:
        """What a macro gives, as a value; statements know how to write it out."""

    def _call(self, node: nodes.Call, place: Place) -> Value:
        without_stars(node)
        callee = self.callee(node, place)
        if isinstance(callee, MacroRef):
            return self.macro_value(callee, node, place)
        if callee is not None:
            raise Unsupported("a block as a value")
        target = node.node
        if isinstance(target, nodes.Name) and self._is_global(target.name, place):
            return self._global(target.name, node, place)
        if isinstance(target, nodes.Getattr):
            return self._method(target, node, place)
        return Code(f"call({sure(self.value(target, place))}{self._arguments(node, place)})")

    def _is_global(self, name: str, place: Place) -> bool:
        return place.find(name) is None and name in self.program.environment.globals

    def _arguments(self, node: nodes.Call, place: Place) -> str:
        """With a comma before each."""
        if any(iskeyword(pair.key) for pair in node.kwargs):
            raise Unsupported("a keyword of Python as the name of an argument")
        args = [f", {sure(self.value(arg, place))}" for arg in node.args]
        named = [f", {pair.key}={sure(self.value(pair.value, place))}" for pair in node.kwargs]
        return "".join([*args, *named])

    def _method(self, target: nodes.Getattr, node: nodes.Call, place: Place) -> Value:
        if target.attr in CHANGING:
            raise Unsupported(f"a call of {target.attr}, which may change something")
        owner = self.value(target.node, place)
        if isinstance(owner, Const):
            args = self._constants(node, place)
            method = folded(self.program.environment.getattr, owner.value, target.attr)
            if args is not None:
                return folded(lambda: method.value(*args[0], **args[1]))
        arguments = self._arguments(node, place)
        name = self.program.name()
        for kind, methods in (("str", OF_STRINGS), ("dict", OF_DICTS)):
            if target.attr in methods:
                direct = f"{name}.{target.attr}({arguments[2:]})"
                test = f"type({name} := {source(owner)}) is {kind}"
                otherwise = f"call(attribute({name}, {target.attr!r}){arguments})"
                return Code(f"({direct} if {test} else {otherwise})")
        return Code(f"call(attribute({source(owner)}, {target.attr!r}){arguments})")

    def _constants(self, node: nodes.Call, place: Place) -> tuple[list[Any], dict[str, Any]] | None:
        """All arguments, where all are known."""
        args = [self.value(arg, place) for arg in node.args]
        named = {pair.key: self.value(pair.value, place) for pair in node.kwargs}
        if not all(isinstance(value, Const) for value in (*args, *named.values())):
            return None
        return (
            [value.value for value in args if isinstance(value, Const)],
            {key: value.value for key, value in named.items() if isinstance(value, Const)},
        )

    def _global(self, name: str, node: nodes.Call, place: Place) -> Value:
        self.program.globals.add(name)
        function: Any = self.program.environment.globals[name]
        known = self._constants(node, place)
        if name in BUILT_IN and function is BUILT_IN[name]:
            if known is not None:
                return folded(lambda: function(*known[0], **known[1]))
            return Code(f"{name}({self._arguments(node, place)[2:]})")
        if not words.is_known(function) or not place.context.page:
            raise Unsupported(f"a call of {name}")
        if known is not None:
            return Const(words.say(function, self.said(place), *known[0], **known[1]))
        return self._word_of_page(name, function, node, place)

    def _word_of_page(self, name: str, function: Any, node: nodes.Call, place: Place) -> Value:
        """A word with values that are known only on the page."""
        kind = "escaped" if place.escape else "str"
        if name == "ngettext":
            return Code(self._plural(function, node, place), kind=kind)
        parts = self.phrase(node, place)
        if parts is None:
            raise Unsupported(f"a call of {name} with what the page brings")
        inside = "".join(f"{text!r}, " if is_text else f"{text}, " for is_text, text in parts)
        return Code(f"''.join(({inside}))", kind=kind)

    def said(self, place: Place) -> words.Said:
        """The language that a word is said in: that of the context, which ``with`` and ``for`` do
        not reach (Jinja hands them to included and imported templates only)."""
        found = place.context.find("lang")
        language = Const(self.program.language) if found is None else found
        if not isinstance(language, Const) or not isinstance(language.value, str):
            raise Unsupported("words in a language that the page decides")
        return words.Said(language.value, place.escape)

    def phrase(self, node: nodes.Call, place: Place) -> words.Parts | None:
        """``_("… %(name)s …", name=value)`` as text and expressions that are strings already."""
        function = self._gettext(node, place)
        if function is None:
            return None
        message = self.value(node.args[0], place)
        if not isinstance(message, Const):
            return None
        values = {pair.key: self.value(pair.value, place) for pair in node.kwargs}
        parts = words.phrase(function, self.said(place), message.value, list(values))
        show = "escaped" if place.escape else "str"
        return [(t, text if t else f"{show}({source(values[text])})") for t, text in parts]

    def _gettext(self, node: nodes.Call, place: Place) -> Any:
        """The theme's ``_``, where it is called with a message and named values."""
        target = node.node
        if not isinstance(target, nodes.Name) or target.name not in {"_", "gettext"}:
            return None
        if not (self._is_global(target.name, place) and place.context.page and node.kwargs):
            return None
        without_stars(node)
        if len(node.args) != 1:
            return None
        function = self.program.environment.globals[target.name]
        self.program.globals.add(target.name)
        return function if words.is_known(function) else None

    def _plural(self, function: Any, node: nodes.Call, place: Place) -> str:
        """``ngettext`` with words that are known and a number that is not."""
        given = [self.value(arg, place) for arg in node.args]
        texts = [value.value for value in given[:2] if isinstance(value, Const)]
        if len(given) != 3 or len(texts) != 2 or node.kwargs:
            raise Unsupported("ngettext of what the page says")
        said = self.said(place)
        found = words.forms(function, said, texts[0], texts[1], self._plural_rule(said.language))
        name = self.program.name()
        forms = [joined(_with(parts, name)) for parts in found]
        counted = f"({name} := whole({sure(given[2])}))"
        if len(forms) == 1:
            return f"({forms[0]} if {counted} is not None else '')"
        return f"({forms[0]} if {counted} == 1 else {forms[1]})"

    def _plural_rule(self, language: str) -> str | None:
        """The ``Plural-Forms`` of a language's catalogue; None without a catalogue."""
        catalogue = translations(self.program.translations, language)
        known = isinstance(catalogue, GNUTranslations)
        return catalogue.info().get("plural-forms", "") if known else None


def _with(parts: words.Parts, shown: str) -> Iterator[tuple[bool, str]]:
    """The parts with an expression for each value."""
    return ((is_text, text if is_text else shown) for is_text, text in parts)


def _part_of(owner: Binding | None, name: str) -> MacroRef | BlockRef | None:
    """``self.block`` or ``module.macro``."""
    if isinstance(owner, BlockRef):
        if owner.name:
            raise Unsupported("a part of super")
        return BlockRef(name, 0)
    if not isinstance(owner, ModuleRef):
        return None
    found = owner.names.get(name)
    if not isinstance(found, MacroRef):
        raise Unsupported(f"{name} of an imported template")
    return found
