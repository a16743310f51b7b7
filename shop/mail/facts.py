"""What a mail shows of the one refund, parcel, return, transfer or dispute it is about."""

from collections.abc import Mapping
from typing import Any

from shop.money import money_json
from shop.orders.model import Dispute, Order, Refund, Return, Shipment, Transfer


def event_facts(order: Order, once: str) -> dict[str, Any]:
    """``refund``, ``parcel``, ``sent_back``, ``transfer``, ``dispute``, each None where the mail is
    about none; `once` is the id of one of them, or of a dispute's state. ``notes`` are what was
    noted at each transition."""
    refund = next((each for each in order.refunds if each.id == once), None)
    parcel = next((each for each in order.shipments if each.id == once), None)
    sent_back = next((each for each in order.returns if each.id == once), None)
    transfer = next((each for each in order.transfers if each.id == once), None)
    dispute = next((each for each in order.disputes if once.startswith(f"{each.id}-")), None)
    return {
        "transfer": _transfer(order, transfer) if transfer else None,
        "dispute": _dispute(dispute) if dispute else None,
        "refund": _refund(order, refund) if refund else None,
        "parcel": _parcel(order, parcel) if parcel else None,
        "sent_back": _sent_back(order, sent_back) if sent_back else None,
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
