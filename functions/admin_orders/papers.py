"""Invoices, credit notes and packing slips of an order, as PDF.

An invoice takes the next number of its series when it is issued, so that is a POST; looking at one
that is there is a GET.
"""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Fields, with_form
from functions.admin.presence import changed
from functions.admin.shell import REFUSALS, refusal
from functions.admin_orders.order import PATH, Refused, order_page
from functions.answers import see_other, services
from shop.errors import NotFound
from shop.i18n.messages import translatable
from shop.invoices.service import find_invoice, issue_credit_note, issue_invoice
from shop.orders.aftersale import Refund
from shop.orders.desk import read_order
from shop.orders.model import Order
from shop.published import security


def packing_slip(request: Request) -> Response:
    from shop.papers.packing import packing_slip_pdf

    found = services(request)
    order, _item = read_order(found.store, request.path_params["order_id"])
    content = packing_slip_pdf(order, found.profile, found.say(order.language))
    return _pdf(request, content, f"{order.number}-packing-slip")


def invoice(request: Request) -> Response:
    """The invoice, or with ``?refund=`` a credit note, that was issued before."""
    from shop.papers.invoice import invoice_pdf

    found = services(request)
    refund = request.query_params.get("refund", "")
    paper = find_invoice(found.store, request.path_params["order_id"], refund)
    if paper is None:
        raise NotFound(translatable("This document was not issued yet."))
    content = invoice_pdf(paper, found.say(paper.language))
    return _pdf(request, content, paper.number.replace("/", "-"))


def issue(request: Request, fields: Fields) -> Response:
    """Issues what is not there yet, and shows it."""
    found, order_id = services(request), request.path_params["order_id"]
    order, _item = read_order(found.store, order_id)
    wanted = fields.get("refund", "")
    try:
        if wanted:
            refund = _refund(order, wanted)
            paper = issue_credit_note(found.store, found.profile, order, refund, found.clock)
        else:
            paper = issue_invoice(found.store, found.profile, order, found.clock)
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return order_page(request, order_id, Refused("invoice", sentence, status, fields))
    changed(request, order.number, {}, {paper.kind: paper.number})
    return see_other(f"{PATH}/{quote(order_id)}/invoice.pdf?refund={quote(wanted)}")


def _refund(order: Order, wanted: str) -> Refund:
    refund = next((each for each in order.refunds if each.id == wanted), None)
    if refund is None:
        raise NotFound(translatable("There is no such refund of this order."))
    return refund


def _pdf(request: Request, content: bytes, name: str) -> Response:
    headers = {
        **security.headers("paper", services(request).settings.base_url),
        "Content-Disposition": f'inline; filename="{name}.pdf"',
    }
    return Response(content, media_type="application/pdf", headers=headers)


ROUTES = [
    Route(f"{PATH}/{{order_id}}/packing-slip.pdf", packing_slip, methods=["GET"]),
    Route(f"{PATH}/{{order_id}}/invoice.pdf", invoice, methods=["GET"]),
    Route(f"{PATH}/{{order_id}}/invoice", with_form(issue), methods=["POST"]),
]
