"""The stand-in inside the embedded shop: one process, one address, and nobody waits for himself."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from factories import services_over
from gateway_double import wanted
from serving import serving
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from functions.bootstrap import Services
from infra.embedded.gateway.service import EmbeddedGateway, open_stand_in
from infra.embedded.server import HOST, embedded_app, listen
from shop.adapters.sqlite_store import SqliteStore
from shop.settings import load_settings

pytestmark = pytest.mark.network

SHOPPERS = 60  # more than the shop has threads (anyio: 40)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[Services, EmbeddedGateway]]:
    bound = listen(0)
    settings = load_settings({"SHOP_HOME": str(tmp_path)})
    settings = replace(settings, base_url=f"http://{HOST}:{bound.getsockname()[1]}")
    services = services_over(settings, SqliteStore(tmp_path / "shop.db"))
    gateway = open_stand_in(settings)
    assert gateway is not None
    app = embedded_app(services, gateway=gateway)

    def checkout(request: Request) -> Response:
        assert services.gateway is not None
        order = request.path_params["order"]
        return PlainTextResponse(services.gateway.open_session(wanted(order), order).url)

    app.router.routes.insert(0, Route("/open/{order}", checkout))
    with serving(app, bound, "critical"):
        yield services, gateway
    gateway.stop()
    services.store.close()


def test_a_session_opens_pays_and_is_known_to_the_shop(
    shop: tuple[Services, EmbeddedGateway],
) -> None:
    services, stand_in = shop
    assert services.gateway is not None
    session = services.gateway.open_session(wanted(), "open")
    assert session.url.startswith(f"{services.settings.base_url}/embedded/gateway/pay/")
    httpx.post(session.url, data={"method": "card", "outcome": "paid"})
    assert services.gateway.payment(session=session.id).status == "authorized"
    payload, signature = stand_in.signed(stand_in.events()[0])
    notice = services.gateway.read_notice(payload, signature, services.clock())
    assert notice is not None
    assert notice.order_id == "ORDER1"


def test_more_shoppers_than_threads_all_get_their_page(
    shop: tuple[Services, EmbeddedGateway],
) -> None:
    services, _ = shop

    async def everybody() -> list[str]:
        async with httpx.AsyncClient(base_url=services.settings.base_url, timeout=60) as client:
            answers = await asyncio.gather(*(client.get(f"/open/{n}") for n in range(SHOPPERS)))
        return [answer.raise_for_status().text for answer in answers]

    assert len(set(asyncio.run(everybody()))) == SHOPPERS
