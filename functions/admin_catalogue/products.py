"""``GET /admin/catalogue``: every product, to be searched."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.shell import desk_page, told
from functions.admin_catalogue.words import STATUSES
from functions.answers import services
from shop.catalogue.listing import products
from shop.catalogue.releases.records import read_head
from shop.catalogue.submissions.records import pending
from shop.i18n.messages import translatable
from shop.stock.ledger import on_hand

DONE = {"counted": translatable("No product is different; stock was set as the file has it.")}


def listed(request: Request) -> Response:
    """``?q=`` searches titles in all languages, addresses and SKUs; ``?status=`` is one of them."""
    found, asked = services(request), request.query_params
    query, status = asked.get("q", "")[:200], asked.get("status", "")
    page = products(
        found.store, query, status if status in STATUSES else "", asked.get("after", "")[:500]
    )
    stock = on_hand(found.store, [sku for row in page.rows for sku in row.skus])
    return desk_page(
        request,
        "catalogue/products.html",
        "catalogue",
        rows=page.rows,
        stock={row.handle: sum(stock.get(sku, 0) for sku in row.skus) for row in page.rows},
        following=page.next,
        query=query,
        wanted=status,
        after=asked.get("after", ""),
        statuses=STATUSES,
        release=read_head(found.store).release,
        pending=pending(found.store) if not query else [],
        done=told(request, DONE),
    )


ROUTES = [Route("/admin/catalogue", listed, methods=["GET"])]
