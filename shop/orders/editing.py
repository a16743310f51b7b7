"""What the desk corrects: who an order is for, and the quantities of one that nobody has paid yet.

With other quantities the order is quoted anew: lines keep the price and title they were ordered at,
while discount, delivery and tax follow from what is left. What it holds changes by the difference,
in the same transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from shop.clock import new_id
from shop.errors import NotPossible, StoreBusy, TransactionCancelled
from shop.i18n.messages import translatable
from shop.money import Money
from shop.orders.desk import Desk, change
from shop.orders.model import Order, OrderLine
from shop.orders.request import CheckoutRequest
from shop.orders.rules import refuse_problems
from shop.orders.transitions import Correction, amended, refuse_newer, step
from shop.ports import Store
from shop.pricing.model import CartLine, Offer, Quote, QuoteLine
from shop.pricing.service import price_book, requote
from shop.profile import Profile

ATTEMPTS = 3


def editable(order: Order) -> bool:
    """A card's payment page shows the sum it was opened with: such an order stays as it is, too."""
    return order.state == "pending_offline" and not order.shipments and not order.transfers


def correct(desk: Desk, order_id: str, wanted: Correction, actor: str) -> Order:
    """Raises NotPossible for an order that is over or on its way, EditedMeanwhile where somebody
    else was faster."""
    return change(desk, order_id, lambda order, now: amended(order, now, actor, wanted))


def edit_lines(
    desk: Desk,
    order_id: str,
    quantities: Mapping[str, int],
    actor: str,
    seen: str | None = None,
) -> Order:
    """`quantities` are those that change, by SKU; 0 takes a line out. Raises NotPossible for an
    order that is paid or on its way, EditedMeanwhile for one that is not as it was `seen`,
    OutOfStock and InvalidCart as checkout does."""

    def edit(order: Order, now: datetime) -> Order:
        wanted = _wanted(order, quantities, seen)
        return order if wanted == order.pieces() else _edited(desk, order, wanted, now, actor)

    for _attempt in range(ATTEMPTS):
        try:
            return change(desk, order_id, edit)
        except TransactionCancelled:
            continue  # what it wants more of has just gone: quoted anew, it is refused
    raise StoreBusy(translatable("Too many orders for the same article at once. Please try again."))


def _edited(
    desk: Desk, order: Order, wanted: Mapping[str, int], now: datetime, actor: str
) -> Order:
    left = tuple(line for line in order.lines if wanted[line.sku])
    request = _request(order, [CartLine(sku=line.sku, quantity=wanted[line.sku]) for line in left])
    priced = _quoted(desk.store, desk.profile, order, request, left)
    refuse_problems(request, priced)
    if not priced.total.amount:
        raise NotPossible(translatable("Nothing would be left to pay. Cancel the order instead."))
    return step(_with(order, left, priced), "changed", now, actor, once=new_id())


def _wanted(order: Order, quantities: Mapping[str, int], seen: str | None) -> dict[str, int]:
    """The order's pieces by SKU as they shall be; none of what is not in it is no change. Raises
    NotPossible, and EditedMeanwhile where there is a change."""
    ordered = order.pieces()
    wanted = {**ordered, **{sku: n for sku, n in quantities.items() if n or sku in ordered}}
    if not editable(order):
        raise NotPossible(translatable("This order is paid or on its way, so it stays as it is."))
    if wanted != ordered:
        refuse_newer(order, seen)
    if wanted.keys() != ordered.keys() or min(wanted.values()) < 0:
        raise NotPossible(translatable("These pieces are not part of the order."))
    if not any(wanted.values()):
        raise NotPossible(translatable("Nothing would be left of this order. Cancel it instead."))
    return wanted


def _request(order: Order, lines: Sequence[CartLine]) -> CheckoutRequest:
    return CheckoutRequest(
        lines=tuple(lines),
        contact=order.contact,
        address=order.address,
        shipping=order.shipping_method,
        payment=order.payment,
        expected_total=order.total,
        coupon=order.coupon,
        note=order.note,
        language=order.language,
    )


def _quoted(
    store: Store,
    profile: Profile,
    order: Order,
    request: CheckoutRequest,
    lines: Sequence[OrderLine],
) -> Quote:
    """By the price book of today, but at the order's prices and at the moment it was placed."""
    known = price_book(store, [line.sku for line in lines])
    offers = {line.sku: _as_ordered(line, known.get(line.sku)) for line in lines}
    return requote(store, profile, request.cart(), order.placed_at, offers, order.demand)


def _as_ordered(line: OrderLine, offer: Offer | None) -> Offer:
    """What the order froze holds, also of an article that is sold no more."""
    found = offer or Offer(sku=line.sku, handle=line.handle, title=line.title)
    frozen: dict[str, Money | bool | str] = {
        "price": line.unit_price,
        "published": True,
        "tracked": line.limited or line.back_order,
        "stock_policy": "continue" if line.back_order else "deny",
    }
    return found.model_copy(update=frozen)


def _with(order: Order, lines: Sequence[OrderLine], priced: Quote) -> Order:
    by_sku = {line.sku: line for line in priced.lines}
    return order.model_copy(
        update={
            "lines": tuple(_line(line, by_sku[line.sku]) for line in lines),
            "subtotal": priced.subtotal,
            "discount": priced.discount,
            "shipping": priced.shipping,
            "tax": priced.tax,
            "tax_included": priced.tax_included,
            "total": priced.total,
        }
    )


def _line(line: OrderLine, priced: QuoteLine) -> OrderLine:
    names = ("quantity", "total", "discount", "tax", "tax_rate")
    return line.model_copy(update={name: getattr(priced, name) for name in names})
