"""What a mail shows of the one refund, parcel, return, transfer or dispute it is about."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from shop.money import money_json
from shop.orders.aftersale import Dispute, Refund, Return, Shipment, Transfer
from shop.orders.model import Order


def event_facts(order: Order, once: str) -> dict[str, Any]:
    """``refund``, ``parcel``, ``sent_back``, ``transfer``, ``dispute``, each None where the mail is
    about none; `once` is the id of one of them, or of a dispute's state. ``notes`` are what was
    noted at each transition."""
    about: dict[str, tuple[Iterable[Any], Callable[[Order, Any], dict[str, Any]]]] = {
        "refund": (order.refunds, _refund),
        "parcel": (order.shipments, _parcel),
        "sent_back": (order.returns, _sent_back),
        "transfer": (order.transfers, _transfer),
    }
    found = {
        name: next((show(order, each) for each in things if each.id == once), None)
        for name, (things, show) in about.items()
    }
    disputes = (each for each in order.disputes if once.startswith(f"{each.id}-"))
    return {
        **found,
        "dispute": next(map(_dispute, disputes), None),
        "notes": {event.what: event.note for event in order.history if event.note},
    }


def _transfer(order: Order, transfer: Transfer) -> dict[str, Any]:
    return {"amount": money_json(transfer.amount), "due": money_json(order.due)}


def _dispute(dispute: Dispute) -> dict[str, Any]:
    return {
        "amount": money_json(dispute.amount),
        "reason": dispute.reason,
        "state": dispute.state,
    }


def _refund(order: Order, refund: Refund) -> dict[str, Any]:
    return {
        "amount": money_json(refund.amount),
        "reason": refund.reason,
        "pieces": _pieces(order, refund.lines),
    }


def _parcel(order: Order, parcel: Shipment) -> dict[str, Any]:
    web = parcel.tracking_url.startswith(("https://", "http://"))
    return {
        "carrier": parcel.carrier,
        "tracking": parcel.tracking,
        "tracking_url": parcel.tracking_url if web else "",
        "pieces": _pieces(order, parcel.lines),
    }


def _sent_back(order: Order, entry: Return) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(),
        "statement": entry.statement,
        "pieces": _pieces(order, entry.lines),
    }


def _pieces(order: Order, lines: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {"quantity": lines[line.sku], "title": line.title, "label": line.label, "sku": line.sku}
        for line in order.lines
        if lines.get(line.sku)
    ]
