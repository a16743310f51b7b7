"""The table of forms has every form of the shop and every field of each: who adds one finds out
here that a line is missing, and with it all that is tested of a field."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from documented import document
from hostile.forms import FORMS, WORDLESS
from hostile.reading import Said
from hostile.test_forms import leaves

from functions.registry import FUNCTIONS

ROOT = Path(__file__).resolve().parents[2] / "functions"
POSTS = [
    (function.name, endpoint.path)
    for function in FUNCTIONS
    for endpoint in function.endpoints
    if endpoint.method == "POST"
]
# Names that code reads of something else that is called `fields` or `form`.
NO_FIELDS = {"refused"}
# Of JSON, what the form of that address does not have: codes, ids, and a place to price for.
ONLY_JSON = {"currency", "country", "region", "postcode", "shipping", "slot", "payment", "sku"}
FILES = {"files", "pictures", "file"}
READING = {"get", "getlist", "text", "ticked", "amount", "moment", "quantities", "_first", "_lines"}


def shape(path: str) -> str:
    """A path of the registry as a pattern of addresses."""
    return re.sub(r"\{\w+(:int)?\}", "[^/]+", path.replace(".", r"\.")) + r"(\?.*)?"


def fields_of(path: str) -> set[str]:
    """What the table has for a path of the registry."""
    found: set[str] = set()
    for form in FORMS:
        if re.fullmatch(shape(path), form.path):
            found |= {*form.fields, *form.texts}
    return found


def words_of(path: str) -> set[str]:
    return {name for form in FORMS if re.fullmatch(shape(path), form.path) for name in form.texts}


def known(name: str, fields: set[str]) -> bool:
    """Of ``title:vi`` it is enough that there is a ``title:en``. Questions are the survey's own."""
    groups = {field.partition(":")[0] for field in fields if ":" in field}
    return name in fields | FILES or name.partition(":")[0] in groups or name.startswith("q.")


@pytest.mark.parametrize("path", [path for _function, path in POSTS])
def test_every_form_is_in_the_table(path: str) -> None:
    there = any(re.fullmatch(shape(path), form.path) for form in FORMS)
    assert there is not (path in WORDLESS), path


def test_the_table_has_no_form_that_is_none() -> None:
    paths = [path for _function, path in POSTS]
    assert set(paths) >= WORDLESS
    for form in FORMS:
        assert any(re.fullmatch(shape(path), form.path) for path in paths), form.path


def test_every_field_that_a_page_has_is_in_the_table(harmless: dict[str, Said]) -> None:
    seen: set[tuple[str, str, str]] = set()
    for action, controls in (each for page in harmless.values() for each in page.forms):
        path = next((path for _f, path in POSTS if re.fullmatch(shape(path), action)), "")
        if path and path not in WORDLESS:
            seen |= {(path, name, kind) for name, kind in controls.items()}
    without = {
        (path, name, kind)
        for path, name, kind in seen
        if not known(name, words_of(path) if kind == "textarea" else fields_of(path))
    }
    assert without == set(), "no line in tests/hostile/forms.py"
    assert len(seen) > 100


@pytest.mark.parametrize("function", sorted({name for name, _path in POSTS}))
def test_every_field_that_code_reads_is_in_the_table(function: str) -> None:
    paths = [path for name, path in POSTS if name == function]
    if set(paths) <= WORDLESS:
        return
    fields = set().union(*map(fields_of, paths))
    wordless = function == "admin"  # its passwords and codes are apart
    for file in sorted((ROOT / function).glob("*.py")):
        for name in read_by(file):
            if not wordless or file.stem == "people":
                assert known(name, fields) or name in NO_FIELDS, f"{file.name}: {name}"


def read_by(file: Path) -> Iterator[str]:
    """Names of fields that a module asks for: literals beside something called fields or form."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        called = node.func.id if isinstance(node.func, ast.Name) else called
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        names = [each.id for each in (owner, *node.args) if isinstance(each, ast.Name)]
        if called in READING and {"fields", "form"} & set(names):
            for each in node.args:
                if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value:
                    yield each.value
                    break


def test_every_text_of_the_api_is_in_the_table() -> None:
    for path, methods in document()["paths"].items():
        content = methods.get("post", {}).get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        for leaf in leaves(schema):
            assert leaf[-1] in fields_of(path) | ONLY_JSON, (path, leaf)
