"""The checkout page: what the shopper entered, what it costs, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from starlette.requests import Request
from starlette.responses import Response

from functions import cart_cookie
from functions.answers import page, services
from functions.checkout.schemas import form_values
from shop.clock import new_token
from shop.i18n.countries import countries
from shop.pricing.model import Cart, CartLine
from shop.pricing.service import quote
from shop.pricing.view import quote_json

# gettext ids of what may be wrong with a field, by field.
FIELD_ERRORS = {
    "name": "Please give your name.",
    "email": "Please give an e-mail address like name@example.com.",
    "country": "Please choose a country.",
    "line1": "Please give street and house number.",
    "city": "Please give the city.",
    "payment": "Please choose how to pay.",
}
FIELD_ERROR = "Please check this field."


@dataclass(frozen=True, slots=True)
class CheckoutForm:
    lines: tuple[CartLine, ...]
    values: Mapping[str, str]
    language: str
    idempotency_key: str
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None

    @classmethod
    def fresh(cls, lines: Iterable[CartLine], language: str) -> Self:
        return cls(tuple(lines), form_values({}), language, new_token())

    @classmethod
    def entered(cls, fields: Mapping[str, Any], language: str) -> Self:
        """What a form post holds; its key stays, so that sending it twice is one order."""
        lines = cart_cookie.lines_from_text(str(fields.get("lines", "")))
        key = str(fields.get("idempotency_key", "")) or new_token()
        return cls(tuple(lines), form_values(fields), language, key)

    def with_errors(
        self, errors: Mapping[str, str], problem: str | None, *, fresh_key: bool
    ) -> Self:
        key = new_token() if fresh_key else self.idempotency_key
        return replace(self, errors=errors, problem=problem, idempotency_key=key)

    def cart(self) -> Cart:
        return Cart(
            lines=self.lines,
            country=self.values["country"],
            shipping=self.values["shipping"],
            payment=self.values["payment"],
            language=self.language,
        )


def checkout_page(
    request: Request, form: CheckoutForm, *, fragment: bool = False, status: int = 200
) -> Response:
    """The page, or its inside with delivery, payment and totals for the theme's script."""
    found = services(request)
    say = found.say(form.language)
    priced = quote(found.store, found.profile, form.cart())
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
