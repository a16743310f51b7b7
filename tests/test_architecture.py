"""The rule of the house: imports point only downward, and heavy things load late."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.registry import FUNCTIONS

PROJECT = Path(__file__).resolve().parent.parent
ROOMS = ("shop", "generator", "functions", "infra")
SDKS = {"boto3", "botocore", "stripe", "smtplib", "sqlite3", "apsw", "jinja2", "pelican"}
COMPOSITION_ROOTS = {"functions.bootstrap", "generator.bootstrap"}
# Who may import whom; every room may import itself.
BELOW = {
    "shop": set(),
    "generator": {"shop"},
    "functions": {"shop"},
    "infra": {"shop", "generator", "functions"},
}


def modules() -> Iterator[tuple[str, Path]]:
    for room in ROOMS:
        for path in sorted((PROJECT / room).rglob("*.py")):
            parts = path.relative_to(PROJECT).with_suffix("").parts
            yield ".".join(part for part in parts if part != "__init__"), path


def imports(path: Path, *, top_level_only: bool = False) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level_only else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


MODULES = dict(modules())


def test_rooms_import_only_rooms_below_them() -> None:
    wrong = [
        f"{name} imports {target}"
        for name, path in MODULES.items()
        for target in imports(path)
        for room in [target.split(".")[0]]
        if room in ROOMS
        and room != name.split(".")[0]
        and room not in BELOW[name.split(".")[0]]
        and not (name.startswith("functions.rebuild") and room == "generator")
    ]
    assert wrong == []


def test_only_adapters_import_an_sdk_inside_the_domain() -> None:
    wrong = [
        f"{name} imports {target}"
        for name, path in MODULES.items()
        if name.startswith("shop.") and not name.startswith("shop.adapters")
        for target in imports(path)
        if target.split(".")[0] in SDKS
    ]
    assert wrong == []


def test_adapters_are_named_only_where_a_process_is_composed() -> None:
    wrong = [
        f"{name} imports {target}"
        for name, path in MODULES.items()
        if not name.startswith(("shop.adapters", "infra")) and name not in COMPOSITION_ROOTS
        for target in imports(path)
        if target.startswith("shop.adapters")
    ]
    assert wrong == []


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {
        name: {target for target in imports(path, top_level_only=True) if target in MODULES}
        - {name}
        for name, path in MODULES.items()
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for target in graph[name]:
                visit(target, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_site_is_settings_and_never_a_package() -> None:
    assert not (PROJECT / "site" / "__init__.py").exists()
    import site

    assert PROJECT not in Path(str(site.__file__)).parents


@pytest.mark.parametrize("function", [function.name for function in FUNCTIONS])
def test_importing_a_function_loads_nothing_heavy(function: str) -> None:
    code = (
        f"import json, sys, functions.{function}.handler;"
        "print(json.dumps([m for m in ('pelican', 'stripe', 'boto3', 'jinja2', 'babel', 'apsw',"
        " 'openpyxl', 'generator') if m in sys.modules]))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == []


def test_registry_tells_the_truth_about_every_function() -> None:
    folders = {path.parent.name for path in (PROJECT / "functions").glob("*/handler.py")}
    assert folders == {function.name for function in FUNCTIONS}
    for function in FUNCTIONS:
        served = {
            (method, route.path)
            for route in function.routes()
            for method in route.methods or ()
            if method != "HEAD"
        }
        assert served == {(e.method, e.path) for e in function.endpoints}, function.name
