"""``GET /admin/audit``: who changed what, when, from what to what."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.shell import desk_page
from functions.answers import services
from shop.staff import audit


def log(request: Request) -> Response:
    after = request.query_params.get("after") or None
    found, following = audit.entries(services(request).store, after)
    return desk_page(
        request, "audit.html", "audit", entries=found, following=following, after=after
    )


ROUTES = [Route("/admin/audit", log, methods=["GET"])]
