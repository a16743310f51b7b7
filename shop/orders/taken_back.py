"""Asks the gateway which payments a bank takes back, for what its webhooks never told.

No order is watched for it: a dispute may come months after the last parcel. So all of them are
asked for at once, which mostly means an empty list.
"""

import logging
from datetime import datetime, timedelta
from functools import partial

from shop.clock import timestamp
from shop.errors import GatewayUnavailable
from shop.orders.desk import Desk, change, read_order
from shop.orders.disputes import disputed, is_news
from shop.orders.records import intent_key
from shop.payments.gateway import GatewayDispute
from shop.ports import Item, Key

EVERY = timedelta(hours=1)
# Card schemes give shoppers 120 days, some of them 180, and decide within three months.
LONGEST = timedelta(days=270)
ASKED = Key("DISPUTES", "ASKED")

log = logging.getLogger(__name__)


def ask_about_disputes(desk: Desk) -> int:
    """How many orders learnt something new. Asks once an hour; where the gateway cannot be
    reached, next time."""
    now = desk.clock()
    if desk.gateway is None or not _is_time(desk, now):
        return 0
    try:
        told = desk.gateway.disputes(now - LONGEST)
    except GatewayUnavailable as unknown:
        log.warning("Nobody knows whether payments are disputed: %s", unknown)
        return 0
    learnt = sum(_learn(desk, each, now) for each in told)
    desk.store.put_many([Item(ASKED, {"at": timestamp(now)})])
    return learnt


def _is_time(desk: Desk, now: datetime) -> bool:
    asked = desk.store.get(ASKED)
    return asked is None or datetime.fromisoformat(str(asked.data["at"])) + EVERY <= now


def _learn(desk: Desk, told: GatewayDispute, now: datetime) -> bool:
    """`now` is from before the gateway was asked: a notice that overtakes the answer is younger."""
    claimed = desk.store.get(intent_key(told.intent))
    if claimed is None:
        return False  # the account has other shops, too
    order_id = str(claimed.data["order"])
    if not is_news(read_order(desk.store, order_id)[0], told):
        return False
    change(desk, order_id, partial(disputed, told, now))
    return True
