"""What is refused is said in the language of whoever reads it: every sentence of an error that can
reach a person, and of a problem of a spreadsheet, is one that the catalogues have.

Sentences are found where code makes them, in its source: none is missed because no test provokes
it. Whether each translation fills in the same things is looked at by `test_translations`.
"""

import ast
import importlib
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from test_translations import OTHERS, PROJECT, catalogue, parts

# `generator/checks` says what a spreadsheet would do to the pages.
ROOMS = ("shop", "functions", "generator/checks")
# Errors whose sentences are for who runs the shop (commands, logs), or are never shown: what is
# beyond the store's limits is told in `functions/problems.TOO_MUCH`, what fails on our side in
# `OUR_SIDE`, what somebody else did at the same moment in the desk's `MOVED_ON`.
UNSEEN = {
    "Misconfigured", "Undelivered", "InvalidSignature", "PictureUnavailable", "StoreError",
    "LimitExceeded", "TransactionCancelled",
}  # fmt: skip
# Only commands and the builder use these: nobody reads at the desk what they refuse.
BEHIND = {
    "shop/adapters/dir_site.py", "shop/adapters/s3_bucket.py", "shop/adapters/s3_lease.py",
    "shop/adapters/s3_manifest.py", "shop/adapters/s3_site.py", "shop/adapters/site_manifest.py",
    "shop/adapters/http_pictures.py", "shop/adapters/picture_folder.py",
    "shop/pictures/addresses.py", "shop/published/addresses.py", "shop/statistics/history.py",
    "shop/statistics/past_lines.py",
    # What is looked at when the whole site is checked, by command.
    "generator/checks/contrast.py", "generator/checks/feeds.py", "generator/checks/search_data.py",
    "generator/checks/site.py", "generator/checks/words.py",
}  # fmt: skip
# What else takes a sentence, and as which argument: problems of a file, and what children say.
TELLING = {"error": 3, "warn": 3, "info": 3, "_bad": 3, "refusal": 1, "_warning": 2, "Refused": 0}
# Sentences that come from where they are looked at, or from Stripe; a name stands for each.
HANDED_ON = {
    "error.message", "message", "sentence", "wrong", "_sentence(error)", "_untitled(draft.handle)",
    "fields.get('refused')",
}  # fmt: skip


class Told(NamedTuple):
    """A sentence as code has it, and where."""

    file: str
    sentence: ast.expr

    def __str__(self) -> str:
        return f"{self.file}:{self.sentence.lineno}: {ast.unparse(self.sentence)[:100]}"


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    files = [file for room in ROOMS for file in (PROJECT / room).rglob("*.py")]
    return {
        file.relative_to(PROJECT).as_posix(): ast.parse(file.read_text(encoding="utf-8"))
        for file in sorted(files)
    }


@pytest.fixture(scope="module")
def told(trees: dict[str, ast.Module]) -> list[Told]:
    errors = places_of_sentences(trees)
    return [
        each
        for file, tree in trees.items()
        if file not in BEHIND
        for node in ast.walk(tree)
        for each in found_in(file, node, errors)
    ]


def places_of_sentences(trees: dict[str, ast.Module]) -> dict[str, int | None]:
    """Which argument of each error is its sentence; None where it writes that itself."""
    classes = {
        node.name: node
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found: dict[str, int | None] = {"ShopError": 0}
    for _generation in range(5):
        for name, node in classes.items():
            parent = next((b for b in map(ast.unparse, node.bases) if b in found), None)
            if parent and name != "ShopError":
                found[name] = own_place(node, found[parent])
    return {name: place for name, place in found.items() if name not in UNSEEN}


def own_place(error: ast.ClassDef, inherited: int | None) -> int | None:
    own = [f for f in error.body if isinstance(f, ast.FunctionDef) and f.name == "__init__"]
    if not own:
        return inherited
    names = [each.arg for each in own[0].args.args[1:]]
    return names.index("message") if "message" in names else None


def found_in(file: str, node: ast.AST, errors: dict[str, int | None]) -> Iterator[Told]:
    if isinstance(node, ast.ClassDef) and node.name in errors:
        for call in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
            if ast.unparse(call.func) == "super().__init__":
                inherited = (errors.get(ast.unparse(base)) for base in node.bases)
                place = next((p for p in inherited if p is not None), None)
                yield from (Told(file, call.args[i]) for i in [place] if i is not None)
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func).rpartition(".")[2]
        telling = {} if file.startswith("functions/") else TELLING
        place = errors.get(name, telling.get(name))
        if place is not None and len(node.args) > place:
            yield Told(file, node.args[place])


def ids_of(file: str, sentence: ast.expr) -> Iterator[str | None]:
    """The gettext ids it may have; None for what is none."""
    match sentence:
        case ast.Call(func=ast.Name(id="translatable"), args=[first]):
            yield from ids_of(file, first)
        case ast.IfExp(body=one, orelse=other) | ast.BoolOp(values=[one, other]):
            yield from ids_of(file, one)
            yield from ids_of(file, other)
        case ast.Constant(value=str(text)):
            yield text
        case _ if ast.unparse(sentence) in HANDED_ON:
            return
        case ast.Name() | ast.Attribute():
            yield constant(file, ast.unparse(sentence))
        case _:
            yield None


def translated() -> set[str | tuple[str, ...]]:
    """Ids that every language has a translation of."""
    found = [
        {each for each, text in catalogue(other.locale).items() if any(parts(text))}
        for other in OTHERS
    ]
    return set.intersection(*found)


def constant(file: str, name: str) -> str | None:
    """What a module calls so."""
    value: object = importlib.import_module(file.removesuffix(".py").replace("/", "."))
    for part in name.split("."):
        value = getattr(value, part, None)
    return value if isinstance(value, str) else None


def test_there_is_much_to_look_at(told: list[Told]) -> None:
    """Else what follows would find nothing wrong with nothing."""
    assert len(told) > 350
    assert sum(each.file.startswith("functions/") for each in told) > 50


def test_all_that_is_refused_or_complained_of_can_be_said_in_every_language(
    told: list[Told],
) -> None:
    known = translated()
    untold = [str(each) for each in told if not set(ids_of(each.file, each.sentence)) <= known]
    assert untold == []


def test_every_id_is_one_of_the_catalogues(trees: dict[str, ast.Module]) -> None:
    """Also within the values of another, where Babel's reader of source does not look."""
    known = translated()
    ids = {
        node.args[0].value
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "translatable"
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(ids) > 600
    assert ids - known == set()
