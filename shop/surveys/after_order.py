"""Asking for the survey that follows an order, in the transaction in which its parcel leaves."""

from datetime import timedelta

from shop.orders.model import Order
from shop.outbox.messages import ask_put
from shop.ports import Json, Write
from shop.surveys.settings import SurveySettings

KIND = "survey_mail"  # of the messages in the outbox


def invitation_writes(before: Order, after: Order, settings: SurveySettings) -> list[Write]:
    """Asks for the invitation when the first parcel leaves: due some days later, once per order."""
    if not settings.after_order or before.shipments or not after.shipments:
        return []
    due = after.shipments[0].at + timedelta(days=settings.days)
    data: dict[str, Json] = {"survey": settings.after_order}
    return [ask_put(KIND, after.id, "invitation", data, due)]
