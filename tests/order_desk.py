"""Somebody at the desk who deals with orders, and what they read there."""

import html
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from desk import Browser
from factories import profile, put_for_sale, request, usd
from httpx import Response

from functions.bootstrap import Services
from shop.adapters.sqlite_store import SqliteStore
from shop.clock import new_id
from shop.orders.desk import read_order
from shop.orders.model import Order
from shop.orders.service import place_order
from shop.orders.transitions import fingerprint
from shop.pricing.model import CartLine, Offer
from shop.settings import load_settings


def shop_of(folder: Path, *offers: Offer) -> Iterator[Services]:
    """A shop that sells `offers`, for as long as a fixture yields from it."""
    with closing(SqliteStore(folder / "shop.db")) as store:
        put_for_sale(store, *offers)
        yield Services(load_settings({"SHOP_HOME": str(folder)}), profile(), store)


def placed(services: Services, **changes: Any) -> Order:
    """Two pieces of TEA-50 by bank transfer."""
    two = {"lines": (CartLine(sku="TEA-50", quantity=2),), "expected_total": usd(2800)}
    answer = place_order(services.desk, request(**{**two, **changes}), new_id())
    return read_order(services.store, answer["order"]["id"])[0]


def now(services: Services, order: Order) -> Order:
    return read_order(services.store, order.id)[0]


def act(browser: Browser, order: Order, what: str, **fields: Any) -> Response:
    """Sends one of the order's forms, as it was made when the order was as `order` is."""
    sent = {name.replace("__", ":"): value for name, value in fields.items()}
    if what in {"amend", "edit"}:
        sent = {"seen": fingerprint(order), **sent}
    return browser.post(f"/admin/orders/{order.id}/{what}", sent)


def alert(answer: Response) -> str:
    """The sentence of a refusal."""
    (sentence,) = re.findall(r'role="alert">([^<]+)<', answer.text)
    return html.unescape(sentence)


def told(browser: Browser, answer: Response) -> str:
    """The sentence that says what was done, on the page that an act leads to."""
    assert answer.status_code == 303, alert(answer)
    shown = browser.get(answer.headers["location"]).text
    (sentence,) = re.findall(r'role="status">([^<]+)<', shown)
    return html.unescape(sentence)


def paid(owner: Browser, services: Services) -> Order:
    order = placed(services)
    answer = act(owner, order, "confirm", once="C", amount="28.00", reference="VCB 1")
    assert answer.status_code == 303
    return now(services, order)
