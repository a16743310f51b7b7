"""``/api/orders/{id}/invoice.pdf`` and ``…/credit-notes/{refund}``, with the order's token.

A paper takes the next number of its series when it is first asked for: that is a POST, which leads
on to the paper itself. Looking at one that is there is a GET.

A function of its own: nobody who orders waits for fonts to be unpacked.
"""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.answers import see_other, services
from functions.apart import apart
from shop.errors import NotFound, NotPossible
from shop.i18n.messages import translatable
from shop.invoices.model import Invoice
from shop.invoices.service import NOT_PAID, find_invoice, issue_credit_note, issue_invoice
from shop.orders.service import guest_order
from shop.published import security


async def invoice(request: Request) -> Response:
    """The invoice. 404 for a wrong id or token, or where it was not issued yet; 409
    ``not_possible`` for an order that is not paid."""
    return await apart(request, _shown, request, "")


async def credit_note(request: Request) -> Response:
    """The credit note for a refund."""
    return await apart(request, _shown, request, request.path_params["refund_id"])


async def issue(request: Request) -> Response:
    """Issues the invoice if there is none, and leads to it."""
    return await apart(request, _issued, request)


async def issue_note(request: Request) -> Response:
    """Issues the credit note for a refund that is done, and leads to it."""
    return await apart(request, _note_issued, request)


def _shown(request: Request, refund_id: str) -> Response:
    found = services(request)
    order = guest_order(found.store, request.path_params["order_id"], _token(request))
    paper = find_invoice(found.store, order.id, refund_id)
    if paper is None and not refund_id and not order.captured.amount:
        raise NotPossible(NOT_PAID)
    if paper is None:
        raise NotFound(translatable("This document was not issued yet."))
    return _answer(request, paper)


def _issued(request: Request) -> Response:
    found = services(request)
    order = guest_order(found.store, request.path_params["order_id"], _token(request))
    issue_invoice(found.store, found.profile, order, found.clock)
    return _to_paper(request)


def _note_issued(request: Request) -> Response:
    found = services(request)
    order = guest_order(found.store, request.path_params["order_id"], _token(request))
    wanted = request.path_params["refund_id"]
    refund = next((each for each in order.refunds if each.id == wanted), None)
    if refund is None:
        raise NotFound(translatable("There is no such refund of this order."))
    issue_credit_note(found.store, found.profile, order, refund, found.clock)
    return _to_paper(request)


def _to_paper(request: Request) -> Response:
    return see_other(f"{request.url.path}?{urlencode({'token': _token(request)})}")


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
    Route("/api/orders/{order_id}/invoice.pdf", issue, methods=["POST"]),
    Route("/api/orders/{order_id}/credit-notes/{refund_id}", credit_note, methods=["GET"]),
    Route("/api/orders/{order_id}/credit-notes/{refund_id}", issue_note, methods=["POST"]),
]
