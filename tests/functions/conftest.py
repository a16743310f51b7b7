"""Functions as AWS calls them: real handlers, real events, a store of their own."""

import asyncio
import base64
import copy
import json
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import documented
import pytest
from contracts.arrange import MovingClock
from factories import checkout_body, offer, put_for_sale

from functions.bootstrap import bootstrap
from shop.ports import Store

Invoke = Callable[..., SimpleNamespace]

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store the handlers open from their environment; TEA-50 is for sale, ten pieces."""
    monkeypatch.setenv("SHOP_HOME", str(tmp_path / "shop"))
    bootstrap.cache_clear()
    store = bootstrap().store
    put_for_sale(store, offer(), offer("CUP", 900))
    yield store
    store.close()
    bootstrap.cache_clear()


@pytest.fixture
def clock(store: Store) -> MovingClock:
    """The handlers' clock."""
    clock = MovingClock()
    object.__setattr__(bootstrap(), "clock", clock)
    return clock


@pytest.fixture
def event(shared: Path) -> dict[str, Any]:
    """API Gateway's own sample of an HTTP API event, payload version 2."""
    path = shared / "specs" / "aws" / "powertools" / "apiGatewayProxyV2Event.json"
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


@pytest.fixture(autouse=True)
def event_loop_of_its_own() -> Iterator[None]:
    """Mangum takes the thread's event loop, or makes one that nobody closes."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    asyncio.set_event_loop(None)
    loop.close()


@pytest.fixture
def invoke(store: Store, event: dict[str, Any]) -> Invoke:
    """Calls a function's handler: ``invoke("cart", "POST", "/api/cart", body={...})``. What it
    answers is what the API's document says."""

    def call(
        function: str, method: str, path: str, *, body: Any = None, query: str = "", **options: Any
    ) -> SimpleNamespace:
        sent = copy.deepcopy(event)
        sent.update(rawPath=path, rawQueryString=query, cookies=options.get("cookies", []))
        sent["requestContext"]["http"].update(method=method, path=path)
        sent["headers"] = {"content-type": "application/json", **options.get("headers", {})}
        raw = body if isinstance(body, str) else json.dumps(body)
        sent["body"] = None if body is None else raw
        if options.get("base64"):
            sent["isBase64Encoded"] = True
            sent["body"] = base64.b64encode(raw.encode()).decode()
        sent.update(options.get("event", {}))
        answer = import_module(f"functions.{function}.handler").handler(sent, SimpleNamespace())
        content = answer["body"].encode()
        if answer.get("isBase64Encoded"):
            content = base64.b64decode(content)
        text = content.decode(errors="replace")
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        kind = headers.get("content-type", "")
        said = json.loads(text) if "json" in kind and text else None
        assert documented.faults(method, path, answer["statusCode"], kind, said) == []
        return SimpleNamespace(
            status=answer["statusCode"],
            headers=headers,
            cookies=answer.get("cookies", []),
            content=content,
            text=text,
            json=said,
        )

    return call


@pytest.fixture
def buy(invoke: Invoke) -> Invoke:
    """The answer to an order for what the cart says it costs: ``buy(payment="card")``."""

    def call(**changes: Any) -> SimpleNamespace:
        body = checkout_body(**changes)
        cart = {"lines": body["lines"], "ship_to": {"country": "VN"}}
        body["expected_total"] = invoke("cart", "POST", "/api/cart", body=cart).json["total"]
        headers = {"idempotency-key": "key-1"}
        return invoke("checkout", "POST", "/api/checkout", body=body, headers=headers)

    return call
