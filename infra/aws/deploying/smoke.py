"""Whether the shop answers, asked as a shopper would: through its public address."""

import http.client
import json
import socket
import ssl
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from infra.aws.deploying.account import NotDeployed
from infra.aws.plan import Plan

SECONDS = 30


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


Ask = Callable[[str], Answer]


def asker(address: str, domain: str, plan: Plan) -> Ask:
    """Asks for a path at `address`, which the distribution called `domain` answers for: whether the
    owner's DNS leads there already or not. A double of AWS answers for all names at its own."""
    host = urlsplit(address).hostname or ""
    headers = {"Host": domain, "X-Forwarded-Proto": "https"} if plan.double else {"Host": host}

    def ask(path: str) -> Answer:
        try:
            with closing(_connected(host, domain, plan)) as connection:
                connection.request("GET", path, headers=headers)
                answer = connection.getresponse()
                found = {name.lower(): value for name, value in answer.getheaders()}
                return Answer(answer.status, found, answer.read())
        except (OSError, http.client.HTTPException) as error:
            raise NotDeployed(f"{address} does not answer: {error}.") from None

    return ask


def _connected(host: str, domain: str, plan: Plan) -> http.client.HTTPConnection:
    if plan.double:
        return http.client.HTTPConnection(plan.double.host, plan.double.port, timeout=SECONDS)
    connection = http.client.HTTPSConnection(host, timeout=SECONDS)
    reached = socket.create_connection((domain, connection.port), SECONDS)
    connection.sock = ssl.create_default_context().wrap_socket(reached, server_hostname=host)
    return connection


def smoke(ask: Ask, plan: Plan) -> list[str]:
    """What is wrong; nothing where the shop is open."""
    home = f"/{plan.default_language}/"
    checks = (
        ("/", lambda a: a.status == 302 and a.headers.get("location") == home, f"leads to {home}"),
        (home, lambda a: a.status == 200 and b"<html" in a.body, "is the home page"),
        (home, lambda a: "content-security-policy" in a.headers, "restricts what pages may do"),
        ("/no-such-page", lambda a: a.status == 404 and b"<html" in a.body, "is a 404 page"),
        ("/api/health", _is_healthy, "reaches the store"),
        ("/_redirects", lambda a: a.status in {403, 404}, "is nobody's business"),
    )
    wrong: list[str] = []
    for path, holds, meant in checks:
        try:
            answer = ask(path)
        except NotDeployed as refused:
            return [*wrong, refused.message]
        if not holds(answer):
            wrong.append(f"{path} should be what {meant}, and answers {answer.status}.")
    return wrong


def _is_healthy(answer: Answer) -> bool:
    try:
        health = json.loads(answer.body)
    except ValueError:
        return False
    store = health.get("store") if isinstance(health, dict) else ""
    return answer.status == 200 and store == "reachable"
