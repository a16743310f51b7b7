"""Addresses that a product has left, through the embedded server and with the shop's own theme."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient, Response

from functions.bootstrap import compose
from generator.bootstrap import open_builder
from generator.build import Builder
from infra.embedded.server import embedded_app
from shop.catalogue.importing import read_file
from shop.catalogue.publishing import Order, publish
from shop.catalogue.releases.service import rollback
from shop.ports import Store
from shop.settings import load_settings

NOW = datetime(2026, 11, 22, tzinfo=UTC)
HEAD = "Handle,Title,Category,SKU,Price,Stock,Status\n"
TEA = "tea,Morning tea,Tea > Green,T1,5,3,active\n"
REST = "".join(f"leaf-{n},Leaf {n},Tea > Green,L{n},5,3,active\n" for n in range(6))

Get = Callable[..., Response]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[Store, Builder, Get]]:
    settings = load_settings({"SHOP_HOME": str(tmp_path), "SHOP_PICTURES": "off"})
    services = compose(settings)
    builder = open_builder(settings, services.store)
    app = embedded_app(services, builder.publisher)

    async def ask(path: str, method: str) -> Response:
        async with AsyncClient(transport=ASGITransport(app), base_url="http://shop") as client:
            return await client.request(method, path)

    def get(path: str, method: str = "GET") -> Response:
        return asyncio.run(ask(path, method))

    with closing(services.store), closing(builder):
        yield services.store, builder, get


def bring(store: Store, builder: Builder, rows: str) -> None:
    reading = read_file(f"{HEAD}{rows}".encode(), "goods.csv", currency="USD")
    publish(store, reading, lambda: NOW, Order(actor="owner"))
    assert builder.build().failed == ()


def test_a_renamed_product_is_found_under_its_old_address_for_ever(
    shop: tuple[Store, Builder, Get],
) -> None:
    store, builder, get = shop
    bring(store, builder, TEA + REST)
    bring(store, builder, TEA.replace("tea,", "first-flush,", 1) + REST)
    answer = get("/vi/products/tea?ref=mail")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/vi/products/first-flush?ref=mail"
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert get("/vi/products/tea", "HEAD").status_code == 301
    assert "Morning tea" in get("/vi/products/first-flush").text
    assert "/products/tea" not in get("/en/products").text
    rollback(store, 1, "owner", lambda: NOW)
    builder.build()
    assert get("/en/products/tea").status_code == 200
    assert get("/en/products/first-flush").headers["Location"] == "/en/products/tea"


def test_a_product_that_is_no_longer_sold_says_so_and_shows_others(
    shop: tuple[Store, Builder, Get],
) -> None:
    store, builder, get = shop
    bring(store, builder, TEA + REST)
    bring(store, builder, TEA.replace("active", "archived") + REST)
    answer = get("/en/products/tea")
    assert answer.status_code == 200
    assert "No longer available" in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text
    assert "/api/cart/lines" not in answer.text
    assert "/en/products/leaf-0" in answer.text
    assert "Không còn bán" in get("/vi/products/tea").text
    for path in ("/en/products", "/en/categories/tea/green", "/en/", "/en/products/leaf-0"):
        assert "/en/products/tea" not in get(path).text
    assert not any(
        b"/products/tea" in builder.publisher.content(path)
        for path in builder.publisher.paths()
        if path.endswith((".xml", ".json", ".txt"))
    )
    bring(store, builder, TEA + REST)
    assert "/api/cart/lines" in get("/en/products/tea").text
