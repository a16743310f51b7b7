"""An order as its guest sees it: JSON for the API, templates and mails."""

from typing import Any

from shop.i18n.countries import country_name
from shop.money import money_json
from shop.orders.model import Order


def order_json(order: Order) -> dict[str, Any]:
    """Everything a guest may know; the token is theirs already and is left out."""
    return {
        "id": order.id,
        "number": order.number,
        "state": order.state,
        "placed_at": order.placed_at.isoformat(),
        "lines": [
            {
                "sku": line.sku,
                "title": line.title,
                "label": line.label,
                "quantity": line.quantity,
                "unit_price": money_json(line.unit_price),
                "total": money_json(line.total),
                "url": f"/{order.language}/products/{line.handle}",
                "picture": line.picture,
            }
            for line in order.lines
        ],
        **{
            name: money_json(getattr(order, name))
            for name in ("subtotal", "discount", "shipping", "tax", "total")
        },
        "contact": order.contact.model_dump(),
        "address": order.address.model_dump(),
        "shipping_title": order.shipping_title,
        "payment": order.payment,
        "payment_title": order.payment_title,
        "note": order.note,
        "history": [{"at": event.at.isoformat(), "state": event.state} for event in order.history],
    }


def order_page(order: Order, language: str) -> dict[str, Any]:
    """The same for people to read: the country by its name."""
    view = order_json(order)
    view["address"]["country_name"] = country_name(order.address.country, language)
    return view
