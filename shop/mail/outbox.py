"""Asking for the mails of an order, in the transaction that causes them."""

from datetime import datetime

from shop.outbox.messages import ask_put
from shop.ports import Put

MAIL = "mail"


def mail_put(order_id: str, audience: str, event: str, moment: datetime, once: str = "") -> Put:
    """Asks for the mail `event` about an order to ``shopper`` or ``owner``; it exists once.

    `once` names what may happen several times to one order (a refund, a parcel, a return): it is
    part of the mail's name, and the mail shows that one.
    """
    name = "#".join(part for part in (audience, event, once) if part)
    return ask_put(
        MAIL, order_id, name, {"audience": audience, "event": event, "once": once}, moment
    )
