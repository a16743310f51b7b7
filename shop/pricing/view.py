"""A quote as JSON, for the API and for templates alike."""

from typing import Any

from shop.delivery.slots import Slot
from shop.money import money_json
from shop.pricing.model import Problem, Quote, QuoteLine, ShippingChoice


def quote_json(quote: Quote, language: str, translate: Any = None) -> dict[str, Any]:
    """The answer of ``POST /api/cart``. `translate` turns a gettext id into the shopper's words."""
    say = translate or (lambda message: message)
    return {
        "lines": [_line(line, language) for line in quote.lines],
        **{
            name: money_json(getattr(quote, name))
            for name in ("subtotal", "discount", "shipping", "tax", "total")
        },
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


def _line(line: QuoteLine, language: str) -> dict[str, Any]:
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


def _method(method: ShippingChoice) -> dict[str, Any]:
    return {
        "id": method.id,
        "title": method.title,
        "price": money_json(method.price),
        "estimate": method.estimate,
        "earliest": str(method.earliest) if method.earliest else None,
        "latest": str(method.latest) if method.latest else None,
    }


def _slot(slot: Slot) -> dict[str, Any]:
    """`free` instead of how many are left: that is nobody's business but the shop's."""
    return {
        "id": slot.id,
        "day": str(slot.day),
        "from": f"{slot.starts:%H:%M}",
        "until": f"{slot.ends:%H:%M}",
        "free": slot.left > 0,
    }


def problem_json(problem: Problem, say: Any) -> dict[str, Any]:
    """``{code, message, sku?, available?}`` with the sentence in the shopper's language."""
    facts = {name: value for name, value in problem.values.items() if name == "available"}
    sku = {"sku": problem.sku} if problem.sku else {}
    return {"code": problem.code, "message": say(problem.message) % problem.values, **sku, **facts}
