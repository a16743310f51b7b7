"""What a module's source imports, without running it."""

import ast
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import TypeGuard

FOR_TYPES = {"TYPE_CHECKING", "t.TYPE_CHECKING", "typing.TYPE_CHECKING"}
BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")  # that hold statements
NOTHING: AbstractSet[int] = frozenset()


def imported(node: ast.AST, package: str) -> list[str]:
    """What a statement imports; `a.b` of ``from a import b`` may be a name in a module."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    parts = package.split(".")
    above = parts[: len(parts) - node.level + 1] if node.level else []
    base = ".".join([*above, *([node.module] if node.module else [])])
    return [base, *(f"{base}.{alias.name}" for alias in node.names)]


def running(tree: ast.AST, without: AbstractSet[int] = NOTHING) -> Iterator[ast.AST]:
    """The nodes of a tree, apart from what only type checkers see, and from those whose `id` is
    among `without`."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if id(node) in without:
            continue
        yield node
        if _is_for_types(node):
            waiting.extend(node.orelse)
        else:
            waiting.extend(ast.iter_child_nodes(node))


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """The statements among `running`: all that can import, and a fraction of the nodes."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for block in ("orelse",) if _is_for_types(node) else BLOCKS:
            waiting.extend(getattr(node, block, ()))


def _is_for_types(node: ast.AST) -> TypeGuard[ast.If]:
    return (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name | ast.Attribute)
        and ast.unparse(node.test) in FOR_TYPES
    )
