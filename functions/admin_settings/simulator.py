"""``/admin/settings/delivery``: why each way of delivery is or is not offered, for any cart."""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Fields, text, with_form
from functions.admin.shell import REFUSALS, desk_page, language, refusal
from functions.answers import services
from shop.delivery.simulator import simulate, simulation_json
from shop.errors import InvalidInput
from shop.i18n.countries import countries
from shop.i18n.messages import translatable
from shop.pricing.model import MAX_QUANTITY, Cart, CartLine

PATH = "/admin/settings/delivery"
ROWS = 3  # SKUs of the form

NO_GOODS = translatable("Write an SKU and how many pieces of it.")
NO_PIECES = translatable("Write pieces as a whole number from 1 to 999.")


def form(request: Request) -> Response:
    return _page(request, {})


def look(request: Request, fields: Fields) -> Response:
    """``POST``: what shoppers would be offered. It changes nothing."""
    found, lang = services(request), language(request)
    try:
        cart = _cart(fields, lang)
        told = simulate(found.store, found.profile, cart, found.clock())
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return _page(request, fields, status, refused=sentence)
    return _page(request, fields, answer=simulation_json(told, lang, found.say(lang)))


def _page(request: Request, fields: Fields, status: int = 200, **context: Any) -> Response:
    facts: dict[str, Any] = {"refused": "", "answer": None, **context}
    return desk_page(
        request,
        "settings/simulator.html",
        "settings",
        status,
        fields=fields,
        rows=range(ROWS),
        countries=countries(language(request)),
        country=fields.get("country", "") or _usual(request),
        **facts,
    )


def _usual(request: Request) -> str:
    """The first country that any way of delivery names."""
    named = (code for each in services(request).profile.shipping for code in each.countries)
    return next((code for code in named if code != "*"), "VN")


def _cart(fields: Fields, lang: str) -> Cart:
    """Raises InvalidInput."""
    lines = [
        CartLine(sku=sku, quantity=_pieces(fields.get(f"pieces{row}", "")))
        for row in range(ROWS)
        if (sku := text(fields, f"sku{row}"))
    ]
    if not lines:
        raise InvalidInput(NO_GOODS)
    return Cart(
        lines=tuple(lines),
        country=text(fields, "country", 2),
        region=text(fields, "region"),
        postcode=text(fields, "postcode", 40),
        coupon=text(fields, "coupon"),
        language=lang,
    )


def _pieces(value: str) -> int:
    given = value.strip() or "1"
    if not re.fullmatch("[0-9]{1,3}", given) or not 1 <= int(given) <= MAX_QUANTITY:
        raise InvalidInput(NO_PIECES)
    return int(given)


ROUTES = [
    Route(PATH, form, methods=["GET"]),
    Route(PATH, with_form(look), methods=["POST"]),
]
