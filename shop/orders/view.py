"""An order as its guest sees it: JSON for the API, templates and mails."""

from typing import Any, Literal

from typing_extensions import TypedDict

from shop.delivery.slots import slot_words
from shop.i18n.countries import country_name
from shop.money import MoneyJson, money_json
from shop.orders.aftersale import Refund, Return, Shipment
from shop.orders.model import Event, Order, OrderLine, State, Transition
from shop.orders.request import PaymentMethod
from shop.orders.returns import returnable


class OrderLineJson(TypedDict):
    """Title and price as they were when the order was placed."""

    sku: str
    title: str
    label: str
    quantity: int
    unit_price: MoneyJson
    total: MoneyJson
    discount: MoneyJson
    url: str
    picture: str


class ShipmentJson(TypedDict):
    """A parcel that left; `lines` are pieces by SKU."""

    id: str
    at: str
    lines: dict[str, int]
    carrier: str
    tracking: str
    tracking_url: str


class RefundJson(TypedDict):
    id: str
    at: str
    amount: MoneyJson
    lines: dict[str, int]
    state: Literal["pending", "done", "failed"]
    reason: str


class ReturnJson(TypedDict):
    id: str
    at: str
    lines: dict[str, int]
    statement: str
    state: Literal["announced", "received", "declined"]


class EventJson(TypedDict):
    """One step of an order's life, and its state after it."""

    at: str
    state: State
    what: Transition


class OrderJson(TypedDict):
    """Everything a guest may know of an order. `returnable` are the pieces by SKU that could still
    be given back."""

    id: str
    number: str
    state: State
    placed_at: str
    lines: list[OrderLineJson]
    subtotal: MoneyJson
    discount: MoneyJson
    shipping: MoneyJson
    tax: MoneyJson
    total: MoneyJson
    refunded: MoneyJson
    coupon: str
    slot: str
    contact: dict[str, str]
    address: dict[str, str]
    shipping_title: str
    payment: PaymentMethod
    payment_title: str
    note: str
    shipments: list[ShipmentJson]
    refunds: list[RefundJson]
    returns: list[ReturnJson]
    returnable: dict[str, int]
    history: list[EventJson]


def order_json(order: Order) -> OrderJson:
    """Everything a guest may know; the token is theirs already and is left out."""
    return {
        "id": order.id,
        "number": order.number,
        "state": order.state,
        "placed_at": order.placed_at.isoformat(),
        "lines": [_line_json(line, order.language) for line in order.lines],
        "subtotal": money_json(order.subtotal),
        "discount": money_json(order.discount),
        "shipping": money_json(order.shipping),
        "tax": money_json(order.tax),
        "total": money_json(order.total),
        "refunded": money_json(order.refunded),
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
        "history": [_event_json(event) for event in order.history],
    }


def _line_json(line: OrderLine, language: str) -> OrderLineJson:
    return {
        "sku": line.sku,
        "title": line.title,
        "label": line.label,
        "quantity": line.quantity,
        "unit_price": money_json(line.unit_price),
        "total": money_json(line.total),
        "discount": money_json(line.discount),
        "url": f"/{language}/products/{line.handle}",
        "picture": line.picture,
    }


def _event_json(event: Event) -> EventJson:
    return {"at": event.at.isoformat(), "state": event.state, "what": event.what}


def _shipment_json(parcel: Shipment) -> ShipmentJson:
    return {
        "id": parcel.id,
        "at": parcel.at.isoformat(),
        "lines": parcel.lines,
        "carrier": parcel.carrier,
        "tracking": parcel.tracking,
        "tracking_url": parcel.tracking_url,
    }


def _refund_json(refund: Refund) -> RefundJson:
    return {
        "id": refund.id,
        "at": refund.requested_at.isoformat(),
        "amount": money_json(refund.amount),
        "lines": refund.lines,
        "state": refund.state,
        "reason": refund.reason,
    }


def _return_json(entry: Return) -> ReturnJson:
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "lines": entry.lines,
        "statement": entry.statement,
        "state": entry.state,
    }


def owner_json(order: Order) -> dict[str, Any]:
    """What the owner may know beside: money and who did what; still no token."""
    view: dict[str, Any] = {**order_json(order)}
    for name in ("authorized", "captured", "overpaid", "refundable"):
        view[name] = money_json(getattr(order, name))
    view["goods"] = order.goods
    view["capturing"], view["cancelling"] = order.capturing, order.cancelling
    view["expires_at"] = order.expires_at.isoformat() if order.expires_at else None
    view["history"] = [event.model_dump(mode="json") for event in order.history]
    return view


def order_page(order: Order, language: str) -> dict[str, Any]:
    """The same for people to read: the country by its name, the delivery time in words."""
    shown = order_json(order)
    country = country_name(order.address.country, language)
    return {
        **shown,
        "delivery_time": slot_words(order.slot, language),
        "address": {**shown["address"], "country_name": country},
    }
