"""``POST /api/payments/stripe/webhook``: notices of the payment gateway."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.answers import json_answer, services
from functions.apart import apart
from functions.requests import read_body
from shop.orders.notices import hear

MAX_NOTICE = 512 * 1024  # events carry the whole payment


async def webhook(request: Request) -> Response:
    """200 once the notice has acted, whenever that was; anything else has the gateway tell it
    again: 400 for a signature that is wrong or old, 404 for an order the shop does not know."""
    payload = await read_body(request, MAX_NOTICE)
    signature = request.headers.get("stripe-signature", "")
    outcome = await apart(request, hear, services(request).desk, payload, signature)
    return json_answer({"received": outcome})


ROUTES = [Route("/api/payments/stripe/webhook", webhook, methods=["POST"])]
