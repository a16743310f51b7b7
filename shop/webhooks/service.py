"""What an order's transaction asks for.

A transition asks for one message, whether or not anybody wants it: who does is looked up when it is
sent, so an order's transaction reads nothing and depends on nothing an owner may change meanwhile.
"""

from datetime import datetime

from shop.clock import timestamp
from shop.outbox.messages import ask_put
from shop.ports import Put

# Kinds of the outbox: to tell everyone, one of them, and the owner that one is switched off.
WEBHOOK = "webhook"
DELIVERY = "webhook_delivery"
DISABLED_MAIL = "webhook_mail"


def hook_puts(order_id: str, transition: str, moment: datetime) -> list[Put]:
    """Asks for the message of one transition, once. `transition` may carry what it happened to:
    ``refunded#R1``."""
    data = {"transition": transition, "at": timestamp(moment)}
    return [ask_put(WEBHOOK, order_id, transition, data, moment)]
