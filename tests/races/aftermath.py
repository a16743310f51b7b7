"""After a race with kills: is everything there that was said, once, and does the gateway agree?"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from factories import profile, services_over
from races.notes import Notes
from races.shops import ACCOUNT, SECRET

from infra.embedded.gateway.ledger import Ledger, Obj
from infra.embedded.gateway.service import FILE
from shop.adapters.stripe_gateway import StripeGateway
from shop.adapters.stripe_snapshots import ORDER, REFUND
from shop.clock import now
from shop.mail.events import mails_for
from shop.orders.desk import Desk
from shop.orders.model import Order
from shop.orders.records import idempotency_key, order_from, order_items
from shop.orders.settlement import reconcile
from shop.outbox.service import dead, depth, drain
from shop.ports import Store
from shop.settings import load_settings
from shop.stock.movements import Fault, audit

ROUNDS = 300
LONG_ENOUGH = timedelta(hours=2)  # whatever a shop left open is looked at within the time


@dataclass(frozen=True, slots=True)
class Aftermath:
    """`wrong` are sentences about what is not as it was said; `ends` says how the shops died.
    `orders`, `answers`, `captured`, `refunded` and `gateway` are counted after everything that
    waited was looked at; the last are the gateway's own figures, in cents."""

    ends: Counter[str]
    orders: int
    answers: int
    states: Counter[str]
    captured: int
    refunded: int
    gateway: tuple[int, int]
    wrong: tuple[str, ...]
    faults: tuple[Fault, ...]
    mails: int
    waiting: int
    statuses: Counter[str]
    refused: Counter[str]
    seconds: float


@dataclass(frozen=True, slots=True)
class Books:
    """The gateway's own, straight from its file."""

    sessions: list[Obj]
    intents: dict[str, Obj]
    refunds: list[Obj]

    @property
    def sums(self) -> tuple[int, int]:
        received = sum(intent["amount_received"] for intent in self.intents.values())
        return received, sum(refund["amount"] for refund in self.refunds)


def aftermath(  # noqa: PLR0917 - what was there, what was said, and how it went
    store: Store, home: Path, api: str, notes: Notes, ends: Counter[str], seconds: float
) -> Aftermath:
    come_to_rest(store, api)
    _send_mails(store, home)
    orders, books = list(map(order_from, order_items(store))), _books(home)
    return Aftermath(
        ends=ends,
        orders=len(orders),
        answers=len(notes.answers),
        states=Counter(order.state for order in orders),
        captured=sum(order.captured.amount for order in orders),
        refunded=sum(order.refunded.amount for order in orders),
        gateway=books.sums,
        wrong=tuple(_wrong(store, notes, {order.id: order for order in orders}, books)),
        faults=tuple(audit(store, sorted({sku for order in orders for sku in order.demand}))),
        mails=sum(len(_asked(store, order)) for order in orders),
        waiting=depth(store) + len(dead(store).items),
        statuses=notes.statuses,
        refused=notes.refused,
        seconds=seconds,
    )


def come_to_rest(store: Store, api: str) -> None:
    """Time passes until nothing waits: calls that broke off are repeated, and what nobody paid
    for expires."""
    gateway = StripeGateway(*ACCOUNT.values(), api, retries=3)
    card = {"enabled": True, "title": {"en": "Card"}, "capture": "on_fulfilment"}
    passed = timedelta(0)

    def clock() -> datetime:
        return now() + passed

    desk = Desk(store, profile(card=card), clock, gateway, "http://127.0.0.1")
    for _round in range(ROUNDS):
        passed += timedelta(minutes=11)
        if not reconcile(desk, limit=1000) and passed > LONG_ENOUGH:
            gateway.close()
            return
    raise AssertionError("something is looked at for ever")


def _send_mails(store: Store, home: Path) -> None:
    """What is left of them, also where the claim of a worker that was killed had to run out."""
    services = services_over(load_settings({"SHOP_HOME": str(home), **SECRET}), store)
    for hours in (6, 30):
        drain(store, services.couriers, lambda h=hours: now() + timedelta(hours=h))


def _books(home: Path) -> Books:
    ledger = Ledger(home / FILE)
    with ledger.turn(now().timestamp()) as turn:
        books = Books(
            turn.all("checkout.session"),
            {str(intent["id"]): intent for intent in turn.all("payment_intent")},
            turn.all("refund"),
        )
    ledger.close()
    return books


def _asked(store: Store, order: Order) -> list[str]:
    return store.keys(f"ORDER#{order.id}", "OUTBOX#mail#")


def _wrong(store: Store, notes: Notes, orders: dict[str, Order], books: Books) -> Iterator[str]:
    for key, answer in notes.answers.items():
        record = store.get(idempotency_key(key))
        if record is None or record.data["answer"] != answer or answer["order"]["id"] not in orders:
            yield f"{key} was answered, and is not as it was said"
    for kind, body in notes.done:
        if kind != "reconcile" and not _is_done(orders[body["order"]], kind, body):
            yield f"{kind} of {body['order']} was said to be done"
    yield from _other_refunds(notes, orders)
    yield from _other_at_the_gateway(orders, books)
    for order in orders.values():
        yield from _mails_astray(store, order)


def _is_done(order: Order, kind: str, body: dict[str, Any]) -> bool:
    if kind == "capture":
        return order.captured == order.total
    if kind == "cancel":
        return order.state == "cancelled"
    name = f"{order.id}-{body['wish']['id']}"
    return [refund.state for refund in order.refunds if refund.id == name] == ["done"]


def _other_refunds(notes: Notes, orders: dict[str, Order]) -> Iterator[str]:
    """Nothing goes back but what was asked for, and that once."""
    wishes = sorted(
        f"{body['order']}-{body['wish']['id']}" for kind, body in notes.done if kind == "refund"
    )
    refunds = sorted(refund.id for order in orders.values() for refund in order.refunds)
    if wishes != refunds:
        yield f"refunds that are no wishes, or the other way round: {set(wishes) ^ set(refunds)}"


def _other_at_the_gateway(orders: dict[str, Order], books: Books) -> Iterator[str]:
    """One page an order at most, one payment a page, one refund a wish, and the same sums."""
    pages = Counter(str(session["client_reference_id"]) for session in books.sessions)
    yield from (f"{order} has {n} pages" for order, n in pages.items() if n > 1)
    yield from (f"{order} is no order" for order in pages.keys() - orders.keys())
    wishes = Counter(str(refund["metadata"][REFUND]) for refund in books.refunds)
    yield from (f"{wish} was paid back {n} times" for wish, n in wishes.items() if n > 1)
    paid_back: Counter[str] = Counter()
    for refund in books.refunds:
        paid_back[refund["payment_intent"]] += refund["amount"]
    payments = defaultdict(list)
    for intent in books.intents.values():
        payments[intent["metadata"][ORDER]].append(intent)
    for order in orders.values():
        taken = sum(intent["amount_received"] for intent in payments[order.id])
        held = sum(intent["amount_capturable"] for intent in payments[order.id])
        back = sum(paid_back[intent["id"]] for intent in payments[order.id])
        if (order.captured.amount, order.refunded.amount) != (taken, back):
            yield f"{order.number} is {order.state}; the gateway took {taken}, paid back {back}"
        if bool(held) != (order.state == "authorized"):
            yield f"{order.number} is {order.state}; the gateway holds {held}"
        if order.capturing or order.cancelling or order.refunds_pending.amount:
            yield f"{order.number} still waits for the gateway"


def _mails_astray(store: Store, order: Order) -> Iterator[str]:
    """Each event asks for its mails once, and nothing else asks for any."""
    wanted = [
        "#".join(part for part in ("OUTBOX#mail", audience, mail, event.once) if part)
        for event in order.history
        for audience, mail in mails_for(event.what, order.payment)
    ]
    if sorted(wanted) != sorted(_asked(store, order)):
        yield f"{order.number} asked for {_asked(store, order)} instead of {wanted}"
