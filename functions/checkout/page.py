"""The checkout page: what the shopper entered, what it costs, and what is wrong with it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from starlette.requests import Request
from starlette.responses import Response

from functions import cart_cookie
from functions.answers import page, services
from functions.bootstrap import Services
from functions.checkout.schemas import form_values
from shop.clock import new_token
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
    "payment": translatable("Please choose how to pay."),
}
FIELD_ERROR = translatable("Please check this field.")
PRICE_CHANGED = translatable(
    "The total has changed since it was shown. Look at the new total and confirm again."
)
ORDERED_BEFORE = translatable(
    "This form was already sent with other contents. Check the order and send it again."
)
CHECK_FIELDS = translatable("Please check the marked fields.")


COUNTRY_OF = {"vi": "VN", "zh-Hans": "CN", "zh-Hant": "TW"}


@dataclass(frozen=True, slots=True)
class CheckoutForm:
    lines: tuple[CartLine, ...]
    values: Mapping[str, str]
    language: str
    idempotency_key: str
    errors: frozenset[str] = frozenset()
    problem: str | None = None

    @classmethod
    def fresh(cls, lines: Iterable[CartLine], language: str, country: str) -> Self:
        return cls(tuple(lines), form_values({"country": country}), language, new_token())

    @classmethod
    def entered(cls, fields: Mapping[str, Any], language: str) -> Self:
        """What a form post holds; its key stays, so that sending it twice is one order."""
        lines = cart_cookie.lines_from_text(str(fields.get("lines", "")))
        key = str(fields.get("idempotency_key", "")) or new_token()
        return cls(tuple(lines), form_values(fields), language, key)

    def with_errors(
        self, errors: Iterable[str], problem: str | None, *, fresh_key: bool = False
    ) -> Self:
        key = new_token() if fresh_key else self.idempotency_key
        return replace(self, errors=frozenset(errors), problem=problem, idempotency_key=key)

    def cart(self) -> Cart:
        return Cart(
            lines=self.lines,
            country=self.values["country"],
            shipping=self.values["shipping"],
            payment=self.values["payment"],
            language=self.language,
        )


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
    """The page, or its inside with delivery, payment and totals for the theme's script."""
    found = services(request)
    say = found.say(form.language)
    priced = _quote(found, form.cart())
    problem = say(form.problem) if form.problem else None
    return page(
        request,
        "checkout_summary.html" if fragment else "checkout.html",
        form.language,
        status,
        quote=quote_json(priced, form.language, say),
        form=form.values,
        errors={name: say(FIELD_ERRORS.get(name, FIELD_ERROR)) for name in form.errors},
        problem=problem,
        countries=countries(form.language),
        idempotency_key=form.idempotency_key,
        lines_field=cart_cookie.text_from_lines(form.lines),
    )


def _quote(found: Services, cart: Cart) -> Quote:
    """The quote; a delivery or payment that another country no longer offers is chosen anew."""
    priced = quote(found.store, found.profile, cart, found.clock())
    codes = {problem.code for problem in priced.problems}
    if codes & {"shipping_unavailable", "payment_unavailable"}:
        undecided = cart.model_copy(update={"shipping": "", "payment": ""})
        return quote(found.store, found.profile, undecided, found.clock())
    return priced
