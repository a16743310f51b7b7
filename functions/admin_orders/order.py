"""``GET /admin/orders/{id}``: an order with its timeline, money, stock, parcels and mails."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.shell import desk_page, language, told
from functions.answers import services
from functions.bootstrap import Services
from shop.clock import new_id
from shop.delivery.slots import slot_words
from shop.i18n.countries import countries, country_name
from shop.i18n.formats import format_money
from shop.i18n.messages import translatable
from shop.invoices.service import find_invoice
from shop.mail.deliveries import deliveries
from shop.money import money_json
from shop.orders.desk import read_order
from shop.orders.editing import editable
from shop.orders.model import Order
from shop.orders.notes import notes
from shop.orders.settlement import by_hand
from shop.orders.shares import shipping_share
from shop.orders.transitions import OVER, PAID, cancellable, fingerprint, unshipped
from shop.orders.view import OrderLineJson, owner_json
from shop.pricing.keys import offer_key
from shop.pricing.model import Offer
from shop.stock.holds import stock_key

SECTION = "orders"
PATH = "/admin/orders"
DONE = {
    "confirm": translatable("The money is booked."),
    "capture": translatable("The payment is captured, or will be as soon as the bank answers."),
    "fulfil": translatable("The parcel is on its way, and the shopper has a mail."),
    "refund": translatable("The refund is recorded."),
    "cancel": translatable("The order is cancelled."),
    "edit": translatable("The order has its new quantities, and the shopper has a mail."),
    "amend": translatable("The order is corrected, and the shopper has a mail."),
    "return": translatable("The return is closed."),
    "note": translatable("Noted."),
    "resend": translatable("The mail goes out again."),
    "invoice": translatable("The document is there now."),
    "same": translatable("Nothing was different, so nothing was changed and no mail was sent."),
}


def order(request: Request) -> Response:
    return order_page(request, request.path_params["order_id"])


class Refused(NamedTuple):
    """A form that could not be done as it was sent: which, why, and what was typed into it."""

    form: str = ""
    sentence: str = ""
    status: int = 200
    fields: Mapping[str, str] = MappingProxyType({})


def order_page(request: Request, order_id: str, refused: Refused = Refused()) -> Response:  # noqa: B008 - it cannot be changed
    found = services(request)
    known, _item = read_order(found.store, order_id)
    return desk_page(
        request,
        "orders/order.html",
        SECTION,
        refused.status,
        order=_view(found, known, language(request)),
        can=possible(known),
        **_beside(found, known),
        countries=countries(language(request)),
        once=new_id(),
        refused=refused.sentence,
        form=refused.form,
        fields=refused.fields,
        done=_told(request, known),
    )


def _told(request: Request, known: Order) -> str:
    """What was done before this page. Where money goes back by hand, nothing is done yet but
    noting it: how much there is to send is said as well."""
    if not known.refunds or not by_hand(known):
        return told(request, DONE)
    amount = format_money(known.refunds[-1].amount, language(request))
    to_send = {
        "refund_by_hand": translatable(
            "The refund is recorded. Now send %(amount)s back yourself: the desk cannot do it.",
            amount=amount,
        ),
        "cancel_by_hand": translatable(
            "The order is cancelled. Now send %(amount)s back yourself: the desk cannot do it.",
            amount=amount,
        ),
    }
    return told(request, {**DONE, **to_send})


def _view(found: Services, known: Order, lang: str) -> dict[str, Any]:
    view = owner_json(known)
    if lang != known.language:
        view["lines"] = [*_called(found, view["lines"], lang)]
    view["address"]["country_name"] = country_name(known.address.country, lang)
    view["delivery_time"] = slot_words(known.slot, lang)
    return {
        **view,
        "language": known.language,
        "seen": fingerprint(known),
        "by_hand": by_hand(known),
        "unshipped": unshipped(known),
        "unrefunded": {
            sku: n - known.refunded_pieces().get(sku, 0) for sku, n in known.pieces().items()
        },
        "delivery_share": money_json(shipping_share(known)),
        "due": str(known.due.to_decimal()),
        "parts": {name: money_json(getattr(known, name)) for name in ("received", "due")}
        if known.transfers and not known.captured.amount
        else None,
        "disputes": [
            {"state": each.state, "reason": each.reason, "amount": money_json(each.amount)}
            for each in known.disputes
        ],
        "payment_url": known.payment_url if known.state == "reserved" else "",
    }


def _called(
    found: Services, lines: Iterable[OrderLineJson], lang: str
) -> Iterator[Mapping[str, Any]]:
    """Each line as the catalogue calls it in `lang`, where it does, with what it was `bought_as`:
    an order keeps the words of its shopper's language for ever."""
    lines, own = list(lines), found.profile.default_language
    offers = found.store.get_many(offer_key(line["sku"]) for line in lines)
    for line in lines:
        item = offers.get(offer_key(line["sku"]))
        yield _in(lang, line, Offer.model_validate(item.data), own) if item else line


def _in(lang: str, line: OrderLineJson, offer: Offer, own: str) -> Mapping[str, Any]:
    title = {own: offer.title, **offer.titles}.get(lang)
    if not title or title == line["title"]:
        return line
    label = {own: offer.label, **offer.labels}.get(lang) or line["label"]
    bought_as = " · ".join(filter(None, (line["title"], line["label"])))
    return {**line, "title": title, "label": label, "bought_as": bought_as}


def possible(known: Order) -> dict[str, bool]:
    """What may be offered for an order; the domain decides again when it is asked for."""
    unpaid = known.state == "pending_offline"
    return {
        "confirm": unpaid,
        "capture": known.state == "authorized" and not known.capturing,
        "fulfil": bool(unshipped(known))
        and (known.state in PAID | {"authorized"} or (unpaid and known.payment == "cod")),
        "refund": known.refundable.amount > 0,
        "cancel": cancellable(known),
        "edit": editable(known),
        "amend": known.state not in OVER and not known.shipments,
    }


def _beside(found: Services, known: Order) -> dict[str, Any]:
    """What lies in the store beside an order."""
    store = found.store
    stock = store.get_many(stock_key(line.sku) for line in known.lines)
    refunds = {each.id for each in known.refunds}
    papers = {name: find_invoice(store, known.id, name) for name in ("", *refunds)}
    return {
        "stock": {key.pk.removeprefix("SKU#"): item.data for key, item in stock.items()},
        "mails": deliveries(store, known.id),
        "notes": notes(store, known.id),
        "papers": {name: paper.number for name, paper in papers.items() if paper},
    }


ROUTES = [Route(f"{PATH}/{{order_id}}", order, methods=["GET"])]
