"""``/api/orders/{id}``: an order, for its guest, who can give things back."""

from datetime import datetime, timedelta
from urllib.parse import quote as percent_encoded

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.answers import json_answer, language_of, page, see_other, services, wants_page
from functions.apart import apart
from functions.orders.schemas import ReturnBody, body_from_form
from functions.requests import is_form, read_form, read_json, validated
from shop.clock import new_id
from shop.orders.commands import announce_return
from shop.orders.model import Order
from shop.orders.payment import next_step
from shop.orders.service import guest_order
from shop.orders.view import order_json, order_page
from shop.profile import Profile

UNDER_WAY = {"reserved", "pending_offline", "authorized", "paid", "fulfilled"}
THANKS = timedelta(hours=1)


async def show(request: Request) -> Response:
    """JSON for programs, a page for browsers; a wrong token and a wrong id are the same 404."""
    token = request.query_params.get("token", "")
    order_id = request.path_params["order_id"]
    return await apart(request, _show, request, order_id, token)


def _show(request: Request, order_id: str, token: str) -> Response:
    found = services(request)
    order = guest_order(found.store, order_id, token)
    instructions = next_step(order, found.profile)
    if not wants_page(request):
        return json_answer({"order": order_json(order), "next": instructions})
    language = language_of(request)
    return page(
        request,
        "order.html",
        language,
        order=order_page(order, language),
        instructions=instructions,
        payment_qr=_payment_qr(order, found.profile),
        token=token,
        return_id=new_id(),
        fresh=request.query_params.get("fresh") == "1" and _just_placed(order, found.clock()),
    )


def _just_placed(order: Order, moment: datetime) -> bool:
    """The address of the page that gives thanks is kept, and opened again later."""
    return order.state in UNDER_WAY and moment - order.placed_at < THANKS


def _payment_qr(order: Order, profile: Profile) -> dict[str, str] | None:
    if order.payment != "bank_transfer" or order.state != "pending_offline":
        return None
    from shop.bank.qr import payment_qr

    return payment_qr(profile.bank_transfer, order.due, order.number)


async def give_back(request: Request) -> Response:
    """``POST /api/orders/{id}/returns``: a return, or a withdrawal from the contract; 201 with the
    order, and a receipt by mail."""
    order_id = request.path_params["order_id"]
    if not is_form(request):
        body = await read_json(request, ReturnBody)
        order = await apart(request, _announce, request, order_id, body)
        return json_answer({"order": order_json(order)}, 201)
    fields = await read_form(request)
    body = validated(ReturnBody, body_from_form(fields))
    await apart(request, _announce, request, order_id, body)
    language = language_of(request, str(fields.get("lang", "")))
    query = f"token={percent_encoded(body.token)}&lang={percent_encoded(language)}"
    return see_other(f"/api/orders/{percent_encoded(order_id)}?{query}#returns")


def _announce(request: Request, order_id: str, body: ReturnBody) -> Order:
    desk = services(request).desk
    return announce_return(desk, order_id, body.token, body.id, body.lines, body.statement)


ROUTES = [
    Route("/api/orders/{order_id}", show, methods=["GET"]),
    Route("/api/orders/{order_id}/returns", give_back, methods=["POST"]),
]
