"""The shape of a function: what it reads from outside, and its text with names made alike.

Two pieces of page templates with one shape put out the same for the same inputs, whatever page
they stand on, so what was kept for one serves the other.
"""

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass

from generator.templates.runtime import NAMESPACE

KNOWN = frozenset({*NAMESPACE, *dir(builtins), "append"})
OF_FRAGMENTS = ("fragment_", "on_", "get_", "fill_")


@dataclass(frozen=True, slots=True)
class Canonical:
    inputs: tuple[str, ...]
    shape: str


def canonical(lines: Iterable[str]) -> Canonical:
    """Inputs in the order in which they are first read."""
    tree = ast.parse("\n".join(lines))
    names = _Names()
    names.visit(tree)
    inputs = tuple(dict.fromkeys(name for name in names.read if name not in names.bound))
    _Renamed({name: f"n{number}" for number, name in enumerate(names.order)}).visit(tree)
    return Canonical(inputs, ast.dump(tree))


class _Names(ast.NodeVisitor):
    def __init__(self) -> None:
        self.read: list[str] = []
        self.bound: set[str] = set()
        self.order: dict[str, None] = {}

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in KNOWN or node.id.startswith(OF_FRAGMENTS):
            return
        self.order[node.id] = None
        if isinstance(node.ctx, ast.Load):
            self.read.append(node.id)
        else:
            self.bound.add(node.id)

    def visit_arg(self, node: ast.arg) -> None:
        if node.arg not in KNOWN:
            self.order[node.arg] = None
            self.bound.add(node.arg)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.order[node.name] = None
        self.bound.add(node.name)
        self.generic_visit(node)


class _Renamed(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg = self.names.get(node.arg, node.arg)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.name = self.names.get(node.name, node.name)
        self.generic_visit(node)
        return node
