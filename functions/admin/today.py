"""``GET /admin``: what waits for somebody, of what they may do something about."""

from collections.abc import Callable
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.presence import member
from functions.admin.shell import desk_page
from functions.answers import services
from functions.bootstrap import Services
from shop.guestbook.records import state_index
from shop.i18n.messages import translatable
from shop.orders.listing import count
from shop.orders.notices import PARKED
from shop.outbox.service import dead
from shop.stock.alerts.records import LOW


class Waiting(NamedTuple):
    """A kind of thing that waits: shown to those with `permission`, counted up to a hundred."""

    title: str
    path: str
    permission: str
    count: Callable[[Services], int]
    urgent: bool = False


WAITING = [
    Waiting(
        translatable("Orders to confirm"),
        "/admin/orders",
        "orders.view",
        lambda found: count(found.store, "to_confirm"),
    ),
    Waiting(
        translatable("Orders in progress"),
        "/admin/orders?list=in_progress",
        "orders.view",
        lambda found: count(found.store, "in_progress"),
    ),
    Waiting(
        translatable("Guestbook entries to read"),
        "/admin/voices",
        "voices.view",
        lambda found: len(found.store.query_index(state_index("waiting"), limit=100).items),
    ),
    Waiting(
        translatable("Low stock"),
        "/admin/catalogue/stock",
        "catalogue.view",
        lambda found: len(found.store.query_index(LOW, limit=100).items),
    ),
    Waiting(
        translatable("Messages that could not be sent"),
        "/admin/orders/messages",
        "orders.view",
        lambda found: len(dead(found.store).items),
        urgent=True,
    ),
    Waiting(
        translatable("Payments of unknown orders"),
        "/admin/orders/messages#parked",
        "orders.view",
        lambda found: len(found.store.query_index(PARKED, limit=100).items),
        urgent=True,
    ),
]


def today(request: Request) -> Response:
    found, person = services(request), member(request)
    shown = [
        {"title": each.title, "path": each.path, "count": each.count(found), "urgent": each.urgent}
        for each in WAITING
        if person.may(each.permission)
    ]
    return desk_page(request, "today.html", "today", waiting=shown)


ROUTES = [Route("/admin", today, methods=["GET"])]
