"""What the registry says of every route is enforced: who may, from where, and what changes.

The routes are not listed here: a route that is added is tested.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import Browser, cookie
from factories import offer, profile, put_for_sale, request, usd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from whole_shop import everything

from functions.app import create_app
from functions.bootstrap import Services
from functions.registry import FUNCTIONS, Endpoint
from shop.adapters.sqlite_store import SqliteStore
from shop.orders.commands import RefundWish, announce_return, confirm_transfer, refund
from shop.orders.desk import read_order
from shop.orders.service import place_order
from shop.pricing.model import CartLine
from shop.secret import key_for
from shop.settings import load_settings
from shop.staff.model import ALL, PERMISSIONS, ROLES, Role

ENDPOINTS = [endpoint for function in FUNCTIONS for endpoint in function.endpoints]
OF_STAFF = [endpoint for endpoint in ENDPOINTS if endpoint.permission != "public"]
CHANGING = [endpoint for endpoint in ENDPOINTS if endpoint.method != "GET"]
REFUSED = {"not_signed_in", "not_allowed"}

Shop = tuple[Services, dict[str, str]]


def ids(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path}"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop with an order that was paid, partly refunded and has a return, and what stands for
    the parameters of addresses."""
    store = SqliteStore(tmp_path / "shop.db")
    settings = load_settings({"SHOP_HOME": str(tmp_path)})
    services = Services(settings, profile(), store)
    put_for_sale(store, offer())
    two = request(lines=(CartLine(sku="TEA-50", quantity=2),), expected_total=usd(2800))
    placed = place_order(services.desk, two, "key")["order"]
    order, _ = read_order(store, placed["id"])
    confirm_transfer(services.desk, order.id, order.total, "", "test")
    refund(services.desk, order.id, RefundWish("A", {"TEA-50": 1}), "test")
    announce_return(services.desk, order.id, order.token, "R", {"TEA-50": 1})
    place_order(services.desk, request(), "other")
    key_for(settings, "made")  # with the first key the shop makes itself a secret
    yield services, {"order_id": order.id, "refund_id": f"{order.id}-A", "token": order.token}
    store.close()


def address(endpoint: Endpoint, known: dict[str, str]) -> str:
    """The endpoint's path with something real in the place of each parameter."""
    path = endpoint.path
    for name, value in known.items():
        path = path.replace(f"{{{name}}}", value)
    filled = re.sub(r"\{\w+:int\}", "1", path).replace("{", "").replace("}", "")
    return f"{filled}?token={known['token']}&sku=TEA-50&id=1"


def send(browser: Browser, endpoint: Endpoint, path: str) -> Any:
    if endpoint.method == "GET":
        return browser.get(path)
    return browser.post(path)


def code_of(answer: Any) -> str:
    kind = answer.headers.get("content-type", "")
    return str(answer.json().get("code", "")) if "json" in kind else ""


@pytest.mark.parametrize("role", [None, *ROLES], ids=str)
def test_only_whose_role_grants_it_is_let_in(shop: Shop, role: Role | None) -> None:
    services, known = shop
    for endpoint in ENDPOINTS:
        mine = cookie(services.store, role) if role else ""
        browser = Browser(services, mine, accept="application/json")
        granted = {"public", *(PERMISSIONS[role] if role else ())}
        allowed = endpoint.permission in granted
        before = everything(services)
        answer = send(browser, endpoint, address(endpoint, known))
        assert (code_of(answer) not in REFUSED) == allowed, (ids(endpoint), answer.status_code)
        assert answer.status_code < 500, (ids(endpoint), answer.text[:500])
        if not allowed:
            assert answer.status_code in {401, 404}
            assert everything(services) == before, ids(endpoint)


@pytest.mark.parametrize("endpoint", [e for e in ENDPOINTS if e.method == "GET"], ids=ids)
def test_no_get_changes_anything(shop: Shop, endpoint: Endpoint) -> None:
    services, known = shop
    path = address(endpoint, known)
    for accept in ("text/html", "application/json"):
        browser = Browser(services, cookie(services.store), accept)
        before = everything(services)
        for method in ("GET", "HEAD"):
            answer = browser.send(method, path, None, {})
            assert answer.status_code < 500, answer.text[:500]
        assert everything(services) == before


@pytest.mark.parametrize("endpoint", [e for e in CHANGING if not e.changes], ids=ids)
def test_no_post_that_only_looks_changes_anything(shop: Shop, endpoint: Endpoint) -> None:
    services, known = shop
    browser = Browser(services, cookie(services.store))
    before = everything(services)
    assert send(browser, endpoint, address(endpoint, known)).status_code < 500
    assert everything(services) == before


FOREIGN = [
    {"sec_fetch_site": "cross-site"},
    {"sec_fetch_site": "same-site"},
    {"sec_fetch_site": "cross-site", "origin": "http://127.0.0.1:8000"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:8000.evil.example"},
    {"origin": "http://evil.example/127.0.0.1:8000"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_no_page_of_another_site_changes_anything(shop: Shop, headers: dict[str, str]) -> None:
    services, known = shop
    browser = Browser(services, cookie(services.store), accept="application/json")
    before = everything(services)
    for endpoint in CHANGING:
        if endpoint.other_sites:
            continue
        fetched = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = browser.send(endpoint.method, address(endpoint, known), b"", fetched)
        assert code_of(answer) == "from_elsewhere", ids(endpoint)
    assert everything(services) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "none"},
        {"sec_fetch_site": "same-origin", "origin": "null"},
        {"origin": "http://127.0.0.1:8000"},
        {},
    ],
    ids=str,
)
def test_pages_of_the_shop_and_programs_may(shop: Shop, headers: dict[str, str]) -> None:
    services, _known = shop
    fetched = {name.replace("_", "-"): value for name, value in headers.items()}
    body = json.dumps({"lines": [{"sku": "TEA-50", "quantity": 1}]}).encode()
    answer = Browser(services, accept="application/json").send(
        "POST", "/api/cart", body, {**fetched, "content-type": "application/json"}
    )
    assert answer.status_code == 200


def test_only_signed_notices_may_come_from_anywhere() -> None:
    exempt = [endpoint.path for endpoint in CHANGING if endpoint.other_sites]
    assert exempt == ["/api/payments/stripe/webhook"]


def test_every_route_of_the_desk_names_a_permission_and_no_other_does() -> None:
    public = {"/admin/sign-in", "/admin/welcome"}
    for endpoint in ENDPOINTS:
        inside = endpoint.path.startswith(("/admin", "/api/admin")) and endpoint.path not in public
        assert (endpoint.permission in ALL) == inside, ids(endpoint)
        assert inside or endpoint.permission == "public", ids(endpoint)


def test_looking_wants_no_more_than_a_right_to_look() -> None:
    for endpoint in OF_STAFF:
        own = endpoint.path.startswith(("/admin/account", "/admin/sign-out"))
        if endpoint.method != "GET" and endpoint.changes and not own:
            assert not endpoint.permission.endswith(".view"), ids(endpoint)


def test_a_route_that_is_not_in_the_registry_cannot_be_served() -> None:
    async def handler(_request: Request) -> Response:
        return Response()

    with pytest.raises(LookupError, match="GET /admin/secret is not in"):
        create_app([Route("/admin/secret", handler)], lambda: pytest.fail("never asked"))


def test_a_browser_is_led_to_sign_in_and_back(shop: Shop) -> None:
    services, _known = shop
    answer = Browser(services).get("/admin/orders?list=history&q=a")
    assert answer.status_code == 303
    assert answer.headers["location"] == (
        "/admin/sign-in?next=/admin/orders%3Flist%3Dhistory%26q%3Da"
    )
    fragment = Browser(services).get("/admin", hx_request="true")
    assert (fragment.status_code, fragment.headers["hx-redirect"]) == (
        401,
        "/admin/sign-in?next=/admin",
    )


def test_who_is_not_signed_in_any_more_is_told_that_nothing_was_saved(shop: Shop) -> None:
    """And keeps what was typed: the page can be sent once more, the form of htmx is still there."""
    services, known = shop
    path = f"/admin/orders/{known['order_id']}/note"
    page = Browser(services).post(path, {"text": "Call her."})
    assert (page.status_code, page.headers["cache-control"]) == (401, "no-store")
    assert "nothing was saved" in page.text
    assert "reload it" in page.text
    notice = Browser(services).post(path, {"text": "Call her."}, hx_request="true")
    assert notice.headers["hx-reselect"] == "#signed-out"
    assert "press the button here once more" in notice.text
    answer = Browser(services, cookie(services.store)).post(path, {"text": "Call her."})
    assert answer.status_code == 303


def test_what_is_changed_is_in_the_log_and_what_is_looked_at_is_not(shop: Shop) -> None:
    from shop.staff import audit

    services, known = shop
    browser = Browser(services, cookie(services.store))
    browser.get(f"/admin/orders/{known['order_id']}")
    assert audit.entries(services.store)[0] == []
    browser.post(f"/admin/orders/{known['order_id']}/note", {"text": "Call her."})
    browser.post(f"/admin/orders/{known['order_id']}/note", {"text": ""})
    refused, done = audit.entries(services.store)[0]
    assert (done.who, done.what) == ("owner@example.com", "POST /admin/orders/{order_id}/note")
    assert (done.outcome, refused.outcome) == ("done", "refused")
