"""What Mozilla's Observatory thinks of the shop's headers, here and as a distribution adds them.

npm install --ignore-scripts --prefix DIR @mdn/mdn-http-observatory
OBSERVATORY=DIR python -m pytest tests/hostile/test_observatory.py
"""

import json
import logging
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from desk import Browser, member

from functions.bootstrap import Services, compose
from generator.bootstrap import open_builder
from infra.embedded.policies import HEADERS, POLICY, page_policy
from infra.embedded.server import embedded_app
from shop.settings import load_settings

log = logging.getLogger(__name__)

FOLDER = os.environ.get("OBSERVATORY", "")
GOOD = 120
PASSWORD = "a long enough sentence"

pytestmark = pytest.mark.skipif(not FOLDER, reason="OBSERVATORY says where the grader is")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Services]:
    """Under an address with https, as a shop that is open has."""
    settings = load_settings({"SHOP_HOME": str(tmp_path), "SHOP_PICTURES": "off"})
    services = compose(replace(settings, base_url="https://shop.example.com"))
    yield services
    services.store.close()


class Visitor(Browser):
    """Of the pages, too."""

    def __init__(self, services: Services, cookies: str) -> None:
        super().__init__(services, cookies)
        self._transport.app = embedded_app(services)


def graded(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    script = Path(__file__).with_name("observatory.mjs")
    run = subprocess.run(
        ["node", str(script)], input=json.dumps(answers), capture_output=True, text=True, check=True
    )
    found: list[dict[str, Any]] = json.loads(run.stdout)
    return found


def test_headers_are_as_good_as_they_can_be(shop: Services) -> None:
    builder = open_builder(shop.settings, shop.store)
    chooser = ""
    try:
        builder.build()
        chooser = (builder.publisher.content("index.html") or b"").decode()
        page = (builder.publisher.content("en/index.html") or b"").decode()
    finally:
        builder.close()
    visitor = Visitor(shop, "")
    member(shop.store, email="an@example.com", password=PASSWORD)
    entered = visitor.post("/admin/sign-in", {"email": "an@example.com", "password": PASSWORD})
    (session,) = entered.headers.get_list("set-cookie")
    visitor.cookies = session.partition(";")[0]
    answers = []
    for path in ("/en/", "/en/products", "/admin", "/api/cart", "/api/guestbook", "/api/health"):
        got = visitor.get(path)
        assert got.status_code == 200, path
        told = [session] if path == "/admin" else got.headers.get_list("set-cookie")
        answers.append(answer(path, got.status_code, dict(got.headers), got.text, told))
    edge = {**HEADERS, POLICY: page_policy(chooser.encode()), "Content-Type": "text/html"}
    answers.append(answer("CloudFront", 200, edge, page, []))
    found = graded(answers)
    for each in found:
        log.warning("%s: %s %s", each["name"], each["grade"], each["score"])
    assert [each for each in found if each["score"] < GOOD] == []


def answer(
    name: str, status: int, headers: dict[str, str], body: str, cookies: list[str]
) -> dict[str, Any]:
    told = {key.lower(): value for key, value in headers.items() if key.lower() != "set-cookie"}
    return {"name": name, "status": status, "headers": told, "body": body, "cookies": cookies}
