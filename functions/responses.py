"""What an operation may answer, as the API's document says it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from functions.operations import PROBLEM, Answer, Operation, ProblemDocument
from functions.problems import RETRYING, status_of_kind
from functions.registry import Endpoint
from shop.errors import ShopError

REF: Final = "#/components/schemas/{model}"

Json = dict[str, Any]


class Schemas:
    """Types become references; their schemas are collected."""

    def __init__(self) -> None:
        self._found: Json = {}

    def of(self, kind: Any, mode: JsonSchemaMode) -> Json:
        schema = TypeAdapter(kind).json_schema(mode=mode, ref_template=REF)
        self._found |= schema.pop("$defs", {})
        name = schema.get("title")
        if "properties" not in schema or not name:
            return schema
        self._found[name] = schema
        return {"$ref": REF.format(model=name)}

    def components(self) -> Json:
        return dict(sorted(self._found.items()))


def responses(endpoint: Endpoint, operation: Operation, schemas: Schemas) -> Json:
    found: dict[str, Json] = {}
    for status, kinds in _refusals(endpoint, operation).items():
        found[str(status)] = _refusal(status, kinds, schemas)
    for status, answer in operation.answers.items():
        said, refused = _answer(answer, schemas), found.get(str(status), {})
        both = {part: {**refused.get(part, {}), **said[part]} for part in ("content", "headers")}
        found[str(status)] = {**said, **both}
    return {status: _tidied(found[status]) for status in sorted(found)}


def _tidied(response: Json) -> Json:
    return {name: value for name, value in response.items() if value or name == "description"}


def _refusals(endpoint: Endpoint, operation: Operation) -> dict[int, list[type[ShopError]]]:
    guarded = endpoint.method != "GET" and not endpoint.other_sites
    found: dict[int, list[type[ShopError]]] = {}
    for kind in operation.refused(guarded=guarded):
        found.setdefault(status_of_kind(kind), []).append(kind)
    return found


def _refusal(status: int, kinds: list[type[ShopError]], schemas: Schemas) -> Json:
    codes = sorted({kind.code for kind in kinds})
    problem = {
        "allOf": [schemas.of(ProblemDocument, "serialization")],
        "properties": {"code": {"enum": codes}},
    }
    again = {"Retry-After": "Seconds until it makes sense to try again."}
    return {
        "description": HTTPStatus(status).phrase,
        "headers": _headers(again if status in RETRYING else {}),
        "content": {PROBLEM: {"schema": problem}, "text/html": {}},
    }


def _answer(answer: Answer, schemas: Schemas) -> Json:
    content: Json = {kind: {} for kind in answer.media}
    if answer.json is not None:
        content["application/json"] = {"schema": schemas.of(answer.json, "serialization")}
    return {
        "description": answer.description,
        "headers": _headers(answer.headers),
        "content": content,
        "links": {
            name: {"operationId": name, "parameters": dict(values)}
            for name, values in answer.links.items()
        },
    }


def _headers(headers: Mapping[str, str]) -> Json:
    return {
        name: {"description": text, "schema": {"type": "string"}} for name, text in headers.items()
    }
