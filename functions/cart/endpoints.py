"""``/api/cart`` and ``/api/stock``."""

import re

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions import cart_cookie
from functions.answers import json_answer, language_of, page, see_other, services
from functions.apart import apart
from functions.cart.schemas import MAX_COUPON, CartRequest, StockQuery, with_coupon
from functions.problems import InvalidRequest
from functions.requests import is_form, read_form, read_json, validated
from shop.errors import InvalidCart
from shop.i18n.messages import translatable
from shop.pricing.model import MAX_QUANTITY, Cart, CartLine
from shop.pricing.service import availability, quote
from shop.pricing.view import quote_json

DIGITS = re.compile(r"[0-9]{1,4}")


async def price_cart(request: Request) -> Response:
    """``POST /api/cart``: the quote as JSON, or as the cart page's inside for the theme."""
    if is_form(request):
        return await change_lines(request)
    wanted = await read_json(request, CartRequest)
    language = language_of(request, wanted.lang)
    if request.headers.get("x-fragment") == "cart":
        return await apart(request, _cart_page, request, wanted.cart(language), fragment=True)
    return await apart(request, _cart_json, request, wanted.cart(language))


async def show_cart(request: Request) -> Response:
    """``GET /api/cart``: the cart of the cookie, as a page."""
    lines = tuple(cart_cookie.read_cart(request))
    coupon = request.query_params.get("coupon", "")[:MAX_COUPON]
    cart = Cart(lines=lines, coupon=coupon, language=language_of(request))
    return await apart(request, _cart_page, request, cart, fragment=False)


async def change_lines(request: Request) -> Response:
    """``POST /api/cart/lines``: a plain form adds (`sku`, `quantity`), updates or removes.

    A `coupon` goes on in the address: nothing has to be kept for somebody who is trying codes.
    """
    form = await read_form(request)
    language = language_of(request, str(form.get("lang", "")))
    lines = {line.sku: line.quantity for line in cart_cookie.read_cart(request)}
    _apply(form, lines)
    answer = see_other(f"/api/cart?{with_coupon(language, form)}")
    cart_cookie.write_cart(answer, [CartLine(sku=s, quantity=q) for s, q in lines.items()])
    return answer


async def stock(request: Request) -> Response:
    """``GET /api/stock?sku=…``: ``{items: [{sku, available}]}``; null means not limited."""
    query = validated(StockQuery, {"sku": request.query_params.getlist("sku")})
    found = await apart(request, availability, services(request).store, query.sku)
    return json_answer({"items": [{"sku": sku, "available": n} for sku, n in found.items()]})


def _apply(form: FormData, lines: dict[str, int]) -> None:
    """Changes `lines` as the form says. Raises InvalidRequest naming each unusable quantity."""
    problems: list[dict[str, str]] = []
    _add(form, lines, problems)
    lines.pop(str(form.get("remove", "")), None)
    for name, value in form.items():
        field, _, sku = name.partition(":")
        if field == "quantity" and sku in lines:
            lines[sku] = _quantity(str(value), name, problems, least=0)
    if problems:
        raise InvalidRequest(translatable("A quantity cannot be used."), problems=problems)
    for sku in [sku for sku, quantity in lines.items() if not quantity]:
        del lines[sku]


def _add(form: FormData, lines: dict[str, int], problems: list[dict[str, str]]) -> None:
    sku = str(form.get("sku", ""))
    if not sku:
        return
    added = _quantity(str(form.get("quantity", "1")), "quantity", problems, least=1)
    lines[sku] = min(MAX_QUANTITY, lines.get(sku, 0) + added)
    validated(CartLine, {"sku": sku, "quantity": lines[sku]})


def _quantity(text: str, field: str, problems: list[dict[str, str]], least: int) -> int:
    if DIGITS.fullmatch(text) and least <= int(text) <= MAX_QUANTITY:
        return int(text)
    message = f"Please give a whole number from {least} to {MAX_QUANTITY}."
    problems.append({"field": field, "code": "quantity", "message": message})
    return 1


def _cart_json(request: Request, cart: Cart) -> Response:
    """Raises InvalidCart where nothing of a cart can be bought; part of it is a 200 with
    problems, so that a shopper with one stale line still sees the price of the others."""
    found = services(request)
    priced = quote(found.store, found.profile, cart, found.clock())
    body = quote_json(priced, cart.language, found.say(cart.language))
    if cart.lines and not priced.lines:
        raise InvalidCart(body["problems"])
    return json_answer(body)


def _cart_page(request: Request, cart: Cart, *, fragment: bool) -> Response:
    found = services(request)
    priced = quote(found.store, found.profile, cart, found.clock())
    body = quote_json(priced, cart.language, found.say(cart.language))
    template = "cart_contents.html" if fragment else "cart.html"
    lines = cart_cookie.text_from_lines(cart.lines)
    return page(
        request,
        template,
        cart.language,
        quote=body,
        fragment=fragment,
        lines_field=lines,
        coupon=cart.coupon,
    )


ROUTES = [
    Route("/api/cart", show_cart, methods=["GET"]),
    Route("/api/cart", price_cart, methods=["POST"]),
    Route("/api/cart/lines", change_lines, methods=["POST"]),
    Route("/api/stock", stock, methods=["GET"]),
]
