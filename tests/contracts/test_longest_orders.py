"""The longest order there can be, with all that may come with it, fits the store's transactions
at every step of its life, on every store."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from factories import offer, profile, put_for_sale, request
from orders.test_lifecycle import Shop

from shop.abuse.limits import Limits
from shop.abuse.service import Door, Visit, admission
from shop.abuse.tickets import new_token
from shop.coupons.model import Coupon
from shop.coupons.service import list_coupons, save_coupon
from shop.orders.commands import Parcel, RefundWish, cancel, fulfil, refund
from shop.orders.model import Order
from shop.orders.service import place_order
from shop.orders.settlement import reconcile
from shop.ports import MAX_TRANSACTION_ITEMS, Store, Write
from shop.pricing.model import MAX_LINES, CartLine
from shop.pricing.service import quote

LONG = "Trà sen Tây Hồ ướp hoa tươi theo lối xưa, 西湖荷花茶 " * 8
SKUS = [f"{'LONG-SKU-' * 20}{number:02}" for number in range(MAX_LINES)]
SLOTS = {"times": [{"from": "09:00", "until": "12:00", "capacity": 2}], "days_ahead": 3}


class Longest(Shop):
    """Every second article is sold beyond what is there."""

    def __init__(self, store: Store, capture_when: str) -> None:
        super().__init__(store, capture_when)  # type: ignore[arg-type]
        method = {
            "id": "bike", "title": {"en": "Bike"}, "countries": ["VN"], "price": {"USD": "3"},
            "slots": SLOTS,
        }  # fmt: skip
        card = {"enabled": True, "title": {"en": "Card"}, "capture": capture_when}
        self.desk = type(self.desk)(
            store, profile(card=card, shipping=[method]), lambda: self.now, self.gateway, ""
        )
        for number, sku in enumerate(SKUS):
            policy = "continue" if number % 2 else "deny"
            titles = dict.fromkeys(("vi", "zh-Hans", "zh-Hant"), LONG)
            put_for_sale(store, offer(sku, 999, stock_policy=policy, titles=titles), on_hand=4)
        rule = {"code": "TEN", "kind": "percent", "percent": "10", "limit": 9}
        save_coupon(store, Coupon.model_validate({**rule, "limit_per_person": 9}))
        self.sizes: list[int] = []
        transact = store.transact

        def counted(writes: Sequence[Write]) -> None:
            self.sizes.append(len(writes))
            transact(writes)

        store.transact = counted  # type: ignore[method-assign]

    def buy(self, key: str, payment: str) -> Order:
        lines = tuple(CartLine(sku=sku, quantity=4) for sku in SKUS)
        wanted = request(lines=lines, payment=payment, coupon="TEN", note="x" * 2000)
        priced = quote(self.desk.store, self.desk.profile, wanted.cart(), self.now)
        wanted = wanted.model_copy(update={"expected_total": priced.total})
        door = Door(self.desk.store, Limits(), "key", lambda: self.now)
        visit = Visit("203.0.113.9", new_token("key", self.now))
        answer = place_order(self.desk, wanted, key, admission(door, visit))
        return self.order(answer["order"]["id"])

    def uses(self) -> int:
        (standing,) = list_coupons(self.desk.store)
        return standing.used


@pytest.fixture
def longest(store: Store) -> Iterator[Longest]:
    shop = Longest(store, "at_once")
    yield shop
    assert max(shop.sizes) <= MAX_TRANSACTION_ITEMS
    assert max(shop.sizes) >= 2 * MAX_LINES  # they were really counted


def test_from_placing_to_giving_it_all_back(longest: Longest) -> None:
    order = longest.paid(longest.buy("key-1", "card"))
    order = fulfil(longest.desk, order.id, Parcel(id="p1"), "owner")
    everything = RefundWish("r1", order.pieces(), shipping=True, restock=True)
    order = refund(longest.desk, order.id, everything, "owner")
    assert (order.state, order.refunded) == ("refunded", order.total)
    assert order.restocked == order.pieces()


def test_from_placing_to_its_end_and_back(longest: Longest) -> None:
    """Expired, its page closed too late; a payment brings it back the day after."""
    order = longest.buy("key-1", "card")
    longest.gateway.trouble = "down"
    longest.now += timedelta(hours=26)
    reconcile(longest.desk)
    longest.gateway.trouble = ""
    assert (longest.order(order.id).state, longest.uses()) == ("expired", 0)
    order = longest.paid(order)
    assert (order.state, longest.uses()) == ("paid", 1)


def test_from_the_door_and_back(longest: Longest) -> None:
    order = longest.buy("key-1", "cod")
    fulfil(longest.desk, order.id, Parcel(id="p1"), "owner")
    order = cancel(longest.desk, order.id, "owner", restock=True)
    assert (order.state, order.goods, longest.uses()) == ("cancelled", "released", 0)
