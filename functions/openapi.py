"""The API's document: OpenAPI 3.1, made of the registry, of the models that the endpoints read and
of the types that they answer.

It is made ahead of time (``python -m functions.openapi``), never inside of a function, and answered
by `health`. The owner's desk under ``/admin`` is not in it: its pages and forms are for people, and
change with them.
"""

import inspect
import json
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from functions.operations import Form, Operation, Parameter
from functions.registry import FUNCTIONS, Endpoint, Function
from functions.requests import FORM_TYPES
from functions.responses import Json, Schemas, responses

DOCUMENT: Final = Path(__file__).parent / "health" / "openapi.json"
ABOUT: Final = """What shoppers' browsers and other programs ask of the shop.

Money is an integer of minor units and a currency (ISO 4217). Refusals are problem documents \
(RFC 9457) with a stable `code`; whoever accepts `text/html` gets pages instead. What changes \
something is refused to pages of other sites (`Sec-Fetch-Site`, `Origin`), but for the payment \
gateway's signed notices. The owner's desk under `/admin` is for people, and no part of this."""
SCHEMES: Final = {
    "orderToken": {
        "type": "apiKey",
        "in": "query",
        "name": "token",
        "description": "Came with the order, and is in the links of its mails.",
    },
    "stripeSignature": {
        "type": "apiKey",
        "in": "header",
        "name": "Stripe-Signature",
        "description": "Made by the payment gateway with a secret of the shop's.",
    },
}


def document() -> Json:
    """The whole of it."""
    described = list(_operations())
    schemas = Schemas()
    paths: Json = {}
    for function, endpoint, operation in described:
        about = _operation(function, endpoint, operation, schemas)
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = about
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": version("veranda-shop"), "description": ABOUT},
        "servers": [{"url": "/"}],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": schemas.components(), "securitySchemes": SCHEMES},
    }


def _operations() -> Iterator[tuple[Function, Endpoint, Operation]]:
    """Raises KeyError for a route of the API that nobody has described."""
    for function in FUNCTIONS:
        routes = [each for each in function.endpoints if each.path.startswith("/api/")]
        if not routes:
            continue
        operations = import_module(f"functions.{function.name}.operations").OPERATIONS
        for endpoint in routes:
            yield function, endpoint, operations[endpoint.method, endpoint.path]


def _operation(
    function: Function, endpoint: Endpoint, operation: Operation, schemas: Schemas
) -> Json:
    handler = _handler(function, endpoint)
    parameters = [
        *_path(endpoint.path, operation),
        *(_parameter("query", each) for each in operation.query),
    ]
    parameters += [_parameter("header", each) for each in operation.headers]
    about: Json = {
        "operationId": f"{function.name}_{handler.__name__}",
        "tags": [function.name],
        "summary": operation.summary,
        "description": _words(handler),
        "parameters": parameters,
        "responses": responses(endpoint, operation, schemas),
    }
    content = _sent(operation, schemas)
    if content:
        about["requestBody"] = {"required": True, "content": content}
    if operation.secured:
        about["security"] = [{operation.secured: []}]
    return about


def _handler(function: Function, endpoint: Endpoint) -> Callable[..., Any]:
    found: Callable[..., Any] = next(
        route.endpoint
        for route in function.routes()
        if route.path == endpoint.path and endpoint.method in (route.methods or ())
    )
    return found


def _words(handler: Callable[..., Any]) -> str:
    """The handler's docstring, without the address it begins with."""
    text = " ".join((inspect.getdoc(handler) or "").split())
    return re.sub(r"^``[A-Z]+ /[^`]*``[:.]\s*", "", text).replace("``", "`")


def _path(path: str, operation: Operation) -> list[Json]:
    text = {"type": "string", "minLength": 1}
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": text,
            **_example(operation.path.get(name)),
        }
        for name in re.findall(r"{(\w+)}", path)
    ]


def _parameter(place: str, parameter: Parameter) -> Json:
    return {
        "name": parameter.name,
        "in": place,
        "required": parameter.required,
        "description": parameter.description,
        "schema": dict(parameter.schema),
        **_example(parameter.example),
    }


def _example(value: Any) -> Json:
    return {} if value is None else {"example": value}


def _sent(operation: Operation, schemas: Schemas) -> Json:
    content: Json = {}
    if operation.body:
        schema = schemas.of(operation.body, "validation")
        content["application/json"] = {"schema": schema, **_example(operation.example)}
    if operation.form:
        content |= {kind: {"schema": _form(operation.form)} for kind in FORM_TYPES}
    if operation.raw:
        content["application/json"] = {"schema": {"type": "object", "description": operation.raw}}
    return content


def _form(form: Form) -> Json:
    more = {"description": form.more} if form.more else {}
    return {
        "type": "object",
        "properties": {name: _field(form, name) for name in form.fields},
        **({"required": list(form.required)} if form.required else {}),
        "additionalProperties": {"type": "string", **more},
    }


def _field(form: Form, name: str) -> Json:
    """What is text in a model is described by it; all else is text that is read."""
    for model in form.models:
        schema = model.model_json_schema().get("properties", {}).get(name, {})
        if schema.get("type") == "string":
            return {key: value for key, value in schema.items() if key not in {"title", "default"}}
    return {"type": "string"}


def text() -> str:
    """The document as its file has it."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(text(), encoding="utf-8")
