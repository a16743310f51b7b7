"""``/api/orders/{id}/invoice.pdf`` and ``…/credit-notes/{refund}``, with the order's token.

A function of its own: nobody who orders waits for fonts to be unpacked.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.answers import services
from shop.errors import NotFound
from shop.i18n.messages import translatable
from shop.invoices.model import Invoice
from shop.invoices.service import issue_credit_note, issue_invoice
from shop.orders.service import guest_order
from shop.published import security


async def invoice(request: Request) -> Response:
    """The invoice, which is issued when it is first asked for. 404 for a wrong id or token alike,
    409 ``not_possible`` for an order that is not paid."""
    return await run_in_threadpool(_invoice, request)


async def credit_note(request: Request) -> Response:
    """The credit note for a refund that is done."""
    return await run_in_threadpool(_credit_note, request)


def _invoice(request: Request) -> Response:
    found = services(request)
    order = guest_order(found.store, request.path_params["order_id"], _token(request))
    return _answer(request, issue_invoice(found.store, found.profile, order, found.clock))


def _credit_note(request: Request) -> Response:
    found = services(request)
    order = guest_order(found.store, request.path_params["order_id"], _token(request))
    wanted = request.path_params["refund_id"]
    refund = next((each for each in order.refunds if each.id == wanted), None)
    if refund is None:
        raise NotFound(translatable("There is no such refund of this order."))
    note = issue_credit_note(found.store, found.profile, order, refund, found.clock)
    return _answer(request, note)


def _answer(request: Request, paper: Invoice) -> Response:
    from shop.papers.invoice import invoice_pdf

    content = invoice_pdf(paper, services(request).say(paper.language))
    name = paper.number.replace("/", "-")
    return Response(
        content,
        media_type="application/pdf",
        headers={
            **security.headers("paper", services(request).settings.base_url),
            "X-Robots-Tag": "noindex",
            "Content-Disposition": f'inline; filename="{name}.pdf"',
        },
    )


def _token(request: Request) -> str:
    return request.query_params.get("token", "")


ROUTES = [
    Route("/api/orders/{order_id}/invoice.pdf", invoice, methods=["GET"]),
    Route("/api/orders/{order_id}/credit-notes/{refund_id}", credit_note, methods=["GET"]),
]
