"""What the first request to each function costs: CPU time of a fresh process, beside FastAPI's."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from factories import checkout_body, offer, profile, put_for_sale, request
from peers import Unavailable, locked_python, python_tools
from timing import Command, base_environment, run
from workshop import BENCHMARKS, CHECKOUT, Workshop

from functions.registry import FUNCTIONS, Function
from functions.starting import LAMBDA
from infra.embedded.gateway.delivery import signature
from shop.adapters.sqlite_store import SqliteStore
from shop.clock import now
from shop.money import Money
from shop.orders.commands import confirm_transfer
from shop.orders.desk import Desk
from shop.orders.service import place_order
from shop.payments.account import stripe_account
from shop.settings import load_settings

BUDGETS = {"cart": 200, "checkout": 400}  # milliseconds (DESIGN.md, the measure)
SECRET = "0123456789abcdef0123456789abcdef"
FASTAPI = "fastapi"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop's folder, and what is in it to be asked for."""

    home: Path
    order_id: str
    token: str

    @property
    def environment(self) -> dict[str, str]:
        return {"SHOP_HOME": str(self.home), "SHOP_SECRET": SECRET, LAMBDA: "measured"}


def cold_starts(workshop: Workshop, rounds: int, say: Say) -> dict[str, Any]:
    """Medians by function, ours and FastAPI's taken in turn; without FastAPI where it cannot be
    had."""
    shop = _shop(workshop.fresh("cold"))
    own = str(locked_python(workshop))
    try:
        twin = str(python_tools(workshop, FASTAPI, "mangum") / "bin" / "python")
        reason = ""
    except Unavailable as why:
        twin, reason = "", str(why)
    found = {}
    for function in FUNCTIONS:
        say(f"  cold start: {function.name} …")
        commands = {"ours": _ours(workshop, shop, function, own)}
        if twin and function.endpoints:
            commands["fastapi"] = _twin(workshop, shop, function, twin)
        found[function.name] = _taken_in_turn(commands, rounds) | {
            "budget": BUDGETS.get(function.name)
        }
    return {"rounds": rounds, "functions": found, "fastapi_skipped": reason}


def _shop(home: Path) -> Shop:
    """One article, and one order that is paid."""
    store = SqliteStore(home / "shop.db")
    put_for_sale(store, offer(), offer("CUP", 900), on_hand=1000)
    desk = Desk(store, profile(), now)
    order = place_order(desk, request(), "key-0")["order"]
    confirm_transfer(desk, order["id"], Money.of(1550, "USD"), "0815", "owner")
    store.close()
    return Shop(home, str(order["id"]), str(order["token"]))


def _taken_in_turn(commands: dict[str, Command], rounds: int) -> dict[str, Any]:
    """The first of each writes its .pyc and is not counted."""
    taken: dict[str, list[dict[str, Any]]] = {name: [] for name in commands}
    for _round in range(rounds + 1):
        for name, command in commands.items():
            told = run(command).output.splitlines()[-1]  # after what it says to a person
            taken[name].append(json.loads(told))
    return {
        name: {
            "cpu_ms": median(each["cpu"] for each in some[1:]),
            "import_ms": median(each["import"] for each in some[1:]),
            "status": some[-1]["status"],
        }
        for name, some in taken.items()
    }


def _ours(workshop: Workshop, shop: Shop, function: Function, python: str) -> Command:
    event = _event_file(workshop, function, shop)
    words = [python, str(BENCHMARKS / "cold_start.py")]
    return Command(
        [*words, f"functions.{function.name}.handler", str(event)],
        _environment(workshop, shop) | {"PYTHONPATH": str(CHECKOUT)},
        CHECKOUT,
    )


def _twin(workshop: Workshop, shop: Shop, function: Function, python: str) -> Command:
    event = _event_file(workshop, function, shop)
    routes = [(endpoint.method, endpoint.path) for endpoint in function.endpoints]
    twin = {"TWIN_ROUTES": json.dumps(routes), "TWIN_STORE": str(shop.home / "shop.db")}
    words = [python, str(BENCHMARKS / "cold_start.py"), "fastapi_twin", str(event)]
    return Command(words, _environment(workshop, shop) | twin, workshop.root)


def _environment(workshop: Workshop, shop: Shop) -> dict[str, str]:
    """Compiled modules lie in the workshop, wherever the checkout keeps its own."""
    return (
        base_environment() | shop.environment | {"PYTHONPYCACHEPREFIX": str(workshop.root / "pyc")}
    )


def _event_file(workshop: Workshop, function: Function, shop: Shop) -> Path:
    path = workshop.root / "out" / f"{function.name}.json"
    path.write_text(json.dumps(_event(function, shop)))
    return path


def _event(function: Function, shop: Shop) -> dict[str, Any]:
    """The first request of each: the one that shoppers wait for."""
    order = f"/api/orders/{shop.order_id}"
    token = {"query": f"token={shop.token}"}
    lines = [{"sku": "TEA-50", "quantity": 1}]
    events = {
        "cart": lambda: _http("POST", "/api/cart", {"lines": lines, "ship_to": {"country": "VN"}}),
        "checkout": lambda: _http("POST", "/api/checkout", _wish(shop)),
        "orders": lambda: _http("GET", order, **token),
        "papers": lambda: _http("POST", f"{order}/invoice.pdf", **token),
        "payments": lambda: _notice(shop),
        "stock_alerts": lambda: _http(
            "POST", "/api/stock-alerts", {"sku": "CUP", "email": "hoa@example.com"}
        ),
        "health": lambda: _http("GET", "/api/health"),
    }
    if function.name in events:
        return events[function.name]()
    return _first(function) if function.endpoints else {}  # a schedule's has nothing in it


def _first(function: Function) -> dict[str, Any]:
    """The first endpoint of a function of which nothing more is known, asked by nobody."""
    endpoint = function.endpoints[0]
    path = re.sub(r"\{[^}]*\}", "none", endpoint.path)
    return _http(endpoint.method, path, {} if endpoint.method == "POST" else None)


def _wish(shop: Shop) -> dict[str, Any]:
    """An order at the price that the shop of this checkout says."""
    from functions.bootstrap import compose
    from shop.pricing.model import Cart, CartLine
    from shop.pricing.service import quote

    services = compose(load_settings(shop.environment))
    lines = (CartLine(sku="TEA-50", quantity=1),)
    cart = Cart(lines=lines, country="VN", payment="bank_transfer", language="en")
    total = quote(services.store, services.profile, cart, now()).total
    services.store.close()
    return checkout_body(expected_total=total.model_dump())


def _notice(shop: Shop) -> dict[str, Any]:
    """A signed event that is none of ours: what every webhook costs before it does anything."""
    account = stripe_account(load_settings(shop.environment))
    assert account is not None
    body = json.dumps({"id": "evt_1", "object": "event", "type": "charge.updated", "created": 0})
    signed = {"stripe-signature": signature(body, account.webhook_secret, time.time())}
    return _http("POST", "/api/payments/stripe/webhook", json.loads(body), headers=signed)


def _http(
    method: str, path: str, body: Any = None, query: str = "", headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """An HTTP API's event, payload version 2.0."""
    sent = {"content-type": "application/json", "accept": "application/json"}
    sent |= {"idempotency-key": "cold", "host": "shop.example.com", **(headers or {})}
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": sent,
        "requestContext": {
            "http": {"method": method, "path": path, "sourceIp": "203.0.113.7"},
            "stage": "$default",
        },
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }
