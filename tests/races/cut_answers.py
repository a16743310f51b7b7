"""Checkouts over HTTP of which a part is never answered, and that are repeated until they are."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aws_double import free_port
from factories import checkout_body, offer, orders, put_for_sale
from races.proxy import CuttingProxy, between
from races.shops import NO_ANSWER, gateway, nursery, post
from races.stores import Place

from shop.clock import now
from shop.stock.ledger import set_many_on_hand
from shop.stock.movements import Fault, Pieces, audit, pieces

PAYMENTS = ("card", "bank_transfer", "cod")
ORDERS_EACH = 5  # that a program may place from one address, and for one e-mail, as it is
SKU, STOCK = "TEA-50", 1000
GATEWAY_CUT, GATEWAY_DROP = 0.3, 0.1
MOST_TRIES = 100


@dataclass(frozen=True, slots=True)
class Answered:
    """`refusals` are what those got who sent something else under a used key, `changed` how many
    got another answer when they sent the same; `statuses` are of all tries, "cut" among them."""

    orders: int
    answers: int
    changed: int
    refusals: Counter[tuple[int, str]]
    stock: Pieces
    faults: tuple[Fault, ...]
    states: Counter[str]
    statuses: Counter[str]
    fates: Counter[str]
    seconds: float

    @property
    def state(self) -> tuple[object, ...]:
        """What must be equal over every store."""
        facts = (self.orders, self.answers, self.changed, self.refusals, self.stock, self.faults)
        return (*facts, self.states)


@dataclass
class Shopper:
    """Sends each order under its key until there is an answer to it."""

    port: int
    statuses: Counter[str] = field(default_factory=Counter)

    def order(self, number: int, **changes: Any) -> tuple[int, dict[str, Any]]:
        source = number // ORDERS_EACH
        contact = {"name": "Nguyễn Thị Hoa", "email": f"hoa-{source}@example.com"}
        payment = PAYMENTS[number % len(PAYMENTS)]
        body = checkout_body(contact=contact, payment=payment, **changes)
        headers = {"Idempotency-Key": f"cut-{number}", "X-Forwarded-For": f"203.0.113.{source}"}
        for _try in range(MOST_TRIES):
            try:
                status, answer = post(self.port, "/api/checkout", body, headers)
            except NO_ANSWER:
                self.statuses["cut"] += 1
                continue
            self.statuses[f"{status} {answer.get('code', '')}".strip()] += 1
            if status != 503:
                return status, answer
            time.sleep(0.05)
        raise AssertionError(f"order {number} was never answered")


def answers_cut(place: Place, home: Path, checkouts: int, in_flight: int, seed: int) -> Answered:
    """`checkouts` orders, 30 % of whose answers are cut, sent again until there is one; then all of
    them once more, and once more with another body."""
    put_for_sale(place.store, offer(SKU), on_hand=0)
    set_many_on_hand(place.store, {SKU: STOCK}, "count", "mai", now)
    port = free_port()
    proxy = CuttingProxy(port, 0.3, seed)
    began = time.perf_counter()
    with (
        gateway(home, port, GATEWAY_CUT, GATEWAY_DROP, seed) as api,
        nursery(home, place, api, port, SHOP_PROXY="127.0.0.0/8") as shops,
        shops.life(),
        between(proxy) as door,
        ThreadPoolExecutor(in_flight) as pool,
    ):
        shopper = Shopper(door)
        numbers = range(checkouts)
        first = list(pool.map(shopper.order, numbers))
        again = list(pool.map(shopper.order, numbers))
        other = list(pool.map(lambda number: shopper.order(number, note="Ring twice."), numbers))
    found = orders(place.store)
    return Answered(
        orders=len(found),
        answers=len({answer["order"]["id"] for status, answer in first if status == 201}),
        changed=sum(one != two for one, two in zip(first, again, strict=True)),
        refusals=Counter((status, answer["code"]) for status, answer in other),
        stock=pieces(place.store, SKU),
        faults=tuple(audit(place.store, [SKU])),
        states=Counter(str(item.data["state"]) for item in found),
        statuses=shopper.statuses,
        fates=proxy.fates,
        seconds=time.perf_counter() - began,
    )
