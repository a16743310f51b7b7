"""How it lies in the store who waits for an SKU, and which SKUs the owner was told about.

``WAITED`` is there while somebody may wait, and ``LOW`` while little is left, so that a look at
many SKUs reads both with their stock and lists nobody in vain.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from shop.clock import timestamp
from shop.outbox.messages import message_put
from shop.ports import Absent, IndexKey, Item, Json, Key, Put

KIND = "stock_mail"  # of the messages in the outbox
ALERT = "ALERT#"
LOW = "LOWSTOCK"  # the partition of the index in which SKUs stand that are low
KEPT = timedelta(days=365)  # an address nobody wrote to
SENT_KEPT = timedelta(days=30)  # an address somebody wrote to, with the message


def person_of(email: str) -> str:
    """Who waits, without the address: the same for an address in letters of any case."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()[:32]


def alert_key(sku: str, person: str) -> Key:
    return Key(f"SKU#{sku}", ALERT + person)


def waited_key(sku: str) -> Key:
    return Key(f"SKU#{sku}", "WAITED")


def low_key(sku: str) -> Key:
    return Key(f"SKU#{sku}", "LOW")


def alert_put(sku: str, email: str, language: str, now: datetime) -> Put:
    """Somebody's wish to be told, once per person and SKU; listed by person too."""
    person = person_of(email)
    data: dict[str, Json] = {"email": email, "language": language, "at": timestamp(now)}
    item = Item(
        alert_key(sku, person),
        data,
        index=IndexKey(f"ALERTS#{person}", sku),
        expires_at=int((now + KEPT).timestamp()),
    )
    return Put(item, (Absent(),))


def waited_put(sku: str) -> Put:
    return Put(Item(waited_key(sku), {}))


def low_item(sku: str, now: datetime) -> Item:
    """Listed for the owner by SKU."""
    return Item(low_key(sku), {"since": timestamp(now)}, index=IndexKey(LOW, sku))


def mail_put(sku: str, name: str, data: Mapping[str, Json], now: datetime) -> Put:
    """Asks for a mail about `sku`; `data` has its `event` and what that one needs."""
    put = message_put(f"SKU#{sku}", KIND, name, {"sku": sku, **data}, now)
    expires = int((now + SENT_KEPT).timestamp())
    return replace(put, item=replace(put.item, expires_at=expires))
