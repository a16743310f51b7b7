"""The checkout page: what the shopper entered, what it costs, and what is wrong with it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from functions import cart_cookie
from functions.answers import page, services
from functions.bootstrap import Services
from functions.checkout.form_key import keep_key, new_key, order_under
from functions.checkout.schemas import form_values
from functions.doorkeeper import checkout_token
from functions.problems import retry_headers, status_of
from shop.errors import GatewayUnavailable, ShopError
from shop.i18n.countries import countries
from shop.i18n.messages import translatable
from shop.pricing.model import Cart, CartLine, Quote
from shop.pricing.service import quote
from shop.pricing.view import quote_json
from shop.profile import Profile

# gettext ids of what may be wrong with a field, by field.
FIELD_ERRORS = {
    "name": translatable("Please give your name."),
    "email": translatable("Please give an e-mail address like name@example.com."),
    "country": translatable("Please choose a country."),
    "line1": translatable("Please give street and house number."),
    "city": translatable("Please give the city."),
    "postcode": translatable("Please give the postcode."),
    "region": translatable("Please give the province or state."),
    "payment": translatable("Please choose how to pay."),
}
FIELD_ERROR = translatable("Please check this field.")
PRICE_CHANGED = translatable(
    "The total has changed since it was shown. Look at the new total and confirm again."
)
ORDERED_BEFORE = translatable(
    "An order was already placed with this form. Look at it before you order again."
)
REFUSED = translatable(
    "The payment service did not accept this order. Choose another way to pay, or try again."
)
UNANSWERED = translatable(
    "The payment service does not answer at the moment. Your order is kept for you; nothing has "
    "to be typed again."
)
CROWDED = translatable("Many people are ordering at this moment. Nothing has to be typed again.")
CHECK_FIELDS = translatable("Please check the marked fields.")
CHOOSE_TIME = translatable("The delivery time you chose is gone. Please look at the new one.")
PAYMENT_GONE = translatable("The payment method you chose is not available for this order.")
CHECK_ORDER = translatable("The order cannot be placed as it is. Please read what is marked.")
SLOT_GONE = {"slot_full", "slot_unavailable"}
CHOSEN_ANEW = {"shipping_unavailable", "payment_unavailable"}
# What is chosen anew, by what a quote says of it.
UNDONE = {
    "shipping_unavailable": ("shipping", "slot"),
    "payment_unavailable": ("payment",),
    **dict.fromkeys(SLOT_GONE, ("slot",)),
}

COUNTRY_OF = {"vi": "VN", "zh-Hans": "CN", "zh-Hant": "TW"}


@dataclass(frozen=True, slots=True)
class CheckoutForm:
    """What stands in the form. `idempotency_key` is "" where the page has to make one, and
    `used_key` one that has an order already. Only on a page that is `begun` just now is the first
    way to pay chosen for the shopper: later on it would be a change that nobody asked for."""

    lines: tuple[CartLine, ...]
    values: Mapping[str, str]
    language: str
    idempotency_key: str
    errors: frozenset[str] = frozenset()
    problem: str | None = None
    token: str = ""
    challenge: Mapping[str, Any] | None = None
    used_key: str = ""
    begun: bool = False

    @classmethod
    def fresh(
        cls, lines: Iterable[CartLine], language: str, country: str, coupon: str, key: str
    ) -> Self:
        values = form_values({"country": country, "coupon": coupon})
        return cls(tuple(lines), values, language, key, begun=True)

    @classmethod
    def entered(cls, fields: Mapping[str, Any], language: str) -> Self:
        """What a form post holds; its key stays, so that sending it twice is one order."""
        lines = cart_cookie.lines_from_text(str(fields.get("lines", "")))
        key = str(fields.get("idempotency_key", ""))
        token = str(fields.get("checkout_token", ""))
        return cls(tuple(lines), form_values(fields), language, key, token=token)

    def with_errors(
        self, errors: Iterable[str], problem: str | None, *, fresh_key: bool = False
    ) -> Self:
        known = replace(self, errors=frozenset(errors), problem=problem)
        return replace(known, idempotency_key="", token="") if fresh_key else known

    def ordered_before(self) -> Self:
        """For another order than the one that was placed with this form."""
        anew = self.with_errors((), ORDERED_BEFORE, fresh_key=True)
        return replace(anew, used_key=self.idempotency_key)

    def with_challenge(self, problem: str, challenge: Mapping[str, Any] | None) -> Self:
        return replace(self, problem=problem, challenge=challenge)

    def cart(self) -> Cart:
        names = ("country", "region", "postcode", "shipping", "slot", "payment", "coupon", "email")
        given = {name: self.values[name] for name in names}
        return Cart(lines=self.lines, language=self.language, **given)


def likely_country(accepted: str, language: str, profile: Profile) -> str:
    """The country to begin with: the browser's region, the language's, or the shop's own first."""
    region = re.search(r"[a-z]{2}(?:-[a-z]{4})?-([a-z]{2})\b", accepted.lower())
    code = region.group(1).upper() if region else ""
    if any(country["code"] == code for country in countries(language)):
        return code
    served = [code for method in profile.shipping for code in method.countries if code != "*"]
    return COUNTRY_OF.get(language) or next(iter(served), "")


def checkout_page(
    request: Request, form: CheckoutForm, *, fragment: bool = False, status: int = 200
) -> Response:
    """The page, or its inside with delivery, payment and totals for the theme's script. A key that
    the page makes is kept in the browser, for whoever comes back without an answer."""
    found = services(request)
    say = found.say(form.language)
    priced, cart = _quote(found, form.cart())
    shown = quote_json(priced, form.language, say)
    if not form.begun:
        shown["chosen"]["payment"] = cart.payment
    key = form.idempotency_key or new_key(request)
    answer = page(
        request,
        "checkout_summary.html" if fragment else "checkout.html",
        form.language,
        status,
        quote=shown,
        gone={name: say(sentence) for name, sentence in _gone(form, priced, cart)},
        form=form.values,
        errors={name: say(FIELD_ERRORS.get(name, FIELD_ERROR)) for name in form.errors},
        problem=say(form.problem) if form.problem else None,
        earlier=None if fragment else _earlier(request, form),
        countries=countries(form.language),
        address_decides=any(zone.asks_more for zone in found.profile.zones),
        idempotency_key=key,
        checkout_token=form.token or checkout_token(request),
        challenge=form.challenge,
        lines_field=cart_cookie.text_from_lines(form.lines),
    )
    if not fragment and not form.idempotency_key:
        keep_key(answer, key)
    return answer


def _earlier(request: Request, form: CheckoutForm) -> dict[str, str] | None:
    """Where the order is that was placed with this form, and what is said of it unless the page
    says so anyway."""
    order = order_under(request, form.idempotency_key or form.used_key)
    if order is None:
        return None
    say = services(request).say(form.language)
    sentence = "" if form.problem == ORDERED_BEFORE else say(ORDERED_BEFORE)
    return {"sentence": sentence, "url": order_address(order.id, order.token, form.language)}


def order_address(order_id: str, token: str, language: str) -> str:
    return f"/api/orders/{order_id}?{urlencode({'token': token, 'lang': language})}"


def once_more(
    request: Request, fields: Mapping[str, Any], language: str, error: ShopError
) -> Response:
    """The same form again, byte for byte: another would be another order, and what this one has
    reserved would be missing in its quote."""
    sentence = UNANSWERED if isinstance(error, GatewayUnavailable) else CROWDED
    answer = page(
        request,
        "checkout_again.html",
        language,
        status_of(error),
        sentence=services(request).say(language)(sentence),
        fields=[(name, str(value)) for name, value in fields.items()],
    )
    answer.headers.update(retry_headers(error) or {})
    return answer


def _quote(found: Services, cart: Cart) -> tuple[Quote, Cart]:
    """The quote, and the cart that it is of: without a delivery, its time or a payment that is no
    longer offered. Each may only come to light when the one before is chosen anew."""
    priced = quote(found.store, found.profile, cart, found.clock())
    for _undone in UNDONE:
        left = _without_gone(cart, priced)
        if left == cart:
            break
        cart = left
        priced = quote(found.store, found.profile, cart, found.clock())
    return priced, cart


def _without_gone(cart: Cart, priced: Quote) -> Cart:
    """Without what `priced` cannot offer any more; all else stays as the shopper chose it."""
    undone = [UNDONE.get(problem.code, ()) for problem in priced.problems]
    return cart.model_copy(update={name: "" for names in undone for name in names})


def _gone(form: CheckoutForm, priced: Quote, cart: Cart) -> Iterator[tuple[str, str]]:
    """What the shopper chose and does not get, with the sentence that says so. A time is told of
    where its delivery is still the chosen one: with another, nobody waits for it."""
    if cart.payment != form.values["payment"]:
        yield "payment", PAYMENT_GONE
    time = form.values["slot"]
    delivery = time.partition("/")[0]
    if delivery == priced.chosen_shipping and priced.chosen_slot not in {"", time}:
        yield "slot", CHOOSE_TIME
