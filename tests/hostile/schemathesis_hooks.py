"""Lets a part of what schemathesis sends through to where orders, entries and answers are kept: of
its own accord it would hardly ever name an article that there is, its price and a fresh form.

Schemathesis has a place of its own to live in; tests/README.md says how it is run.
"""

import random
import time
from collections import deque
from typing import Any

import requests
import schemathesis

LINE = {"sku": "DIG-BREW", "quantity": 1}  # of the sample catalogue, and never sold out
TOTAL = 450
SURE = {"found": "friend", "again": 9}  # what the sample survey wants answered
OLD_ENOUGH = 4  # seconds after which a form of the guestbook is believed

tokens: deque[tuple[float, str]] = deque()


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    if isinstance(case.body, dict) and random.random() < 0.5:  # noqa: S311 - no secret
        change = CHANGES.get((case.method, case.path))
        if change:
            case.body = change(case, case.body)


def _order(case: Any, body: dict[str, Any]) -> dict[str, Any]:
    """Names, address and note stay as they were thought up."""
    if "json" not in (case.media_type or ""):
        return {**body, "lines": f'[{{"sku": "{LINE["sku"]}", "quantity": 1}}]',
                "expected_total": str(TOTAL), "payment": "bank_transfer"}  # fmt: skip
    if "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = f"key-{random.getrandbits(64)}"
    kept = {name: body[name] for name in ("contact", "address", "note", "lang") if name in body}
    return {**kept, "lines": [LINE], "expected_total": TOTAL, "payment": "bank_transfer"}


def _entry(case: Any, body: dict[str, Any]) -> dict[str, Any]:
    """With the token of a form that was shown a while ago."""
    address = f"{case.operation.base_url.rstrip('/')}/api/guestbook"
    tokens.append((time.monotonic(), requests.get(address, timeout=10).json()["token"]))
    shown, token = tokens[0]
    if time.monotonic() - shown < OLD_ENOUGH:
        return body
    tokens.popleft()
    return {**body, "token": token}


def _answers(case: Any, body: dict[str, Any]) -> dict[str, Any]:
    case.path_parameters["survey_id"] = "your-visit"
    answers = body.get("answers")
    if isinstance(answers, dict):
        return {**body, "answers": {**answers, **SURE}}
    return {**body, "q.found": SURE["found"], "q.again": str(SURE["again"])}


CHANGES = {
    ("POST", "/api/checkout"): _order,
    ("POST", "/api/guestbook"): _entry,
    ("POST", "/api/surveys/{survey_id}"): _answers,
}
