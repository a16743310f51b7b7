"""``/admin/catalogue/products/{handle}``: one product in a form. Saving hands it in: it is looked
at like a spreadsheet before it is published."""

from collections.abc import Mapping
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Fields, amount, text, ticked, with_form
from functions.admin.presence import changed, member
from functions.admin.shell import REFUSALS, desk_page, refusal
from functions.admin_catalogue.handing_in import address
from functions.admin_catalogue.words import STATUSES
from functions.answers import see_other, services
from shop.catalogue.editing import (
    MOST_CATEGORIES,
    MOST_TAGS,
    Prices,
    Typed,
    edited,
    fingerprint,
)
from shop.catalogue.model import Product, Status
from shop.catalogue.releases.model import ProductState
from shop.catalogue.releases.service import current_states
from shop.catalogue.submissions.reading import MOVED_ON, hand_in_product
from shop.errors import Conflict, InvalidInput, NotFound
from shop.i18n.languages import LANGUAGES
from shop.i18n.messages import translatable
from shop.money import Money
from shop.stock.ledger import on_hand

PATH = "/admin/catalogue/products/{handle}"
MOST_VARIANTS = 60  # a form may have 200 fields
MOST = 1024 * 1024  # bytes: a product has 320,000, each of which may take three
UNKNOWN = translatable("There is no such product.")
NO_NUMBER = translatable("Write the low stock level as a whole number.")


def form(request: Request) -> Response:
    return _page(request, _state(request))


def _state(request: Request) -> ProductState:
    """Raises NotFound."""
    handle = request.path_params["handle"]
    state = current_states(services(request).store, [handle]).get(handle)
    if state is None:
        raise NotFound(UNKNOWN)
    return state


def _page(
    request: Request,
    state: ProductState,
    status: int = 200,
    refused: tuple[str, str] = ("", ""),
    typed: Fields | None = None,
) -> Response:
    """`refused` is why it was, and the name of the field that is about, if it is about one."""
    found, product = services(request), state.product
    return desk_page(
        request,
        "catalogue/product.html",
        "catalogue",
        status,
        product=product,
        values={**_values(state, _others(request)), **(typed or {})},
        typed=typed is not None,
        others=[LANGUAGES[code] for code in _others(request)],
        statuses=STATUSES,
        variants=product.variants[:MOST_VARIANTS],
        stock=on_hand(found.store, [variant.sku for variant in product.variants]),
        currency=found.profile.currency,
        refused=refused[0],
        wrong=refused[1],
    )


def _others(request: Request) -> list[str]:
    profile = services(request).profile
    return [code for code in profile.languages if code != profile.default_language]


def _values(state: ProductState, others: list[str]) -> dict[str, str]:
    """What the form shows, by the names of its fields."""
    product = state.product
    level = product.low_stock_level
    values = {
        "seen": fingerprint(state),
        "title": product.title,
        "description": product.description,
        "brand": product.brand,
        "origin": product.origin,
        "status": product.status,
        "categories": "\n".join(" > ".join(path) for path in product.categories),
        "tags": ", ".join(product.tags),
        "recommended": "1" if product.recommended else "",
        "low_stock_level": "" if level is None else str(level),
    }
    for code in others:
        own = product.texts.get(code)
        values[f"title:{code}"] = own.title if own else ""
        values[f"description:{code}"] = own.description if own else ""
    for variant in product.variants[:MOST_VARIANTS]:
        values[f"price:{variant.sku}"] = _written(variant.price)
        values[f"compare_at:{variant.sku}"] = _written(variant.compare_at)
    return values


def _written(money: Money | None) -> str:
    return str(money.to_decimal()) if money else ""


def save(request: Request, fields: Fields) -> Response:
    """``POST``: handed in, and on to what it would change."""
    found, state = services(request), _state(request)
    try:
        if fields.get("seen") != fingerprint(state):
            raise Conflict(MOVED_ON)
        after = edited(state, _typed(request, state.product, fields))
        submission = hand_in_product(found.workshop, state, after, member(request).email)
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        kept = {**fields, "recommended": fields.get("recommended", ""), "seen": fingerprint(state)}
        field = str(error.details.get("field", ""))
        return _page(request, state, status, (sentence, field), kept)
    changed(request, state.product.title, {}, {"submission": submission.id})
    return see_other(address(submission))


def _typed(request: Request, product: Product, fields: Fields) -> Typed:
    """Raises InvalidInput."""
    status = fields.get("status", "")
    return Typed(
        title=text(fields, "title", 300),
        description=_lines(fields, "description"),
        brand=text(fields, "brand", 200),
        origin=text(fields, "origin", 200),
        status=cast("Status", status if status in STATUSES else product.status),
        categories=_paths(fields),
        tags=_tags(fields),
        recommended=ticked(fields, "recommended"),
        low_stock_level=_level(fields),
        texts={
            code: (text(fields, f"title:{code}", 300), _lines(fields, f"description:{code}"))
            for code in _others(request)
        },
        prices=_prices(request, product, fields),
    )


def _lines(fields: Fields, name: str) -> str:
    """Browsers send line ends as CRLF (HTML, "form submission")."""
    return fields.get(name, "").replace("\r\n", "\n").strip()


def _paths(fields: Fields) -> tuple[tuple[str, ...], ...]:
    """A line each, ``Tea > Green tea``."""
    paths = [
        tuple(part.strip()[:100] for part in line.split(">") if part.strip())
        for line in _lines(fields, "categories").splitlines()
    ]
    return tuple(dict.fromkeys(filter(None, paths)))[:MOST_CATEGORIES]


def _tags(fields: Fields) -> tuple[str, ...]:
    parts = (part.strip()[:100] for part in text(fields, "tags", 2000).split(","))
    return tuple(dict.fromkeys(filter(None, parts)))[:MOST_TAGS]


def _level(fields: Fields) -> int | None:
    value = fields.get("low_stock_level", "").strip()
    if not value:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) < 8):
        raise InvalidInput(NO_NUMBER)
    return int(value)


def _prices(request: Request, product: Product, fields: Fields) -> Mapping[str, Prices]:
    """Of those variants that the form has, each in the currency it has."""
    own = services(request).profile.currency
    found: dict[str, Prices] = {}
    for variant in product.variants[:MOST_VARIANTS]:
        known: Any = variant.price or variant.compare_at
        currency = known.currency if known else own
        if f"price:{variant.sku}" in fields:
            found[variant.sku] = Prices(
                _amount(fields, f"price:{variant.sku}", currency),
                _amount(fields, f"compare_at:{variant.sku}", currency),
            )
    return found


def _amount(fields: Fields, name: str, currency: str) -> Money | None:
    """Of many prices, the one that is wrong is named."""
    try:
        return amount(fields, name, currency)
    except InvalidInput as error:
        raise InvalidInput(error.message, field=name) from None


ROUTES = [
    Route(PATH, form, methods=["GET"]),
    Route(PATH, with_form(save, MOST), methods=["POST"]),
]
