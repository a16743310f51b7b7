"""The owner's desk in tests: people who are signed in without the seconds that a password takes,
and a browser that sits on the whole shop in this process."""

import asyncio
from typing import Any
from urllib.parse import urlencode

from httpx import ASGITransport, AsyncClient, Response

from functions.app import create_app
from functions.bootstrap import Services
from functions.registry import FUNCTIONS
from shop.clock import now
from shop.ports import Store
from shop.staff import sessions
from shop.staff.model import Member, Role
from shop.staff.passwords import hashed
from shop.staff.records import member_key, member_put

ADDRESS = "http://127.0.0.1:8000"
FORM = "application/x-www-form-urlencoded"


def member(
    store: Store, role: Role = "owner", email: str = "", password: str = "", **changes: Any
) -> Member:
    """Somebody of that role, who is there from now on."""
    address = email or f"{role.replace('_', '-')}@example.com"
    known = hashed(password) if password else ""
    person = Member(email=address, role=role, added_at=now(), password=known, **changes)
    store.transact([member_put(person, store.get(member_key(address)))])
    return person


def cookie(store: Store, role: Role = "owner") -> str:
    """The Cookie header of somebody of that role who has just signed in."""
    return f"desk={sessions.begin(store, member(store, role), 'test', now)}"


class Browser:
    """Sends what browsers send, to every function at once; follows no redirect."""

    def __init__(self, services: Services, cookies: str = "", accept: str = "text/html") -> None:
        routes = [route for function in FUNCTIONS for route in function.routes()]
        self._transport = ASGITransport(create_app(routes, lambda: services))
        self.cookies = cookies
        self.accept = accept

    def get(self, path: str, **headers: str) -> Response:
        return self.send("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, Any] | None = None, **headers: str) -> Response:
        same_site = {"sec-fetch-site": "same-origin", "content-type": FORM}
        return self.send("POST", path, urlencode(fields or {}).encode(), {**same_site, **headers})

    def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        own = {"accept": self.accept, "cookie": self.cookies}

        async def ask() -> Response:
            async with AsyncClient(transport=self._transport, base_url=ADDRESS) as client:
                return await client.request(method, path, content=body, headers={**own, **sent})

        return asyncio.run(ask())
