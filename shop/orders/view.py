"""An order as its guest sees it: JSON for the API, templates and mails."""

from typing import Any

from shop.delivery.slots import slot_words
from shop.i18n.countries import country_name
from shop.money import money_json
from shop.orders.model import Order, Refund, Return, Shipment
from shop.orders.returns import returnable


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
                "discount": money_json(line.discount),
                "url": f"/{order.language}/products/{line.handle}",
                "picture": line.picture,
            }
            for line in order.lines
        ],
        **{
            name: money_json(getattr(order, name))
            for name in ("subtotal", "discount", "shipping", "tax", "total", "refunded")
        },
        "coupon": order.coupon,
        "slot": order.slot,
        "contact": order.contact.model_dump(),
        "address": order.address.model_dump(),
        "shipping_title": order.shipping_title,
        "payment": order.payment,
        "payment_title": order.payment_title,
        "note": order.note,
        "shipments": [_shipment_json(parcel) for parcel in order.shipments],
        "refunds": [_refund_json(refund) for refund in order.refunds if not refund.late],
        "returns": [_return_json(entry) for entry in order.returns],
        "returnable": returnable(order),
        "history": [
            {"at": event.at.isoformat(), "state": event.state, "what": event.what}
            for event in order.history
        ],
    }


def _shipment_json(parcel: Shipment) -> dict[str, Any]:
    return {
        "id": parcel.id,
        "at": parcel.at.isoformat(),
        "lines": parcel.lines,
        "carrier": parcel.carrier,
        "tracking": parcel.tracking,
        "tracking_url": parcel.tracking_url,
    }


def _refund_json(refund: Refund) -> dict[str, Any]:
    return {
        "id": refund.id,
        "at": refund.requested_at.isoformat(),
        "amount": money_json(refund.amount),
        "lines": refund.lines,
        "state": refund.state,
        "reason": refund.reason,
    }


def _return_json(entry: Return) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "lines": entry.lines,
        "statement": entry.statement,
        "state": entry.state,
    }


def owner_json(order: Order) -> dict[str, Any]:
    """What the owner may know beside: money and who did what; still no token."""
    view = order_json(order)
    for name in ("authorized", "captured", "refundable"):
        view[name] = money_json(getattr(order, name))
    view["goods"] = order.goods
    view["capturing"], view["cancelling"] = order.capturing, order.cancelling
    view["expires_at"] = order.expires_at.isoformat() if order.expires_at else None
    view["history"] = [event.model_dump(mode="json") for event in order.history]
    return view


def order_page(order: Order, language: str) -> dict[str, Any]:
    """The same for people to read: the country by its name, the delivery time in words."""
    view = order_json(order)
    view["delivery_time"] = slot_words(order.slot, language)
    view["address"]["country_name"] = country_name(order.address.country, language)
    return view
