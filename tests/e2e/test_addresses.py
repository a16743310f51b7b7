"""What the embedded server says at addresses where nothing is, to whoever asks in whatever way."""

import http.client
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from adapters.publishers import publish
from factories import services_over

from functions.bootstrap import Services
from shop.adapters.dir_site import DirSite
from shop.adapters.sqlite_store import SqliteStore
from shop.settings import load_settings

LONG = "a" * 300
Ask = Callable[..., SimpleNamespace]

pytestmark = pytest.mark.network


@pytest.fixture
def ask(tmp_path: Path, open_shop: Callable[[Services], Any]) -> Iterator[Ask]:
    """Asks a shop that has a page, a picture and, beside what is published, a secret."""
    site = DirSite(tmp_path / "public")
    publish(site, {"en/index.html": b"home", "404.html": b"lost"})
    site.close()
    for name in ("media/a.svg", "secret.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    store = SqliteStore(tmp_path / "shop.db")
    services = services_over(load_settings({"SHOP_HOME": str(tmp_path)}), store)
    with open_shop(services) as address:

        def call(method: str, path: str, **headers: str) -> SimpleNamespace:
            connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            return SimpleNamespace(status=answer.status, headers=answer.headers, text=text)

        yield call
    store.close()


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/media/../secret.txt",
        "/media/%2e%2e%2fsecret.txt",
        "/media//etc/passwd",
        "/media/%2fetc/passwd",
        "/en/%00",
        "/site.db",
        "/files/",
        "/publishing",
        "/media/../public/site.db",
        "/en/%0d%0aX-Y:%20z",
        "/en/%ed%a0%80",
        f"/media/{LONG}",
        f"/{LONG}/{LONG}",
        "//example.com/",
    ],
)
def test_no_address_leads_out_of_the_published_folder(ask: Ask, path: str) -> None:
    answer = ask("GET", path)
    assert (answer.status, answer.text) == (404, "lost")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/api/nothing", "/api/cart/", "/admin/nothing"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_function_is_a_problem_and_no_page(ask: Ask, method: str, path: str) -> None:
    answer = ask(method, path, Host="evil.example.com")
    assert (answer.status, json.loads(answer.text)["code"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize(("path", "allowed"), [("/en/", "GET"), ("/api/cart/lines", "POST")])
def test_a_method_nobody_answers_names_the_one_that_is(
    ask: Ask, method: str, path: str, allowed: str
) -> None:
    answer = ask(method, path)
    assert (answer.status, json.loads(answer.text)["code"]) == (405, "method_not_allowed")
    assert allowed in answer.headers["Allow"]
