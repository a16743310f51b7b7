"""Holds what the API answers to its document: status, type of content, and JSON down to the last
field. An object may have no field that the document does not tell of."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from functions.openapi import DOCUMENT

Schema = dict[str, Any]

# Of what is sent, and held to the models themselves by the tests of each endpoint.
LIMITS = {"minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum", "pattern"}
LIMITS |= {"maxProperties"}
NAMES = {"title", "description", "default", "example"}
READ = {"$ref", "allOf", "anyOf", "const", "enum", "type", "properties", "required", "items"}
TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}


@cache
def document() -> Schema:
    found: Schema = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return found


def operation(method: str, path: str) -> Schema | None:
    """What the document says of an address as it was asked for; None for another's."""
    for template, methods in document()["paths"].items():
        shape = re.sub(r"{\w+}", "[^/]+", template.replace(".", r"\."))
        if re.fullmatch(shape, path):
            found: Schema | None = methods.get(method.lower())
            return found
    return None


def faults(method: str, path: str, status: int, kind: str, body: Any) -> list[str]:
    """What the document does not say of an answer; `body` where it is JSON."""
    known = operation(method, path)
    if known is None or status == 500:  # which nobody is promised
        return []
    answer = known["responses"].get(str(status))
    if answer is None:
        return [f"status {status}"]
    content = answer.get("content", {})
    name = kind.partition(";")[0].strip()
    if name not in content:
        return [] if not content or (300 <= status < 400) else [f"status {status} as {name}"]
    if "json" not in name:
        return []
    return list(differences(content[name].get("schema", {}), body, "body"))


def differences(schema: Schema, value: Any, where: str) -> Iterator[str]:
    """Where `value` is not what `schema` says."""
    unread = set(schema) - NAMES - READ - LIMITS - {"additionalProperties"}
    assert not unread, f"this check does not know {unread}"
    for part in _parts(schema):
        yield from differences(part, value, where)
    choices = schema.get("anyOf")
    if choices and all(list(differences(each, value, where)) for each in choices):
        yield f"{where}: none of the possible shapes"
    known = [schema["const"]] if "const" in schema else schema.get("enum", [value])
    if value not in known:
        yield f"{where}: {value!r} is not one of {known}"
    if "type" in schema and not _is(value, schema["type"]):
        yield f"{where}: no {schema['type']}"
    elif isinstance(value, dict):
        yield from _of_object(schema, value, where)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from differences(schema.get("items", {}), item, f"{where}[{number}]")


def _parts(schema: Schema) -> list[Schema]:
    """All of which have to hold."""
    parts: list[Schema] = list(schema.get("allOf", ()))
    if "$ref" in schema:
        parts.append(document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    return parts


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, TYPES[kind])  # type: ignore[arg-type]


def _of_object(schema: Schema, value: dict[str, Any], where: str) -> Iterator[str]:
    properties = schema.get("properties", {})
    yield from (
        f"{where}.{name}: missing" for name in schema.get("required", ()) if name not in value
    )
    for name, item in value.items():
        more = schema.get("additionalProperties", "$ref" in schema or "allOf" in schema)
        if name in properties:
            yield from differences(properties[name], item, f"{where}.{name}")
        elif isinstance(more, dict):
            yield from differences(more, item, f"{where}.{name}")
        elif properties and not more:
            yield f"{where}.{name}: not in the document"
