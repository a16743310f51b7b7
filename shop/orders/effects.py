"""What a change of an order brings about, as writes of the same transaction.

Everything follows from the order before and the order after: stock from where the goods are, mails
and webhooks from the new events of its history, figures from its money. So a command only has to
say what becomes of the order, and cannot forget a consequence.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from shop.clock import timestamp
from shop.coupons.service import give_back_writes, pass_on_writes, redeem_writes
from shop.delivery.slots import free_slot_writes, slot_writes
from shop.mail.events import FREE, mails_for
from shop.mail.outbox import mail_put
from shop.orders.listing import line_writes
from shop.orders.model import Goods, Order
from shop.orders.records import intent_key
from shop.orders.transitions import OVER
from shop.ports import Delete, IndexKey, Item, Key, Put, Write
from shop.rebuilds.service import mark_item
from shop.statistics.service import sales_writes
from shop.stock.holds import (
    claim_writes,
    hold_writes,
    release_writes,
    restock_writes,
    sell_writes,
)
from shop.stock.looks import look_put
from shop.webhooks.service import hook_puts

WATCH = "WATCH"
SOON = timedelta(minutes=2)  # an answer of the gateway's that is missing
OPEN = timedelta(minutes=10)  # a payment page somebody may be looking at
HELD = timedelta(hours=12)  # an authorisation; it may lapse


def effects(before: Order | None, after: Order, now: datetime, zone: tzinfo = UTC) -> list[Write]:
    """All writes but the order's own. `before` is None for an order that is being placed; `zone` is
    the one that the shop's days begin and end in."""
    return [
        *_stock(before, after, timestamp(now)),
        *_messages(before, after),
        *_coupon(before, after, timestamp(now)),
        *_slot(before, after),
        *sales_writes(before, after, zone),
        *_watch(before, after, now),
        *_intent(before, after),
        *line_writes(before, after),
    ]


def _stock(before: Order | None, after: Order, moment: str) -> Iterator[Write]:
    was: Goods = before.goods if before else "none"
    moved = was != after.goods
    if moved:
        yield from _moves(was, after, moment)
    elif before and was == "held":
        yield from _edits(before, after, moment)
    arrived = _arrived(before, after)
    yield from restock_writes(arrived, after.id, moment, f"{sum(after.restocked.values())}")
    seen = moved and (was, after.goods) != ("held", "sold")
    yield from _told(arrived or (after.demand if seen else {}), moment)


def _arrived(before: Order | None, after: Order) -> dict[str, int]:
    """Pieces by SKU that came back into stock."""
    known = before.restocked if before else {}
    back = {sku: n - known.get(sku, 0) for sku, n in after.restocked.items()}
    return {sku: n for sku, n in back.items() if n > 0}


def _told(skus: Collection[str], moment: str) -> Iterator[Write]:
    """Pages may have to say that something is sold out, or is there again."""
    if skus:
        yield Put(mark_item(skus=skus))
        yield look_put(skus, moment)


def _edits(before: Order, after: Order, moment: str) -> Iterator[Write]:
    """Other quantities than before, of goods that are held: more of them or fewer."""
    was, wanted = before.demand, after.demand
    delta = {sku: wanted.get(sku, 0) - was.get(sku, 0) for sku in was.keys() | wanted.keys()}
    more = {sku: n for sku, n in delta.items() if n > 0}
    fewer = {sku: -n for sku, n in delta.items() if n < 0}
    once = f"edit-{len(after.history)}"
    yield from hold_writes(more, after.id, moment, once, back_orders=after.back_orders)
    yield from release_writes(fewer, after.id, moment, once)
    yield from _told([*more, *fewer], moment)


def _moves(was: Goods, after: Order, moment: str) -> Iterator[Write]:
    demand, promised = after.demand, after.back_orders
    match was, after.goods:
        case "none", "held":
            yield from hold_writes(demand, after.id, moment, back_orders=promised)
        case "held", "sold":
            yield from claim_writes(demand, after.id, moment)
        case "held", "released":
            yield from release_writes(demand, after.id, moment, _time(after, "release"))
        case "sold", "released":
            yield from restock_writes(demand, after.id, moment, "cancelled")
        case "released", "held":
            once = _time(after, "hold")
            yield from hold_writes(demand, after.id, moment, once, back_orders=promised)
        case "released" | "none", "sold":
            yield from sell_writes(demand, after.id, moment, back_orders=promised)
        case _:
            raise AssertionError(f"goods cannot go from {was} to {after.goods}")


def _time(order: Order, cause: str) -> str:
    """Tells a hold or release after a revival from the first one; the first has no name."""
    revivals = sum(event.what == "revived" for event in order.history)
    return f"{cause}-{revivals}" if revivals else ""


def _messages(before: Order | None, after: Order) -> Iterator[Write]:
    for event in after.history[len(before.history) if before else 0 :]:
        for audience, mail in mails_for(event.what, after.payment if after.total.amount else FREE):
            yield mail_put(after.id, audience, mail, event.at, once=event.once)
        yield from hook_puts(
            after.id, f"{event.what}{'#' if event.once else ''}{event.once}", event.at
        )


def _coupon(before: Order | None, after: Order, moment: str) -> Iterator[Write]:
    """Used by the person of an order for as long as it is not over."""
    if not after.coupon:
        return
    match _person(before), _person(after):
        case None, str(now):
            yield from redeem_writes(after.coupon, after.id, now, moment)
        case str(was), None:
            yield from give_back_writes(after.coupon, after.id, was)
        case str(was), str(now):
            yield from pass_on_writes(after.coupon, was, now)


def _person(order: Order | None) -> str | None:
    return order.contact.email if order and order.state not in OVER else None


def _slot(before: Order | None, after: Order) -> Iterator[Write]:
    """The place in a delivery slot; a new order takes its own by `promise_writes`."""
    if not after.slot or before is None:
        return
    was_over, is_over = before.state in OVER, after.state in OVER
    if is_over and not was_over:
        yield from free_slot_writes(after.slot, after.id)
    elif was_over and not is_over:
        yield from slot_writes(after.slot, after.id)


def _watch(before: Order | None, after: Order, now: datetime) -> Iterator[Write]:
    due = watch_due(after, now)
    if due is not None:
        yield Put(watch_item(after.id, due))
    elif before is not None and watch_due(before, now) is not None:
        yield Delete(watch_key(after.id))


def _intent(before: Order | None, after: Order) -> Iterator[Write]:
    if after.intent and (before is None or before.intent != after.intent):
        yield Put(Item(intent_key(after.intent), {"order": after.id}))


def watch_key(order_id: str) -> Key:
    return Key(f"ORDER#{order_id}", WATCH)


def watch_item(order_id: str, due: datetime) -> Item:
    """Open business: the reconciler looks at the order when it is due."""
    return Item(watch_key(order_id), {"order": order_id}, index=IndexKey(WATCH, timestamp(due)))


def watch_due(order: Order, now: datetime) -> datetime | None:
    """When somebody must look at the order even if nobody tells us anything; None for never."""
    moments = [order.expires_at] if order.expires_at else []
    if order.capturing or order.cancelling or order.refunds_pending.amount:
        moments.append(now + SOON)
    elif order.payment == "card" and order.state == "reserved":
        moments.append(now + OPEN)
    elif order.state == "authorized":
        moments.append(now + HELD)
    return min(moments, default=None)
