"""Webhooks of the payment gateway: each acts once, in the transaction of its effect."""

from functools import partial
from typing import Literal

from shop.abuse.declines import decline_writes
from shop.clock import timestamp
from shop.errors import NotFound, NotPossible, TransactionCancelled
from shop.i18n.messages import translatable
from shop.orders.desk import Desk, change, read_order
from shop.orders.disputes import disputed
from shop.orders.records import intent_key, order_key
from shop.orders.settlement import settle
from shop.orders.transitions import OVER
from shop.payments.gateway import Notice, Payment, PaymentGateway
from shop.ports import Absent, IndexKey, Item, Json, Key, Put, Store, Write

PARKED = "PARKED"
DECLINED = frozenset({"payment_intent.payment_failed", "checkout.session.async_payment_failed"})

Outcome = Literal["acted", "known", "ignored"]


def hear(desk: Desk, payload: bytes, signature: str) -> Outcome:
    """Acts on one notice. Raises InvalidSignature for one that is not the gateway's, NotFound for
    one of an order the shop does not know: it is parked, and the gateway tells it again."""
    if desk.gateway is None:
        raise NotPossible(translatable("This shop takes no card payments."))
    notice = desk.gateway.read_notice(payload, signature, desk.clock())
    if notice is None:
        return "ignored"
    if desk.store.get(event_key(notice.id)) is not None:
        return "known"
    order_id = _order_of(desk, notice)
    try:
        _act(desk, desk.gateway, notice, order_id)
    except TransactionCancelled:
        if desk.store.get(event_key(notice.id)) is None:
            raise
        return "known"  # told twice at once, and the other one was faster
    if desk.store.get(parked_key(notice.id)) is not None:
        desk.store.delete_many([parked_key(notice.id)])
    return "acted"


def _act(desk: Desk, gateway: PaymentGateway, notice: Notice, order_id: str) -> None:
    heard = _event_put(desk, notice)
    if notice.dispute:
        change(desk, order_id, partial(disputed, notice.dispute, notice.created), [heard])
        return
    payment = _payment(desk.store, gateway, notice, order_id)
    settle(desk, order_id, payment, [heard, *_declined(desk, notice, order_id)])


def _order_of(desk: Desk, notice: Notice) -> str:
    """The order a notice is about, by its id or else by its payment. Raises NotFound."""
    claimed = None if notice.order_id else desk.store.get(intent_key(notice.intent))
    order_id = str(claimed.data["order"]) if claimed else notice.order_id
    if not order_id or desk.store.get(order_key(order_id)) is None:
        _park(desk, notice)
        raise NotFound(
            translatable(
                "There is no order “%(order_id)s”; the event is parked.", order_id=order_id
            )
        )
    return order_id


def _payment(store: Store, gateway: PaymentGateway, notice: Notice, order_id: str) -> Payment:
    """What the event knew is enough while the order waits for it. One that is over might be brought
    back by what has long ceased to be true, so the gateway is asked."""
    if notice.payment and read_order(store, order_id)[0].state not in OVER:
        return notice.payment
    return gateway.payment(session=notice.session, intent=notice.intent)


def _declined(desk: Desk, notice: Notice, order_id: str) -> list[Write]:
    """A card that was refused, for whoever watches how many are."""
    if notice.type not in DECLINED:
        return []
    return decline_writes(desk.store, order_id, notice.id, desk.clock())


def event_key(event_id: str) -> Key:
    return Key(f"EVENT#{event_id}", "EVENT")


def parked_key(event_id: str) -> Key:
    return Key(f"EVENT#{event_id}", PARKED)


def _facts(notice: Notice) -> dict[str, Json]:
    return {
        "type": notice.type,
        "order": notice.order_id,
        "session": notice.session,
        "intent": notice.intent,
        "created": timestamp(notice.created),
    }


def _event_put(desk: Desk, notice: Notice) -> Put:
    heard = timestamp(desk.clock())
    return Put(Item(event_key(notice.id), {**_facts(notice), "heard": heard}), (Absent(),))


def _park(desk: Desk, notice: Notice) -> None:
    """Listed for the owner: money may have come for an order that is not in this store."""
    index = IndexKey(PARKED, timestamp(notice.created))
    desk.store.put_many([Item(parked_key(notice.id), _facts(notice), index=index)])
