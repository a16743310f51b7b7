"""The key that a browser's checkout orders under, and the order that was placed under it.

It stands in a cookie beside the cart: whoever comes back because an answer was lost on its way
sends the same key again, which is the same order, or is told of it. Only keys that this shop has
signed lead to an order: a program's Idempotency-Key may be one that somebody else can guess.
"""

from starlette.requests import Request
from starlette.responses import Response

from functions import cart_cookie
from functions.answers import services
from shop.clock import new_id
from shop.errors import NotFound
from shop.orders.desk import read_order
from shop.orders.model import Order
from shop.orders.records import idempotency_key
from shop.orders.transitions import OVER
from shop.secret import key_for
from shop.signatures import signature, signed

NAME = "checkout"
PURPOSE = "checkout"  # of the key that signs
MAX_AGE = 24 * 3600


def new_key(request: Request) -> str:
    name = new_id()
    return f"{name}.{signature(_secret(request), name)}"


def unfinished_key(request: Request) -> str:
    """The cookie's, as long as it is of use; "" where the next order needs a new one.

    An order that is over cannot be placed again, and who has paid by card has been to the payment
    page and knows of it. All others wait to be seen.
    """
    key = request.cookies.get(NAME, "")
    if not _is_own(request, key):
        return ""
    order = order_under(request, key)
    return "" if order and _is_done_with(order) else key


def order_under(request: Request, key: str) -> Order | None:
    """The order that was placed with a form of this key."""
    store = services(request).store
    record = store.get(idempotency_key(key)) if _is_own(request, key) else None
    if record is None:
        return None
    try:
        return read_order(store, str(record.data["order"]))[0]
    except NotFound:
        return None


def keep_key(response: Response, key: str) -> None:
    """As long as somebody who had no answer may come back; what was answered under a key is kept
    for ever."""
    response.set_cookie(NAME, key, max_age=MAX_AGE, **cart_cookie.ATTRIBUTES)


def forget_key(request: Request, response: Response, key: str) -> None:
    """After the answer to `key`; a form of another tab may have brought a newer one meanwhile."""
    if request.cookies.get(NAME) == key:
        response.delete_cookie(NAME, **cart_cookie.ATTRIBUTES)


def _is_done_with(order: Order) -> bool:
    return order.state in OVER or (order.payment == "card" and order.state != "reserved")


def _is_own(request: Request, key: str) -> bool:
    name, _, given = key.partition(".")
    return bool(given) and signed(given, _secret(request), name)


def _secret(request: Request) -> str:
    return key_for(services(request).settings, PURPOSE)
