"""What orders need of the outside, and the one way in which an order is changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shop.clock import Clock
from shop.errors import NotFound, StoreBusy, TransactionCancelled
from shop.i18n.messages import translatable
from shop.orders.effects import effects
from shop.orders.model import Order
from shop.orders.records import order_from, order_key, order_update
from shop.payments.gateway import PaymentGateway
from shop.ports import Item, Store, Write
from shop.profile import Profile
from shop.statistics.service import shop_zone
from shop.surveys.after_order import invitation_writes

ATTEMPTS = 12

Decide = Callable[[Order, datetime], Order]


@dataclass(frozen=True, slots=True)
class Desk:
    """`gateway` is None where the shop takes no cards; `base_url` is the shop's own address, to
    which a payment page leads back."""

    store: Store
    profile: Profile
    clock: Clock
    gateway: PaymentGateway | None = None
    base_url: str = ""


def read_order(store: Store, order_id: str) -> tuple[Order, Item]:
    """Raises NotFound."""
    item = store.get(order_key(order_id))
    if item is None:
        raise NotFound(translatable("There is no such order, or the link to it is incomplete."))
    return order_from(item), item


def change(desk: Desk, order_id: str, decide: Decide, extra: Sequence[Write] = ()) -> Order:
    """The order after `decide`, stored with all that follows from it, and `extra`, or not at all.

    `decide` is asked again with what the order has become meanwhile whenever somebody else was
    faster; what it raises is raised, and nothing was written. Where it gives the order back as it
    is and there is no `extra`, nothing is written. Raises StoreBusy when others always were, and
    TransactionCancelled where a condition of the consequences fails though the order stands still:
    goods that are gone, a coupon that is used up.
    """
    for _attempt in range(ATTEMPTS):
        order, item = read_order(desk.store, order_id)
        now = desk.clock()
        after = decide(order, now)
        if after == order and not extra:
            return order
        follows = effects(order, after, now, shop_zone(desk.profile))
        asked = invitation_writes(order, after, desk.profile.surveys)
        writes = [order_update(after, item), *follows, *asked, *extra]
        try:
            desk.store.transact(writes)
        except TransactionCancelled as refused:
            if refused.reasons[0] is None:  # the order itself stood still
                raise
            continue
        return after
    raise StoreBusy(translatable("Too much happens to this order at once. Please try again."))
