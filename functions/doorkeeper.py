"""Who asks, and how often they may: the limits of ``shop.abuse`` for requests."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from starlette.requests import Request

from functions.answers import services
from shop.abuse import tickets
from shop.abuse.counters import Counter, spend
from shop.abuse.service import PURPOSE, Door, Visit, admission, subject_of
from shop.abuse.sources import source_of
from shop.orders.model import Order
from shop.ports import Write
from shop.secret import key_for


def admitted(request: Request, token: str, solution: str) -> Callable[[Order], Sequence[Write]]:
    """What `place_order` asks before it lets an order in."""
    found = services(request)
    door = Door(found.store, found.profile.abuse, _key(request), found.clock)
    return admission(door, Visit(_source(request), token, solution))


def checkout_token(request: Request) -> str:
    """For a form of the checkout page: good for one order."""
    return tickets.new_token(_key(request), services(request).clock())


def limit(request: Request, what: str, most: int, window: timedelta, person: str = "") -> None:
    """Counts `what` by the request's connection, or by a `person` (an e-mail address). Raises
    TooManyRequests. The inside of the house is not counted."""
    source = _source(request)
    if source:
        kind, text = ("email", person) if person else ("source", source)
        name = f"{what}#{subject_of(_key(request), kind, text)}"
        spend(services(request).store, Counter(name, most, window), services(request).clock)


def _source(request: Request) -> str:
    peer = request.client.host if request.client else ""
    return source_of(peer, request.headers, services(request).settings.proxy)


def _key(request: Request) -> str:
    return key_for(services(request).settings, PURPOSE)
