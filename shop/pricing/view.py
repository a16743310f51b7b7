"""A quote as JSON, for the API and for templates alike."""

from typing import Any

from shop.money import money_json
from shop.pricing.model import Problem, Quote


def quote_json(quote: Quote, language: str, translate: Any = None) -> dict[str, Any]:
    """The answer of ``POST /api/cart``. `translate` turns a gettext id into the shopper's words."""
    say = translate or (lambda message: message)
    return {
        "lines": [
            {
                "sku": line.sku,
                "title": line.title,
                "label": line.label,
                "quantity": line.quantity,
                "unit_price": money_json(line.unit_price),
                "total": money_json(line.total),
                "available": line.available,
                "url": f"/{language}/products/{line.handle}",
                "picture": line.picture,
            }
            for line in quote.lines
        ],
        **{
            name: money_json(getattr(quote, name))
            for name in ("subtotal", "discount", "shipping", "tax", "total")
        },
        "shipping_methods": [
            {
                "id": method.id,
                "title": method.title,
                "price": money_json(method.price),
                "estimate": method.estimate,
            }
            for method in quote.shipping_methods
        ],
        "payment_methods": [
            {"id": method.id, "title": method.title} for method in quote.payment_methods
        ],
        "chosen": {"shipping": quote.chosen_shipping, "payment": quote.chosen_payment},
        "problems": [problem_json(problem, say) for problem in quote.problems],
    }


def problem_json(problem: Problem, say: Any) -> dict[str, Any]:
    """``{code, message, sku?, available?}`` with the sentence in the shopper's language."""
    facts = {name: value for name, value in problem.values.items() if name == "available"}
    sku = {"sku": problem.sku} if problem.sku else {}
    return {"code": problem.code, "message": say(problem.message) % problem.values, **sku, **facts}
