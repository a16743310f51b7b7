"""``/api/checkout``: the page, its live totals, and the order itself."""

from typing import Any
from urllib.parse import quote as percent_encoded

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions import cart_cookie
from functions.answers import json_answer, language_of, see_other, services
from functions.apart import apart
from functions.cart.schemas import MAX_COUPON, with_coupon
from functions.checkout.form_key import forget_key, unfinished_key
from functions.checkout.page import (
    CHECK_FIELDS,
    CHECK_ORDER,
    CHOOSE_TIME,
    CHOSEN_ANEW,
    PAYMENT_GONE,
    PRICE_CHANGED,
    REFUSED,
    SLOT_GONE,
    CheckoutForm,
    checkout_page,
    likely_country,
    once_more,
    order_address,
)
from functions.checkout.schemas import CheckoutBody, body_from_form
from functions.doorkeeper import admitted
from functions.problems import InvalidRequest, TooLarge, retry_headers, status_of
from functions.requests import is_form, read_form, read_json, validated
from shop.errors import (
    Conflict,
    GatewayUnavailable,
    IdempotencyKeyReused,
    InvalidCart,
    InvalidInput,
    NotPossible,
    PaymentRefused,
    PriceChanged,
    ShopError,
    StoreBusy,
    TooManyRequests,
)
from shop.i18n.messages import translatable
from shop.orders.request import CheckoutRequest
from shop.orders.service import place_order
from shop.pricing.model import CartLine
from shop.profile import Profile

MAX_KEY = 255


async def start(request: Request) -> Response:
    """``POST /api/checkout/start``: keeps the browser's lines in the cookie, shows the page.

    Lines too long for a cookie are kept by the page alone, which carries them in its form.
    """
    form = await read_form(request)
    language = language_of(request, str(form.get("lang", "")))
    lines = cart_cookie.lines_from_text(str(form.get("lines", "")))
    lines = lines or cart_cookie.read_cart(request)
    answer = see_other(f"/api/checkout?{with_coupon(language, form)}")
    try:
        cart_cookie.write_cart(answer, lines)
    except TooLarge:
        coupon = str(form.get("coupon", ""))
        return await apart(request, _empty_form, request, lines, language, coupon)
    return answer


async def show(request: Request) -> Response:
    """``GET /api/checkout``: the page for the cookie's cart."""
    lines = cart_cookie.read_cart(request)
    language = language_of(request)
    if not lines:
        return see_other(f"/api/cart?lang={percent_encoded(language)}")
    coupon = request.query_params.get("coupon", "")
    return await apart(request, _empty_form, request, lines, language, coupon)


def _empty_form(request: Request, lines: list[CartLine], language: str, coupon: str) -> Response:
    accepted = request.headers.get("accept-language", "")
    country = likely_country(accepted, language, services(request).profile)
    key = unfinished_key(request)
    return checkout_page(
        request, CheckoutForm.fresh(lines, language, country, coupon[:MAX_COUPON], key)
    )


async def requote(request: Request) -> Response:
    """``POST /api/checkout/quote``: the page again, with totals for what is entered so far."""
    fields = await read_form(request)
    language = language_of(request, str(fields.get("lang", "")))
    form = CheckoutForm.entered(fields, language)
    fragment = request.headers.get("x-fragment") == "checkout"
    return await apart(request, checkout_page, request, form, fragment=fragment)


async def place(request: Request) -> Response:
    """``POST /api/checkout``: 201 with the order, or a problem; a form gets pages instead."""
    if is_form(request):
        return await _place_from_form(request)
    key = _key(request.headers.get("idempotency-key", ""))
    body = await read_json(request, CheckoutBody)
    wanted = body.request(language_of(request, body.lang))
    token = request.headers.get("checkout-token", "")
    admit = admitted(request, token, request.headers.get("challenge-solution", ""))
    answer = await apart(request, place_order, services(request).desk, wanted, key, admit)
    location = f"/api/orders/{answer['order']['id']}"
    return json_answer(answer, 201, {"Location": location})


async def _place_from_form(request: Request) -> Response:
    fields = await read_form(request)
    language = language_of(request, str(fields.get("lang", "")))
    form = CheckoutForm.entered(fields, language)
    try:
        key = _key(form.idempotency_key)
        wanted = validated(CheckoutBody, body_from_form(fields)).request(language)
        _refuse_unseen_time(services(request).profile, wanted)
        admit = admitted(request, form.token, str(fields.get("challenge_solution", "")))
        answer = await apart(request, place_order, services(request).desk, wanted, key, admit)
    except (GatewayUnavailable, StoreBusy) as error:
        return await apart(request, once_more, request, fields, language, error)
    except (InvalidInput, Conflict, TooManyRequests, PaymentRefused) as error:
        explained = _explained(form, error)
        status = status_of(error)
        shown = await apart(request, checkout_page, request, explained, status=status)
        shown.headers.update(retry_headers(error) or {})
        return shown
    redirect = see_other(_next_page(answer, language))
    cart_cookie.clear_cart(redirect)
    if not _is_to_be_paid(answer):
        forget_key(request, redirect, form.idempotency_key)
    return redirect


def _refuse_unseen_time(profile: Profile, wanted: CheckoutRequest) -> None:
    """A form names the time that its page shows. One that names none was made for another delivery,
    and its shopper has seen no times to choose from. Raises InvalidCart."""
    timed = {method.id for method in profile.shipping if method.slots}
    if wanted.shipping in timed and not wanted.slot:
        raise InvalidCart([{"code": "slot_unavailable", "message": CHOOSE_TIME}])


def _explained(form: CheckoutForm, error: ShopError) -> CheckoutForm:
    """The form with what is wrong beside the fields. It gets a new key where nothing can be ordered
    under its own any more.

    What is wrong with the cart itself is part of the quote, which the page shows anyway.
    """
    match error:
        case IdempotencyKeyReused():
            return form.ordered_before()
        case PaymentRefused() | NotPossible():
            said = REFUSED if isinstance(error, PaymentRefused) else error.message
            return form.with_errors((), said, fresh_key=True)
        case TooManyRequests():
            return form.with_challenge(error.message, error.details.get("challenge"))
        case PriceChanged():
            return form.with_errors((), PRICE_CHANGED)
        case InvalidInput():
            return _explained_input(form, error)
    return form


def _explained_input(form: CheckoutForm, error: InvalidInput) -> CheckoutForm:
    if isinstance(error, InvalidRequest):
        wrong = _wrong_fields(form, error)
        return form.with_errors(wrong, CHECK_FIELDS if wrong else PRICE_CHANGED)
    if isinstance(error, InvalidCart):
        return _explained_cart(form, {str(problem["code"]) for problem in error.problems})
    return form.with_errors((), CHECK_ORDER, fresh_key=True)  # its key, which nobody typed


def _explained_cart(form: CheckoutForm, codes: set[str]) -> CheckoutForm:
    if codes & SLOT_GONE:
        return form.with_errors((), CHOOSE_TIME)
    if codes & CHOSEN_ANEW:
        told = PAYMENT_GONE if codes <= {"payment_unavailable"} else PRICE_CHANGED
        return form.with_errors((), told)
    missing = _missing_fields(form, codes)
    return form.with_errors(missing, CHECK_FIELDS if missing else CHECK_ORDER)


def _wrong_fields(form: CheckoutForm, error: InvalidRequest) -> set[str]:
    """Those that the page shows; the others are its own hidden ones."""
    problems = error.details.get("problems", [])
    fields = {str(problem["field"]).rpartition(".")[2] for problem in problems}
    return fields & set(form.values)


def _missing_fields(form: CheckoutForm, codes: set[str]) -> set[str]:
    """The address fields that a delivery still needs."""
    needed = codes & {"postcode_needed", "region_needed"}
    if needed:
        return {code.removesuffix("_needed") for code in needed}
    if not codes & {"address_incomplete", "no_shipping_method"}:
        return set()
    return {name for name in ("line1", "city", "country") if not form.values[name]}


def _next_page(answer: dict[str, Any], language: str) -> str:
    """The payment page, or the order's own with what is to be done."""
    if _is_to_be_paid(answer):
        return str(answer["next"]["url"])
    order = answer["order"]
    return f"{order_address(order['id'], order['token'], language)}&fresh=1"


def _is_to_be_paid(answer: dict[str, Any]) -> bool:
    """On a page of its own, which may be left: the key leads back to the order until it is paid."""
    return bool(answer["next"]["type"] == "redirect")


def _key(value: str) -> str:
    """Raises InvalidInput unless it is 1 to 255 visible ASCII characters."""
    key = value.strip()
    if not key or len(key) > MAX_KEY or not key.isascii() or not key.isprintable():
        raise InvalidInput(
            translatable(
                "Send an Idempotency-Key header of 1 to 255 ASCII characters, a new one per order."
            )
        )
    return key


ROUTES = [
    Route("/api/checkout", show, methods=["GET"]),
    Route("/api/checkout", place, methods=["POST"]),
    Route("/api/checkout/start", start, methods=["POST"]),
    Route("/api/checkout/quote", requote, methods=["POST"]),
]
