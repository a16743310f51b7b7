"""Whether the shop answers, asked as a shopper would: through its public address."""

import http.client
import json
from collections.abc import Callable
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
    """Asks for a path. A double of AWS answers for all names at its own address."""

    def ask(path: str) -> Answer:
        if plan.double:
            connection = http.client.HTTPConnection(
                plan.double.host, plan.double.port, timeout=SECONDS
            )
            headers = {"Host": domain, "X-Forwarded-Proto": "https"}
        else:
            host = urlsplit(address).hostname or ""
            connection = http.client.HTTPSConnection(host, timeout=SECONDS)
            headers = {}
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        except OSError as error:
            raise NotDeployed(f"{address} does not answer: {error}.") from None
        finally:
            connection.close()

    return ask


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
    wrong = []
    for path, holds, meant in checks:
        answer = ask(path)
        if not holds(answer):
            wrong.append(f"{path} should be what {meant}, and answers {answer.status}.")
    return wrong


def _is_healthy(answer: Answer) -> bool:
    return answer.status == 200 and json.loads(answer.body).get("store") == "reachable"
