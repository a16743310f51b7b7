"""Whatever is typed into any field of any form, the answer is done or a refusal that says why; and
whatever was kept can still be shown, written to, put into files and built into pages."""

import os
from pathlib import Path
from typing import Any

import pytest
from documented import document
from hostile.addresses import addresses
from hostile.forms import FORMS
from hostile.strings import STUMBLES, naughty, plain
from hostile.world import World
from httpx import Response

FULL = os.environ.get("HOSTILE") == "full"
A_FEW = 3  # of the strings for each field, another few for the next
REFUSALS = {400, 404, 409, 413, 415, 422}
FIELDS = [(form, name) for form in FORMS for name in (*form.texts, *form.cells, *form.fields)]
PARTS = (
    12 if FULL else 1
)  # shops that share the fields: in a single one pages get longer and longer


def strings(number: int, shared: Path) -> list[str]:
    if FULL:
        return [*STUMBLES, *naughty(shared)]
    every = len(STUMBLES)
    return [STUMBLES[(number * A_FEW + step) % every] for step in range(A_FEW)]


def fault(answer: Response) -> str:
    """What is wrong with an answer, if anything."""
    if answer.status_code in {200, 201, 202, 303}:
        return ""
    said = "problem__text" in answer.text or 'role="alert"' in answer.text or "lead" in answer.text
    if answer.status_code in REFUSALS and said:
        return ""
    return f"{answer.status_code}: {answer.text[-300:]}"


@pytest.mark.parametrize("part", range(PARTS))
def test_any_text_is_taken_or_refused_and_what_is_kept_can_be_shown(
    tmp_path: Path, shared: Path, part: int
) -> None:
    world = World(tmp_path, plain)
    faults: list[tuple[str, str, str, str]] = []
    try:
        world.fill_in()
        for number, (form, name) in list(enumerate(FIELDS))[part::PARTS]:
            for text in strings(number, shared):
                found = fault(world.post(form, {name: text}))
                faults += [(form.path, name, repr(text)[:60], found)] if found else []
        assert faults == []
        world.settle("after all")
        assert world.shown(addresses())
        assert world.built()
        assert world.exported(tmp_path)
    finally:
        world.close()


def leaves(schema: dict[str, Any], path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Paths of the texts in what a request's schema describes."""
    if "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if schema.get("type") == "string":
        return [path]
    found: list[tuple[str, ...]] = []
    for name, part in schema.get("properties", {}).items():
        found += leaves(part, (*path, name))
    for part in schema.get("anyOf", ()):
        found += leaves(part, path)
    return found


def replaced(body: Any, path: tuple[str, ...], text: str) -> Any:
    if not path:
        return text
    inside = body.get(path[0]) if isinstance(body, dict) else None
    return {**(body or {}), path[0]: replaced(inside or {}, path[1:], text)}


def test_any_text_in_json_is_taken_or_refused(tmp_path: Path, shared: Path) -> None:
    world = World(tmp_path, plain)
    sent = 0
    try:
        for path, methods in document()["paths"].items():
            content = methods.get("post", {}).get("requestBody", {}).get("content", {})
            about = content.get("application/json", {})
            for number, leaf in enumerate(leaves(about.get("schema", {}))):
                for text in strings(number, shared):
                    body = replaced(about.get("example", {}), leaf, text)
                    answer = world.ask(path.replace("{survey_id}", "your-visit"), body)
                    assert answer.status_code < 500, (path, leaf, text[:60], answer.text[:300])
                    sent += 1
    finally:
        world.close()
    assert sent > 50
