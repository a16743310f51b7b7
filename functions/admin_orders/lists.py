"""``GET /admin/orders``: to confirm, in progress, history; or what a search finds."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.shell import desk_page
from functions.answers import services
from shop.errors import InvalidInput
from shop.orders import listing


def orders(request: Request) -> Response:
    store, query = services(request).store, request.query_params
    wanted, after = query.get("q", "").strip(), query.get("after") or None
    name = _list(query.get("list", ""))
    found = listing.search(store, wanted) if wanted else listing.page(store, name, after)
    address = f"/admin/orders?{urlencode({'list': name})}"
    return desk_page(
        request,
        "orders/list.html",
        "orders",
        lists=[(each, listing.count(store, each)) for each in listing.LISTS[:2]],
        shown="" if wanted else name,
        found=found,
        wanted=wanted,
        first=address if after else "",
        following=f"{address}&{urlencode({'after': found.next})}" if found.next else "",
    )


def _list(text: str) -> listing.ListName:
    """Whatever else an address says, it shows what waits."""
    try:
        return listing.parsed_list(text)
    except InvalidInput:
        return "to_confirm"


ROUTES = [Route("/admin/orders", orders, methods=["GET"])]
