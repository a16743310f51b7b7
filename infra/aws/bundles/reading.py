"""What a module's source imports, without running it."""

import ast
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

FOR_TYPES = {"TYPE_CHECKING", "t.TYPE_CHECKING", "typing.TYPE_CHECKING"}
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
        if isinstance(node, ast.If) and ast.unparse(node.test) in FOR_TYPES:
            waiting.extend(node.orelse)
        else:
            waiting.extend(ast.iter_child_nodes(node))
