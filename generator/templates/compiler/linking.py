"""What leads from one template into another: extends and its blocks, include, import."""

from typing import Any

from jinja2 import TemplateNotFound, nodes

from generator.templates.compiler.body import Body
from generator.templates.compiler.loops import Loops
from generator.templates.compiler.program import Opened
from generator.templates.compiler.scopes import (
    Binding,
    BlockRef,
    Context,
    ModuleRef,
    Place,
    Scope,
)
from generator.templates.compiler.values import Code, Const, Unsupported

# What a template may still do after it has named the one it extends.
AFTER_EXTENDS = (
    nodes.Assign,
    nodes.AssignBlock,
    nodes.Import,
    nodes.FromImport,
    nodes.Macro,
    nodes.Output,
    nodes.Block,
)
IN_MODULES = (nodes.Macro, nodes.Import, nodes.FromImport, nodes.Assign, nodes.AssignBlock)


class Linked(Loops):
    """The whole compiler: one template and all it names become one program."""

    def write_template(self, opened: Opened, context: Context, body: Body, path: Any = ()) -> None:
        """A template as it is rendered on its own or included, in a context of its own."""
        chain = self._chain(opened)
        blocks: dict[str, list[tuple[str, Any]]] = {}
        for member in chain:
            for block in member.tree.find_all(nodes.Block):
                blocks.setdefault(block.name, []).append((member.name, block))
        for member in chain:
            if member.escape != opened.escape:
                raise Unsupported("a template that escapes extends one that does not")
            scope = Scope(member.tree)
            scope.names["self"] = BlockRef()
            place = Place(body, scope, context, member.name, opened.escape, top=True)
            place = place.at(blocks=blocks, path=path)
            self._write_root(member, place)

    def _chain(self, opened: Opened) -> list[Opened]:
        """The template, the one it extends, and so on."""
        chain = [opened]
        while (parent := _extended(chain[-1])) is not None:
            if parent in {member.name for member in chain}:
                raise Unsupported("a template that extends itself")
            chain.append(self.program.open(parent))
        return chain

    def _write_root(self, member: Opened, place: Place) -> None:
        extended = False
        for node in member.tree.body:
            if isinstance(node, nodes.Extends):
                extended = True
            elif not extended:
                self.write([node], place)
            elif not isinstance(node, AFTER_EXTENDS):
                raise Unsupported(f"a {type(node).__name__} beside the blocks")
            elif not isinstance(node, nodes.Output | nodes.Block):
                self.write([node], place)

    def _write_block(self, node: nodes.Block, place: Place) -> None:
        if node.required or node.scoped:
            raise Unsupported("a required or scoped block")
        self.write_block(BlockRef(node.name, 0), place)

    def _write_include(self, node: nodes.Include, place: Place) -> None:
        """``{% include "a" if x else "b" %}`` is an if around two includes."""
        name = node.template
        if isinstance(name, nodes.CondExpr) and name.expr2 is not None:
            first, second = (_including(node, part) for part in (name.expr1, name.expr2))
            self.write([nodes.If(name.test, [first], [], [second], lineno=node.lineno)], place)
        else:
            self._write_included(node, place)

    def _write_included(self, node: nodes.Include, place: Place) -> None:
        opened = self._named(node, place)
        if opened is None:
            return
        if id(opened.tree) in place.path:
            raise Unsupported("a template that includes itself")
        inner = Body()
        given = place.visible() if node.with_context else {}
        page = place.context.page and node.with_context
        path = (*place.path, id(opened.tree))
        self.write_template(opened, Context(given, page=page), inner, path)
        self.program.fragment(inner, place.body)

    def _named(self, node: nodes.Include, place: Place) -> Opened | None:
        """The template that is included; None where it is missing and may be."""
        name = self.value(node.template, place)
        if not isinstance(name, Const):
            raise Unsupported("includes what the page names")
        names = [name.value] if isinstance(name.value, str) else list(name.value)
        for candidate in names:
            try:
                return self.program.open(candidate)
            except TemplateNotFound:
                continue
        if node.ignore_missing:
            return None
        raise Unsupported(f"includes {names}, of which there is none")

    def _module(self, node: nodes.Import | nodes.FromImport, place: Place) -> Context:
        """The top level of an imported template, run as the import runs it."""
        opened = self._imported(node, place)
        given = self._held(place) if node.with_context else {}
        context = Context(given, page=place.context.page and node.with_context)
        inside = Place(
            place.body, Scope(opened.tree), context, opened.name, opened.escape, top=True
        )
        inside = inside.at(path=(*place.path, id(opened.tree)))
        for part in opened.tree.body:
            if isinstance(part, IN_MODULES):
                self.write([part], inside)
            elif not _is_text(part):
                raise Unsupported(f"a {type(part).__name__} in an imported template")
        return context

    def _imported(self, node: nodes.Import | nodes.FromImport, place: Place) -> Opened:
        name = self.value(node.template, place)
        if place.branch or not isinstance(name, Const) or not isinstance(name.value, str):
            raise Unsupported("imports what the page names, or sometimes")
        opened = self.program.open(name.value)
        if id(opened.tree) in place.path:
            raise Unsupported("a template that imports itself")
        return opened

    def _held(self, place: Place) -> dict[str, Binding]:
        """What an imported template sees stays what it was when it was imported."""
        found = place.visible()
        for name, binding in found.items():
            if isinstance(binding, Code) and not binding.fixed:
                found[name] = self.keep(name, binding, place)
        return found

    def _write_import(self, node: nodes.Import, place: Place) -> None:
        module = self._module(node, place)
        place.bind(node.target, ModuleRef(_exported(module)))
        place.context.imported.add(node.target)

    def _write_fromimport(self, node: nodes.FromImport, place: Place) -> None:
        exported = _exported(self._module(node, place))
        for entry in node.names:
            name, alias = entry if isinstance(entry, tuple) else (entry, entry)
            if name not in exported:
                raise Unsupported(f"imports {name}, which is not exported")
            place.bind(alias, exported[name])
            place.context.imported.add(alias)


def _including(node: nodes.Include, name: nodes.Expr) -> nodes.Include:
    return nodes.Include(name, node.with_context, node.ignore_missing, lineno=node.lineno)


def _extended(opened: Opened) -> str | None:
    """The template that this one extends."""
    found = list(opened.tree.find_all(nodes.Extends))
    if not found:
        return None
    name = found[0].template
    if len(found) > 1 or found[0] not in opened.tree.body or not isinstance(name, nodes.Const):
        raise Unsupported("extends by a condition")
    return str(name.value)


def _exported(module: Context) -> dict[str, Binding]:
    """Macros and variables, but neither what was itself imported nor what begins with "_"."""
    return {
        name: binding
        for name, binding in module.set.items()
        if not name.startswith("_") and name not in module.imported
    }


def _is_text(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output) and all(
        isinstance(part, nodes.TemplateData) for part in node.nodes
    )
