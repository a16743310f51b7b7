"""Prints the measure of the tree (``make measure``): sizes and complexity beside their bounds."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
ROOMS = ("shop", "generator", "functions", "infra")
BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.comprehension, ast.Assert)
Functions = ast.FunctionDef | ast.AsyncFunctionDef


def code() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((PROJECT / room).rglob("*.py"))


def functions(paths: list[Path]) -> Iterator[tuple[str, Functions]]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, Functions):
                yield f"{path.relative_to(PROJECT)}:{node.lineno} {node.name}", node


def complexity(function: Functions) -> int:
    """McCabe's number: one, and one more for every way to branch."""
    own = 1
    for node in ast.walk(function):
        if isinstance(node, BRANCHES):
            own += 1
        elif isinstance(node, ast.BoolOp):
            own += len(node.values) - 1
        elif isinstance(node, ast.match_case):
            own += 1
    return own


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def row(what: str, sizes: dict[str, int], bounds: tuple[int | None, int | None, int]) -> None:
    values = sorted(sizes.values())
    if not values:
        return
    percentile = values[min(len(values) - 1, int(len(values) * 0.95))]
    figures = (int(statistics.median(values)), percentile, values[-1])
    cells = "".join(
        f"{figure:>8} / {'-' if bound is None else bound:<5}"
        for figure, bound in zip(figures, bounds, strict=True)
    )
    print(f"{what:<34}{len(values):>6}{cells}")  # noqa: T201 - it prints
    for name, size in sorted(sizes.items(), key=lambda pair: -pair[1]):
        if size > bounds[2]:
            print(f"    over: {name} ({size})")  # noqa: T201


def main() -> None:
    print(f"{'':<34}{'count':>6}{'median':>9}{'95 %':>16}{'most':>16}   (each beside its bound)")  # noqa: T201
    paths = list(code())
    found = list(functions(paths))
    row(
        "lines in a Python file",
        {str(p.relative_to(PROJECT)): lines(p) for p in paths},
        (80, 250, 400),
    )
    spans = {name: (node.end_lineno or 0) - node.lineno + 1 for name, node in found}
    row("lines in a function", spans, (7, 28, 50))
    row("cyclomatic complexity", {name: complexity(node) for name, node in found}, (None, 5, 8))
    theme = PROJECT / "theme"
    for what, pattern, bound in (
        ("lines in a template", "templates/**/*.*", 120),
        ("lines in a CSS file", "css/*.css", 150),
        ("lines in a script", "js/*.js", 150),
    ):
        files = {str(p.relative_to(PROJECT)): lines(p) for p in theme.glob(pattern) if p.is_file()}
        row(what, files, (None, None, bound))


if __name__ == "__main__":
    main()
