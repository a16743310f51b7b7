"""A shop in which orders live: one store, one gateway, one clock. What is done to it is recorded,
so that the same life can be led again over another store."""

import contextlib
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

from factories import MOMENT, offer, profile, put_for_sale
from orders.gateway import MemoryGateway

from shop import clock
from shop.errors import Conflict, GatewayUnavailable, NotPossible, PaymentRefused
from shop.money import Money
from shop.orders.commands import (
    Parcel,
    RefundWish,
    cancel,
    capture,
    confirm_transfer,
    fulfil,
    refund,
)
from shop.orders.desk import Desk, read_order
from shop.orders.editing import edit_lines
from shop.orders.model import Order
from shop.orders.notices import hear
from shop.orders.records import order_from
from shop.orders.request import CheckoutRequest
from shop.orders.service import place_order
from shop.orders.settlement import reconcile
from shop.orders.transitions import OVER, PAID
from shop.payments.gateway import DisputeState
from shop.ports import Item, Key, Store
from shop.statistics.recounting import recount
from shop.statistics.service import shop_zone

STOCK = 4
SKUS = ("A", "B")
REFUSALS = (Conflict, GatewayUnavailable, PaymentRefused)

Done = tuple[str, tuple[Any, ...]]


class World:
    """`capture_when` is the shop's setting for cards."""

    def __init__(self, store: Store, capture_when: str) -> None:
        self.store = store
        self.capture_when = capture_when
        self.gateway = MemoryGateway(lambda: self.now)
        self.now = MOMENT
        self.orders: list[str] = []
        self.keys: dict[str, tuple[CheckoutRequest, dict[str, Any]]] = {}
        self.done: list[Done] = []
        # Ids decide the order of equal moments: the same life gives the same ids.
        luck = Random(0)  # noqa: S311 - nobody has to be unable to guess them
        clock.secrets = SimpleNamespace(  # type: ignore[assignment]
            choice=luck.choice, token_urlsafe=lambda _size: f"token-{luck.random()}"
        )
        card = {"enabled": True, "title": {"en": "Card"}, "capture": capture_when}
        self.desk = Desk(
            store, profile(card=card), lambda: self.now, self.gateway, "https://shop.example.com"
        )
        put_for_sale(store, *(offer(sku, 997) for sku in SKUS), on_hand=STOCK)

    def close(self) -> None:
        clock.secrets = secrets
        self.store.close()

    def do(self, name: str, *arguments: Any) -> None:
        """One thing happens. What is refused with a sentence has changed nothing that counts."""
        self.done.append((name, arguments))
        action: Callable[..., object] = getattr(self, f"_{name}")
        with contextlib.suppress(*REFUSALS):
            action(*arguments)
        self.check()

    def live(self, life: list[Done]) -> None:
        for name, arguments in life:
            self.do(name, *arguments)

    # What can happen

    def _place(self, key: str, wanted: CheckoutRequest) -> None:
        known = self.keys.get(key, (wanted, {}))[1]
        self.keys[key] = (wanted, known)
        try:
            answer = place_order(self.desk, wanted, key)
        except NotPossible:
            return  # the order came to its end before its payment page was open
        except Conflict:
            del self.keys[key]
            raise
        finally:
            placed = [str(item.data["id"]) for item in self._listed()]
            self.orders += [order_id for order_id in placed if order_id not in self.orders]
        assert not known or answer == known
        self.keys[key] = (wanted, answer)

    def _pay(self, session: str) -> None:
        self.gateway.pay(session)

    def _lapse(self, session: str) -> None:
        self.gateway.lapse(session)

    def _trouble(self, trouble: str) -> None:
        self.gateway.trouble = trouble

    def _tell(self, event: str) -> None:
        hear(self.desk, event.encode(), "good")

    def _wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def _look(self) -> None:
        reconcile(self.desk)

    def _capture(self, order_id: str) -> None:
        capture(self.desk, order_id, "owner")

    def _fulfil(self, order_id: str) -> None:
        fulfil(self.desk, order_id, Parcel(id=f"parcel-{len(self.done)}"), "owner")

    def _cancel(self, order_id: str) -> None:
        cancel(self.desk, order_id, "owner", restock=len(self.done) % 2 == 0)

    def _edit(self, order_id: str, quantities: dict[str, int]) -> None:
        edit_lines(self.desk, order_id, quantities, "owner")

    def _confirm(self, order_id: str) -> None:
        due = read_order(self.store, order_id)[0].due
        confirm_transfer(self.desk, order_id, due, "bank", "owner")

    def _transfer(self, order_id: str, amount: int, once: str) -> None:
        paid = Money.of(amount, "USD")
        confirm_transfer(self.desk, order_id, paid, "bank", "owner", once=once)

    def _dispute(self, session: str, state: DisputeState) -> None:
        self.gateway.take_back(session, state)

    def _refund(self, order_id: str, wish: RefundWish) -> None:
        refund(self.desk, order_id, wish, "owner")

    # What must hold

    def check(self) -> None:
        orders = self.all_orders()
        for order in orders:
            self._money_is_right(order)
        self._stock_is_right(orders)
        asked = Counter(item.key for item in self.store.query_index("OUTBOX").items)
        assert not asked or max(asked.values()) == 1

    def _money_is_right(self, order: Order) -> None:
        gone = order.refunded.amount + order.refunds_pending.amount
        captured, held = order.captured.amount, order.authorized.amount
        assert 0 <= gone <= captured <= held <= order.total.amount, order
        assert order.state != "pending_offline" or order.received < order.total
        assert not order.disputed or not order.refundable.amount
        if order.session:
            account = self.gateway.accounts[order.session]
            assert captured <= account.captured <= order.total.amount
            assert order.refunded.amount <= sum(r.amount.amount for r in account.refunds.values())

    def _stock_is_right(self, orders: list[Order]) -> None:
        for sku in SKUS:
            stock = self._stock(sku)
            assert min(stock.values()) >= 0, stock
            assert sum(stock.values()) == STOCK, stock
            held = sum(o.demand.get(sku, 0) for o in orders if o.goods == "held")
            gone = (o for o in orders if o.goods == "sold")
            sold = sum(o.demand.get(sku, 0) - o.restocked.get(sku, 0) for o in gone)
            assert (stock["held"], stock["sold"]) == (held, sold)
        # What was sold and is over left for the door, unpaid, and was lost on its way back.
        over = [o for o in orders if o.state in OVER]
        assert all(o.goods != "held" for o in over)
        assert all(o.shipments or o.goods != "sold" for o in over)

    def _stock(self, sku: str) -> dict[str, int]:
        item = self.store.get(Key(f"SKU#{sku}", "STOCK"))
        assert item is not None
        return {name: int(str(item.data[name])) for name in ("on_hand", "held", "sold")}

    def come_to_rest(self) -> None:
        """The gateway answers again, time passes, and everything is settled."""
        self.do("trouble", "")
        for _ in range(6):
            self.do("wait", 13 * 60)
            self.do("look")
        self._all_agree()
        for event in [told.id for told in self.gateway.events if told.dispute]:
            self.do("tell", event)  # what comes late changes nothing
        self._all_agree()
        for order in self.all_orders():
            assert order.state not in OVER or not order.refundable.amount, order
            assert not order.capturing, order
            assert not order.cancelling, order

        zone = shop_zone(self.desk.profile)
        assert recount(self.store, zone, mend=False, clock=self.desk.clock).wrong == ()

    def _all_agree(self) -> None:
        for order in self.all_orders():
            if order.payment == "card" and order.session:
                self._agrees(order)

    def _agrees(self, order: Order) -> None:
        """The shop knows what the gateway knows."""
        account = self.gateway.accounts[order.session]
        assert order.captured.amount == account.captured, order
        back = sum(r.amount.amount for r in account.refunds.values() if r.state == "done")
        assert order.refunded.amount == back, order
        told = {dispute.id: dispute.state for dispute in order.disputes}
        assert told == ({account.dispute.id: account.dispute.state} if account.dispute else {})
        # What could not be captured is held until it lapses, or the owner gives the order up.
        assert account.status != "authorized" or order.state in {"authorized", "capture_failed"}

    # What there is

    def all_orders(self) -> list[Order]:
        return [order_from(item) for item in self._listed()]

    def charged(self) -> list[str]:
        """Sessions of orders that the shop knows to be paid."""
        return [
            order.session for order in self.all_orders() if order.session and order.state in PAID
        ]

    def pieces_of(self, order_id: str) -> dict[str, int]:
        return read_order(self.store, order_id)[0].pieces()

    def _listed(self) -> list[Item]:
        return list(self.store.query_index("ORDERS").items)

    def contents(self) -> Iterator[tuple[Key, Any]]:
        """Everything of orders and stock, as it lies in the store."""
        partitions = [f"ORDER#{order_id}" for order_id in self.orders]
        for pk in (*partitions, *(f"SKU#{sku}" for sku in SKUS)):
            yield from ((item.key, dict(item.data)) for item in self.store.query(pk).items)
