"""Thirty orders of the last month, in every state there is, by people with names of every kind."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import cycle
from typing import Literal

from e2e.shopping import placed
from factories import request
from orders.gateway import MemoryGateway

from functions.bootstrap import Services
from shop.clock import now
from shop.orders import commands, transitions
from shop.orders.commands import Parcel, RefundWish
from shop.orders.desk import Desk, change
from shop.orders.model import Order
from shop.orders.notes import add_note
from shop.orders.request import Address, Contact
from shop.pricing.model import CartLine

OWNER = "owner@example.com"
Decide = Callable[[Order, datetime], Order]
PEOPLE = (
    ("Nguyễn Thị Thanh Hoa", "hoa@example.com", "12 Trần Phú, phường Minh An", "Hội An", "VN"),
    ("陳美玲", "meiling.chen@example.com", "臺中市西區美村路一段 123 巷 4 號 5 樓", "臺中", "TW"),
    (
        "Maximiliane Freifrau von Oberhausen-Unterleitner",
        "maximiliane.von.oberhausen.unterleitner@example.com",
        "Donaudampfschifffahrtsgesellschaftsgasse 117, Stiege 3, Tür 24",
        "Niederösterreich-Klosterneuburg",
        "AT",
    ),
    ("Jo Li", "jo@example.com", "1 Rd", "Hue", "VN"),
)  # fmt: skip


class Month:
    """Orders of the last thirty days, each placed at its time."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._moment = now() - timedelta(days=29)
        self.desk = Desk(
            services.store,
            services.profile,
            lambda: self._moment,
            MemoryGateway(),
            services.settings.base_url,
        )
        self._people = cycle(PEOPLE)
        self._count = 0

    def later(self, **time: float) -> None:
        self._moment = min(self._moment + timedelta(**time), now())

    def order(self, payment: str = "bank_transfer", *skus: str) -> Order:
        """A shopper like no other before them buys one of each, and several of the first."""
        self.later(hours=20)
        self._count += 1
        name, email, line, city, country = next(self._people)
        if payment == "cod":
            name, email, line, city, country = PEOPLE[0]
        wanted = request(
            lines=[CartLine(sku=sku, quantity=3 if sku == skus[0] else 1) for sku in skus],
            contact=Contact(name=name, email=email, phone="+84 905 000 111"),
            address=Address(line1=line, city=city, country=country, postcode="51300"),
            payment=payment,
            note="Xin gọi trước khi giao." if self._count % 3 == 0 else "",
            language=("vi", "zh-Hant", "en")[self._count % 3],
        )
        return placed(self.desk, wanted, f"order-{self._count}")

    def change(self, order_id: str, decide: Decide) -> Order:
        return change(self.desk, order_id, decide)

    def paid(self, *skus: str) -> Order:
        order = self.order("bank_transfer", *skus)
        self.later(hours=3)
        return commands.confirm_transfer(self.desk, order.id, order.total, "VCB 77", OWNER)

    def sent(self, *skus: str) -> Order:
        order = self.paid(*skus)
        self.later(hours=5)
        parcel = Parcel(id="P1", carrier="Giao Hàng Nhanh", tracking="GHN-0123-4567-89")
        return commands.fulfil(self.desk, order.id, parcel, OWNER)


def orders_of_a_month(services: Services, skus: list[str]) -> dict[str, Order]:
    """Thirty orders; of them one in each state, by its name."""
    month = Month(services)
    for number in range(18):
        month.sent(skus[number % len(skus)], skus[(number + 5) % len(skus)])
    found = {**_with_money(month, skus), **_by_card_only(month, skus[-1])}
    note = "Nhớ nói chuyện với khách trước khi gửi. " * 3
    add_note(services.store, found["pending_offline"].id, OWNER, note, now)
    return found


def _with_money(month: Month, skus: list[str]) -> dict[str, Order]:
    one, two, many = skus[0], skus[1], skus[:6]
    returned = month.sent(two)
    commands.announce_return(month.desk, returned.id, returned.token, "R1", {two: 1}, "Quá nhỏ.")
    return {
        "returned": returned,
        "fulfilled": month.sent(*many),
        "paid": month.paid(*many),
        "cancelled": _cancelled(month, one),
        "partially_refunded": _refunded(month, month.sent(two, one), {two: 1}),
        "refunded": _refunded(month, month.sent(two), {two: 3}),
        "cod": month.order("cod", one, two),
        "pending_offline": month.order("bank_transfer", *many),
    }


def _by_card_only(month: Month, sku: str) -> dict[str, Order]:
    def lost(state: Literal["expired", "payment_failed"]) -> Decide:
        return lambda order, at: transitions.lost(order, state, state, at, "gateway")

    def declined(order: Order, at: datetime) -> Order:
        return transitions.capture_failed(_authorized(order, at), at, "card_declined")

    return {
        "reserved": month.order("card", sku),
        "expired": _become(month, sku, lost("expired")),
        "payment_failed": _become(month, sku, lost("payment_failed")),
        "authorized": _become(month, sku, _authorized),
        "capture_failed": _become(month, sku, declined),
    }


def _authorized(order: Order, at: datetime) -> Order:
    return transitions.authorized(order.model_copy(update={"authorized": order.total}), at)


def _become(month: Month, sku: str, decide: Decide) -> Order:
    return month.change(month.order("card", sku).id, decide)


def _cancelled(month: Month, sku: str) -> Order:
    return commands.cancel(month.desk, month.order("cod", sku).id, OWNER, "changed their mind")


def _refunded(month: Month, order: Order, lines: dict[str, int]) -> Order:
    wish = RefundWish(id="R1", lines=lines, shipping=True, restock=True, reason="Vỡ nắp")
    return commands.refund(month.desk, order.id, wish, OWNER)
