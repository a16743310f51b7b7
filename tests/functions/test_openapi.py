"""The API's document tells of every route what is so; the fixture `invoke` holds each answer of
this room's tests to it."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace

import pytest
from documented import differences, document, operation
from factories import checkout_body

from functions import openapi
from functions.problems import STATUS
from functions.registry import FUNCTIONS, Endpoint, Function
from shop.ports import Store

Invoke = Callable[..., SimpleNamespace]

PUBLIC = [
    (function, endpoint)
    for function in FUNCTIONS
    for endpoint in function.endpoints
    if endpoint.path.startswith("/api/")
]


def name(case: tuple[Function, Endpoint]) -> str:
    return f"{case[1].method} {case[1].path}"


def test_the_file_is_what_the_code_says() -> None:
    assert openapi.DOCUMENT.read_text(encoding="utf-8") == openapi.text(), (
        "functions/health/openapi.json is old: python -m functions.openapi"
    )


def test_every_route_of_the_api_is_told_of_and_no_other_is() -> None:
    told = {
        (method.upper(), path)
        for path, methods in document()["paths"].items()
        for method in methods
    }
    assert told == {(endpoint.method, endpoint.path) for _function, endpoint in PUBLIC}
    assert len(told) > 20
    for function in {function.name for function, _endpoint in PUBLIC}:
        operations = import_module(f"functions.{function}.operations").OPERATIONS
        assert set(operations) <= told, function


@pytest.mark.parametrize("case", PUBLIC, ids=name)
def test_a_route_says_what_it_takes_and_how_it_refuses(case: tuple[Function, Endpoint]) -> None:
    _function, endpoint = case
    about = document()["paths"][endpoint.path][endpoint.method.lower()]
    assert about["summary"]
    assert about["description"]
    assert {int(status) for status in about["responses"]} <= {
        200, 201, 202, 303, *(status for _kind, status in STATUS if status != 500)
    }  # fmt: skip
    assert "503" in about["responses"]
    if endpoint.method == "POST" and not endpoint.other_sites:
        codes = about["responses"]["400"]["content"]["application/problem+json"]["schema"]
        assert "from_elsewhere" in codes["properties"]["code"]["enum"]
    for status in {"429", "503"} & set(about["responses"]):
        assert "Retry-After" in about["responses"][status]["headers"]
    if "requestBody" in about and not endpoint.other_sites:
        assert {"400", "413", "415", "422"} <= set(about["responses"])


def test_what_schemes_of_security_are_named_there_are() -> None:
    for methods in document()["paths"].values():
        for about in methods.values():
            named = {scheme for each in about.get("security", []) for scheme in each}
            assert named <= set(document()["components"]["securitySchemes"])


def test_it_is_answered_as_it_is(invoke: Invoke) -> None:
    answer = invoke("health", "GET", "/api/openapi.json", headers={"accept": "text/html"})
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json == document()


def test_an_order_by_the_document(invoke: Invoke, store: Store) -> None:
    about = operation("POST", "/api/checkout")
    assert about
    sent = about["requestBody"]["content"]["application/json"]
    assert list(differences(sent["schema"], checkout_body(), "body")) == []
    assert list(differences(sent["schema"], {**checkout_body(), "state": "paid"}, "body"))
    answer = invoke(
        "checkout",
        "POST",
        "/api/checkout",
        body=checkout_body(),
        headers={"idempotency-key": "a-key"},
    )
    shown = about["responses"]["201"]["content"]["application/json"]["schema"]
    assert list(differences(shown, answer.json, "body")) == []
    less = {"order": {**answer.json["order"], "token": 1}, "next": answer.json["next"]}
    assert list(differences(shown, less, "body")) == ["body.order.token: no string"]


def test_the_example_of_a_query_is_what_it_says() -> None:
    for path, methods in document()["paths"].items():
        for about in methods.values():
            content = about.get("requestBody", {}).get("content", {}).get("application/json", {})
            if "example" in content:
                told = list(differences(content["schema"], content["example"], path))
                assert told == []


def codes_raised(function: Function) -> set[str]:
    """Names of errors that a function's endpoints raise themselves."""
    module = import_module(f"functions.{function.name}.endpoints")
    tree = ast.parse(textwrap.dedent(inspect.getsource(module)))
    raised = (node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise) and node.exc)
    calls = (each.func if isinstance(each, ast.Call) else each for each in raised)
    return {each.id for each in calls if isinstance(each, ast.Name)}


@pytest.mark.parametrize("function", sorted({f.name for f, _endpoint in PUBLIC}))
def test_what_endpoints_raise_is_told(function: str) -> None:
    found = next(each for each in FUNCTIONS if each.name == function)
    operations = import_module(f"functions.{function}.operations").OPERATIONS
    told = {kind.__name__ for each in operations.values() for kind in each.refused(guarded=True)}
    assert codes_raised(found) <= told
