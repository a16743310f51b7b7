"""Many payments told of in any order, and many refunds of the same orders at once."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from factories import MOMENT, offer, profile, put_for_sale, request, usd
from races.gateway import BusyGateway

from shop.errors import Conflict, ShopError
from shop.orders.commands import RefundWish, refund
from shop.orders.desk import Desk
from shop.orders.model import Order
from shop.orders.notices import hear
from shop.orders.records import order_from, order_items
from shop.orders.service import place_order
from shop.orders.settlement import reconcile
from shop.ports import Store
from shop.pricing.model import CartLine
from shop.stock.ledger import set_many_on_hand
from shop.stock.movements import Fault, audit

PIECES = 3
PLENTY = 10**6
TOTAL = usd(4050)  # three pieces at 12.50 and delivery at 3.00


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a race left behind. `wrong` are sentences about orders that are not as they must be."""

    states: Counter[str]
    captured: int
    refunded: int
    mails: Counter[str]
    wrong: tuple[str, ...]
    faults: tuple[Fault, ...]
    answers: Counter[str]
    seconds: float
    cpu_seconds: float

    @property
    def state(self) -> tuple[object, ...]:
        """What must be equal over every store, where no refunds raced."""
        facts = (self.states, self.captured, self.refunded, self.mails)
        return (*facts, self.wrong, self.faults, self.answers)


class Counted:
    """A shop whose clock the race moves."""

    def __init__(self, store: Store, gateway: BusyGateway, capture: str) -> None:
        self.now = MOMENT
        self.gateway = gateway
        card = {"enabled": True, "title": {"en": "Card"}, "capture": capture}
        self.desk = Desk(
            store, profile(card=card), lambda: self.now, gateway, "https://shop.example.com"
        )
        put_for_sale(store, offer(), on_hand=0)
        set_many_on_hand(store, {"TEA-50": PLENTY}, "count", "mai", self.desk.clock)

    def place(self, number: int) -> str:
        lines = (CartLine(sku="TEA-50", quantity=PIECES),)
        wanted = request(lines=lines, payment="card", expected_total=TOTAL)
        answer = place_order(self.desk, wanted, f"key-{number}")
        return str(answer["order"]["id"])

    def orders(self) -> Iterator[Order]:
        return map(order_from, order_items(self.desk.store))

    def come_to_rest(self) -> None:
        """Everything that waits is looked at, until nothing waits."""
        for _ in range(200):
            self.now += timedelta(minutes=11)
            if not reconcile(self.desk, limit=1000):
                return
        raise AssertionError("something is looked at for ever")


def paid_once(
    store: Store, orders: int, in_flight: int, seed: int, capture: str = "at_once"
) -> Ledger:
    """Every order is paid; every event is told 0 to 5 times, shuffled, `in_flight` at once. What
    nobody told of is found by the reconciler."""
    shop = Counted(store, BusyGateway(), capture)
    luck = random.Random(seed)  # noqa: S311 - the same race again by its seed
    with _measured() as spent, ThreadPoolExecutor(in_flight) as pool:
        list(pool.map(shop.place, range(orders)))
        for session in list(shop.gateway.accounts):
            shop.gateway.pay(session)
        told = [event.id for event in shop.gateway.events for _ in range(luck.randint(0, 5))]
        luck.shuffle(told)
        answers = Counter(pool.map(lambda event: _told(shop, event), told))
        shop.come_to_rest()
    return _ledger(shop, answers, spent, _not_paid_once)


def refunded_at_once(store: Store, orders: int, each: int, lost: int, seed: int) -> Ledger:
    """`each` refunds of every order at the same time: pieces, delivery, free amounts, with and
    without putting goods back; of `lost` in 100 the gateway's answer never arrives."""
    shop = Counted(store, BusyGateway(seed=seed), "at_once")
    luck = random.Random(seed)  # noqa: S311 - the same race again by its seed
    with _measured() as spent, ThreadPoolExecutor(each) as pool:
        placed = list(pool.map(shop.place, range(orders)))
        for session in list(shop.gateway.accounts):
            shop.gateway.pay(session)
        shop.come_to_rest()
        shop.gateway.lost = lost
        answers: Counter[str] = Counter()
        for order_id in placed:
            wishes = [_wish(luck, number) for number in range(each)]
            answers += Counter(pool.map(lambda wish, o=order_id: _refunded(shop, o, wish), wishes))
        shop.gateway.lost = 0
        shop.come_to_rest()
    return _ledger(shop, answers, spent, _not_as_the_gateway_says)


def _wish(luck: random.Random, number: int) -> RefundWish:
    kind = luck.choice(["piece", "piece", "delivery", "amount"])
    return RefundWish(
        id=f"wish-{number}",
        lines={"TEA-50": luck.randint(1, PIECES)} if kind == "piece" else {},
        shipping=kind == "delivery",
        extra=luck.randint(1, 2000) if kind == "amount" else 0,
        restock=luck.random() < 0.5,
    )


def _told(shop: Counted, event: str) -> str:
    try:
        return hear(shop.desk, event.encode(), "good")
    except ShopError as error:
        return error.code


def _refunded(shop: Counted, order_id: str, wish: RefundWish) -> str:
    try:
        refund(shop.desk, order_id, wish, "owner")
    except Conflict as refused:
        return refused.code
    except ShopError as error:
        return f"fault: {error.code}"
    return "accepted"


def _not_paid_once(shop: Counted, order: Order) -> Iterator[str]:
    events = Counter(event.what for event in order.history)
    account = shop.gateway.accounts[order.session]
    wanted = "authorized" if account.status == "authorized" else "paid"
    if order.state != wanted or events[wanted] != 1:
        yield f"{order.number} is {order.state}: {dict(events)}"
    if order.captured.amount != account.captured:
        yield f"{order.number} has {order.captured.amount}, the gateway {account.captured}"


def _not_as_the_gateway_says(shop: Counted, order: Order) -> Iterator[str]:
    account = shop.gateway.accounts[order.session]
    there = sum(told.amount.amount for told in account.refunds.values())
    if order.refunded.amount != there or there > account.captured:
        yield f"{order.number}: shop {order.refunded.amount}, gateway {there}"
    if order.refunds_pending.amount:
        yield f"{order.number} still waits for a refund"
    if len({refunded.id for refunded in order.refunds}) != len(order.refunds):
        yield f"{order.number} has the same refund twice"
    back = sum(
        refunded.lines.get("TEA-50", 0)
        for refunded in order.refunds
        if refunded.restock and refunded.state == "done"
    )
    if order.restocked.get("TEA-50", 0) != back:
        yield f"{order.number} put {order.restocked} back instead of {back}"


Check = Callable[[Counted, Order], Iterable[str]]


def _ledger(shop: Counted, answers: Counter[str], spent: list[float], check: Check) -> Ledger:
    orders = list(shop.orders())
    store = shop.desk.store
    mails = Counter(
        str(item.data["event"])
        for order in orders
        for item in store.query(f"ORDER#{order.id}", "OUTBOX#mail#").items
    )
    return Ledger(
        states=Counter(order.state for order in orders),
        captured=sum(order.captured.amount for order in orders),
        refunded=sum(order.refunded.amount for order in orders),
        mails=mails,
        wrong=tuple(sentence for order in orders for sentence in check(shop, order)),
        faults=tuple(audit(store, ["TEA-50"])),
        answers=answers,
        seconds=spent[0],
        cpu_seconds=spent[1],
    )


@contextmanager
def _measured() -> Iterator[list[float]]:
    spent = [time.perf_counter(), time.process_time()]
    yield spent
    spent[:] = [time.perf_counter() - spent[0], time.process_time() - spent[1]]
