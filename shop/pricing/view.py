"""A quote as JSON, for the API and for templates alike."""

from typing import Any, NotRequired

from typing_extensions import TypedDict

from shop.delivery.slots import Slot
from shop.money import MoneyJson, money_json
from shop.pricing.model import Problem, Quote, QuoteLine, ShippingChoice


class LineJson(TypedDict):
    """A line of a cart. `available` is null where stock does not limit the sale; `total` is before
    the discount."""

    sku: str
    title: str
    label: str
    quantity: int
    unit_price: MoneyJson
    total: MoneyJson
    discount: MoneyJson
    tax: MoneyJson
    available: int | None
    url: str
    picture: str


class MethodJson(TypedDict):
    """A way of delivery. `earliest` and `latest` are days, where the owner gives lead times."""

    id: str
    title: str
    price: MoneyJson
    estimate: str
    earliest: str | None
    latest: str | None


# `free` instead of how many are left: that is nobody's business but the shop's.
SlotJson = TypedDict("SlotJson", {"id": str, "day": str, "from": str, "until": str, "free": bool})


class PaymentJson(TypedDict):
    id: str
    title: str


class ChosenJson(TypedDict):
    """What the quote counts with: the ids that were sent, or the first that are offered."""

    shipping: str
    slot: str
    payment: str


class CartProblem(TypedDict):
    """What keeps a cart from being ordered, in the shopper's language."""

    code: str
    message: str
    sku: NotRequired[str]
    available: NotRequired[str | int]


class QuoteJson(TypedDict):
    """What an order of the cart would cost now; `total` includes tax, however it is stated."""

    lines: list[LineJson]
    subtotal: MoneyJson
    discount: MoneyJson
    shipping: MoneyJson
    tax: MoneyJson
    total: MoneyJson
    tax_included: bool
    coupon: str
    shipping_methods: list[MethodJson]
    slots: list[SlotJson]
    payment_methods: list[PaymentJson]
    chosen: ChosenJson
    problems: list[CartProblem]


def quote_json(quote: Quote, language: str, translate: Any = None) -> QuoteJson:
    """The answer of ``POST /api/cart``. `translate` turns a gettext id into the shopper's words."""
    say = translate or (lambda message: message)
    return {
        "lines": [_line(line, language) for line in quote.lines],
        "subtotal": money_json(quote.subtotal),
        "discount": money_json(quote.discount),
        "shipping": money_json(quote.shipping),
        "tax": money_json(quote.tax),
        "total": money_json(quote.total),
        "tax_included": quote.tax_included,
        "coupon": quote.coupon,
        "shipping_methods": [_method(method) for method in quote.shipping_methods],
        "slots": [_slot(slot) for slot in quote.slots],
        "payment_methods": [
            {"id": method.id, "title": method.title} for method in quote.payment_methods
        ],
        "chosen": {
            "shipping": quote.chosen_shipping,
            "slot": quote.chosen_slot,
            "payment": quote.chosen_payment,
        },
        "problems": [problem_json(problem, say) for problem in quote.problems],
    }


def _line(line: QuoteLine, language: str) -> LineJson:
    return {
        "sku": line.sku,
        "title": line.title,
        "label": line.label,
        "quantity": line.quantity,
        "unit_price": money_json(line.unit_price),
        "total": money_json(line.total),
        "discount": money_json(line.discount),
        "tax": money_json(line.tax),
        "available": line.available,
        "url": f"/{language}/products/{line.handle}",
        "picture": line.picture,
    }


def _method(method: ShippingChoice) -> MethodJson:
    return {
        "id": method.id,
        "title": method.title,
        "price": money_json(method.price),
        "estimate": method.estimate,
        "earliest": str(method.earliest) if method.earliest else None,
        "latest": str(method.latest) if method.latest else None,
    }


def _slot(slot: Slot) -> SlotJson:
    return {
        "id": slot.id,
        "day": str(slot.day),
        "from": f"{slot.starts:%H:%M}",
        "until": f"{slot.ends:%H:%M}",
        "free": slot.left > 0,
    }


def problem_json(problem: Problem, say: Any) -> CartProblem:
    told: CartProblem = {"code": problem.code, "message": say(problem.message) % problem.values}
    if problem.sku:
        told["sku"] = problem.sku
    if "available" in problem.values:
        told["available"] = problem.values["available"]
    return told
