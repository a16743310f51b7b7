"""Page, data, redirect or refusal: every answer tells browsers what they may do with it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from desk import Browser, cookie
from factories import services_over

from functions.bootstrap import Services
from functions.registry import FUNCTIONS
from shop.adapters.sqlite_store import SqliteStore
from shop.published import security
from shop.settings import load_settings

ADDRESS = "https://shop.example.com"
PATHS = [
    (endpoint.method, endpoint.path) for function in FUNCTIONS for endpoint in function.endpoints
]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    store = SqliteStore(tmp_path / "shop.db")
    settings = replace(load_settings({"SHOP_HOME": str(tmp_path)}), base_url=ADDRESS)
    yield services_over(settings, store)
    store.close()


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_answer_has_every_header(services: Services, accept: str) -> None:
    wanted = set(security.headers("data", ADDRESS))
    assert "Strict-Transport-Security" in wanted
    staff = cookie(services.store)
    for cookies in ("", f"__Host-{staff}"):
        browser = Browser(services, cookies, accept)
        for method, path in [*PATHS, ("GET", "/api/nowhere"), ("PUT", "/api/cart")]:
            answer = browser.send(method, path.replace("{", "").replace("}", ""), b"", {})
            missing = {name for name in wanted if name not in answer.headers}
            assert missing == set(), (method, path, answer.status_code)
