"""``/admin/catalogue/stock``: what is low, and an SKU's pieces with all their movements."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Fields, text, with_form
from functions.admin.presence import changed, member
from functions.admin.shell import REFUSALS, desk_page, refusal, say, told
from functions.answers import see_other, services
from functions.bootstrap import Services
from shop.clock import new_id
from shop.errors import InvalidInput, NotFound, OutOfStock
from shop.i18n.messages import translatable
from shop.pricing.keys import offer_key
from shop.rebuilds.service import mark
from shop.stock.alerts.records import LOW
from shop.stock.ledger import adjust, on_hand
from shop.stock.movements import movements, pieces

PATH = "/admin/catalogue/stock"
DONE = {"adjusted": translatable("The stock is changed.")}
CAUSES = {
    "counted": translatable("counted"),
    "received": translatable("received"),
    "found": translatable("found"),
    "damaged": translatable("damaged"),
    "lost": translatable("lost"),
    "given": translatable("given away"),
    "used": translatable("used in the shop"),
}
# What else moves pieces, as the ledger calls it.
OTHERS = {
    "import": translatable("from a spreadsheet"),
    "renamed": translatable("the SKU was renamed"),
    "hold": translatable("reserved for an order"),
    "release": translatable("set free again"),
    "claim": translatable("paid"),
    "sell": translatable("sold"),
    "restock": translatable("came back"),
}
NO_SKU = translatable("There is no such SKU.")
NO_PIECES = translatable("Write the pieces as a whole number, with a minus where they go.")
TOO_FEW = translatable("Fewer pieces are on hand than would go.")


def show(request: Request) -> Response:
    """``GET``: what is low; with ``?sku=`` one SKU."""
    sku = request.query_params.get("sku", "")
    return _one(request, sku) if sku else _low(request)


def _low(request: Request) -> Response:
    found = services(request)
    after = request.query_params.get("after") or None
    page = found.store.query_index(LOW, after=after, limit=50)
    skus = [item.index.sk for item in page.items if item.index]
    offers = found.store.get_many(map(offer_key, skus))
    left = on_hand(found.store, skus)
    rows = [
        {"sku": sku, "left": left.get(sku, 0), **_named(offers[offer_key(sku)].data)}
        for sku in skus
        if offer_key(sku) in offers
    ]
    return desk_page(
        request,
        "catalogue/low.html",
        "catalogue",
        rows=rows,
        following=page.next,
        after=after,
        level=found.profile.stock.low_level,
    )


def _named(offer: object) -> dict[str, str]:
    assert isinstance(offer, dict)  # noqa: S101 - our own record
    return {name: str(offer[name]) for name in ("title", "label", "handle")}


def _one(
    request: Request, sku: str, status: int = 200, refused: str = "", fields: Fields | None = None
) -> Response:
    """Raises NotFound."""
    found = services(request)
    offer = found.store.get(offer_key(sku[:500]))
    if offer is None:
        raise NotFound(NO_SKU)
    after = request.query_params.get("after") or None
    page = movements(found.store, sku, after)
    return desk_page(
        request,
        "catalogue/stock.html",
        "catalogue",
        status,
        sku=sku,
        offer=_named(offer.data),
        pieces=pieces(found.store, sku),
        movements=page.items,
        following=page.next,
        after=after,
        causes=CAUSES,
        once=new_id(),
        words={**OTHERS, **CAUSES},
        refused=refused,
        fields=fields or {},
        done=told(request, DONE),
    )


def change(request: Request, fields: Fields) -> Response:
    """``POST``: pieces that came or went, by a movement; pages that show it are looked at again."""
    found, sku = services(request), fields.get("sku", "")
    before = pieces(found.store, sku).on_hand
    try:
        _adjust(request, found, sku, fields)
    except OutOfStock as error:
        _sentence, status = refusal(request, error)
        return _one(request, sku, status, say(request, TOO_FEW), fields)
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return _one(request, sku, status, sentence, fields)
    changed(request, sku, {"on_hand": before}, {"on_hand": pieces(found.store, sku).on_hand})
    return see_other(f"{PATH}?sku={quote(sku, safe='')}&done=adjusted")


def _adjust(request: Request, found: Services, sku: str, fields: Fields) -> None:
    if found.store.get(offer_key(sku)) is None:
        raise NotFound(NO_SKU)
    cause = fields.get("cause", "")
    note = text(fields, "note", 100)
    said = f"{cause}: {note}" if note else cause
    adjust(
        found.store,
        sku,
        _pieces(fields),
        said if cause in CAUSES else "",
        member(request).email,
        found.clock,
        text(fields, "once", 40),
    )
    mark(found.store, skus=[sku], clock=found.clock)


def _pieces(fields: Fields) -> int:
    value = fields.get("pieces", "").strip().replace("−", "-")
    digits = value.lstrip("+-")
    if len(value) - len(digits) > 1 or not (digits.isascii() and digits.isdecimal()):
        raise InvalidInput(NO_PIECES)
    if len(digits) > 7:
        raise InvalidInput(NO_PIECES)
    return int(value)


ROUTES = [
    Route(PATH, show, methods=["GET"]),
    Route(PATH, with_form(change), methods=["POST"]),
]
