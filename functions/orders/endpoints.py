"""``GET /api/orders/{id}?token=``: an order, for its guest."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.answers import json_answer, language_of, page, services, wants_page
from shop.orders.payment import next_step
from shop.orders.service import guest_order
from shop.orders.view import order_json, order_page


async def show(request: Request) -> Response:
    """JSON for programs, a page for browsers; a wrong token and a wrong id are the same 404."""
    token = request.query_params.get("token", "")
    order_id = request.path_params["order_id"]
    return await run_in_threadpool(_show, request, order_id, token)


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
        fresh=request.query_params.get("fresh") == "1",
    )


ROUTES = [Route("/api/orders/{order_id}", show, methods=["GET"])]
