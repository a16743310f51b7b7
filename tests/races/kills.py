"""A shop that is killed again and again while it is ordered from, paid at, charged and refunded.

What it said before it died is noted here; what it said nothing to is sent again in a later life, or
at the very end.
"""

import random
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aws_double import free_port
from factories import checkout_body, offer, put_for_sale
from races.aftermath import Aftermath, aftermath
from races.mortal import Doom
from races.notes import Command, Notes
from races.shops import NO_ANSWER, Life, Nursery, gateway, nursery, post
from races.stores import Place

from shop.clock import now
from shop.stock.ledger import set_many_on_hand

SKUS = ("A", "B", "C")
PLENTY = 10**6
TOTAL = {"amount": 4050, "currency": "USD"}  # three pieces at 12.50 and delivery at 3.00
BUYERS, OWNERS = 2, 3
RANDOM = (0.05, 0.5)  # seconds of a life that ends at any moment
LONGEST = 2.0  # seconds of one that was to end at a chosen moment
CALLS = ("open_session", "capture", "refund", "cancel", "payment", "transact")
LOST = 0.05  # of the gateway's answers


class Actor:
    """Does one thing after the other until the shop is dead."""

    def __init__(self, port: int, notes: Notes, luck: random.Random) -> None:
        self.port = port
        self.notes = notes
        self.luck = luck

    def until(self, life: Life, act: Callable[["Actor"], None]) -> None:
        while not life.over.is_set():
            try:
                act(self)
            except NO_ANSWER:
                life.over.wait(0.02)

    def buy(self) -> None:
        """A new order, or one that an earlier shop has not answered."""
        old = self.luck.random() < 0.3
        key = self.notes.take(self.notes.unanswered, self.luck) if old else None
        self.order(key or f"key-{self.luck.getrandbits(64):x}")

    def order(self, key: str) -> None:
        first = sum(key.encode()) % len(SKUS)
        lines = [{"sku": SKUS[first], "quantity": 1}, {"sku": SKUS[first - 1], "quantity": 2}]
        body = checkout_body(lines=lines, payment="card", expected_total=TOTAL)
        try:
            status, answer = post(self.port, "/api/checkout", body, {"Idempotency-Key": key})
        except NO_ANSWER:
            self.notes.unanswered.append(key)
            raise
        self.notes.statuses[f"checkout {status}"] += 1
        if status == 201:
            self.notes.answers[key] = answer
            self.notes.skus[answer["order"]["id"]] = SKUS[first]
            self.notes.unpaid.append(answer)
        else:
            self.notes.unanswered.append(key)

    def own(self) -> None:
        """What an owner does, and now and then what a shopper does at the gateway."""
        chance = self.luck.random()
        if chance < 0.35:
            self.pay()
        elif chance < 0.4:
            self.command(("reconcile", {}))
        else:
            wanted = self._wanted(chance)
            if wanted:
                self.command(wanted)

    def pay(self) -> None:
        """At the gateway, which outlives every shop; one in eight orders is never paid."""
        answer = self.notes.take(self.notes.unpaid, self.luck)
        if answer and self.luck.random() < 7 / 8:
            pay(answer["next"]["url"])
            self.notes.payed.append(answer["order"]["id"])

    def _wanted(self, chance: float) -> Command | None:
        if chance < 0.5 and self.notes.open:
            found: Command | None = self.notes.take(self.notes.open, self.luck)
            return found
        if chance < 0.75:
            order = self.notes.take(self.notes.payed, self.luck)
            kind = "cancel" if self.luck.random() < 0.1 else "capture"
            return (kind, {"order": order}) if order else None
        order = self.notes.take(self.notes.charged, self.luck)
        return ("refund", {"order": order, "wish": self._wish(order)}) if order else None

    def _wish(self, order: str) -> dict[str, Any]:
        piece = self.luck.random() < 0.5
        return {
            "id": f"wish-{self.luck.getrandbits(40):x}",
            "lines": {self.notes.skus[order]: 1} if piece else {},
            "extra": 0 if piece else self.luck.randint(1, 900),
            "restock": piece and self.luck.random() < 0.5,
        }

    def command(self, command: Command) -> None:
        kind, body = command
        try:
            status, answer = post(self.port, f"/race/{kind}", body)
        except NO_ANSWER:
            self.notes.open.append(command)
            raise
        self.notes.statuses[f"{kind} {status}"] += 1
        if status == 200:
            self._obeyed(command)
        elif status == 409 and kind == "capture" and "order" in body:
            self.notes.payed.append(body["order"])  # the gateway's notice is still on its way
        elif status < 500:
            self.notes.refused[f"{kind} {answer.get('code')}"] += 1
        else:
            self.notes.open.append(command)

    def _obeyed(self, command: Command) -> None:
        kind, body = command
        self.notes.done.append(command)
        if kind in {"capture", "refund"}:  # and perhaps one more refund
            self.notes.charged.append(body["order"])


def pay(url: str) -> None:
    form = urllib.parse.urlencode({"method": "card", "outcome": "paid"}).encode()
    opener = urllib.request.build_opener(_StayHere)
    try:
        opener.open(url, form, timeout=20).close()
    except urllib.error.HTTPError as answer:
        answer.close()
        if answer.code != 303:
            raise


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Nobody goes back to the shop from the payment page: it may be dead."""

    def redirect_request(self, *_values: Any, **_named: Any) -> None:
        return None


def killed(place: Place, home: Path, kills: int, seed: int) -> Aftermath:
    """`kills` lives, every other one of which ends at a chosen moment, and then one in peace."""
    put_for_sale(place.store, *(offer(sku) for sku in SKUS), on_hand=0)
    set_many_on_hand(place.store, dict.fromkeys(SKUS, PLENTY), "count", "mai", now)
    luck = random.Random(seed)  # noqa: S311 - no secret
    port, notes = free_port(), Notes()
    ends: Counter[str] = Counter()
    began = time.perf_counter()
    with gateway(home, port, LOST, 0.0, seed) as api:
        with nursery(home, place, api, port) as shops:
            for number in range(kills):
                doom = _doom(luck) if number % 2 else None
                with _busy(shops, notes, luck, doom) as life:
                    longest = LONGEST if doom else luck.uniform(*RANDOM)
                    at_moment = life.over.wait(longest * place.slow)
                ends[_name(doom) if at_moment and doom else "any moment"] += 1
            with shops.life():
                _answer_the_rest(port, notes, luck)
        return aftermath(place.store, home, api, notes, ends, time.perf_counter() - began)


def _doom(luck: random.Random) -> Doom:
    call = luck.choice(CALLS)
    most = {"transact": 25, "payment": 4, "open_session": 4}.get(call, 2)
    return Doom(call, luck.randint(1, most), made=luck.random() < 0.6)


def _name(doom: Doom) -> str:
    return f"{'after' if doom.made else 'before'} {doom.call}"


@contextmanager
def _busy(shops: Nursery, notes: Notes, luck: random.Random, doom: Doom | None) -> Iterator[Life]:
    with ThreadPoolExecutor(BUYERS + OWNERS) as pool:
        with shops.life(doom) as life:
            busy = []
            for act in [Actor.buy] * BUYERS + [Actor.own] * OWNERS:
                own_luck = random.Random(luck.random())  # noqa: S311 - no secret
                busy.append(pool.submit(Actor(shops.port, notes, own_luck).until, life, act))
            yield life
        for each in busy:
            each.result()  # nobody gave up but for want of an answer


def _answer_the_rest(port: int, notes: Notes, luck: random.Random) -> None:
    """Every key and every command that had no answer, until there is one."""
    actor = Actor(port, notes, luck)
    for _try in range(20):
        keys, notes.unanswered = notes.unanswered, []
        commands, notes.open = notes.open, []
        for key in keys:
            actor.order(key)
        for command in commands:
            actor.command(command)
        if not notes.unanswered and not notes.open:
            return
    raise AssertionError(f"never answered: {notes.unanswered}, {notes.open}")
